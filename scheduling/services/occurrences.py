"""The jobs of work that comes back, made and made anew from what the series says."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from contracts.states import RutWork
from perforia.base.models import User
from scheduling import events
from scheduling.models import Assignment, ChecklistItem, Job, JobStop, JobWork, Series
from scheduling.rules.recurrence import Occurrence
from scheduling.services import jobs, moves, plans
from scheduling.services.plans import Act, Plan, Seat
from scheduling.states import AssignmentRole, ChangeSource, JobStatus, StopKind

WORK = (
    "kind", "title", "customer", "contract", "offer", "minutes", "break_minutes", "people", "skills", "volume",
    "pricing", "price", "notes", "office_note",
)  # fmt: skip


def take_away(job: Job, *, by: User, at: datetime) -> None:
    """A job that nobody was told of leaves no trace; one that was is cancelled, so that the crew hears of it."""
    if job.status == JobStatus.PLANNED and not job.bookings.exists():
        job.delete()
        return
    moves.cancel(job=job, reason="Upprepningen är ändrad", by=by, at=at)
    Job.objects.filter(pk=job.pk).update(series=None, occurrence_on=None)


def rewrite(job: Job, series: Series, occurrence: Occurrence, *, by: User, at: datetime) -> None:
    """A job becomes what its series says now. Part of the caller's transaction. Announces job_planned."""
    locked = plans.lock(job)
    for name in WORK:
        setattr(locked, name, getattr(series, name))
    locked.series, locked.changed_at, locked.version = series, at, locked.version + 1
    locked.save()
    _write_parts(locked, series, at)
    plans.write(locked, _plan(series, occurrence), Act(at, by, ChangeSource.SERIES))


def make(series: Series, found: Sequence[Occurrence], *, by: User | None, at: datetime) -> None:
    """The jobs of some days of the rule, with their parts and the usual crew.

    What is wrong with them stays to be seen. Part of the caller's transaction. Announces job_booked.
    """
    plain = {name: getattr(series, name) for name in WORK}
    made = Job.objects.bulk_create(
        Job(
            **plain, series=series, occurrence_on=each.key, is_anytime=series.is_anytime, wanted_on=each.start.date(),
            starts_at=each.start, ends_at=_end(each, series),
            created_at=at, created_by=by, changed_at=at,
        )
        for each in found
    )  # fmt: skip
    JobStop.objects.bulk_create(
        JobStop(job=job, position=0, **stop) for job in made for stop in _stops(series, at)
    )  # fmt: skip
    JobWork.objects.bulk_create(
        JobWork(job=job, work=work, hours=Decimal(told)) for job in made for work, told in series.hours.items()
    )  # fmt: skip
    ChecklistItem.objects.bulk_create(
        ChecklistItem(job=job, position=position, text=text)
        for job in made
        for position, text in enumerate(series.checklist)
    )
    members = list(series.members.select_related("resource").order_by("resource"))
    Assignment.objects.bulk_create(
        Assignment(
            job=job, resource=row.resource, role=row.role, starts_at=each.start, ends_at=_end(each, series),
            created_at=at, created_by=by,
        )
        for job, each in zip(made, found, strict=True)
        for row in members
        if row.resource.is_active(each.start.date())
    )  # fmt: skip
    for job in made:
        events.job_booked.announce(job_id=job.pk)


def _stops(series: Series, at: datetime) -> list[dict[str, object]]:
    """Where it is done, as jobs keep it; nothing for a series without a place."""
    place = series.place
    if place is None:
        return []
    latitude, longitude = place.stop_point or (None, None)
    return [
        {
            "kind": StopKind.WORK, "place": place, "address": place.address, "postal_code": place.postal_code,
            "city": place.city, "latitude": latitude, "longitude": longitude,
            "confirmed_at": at if place.is_confirmed else None,
        }
    ]  # fmt: skip


def _plan(series: Series, occurrence: Occurrence) -> Plan:
    """The usual time and the usual crew, without those who have left."""
    day = occurrence.start.date()
    members = series.members.select_related("resource").order_by("resource")
    crew = [Seat(row.resource_id, AssignmentRole(row.role)) for row in members if row.resource.is_active(day)]
    return Plan(occurrence.start, _end(occurrence, series), crew)


def _end(occurrence: Occurrence, series: Series) -> datetime:
    """The length is counted in UTC: also in the night when clocks change it takes as long as it takes."""
    return occurrence.start.astimezone(UTC) + timedelta(minutes=series.minutes)


def _write_parts(job: Job, series: Series, at: datetime) -> None:
    for stop in _stops(series, at):
        JobStop.objects.filter(job=job).exclude(place=series.place).delete()
        JobStop.objects.get_or_create(job=job, position=0, defaults=stop)
    jobs.write_hours(job, {RutWork(work): Decimal(told) for work, told in series.hours.items()})
    jobs.write_checklist(job, series.checklist)
