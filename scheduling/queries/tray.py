"""Jobs that wait for a time or for people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from perforia.base.models import User
from perforia.base.permissions import Permission
from scheduling.models import Job
from scheduling.models.jobs import JobQuerySet
from scheduling.queries.facts import PROTECTED, called
from scheduling.rules.worktime import day_span, local_date
from scheduling.states import ResourceKind

MOST = 200


@dataclass(frozen=True)
class Waiting:
    """A job that nobody, or too few, are on. `day` is the day it is planned or wanted on, if one is known."""

    job: Job
    who: str
    address: str
    day: date | None
    missing: int
    is_confirmed: bool

    def is_late(self, today: date) -> bool:
        """Whether its day is today or past."""
        return self.day is not None and self.day <= today


def unassigned(first: date, last: date, *, user: User, services: Sequence[str] = ()) -> list[Waiting]:
    """Open jobs that wait for people or a time: those of some days, those of days past, and those without any.

    The most urgent first; at most MOST.
    """
    waiting = _waiting_jobs(first, last)
    if services:
        waiting = waiting.filter(kind__in=services)
    found = (
        waiting.select_related("customer").prefetch_related("stops").order_by(F("starts_at").asc(), "wanted_on", "pk")
    )
    told = [_waiting(job, user) for job in found[:MOST]]
    return sorted(told, key=lambda each: (each.day is None, each.day or last, each.job.pk))


def _waiting_jobs(first: date, last: date) -> JobQuerySet:
    rows = Job.objects.plannable().annotate(
        here=Count("assignments", filter=Q(assignments__resource__kind=ResourceKind.PERSON))
    )
    return rows.filter(here__lt=F("people")).filter(
        Q(starts_at__gte=day_span(first).start, starts_at__lt=day_span(last).end)
        | Q(starts_at=None, wanted_on__lte=last)
        | Q(starts_at=None, wanted_on=None)
    )


def _waiting(job: Job, user: User) -> Waiting:
    customer = job.customer
    is_hidden = customer is not None and customer.is_protected and not user.has_permission(Permission.SEE_PROTECTED)
    stops = sorted(job.stops.all(), key=lambda stop: stop.position)
    address = stops[0].address if stops and not is_hidden else ""
    who = called(customer.name, customer.kind, False) if customer else ""
    day = local_date(job.starts_at) if job.starts_at else job.wanted_on
    here: int = job.here  # type: ignore[attr-defined]  # counted above
    is_confirmed = all(stop.confirmed_at is not None for stop in stops)
    return Waiting(job, PROTECTED if is_hidden else who, address, day, job.people - here, is_confirmed)


def waiting_count(first: date, last: date) -> int:
    """How many `unassigned` answers."""
    return _waiting_jobs(first, last).count()
