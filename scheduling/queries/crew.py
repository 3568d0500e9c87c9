"""The day and the week of one person, as it was told, in a fixed number of questions."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db.models import Prefetch

from scheduling.models import Booking, ChecklistItem, Job, JobStop, Notice, TimeEntry
from scheduling.models.plan import BookingQuerySet
from scheduling.queries.travel import travel_times
from scheduling.rules.facts import Point, Span
from scheduling.rules.travel import Leg
from scheduling.rules.worktime import day_span, local_date
from scheduling.states import JobStatus, StopKind, TimeState

TOLD = 10  # notices that are shown


@dataclass(frozen=True)
class CrewStop:
    """An address with what one must know to get in; `point` is the entrance where somebody has put a pin there."""

    row: JobStop
    is_end: bool
    point: Point | None

    @property
    def has_code(self) -> bool:
        return self.row.place is not None and bool(self.row.place.door_code)


@dataclass(frozen=True)
class CrewJob:
    """One booking of a person with everything its page and its card tell; `entry` is the time that runs now."""

    booking: Booking
    job: Job
    stops: Sequence[CrewStop]
    checklist: Sequence[ChecklistItem]
    times: Sequence[TimeEntry]
    way: Leg | None = None  # from the job before

    @property
    def entry(self) -> TimeEntry | None:
        return next((row for row in self.times if row.state == TimeState.RUNNING), None)

    @property
    def rest(self) -> int:
        """The minutes of break of the time that runs now."""
        return self.entry.break_minutes if self.entry else 0

    @property
    def work(self) -> str:
        """The kind of work that runs now."""
        return self.entry.work if self.entry else ""

    @property
    def last_out(self) -> datetime | None:
        return max((row.ended_at for row in self.times if row.ended_at is not None), default=None)

    @property
    def state(self) -> str:
        """What the card says: `paused`, `in`, `done`, `cancelled`, `out`, `ongoing` or `booked`."""
        if self.entry is not None:
            return "paused" if self.entry.paused_at else "in"
        if self.job.status in {JobStatus.DONE, JobStatus.CANCELLED}:
            return str(self.job.status)
        if self.times:
            return "out"
        return "ongoing" if self.job.status == JobStatus.ONGOING else "booked"

    @property
    def is_now(self) -> bool:
        return self.entry is not None

    @property
    def is_over(self) -> bool:
        return self.state in {"done", "cancelled"}

    @property
    def done_count(self) -> int:
        return sum(item.done_at is not None for item in self.checklist)

    @property
    def is_protected(self) -> bool:
        """Whether nothing of it may stay in the phone."""
        return self.job.customer is not None and self.job.customer.is_protected

    @property
    def with_whom(self) -> str:
        """`Jonas Skissgren, Bil 1`: as it was told."""
        return ", ".join([*self.booking.told.get("mates", []), *self.booking.told.get("things", [])])


@dataclass(frozen=True)
class CrewDay:
    """What somebody does on a day: the current job first, those that are over last."""

    day: date
    jobs: Sequence[CrewJob] = field(default_factory=tuple)

    @property
    def ends_at(self) -> datetime | None:
        return max((each.booking.ends_at for each in self.jobs), default=None)


def bookings_of(resource_id: int, span: Span) -> list[Booking]:
    """What stands for one person and begins in a time, in order, with all that its cards tell."""
    rows = Booking.objects.standing().filter(
        resource=resource_id, starts_at__gte=span.start, starts_at__lt=span.end
    )  # fmt: skip
    return list(_with_all(rows, resource_id).order_by("starts_at", "pk"))


def booking_of(resource_id: int, job_id: int) -> Booking | None:
    """What stands for one person of one job."""
    rows = Booking.objects.standing().filter(resource=resource_id, job=job_id)
    return _with_all(rows, resource_id).order_by("pk").first()


def day_of(resource_id: int, day: date) -> CrewDay:
    """Everything of one person on a day, with the ways between."""
    span = day_span(day)
    rows = [crew_job(row) for row in bookings_of(resource_id, span)]
    roads = [(_last(one), _first(other)) for one, other in pairwise(rows)]
    travel = travel_times(roads)
    ways = [None, *(travel.leg(*road) for road in roads)][: len(rows)]
    jobs = [replace(row, way=way) for row, way in zip(rows, ways, strict=True)]
    return CrewDay(day, sorted(jobs, key=lambda each: (not each.is_now, each.is_over, each.booking.starts_at)))


def crew_job(booking: Booking) -> CrewJob:
    """One booking that `bookings_of` or `booking_of` has read."""
    job = booking.job
    stops = sorted(job.stops.all(), key=lambda row: row.position)
    checklist = sorted(job.checklist.all(), key=lambda row: row.position)
    times = sorted(job.own_times, key=lambda row: row.started_at)  # type: ignore[attr-defined]  # of the prefetch
    return CrewJob(booking, job, [_stop(row, number) for number, row in enumerate(stops)], checklist, times)


def week_of(resource_id: int, monday: date) -> list[CrewDay]:
    """Seven days of one person, also the free ones."""
    rows = [crew_job(row) for row in bookings_of(resource_id, day_span(monday, 7))]
    days = [monday + timedelta(days=number) for number in range(7)]
    return [CrewDay(day, [row for row in rows if local_date(row.booking.starts_at) == day]) for day in days]


@dataclass(frozen=True)
class CrewChange:
    """The latest that was told of a job and has not been seen, with the language it is told in (`sv`, `en`)."""

    sentence: str
    language: str
    at: datetime


def unseen_changes(resource_id: int, *, after: datetime, language: str) -> list[CrewChange]:
    """What was told of changes since a time and nobody has said to have seen, the latest first, once for each job.

    It is told in a language (`sv`, `en`) as far as it was kept in that.
    """
    rows = Notice.objects.filter(resource=resource_id, seen_at=None, at__gte=after).order_by("-at", "-pk")[:TOLD]
    latest: dict[int, tuple[datetime, dict[str, str]]] = {}
    for row in rows:
        for change in row.changes:
            latest.setdefault(change["job"], (row.at, change))
    return [_change(change, at, language) for at, change in latest.values()]


def _change(kept: dict[str, str], at: datetime, language: str) -> CrewChange:
    other = kept.get(f"sentence_{language}")
    return CrewChange(other, language, at) if other else CrewChange(kept["sentence"], "sv", at)


def ahead_of(resource_id: int, day: date) -> tuple[list[date], list[int]]:
    """The days from one on, and a week more, on which somebody has work, and their jobs; protected customers' not."""
    span = day_span(day, 8)
    rows = Booking.objects.standing().filter(resource=resource_id, starts_at__gte=span.start, starts_at__lt=span.end)
    told = list(rows.order_by("starts_at", "pk").values_list("starts_at", "job", "job__customer__is_protected"))
    days = dict.fromkeys(local_date(starts_at) for starts_at, _, _ in told)
    return list(days), list(dict.fromkeys(job for _, job, is_protected in told if not is_protected))


def next_booking(resource_id: int, after: datetime) -> Booking | None:
    """The first thing somebody does after a time."""
    rows = Booking.objects.standing().filter(resource=resource_id, starts_at__gte=after)
    return rows.select_related("job").order_by("starts_at", "pk").first()


def running_entry(resource_id: int) -> TimeEntry | None:
    """Where somebody is checked in now."""
    return TimeEntry.objects.running().select_related("job").filter(resource=resource_id).first()


def _with_all(rows: BookingQuerySet, resource_id: int) -> BookingQuerySet:
    times = TimeEntry.objects.filter(resource=resource_id).as_counted().order_by("started_at", "pk")
    return rows.select_related("job__customer").prefetch_related(
        Prefetch("job__stops", JobStop.objects.select_related("place").order_by("position")),
        Prefetch("job__checklist", ChecklistItem.objects.order_by("position")),
        Prefetch("job__times", times, to_attr="own_times"),
    )


def _stop(row: JobStop, number: int) -> CrewStop:
    return CrewStop(row, number > 0 and row.kind in {StopKind.UNLOAD, StopKind.STORE}, point_of(row))


def point_of(row: JobStop) -> Point | None:
    """Where to go: the entrance, else the address itself, if anybody knows where it is."""
    place = row.place
    if place is not None and place.entrance_latitude is not None and place.entrance_longitude is not None:
        return (place.entrance_latitude, place.entrance_longitude)
    if row.latitude is not None and row.longitude is not None:
        return (row.latitude, row.longitude)
    return None


def _first(row: CrewJob) -> Point | None:
    return row.stops[0].point if row.stops else None


def _last(row: CrewJob) -> Point | None:
    return row.stops[-1].point if row.stops else None
