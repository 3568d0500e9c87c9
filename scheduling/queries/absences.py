"""Absence as the office looks at it: what waits for an answer, and which jobs need somebody else."""

from datetime import date

from perforia.base.models import User
from scheduling.models import Absence, Job
from scheduling.models.absences import AbsenceQuerySet
from scheduling.models.jobs import JobQuerySet
from scheduling.rules.worktime import day_span
from scheduling.states import AbsenceState


def wishes(user: User) -> AbsenceQuerySet:
    """What waits for an answer, the first to begin first."""
    rows = Absence.objects.visible_to(user).waiting().select_related("resource", "requested_by")
    return rows.order_by("starts_at", "pk")


def absences_of(user: User, *, first: date, last: date) -> AbsenceQuerySet:
    """Who is away, or wishes to be, some time from `first` to `last`."""
    rows = Absence.objects.visible_to(user).filter(starts_at__lt=day_span(last).end, ends_at__gt=day_span(first).start)
    open_ones = rows.filter(state__in=[AbsenceState.REQUESTED, AbsenceState.APPROVED])
    return open_ones.select_related("resource").order_by("starts_at", "resource__name", "pk")


def jobs_without(absence: Absence) -> JobQuerySet:
    """The jobs that somebody is planned on while they are away, the first first: they need somebody else."""
    theirs = Job.objects.open().filter(
        assignments__resource=absence.resource_id, assignments__starts_at__lt=absence.ends_at,
        assignments__ends_at__gt=absence.starts_at,
    )  # fmt: skip
    return theirs.select_related("customer").order_by("starts_at", "pk")
