"""Bringing back a time of recurring work that was skipped."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction

from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from scheduling import events
from scheduling.models import Job, PlanChange, Resource, Series, SeriesSkip
from scheduling.rules.recurrence import Occurrence
from scheduling.rules.words import day_of
from scheduling.rules.worktime import local_date
from scheduling.services import moves, plans, publishing
from scheduling.services import occurrences as occurrences_of
from scheduling.services.plans import Act, Plan
from scheduling.services.series import HORIZON, lock, occurrences
from scheduling.states import ChangeSource, JobStatus

AROUND = timedelta(days=14)  # a time that a holiday moved may take, or lose, the day of one so near


@transaction.atomic
def bring_back(*, series: Series, day: date, by: User, at: datetime) -> Job | None:
    """A day of the rule that was skipped is done after all; answers its job, None when that is to be made later.

    A job that was cancelled is planned as its series is now; one that was changed alone as it was. A crew that never
    heard of the skip hears nothing now. What is wrong with the plan stays to be seen. Idempotent. Announces
    series_changed, job_booked and job_planned. Raises DomainError for a day that has been, and for one that the rule
    has no longer.
    """
    locked = lock(series)
    job = Job.objects.filter(series=locked, occurrence_on=day).first()
    skip = SeriesSkip.objects.filter(series=locked, occurrence_on=day)
    if not skip.exists():
        return job
    found = _occurrence(locked, day, job, at)
    skip.delete()
    if job is not None and job.status == JobStatus.CANCELLED:
        job = _revive(job, locked, found, by=by, at=at)
    elif job is None and (locked.ended_at is not None or day <= local_date(at) + HORIZON):
        occurrences_of.make(locked, [found], by=by, at=at)
        job = Job.objects.get(series=locked, occurrence_on=day)
    audit.record(verb="series.brought_back", target=locked, by=by, at=at, day=day.isoformat())
    events.series_changed.announce(series_id=locked.pk)
    return job


def _occurrence(series: Series, day: date, job: Job | None, at: datetime) -> Occurrence:
    """The time of a day of the rule as it is now. Raises DomainError when there is none, or it has been."""
    near = occurrences(series, first=day - AROUND, last=day + AROUND)
    found = next((each for each in near if each.key == day), None)
    if found is None:
        start = "Upprepningen är avslutad och har ingen tid" if series.ended_at else "Upprepningen har ingen tid"
        message = f"{start} {day_of(day)} längre. Lägg in ett eget uppdrag den dagen i stället."
        raise DomainError(message)
    begins = job.starts_at if job is not None and job.is_detached and job.starts_at else found.start
    if local_date(begins) < local_date(at):
        message = f"{day_of(local_date(begins)).capitalize()} har redan varit. Lägg in ett nytt uppdrag i stället."
        raise DomainError(message)
    return found


def _revive(job: Job, series: Series, found: Occurrence, *, by: User, at: datetime) -> Job:
    revived = moves.revive(job=job, reason="Tillbaka i upprepningen", by=by, at=at)
    if not revived.is_detached:
        occurrences_of.rewrite(revived, series, found, by=by, at=at)
    else:
        plans.write(revived, _before(revived), Act(at, by, ChangeSource.SERIES))
    publishing.stand_again(job=job, by=by, at=at)
    return Job.objects.get(pk=job.pk)


def _before(job: Job) -> Plan:
    """The plan a job had before it was cancelled, without those who have left."""
    last = PlanChange.objects.filter(job=job).order_by("-version", "-pk").first()
    if last is None or job.starts_at is None:
        return plans.plan_of(job)
    known = plans.from_data(last.new)
    here = set(Resource.objects.on(local_date(job.starts_at)).order_by("pk").values_list("pk", flat=True))
    return replace(known, crew=[seat for seat in known.crew if seat.resource_id in here])
