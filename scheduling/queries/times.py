"""Reported time as the office decides it: a week, person by person, beside what was planned."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from contracts.states import RutWork
from perforia.base.models import User
from perforia.base.permissions import Permission
from scheduling.models import Booking, Job, Resource, TimeCorrection, TimeEntry
from scheduling.models.crew import TimeEntryQuerySet
from scheduling.queries.facts import called
from scheduling.rules.facts import Span
from scheduling.rules.hours import Worked, differs, hours_by_work, is_as_planned, minutes_by_work
from scheduling.rules.worktime import day_span, local_date
from scheduling.states import TimeState

WEEK = 7
MOST = 600  # times of one week that are shown: sixty people, ten each


@dataclass(frozen=True, slots=True)
class Line:
    """One time as it counts, as it was reported, and beside the plan (`apart` in minutes, None without a plan)."""

    entry: TimeEntry
    counted: Worked
    reported: Worked
    planned: Span | None
    customer: str
    why: str = ""  # of the newest correction
    is_own_correction: bool = False  # by whoever reported the time

    @property
    def day(self) -> date:
        return local_date(self.counted.starts_at)

    @property
    def apart(self) -> int | None:
        return differs(self.counted, self.planned)

    @property
    def is_as_planned(self) -> bool:
        return is_as_planned(self.counted, self.planned)

    @property
    def is_easy(self) -> bool:
        """Whether nobody need look: as planned, and not made so afterwards by whoever reported it."""
        return self.is_as_planned and not self.is_own_correction

    @property
    def is_corrected(self) -> bool:
        return self.counted != self.reported

    @property
    def work(self) -> str:
        """The kind of RUT work in words, empty for none."""
        return str(RutWork(self.counted.work).label) if self.counted.work else ""


@dataclass(slots=True)
class Sheet:
    """The week of one person; minutes that count, rejected ones aside."""

    person: Resource
    lines: list[Line] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return sum(line.counted.minutes for line in self.lines if line.entry.state != TimeState.REJECTED)

    @property
    def waiting(self) -> list[Line]:
        return [line for line in self.lines if line.entry.state == TimeState.REPORTED]

    @property
    def is_easy(self) -> bool:
        """Whether nobody need look at anything that waits."""
        return bool(self.waiting) and all(line.is_easy for line in self.waiting)


@dataclass(frozen=True)
class Sum:
    """What was worked on a job of one kind: exact minutes, and the whole hours that Skatteverket takes."""

    work: str
    minutes: int
    hours: int


def week_of_times(monday: date, *, user: User, state: str = "", resource_id: int | None = None) -> list[Sheet]:
    """The times of a week that a person may see, those who have some to decide first; a fixed number of questions."""
    span = Span(day_span(monday).start, day_span(monday + timedelta(days=WEEK)).start)
    rows = TimeEntry.objects.visible_to(user).filter(started_at__gte=span.start, started_at__lt=span.end)
    if state:
        rows = rows.filter(state=state)
    if resource_id is not None:
        rows = rows.filter(resource=resource_id)
    sheets: dict[int, Sheet] = {}
    for line in counted_lines(_first(rows), sees=_sees(user)):
        sheets.setdefault(line.entry.resource_id, Sheet(line.entry.resource)).lines.append(line)
    return sorted(sheets.values(), key=lambda sheet: (not sheet.waiting, sheet.person.name, sheet.person.pk))


def lines_of_job(job: Job, *, user: User) -> list[Line]:
    """The times of one job that a person may see, in order."""
    return counted_lines(_first(TimeEntry.objects.visible_to(user).filter(job=job)), sees=_sees(user))


def line_of(entry: TimeEntry, *, user: User) -> Line:
    """One time as it is shown."""
    return counted_lines(TimeEntry.objects.filter(pk=entry.pk).order_by("pk"), sees=_sees(user))[0]


def sums_of(lines: Sequence[Line]) -> list[Sum]:
    """What counts, by kind of RUT work, work that is none last."""
    counted = [line.counted for line in lines if line.entry.state != TimeState.REJECTED]
    minutes, hours = minutes_by_work(counted), hours_by_work(counted)
    labels = {str(work.value): str(work.label) for work in RutWork}
    return [
        Sum(labels.get(work, "Inte rutarbete"), minutes[work], hours[work])
        for work in sorted(minutes, key=lambda each: (not each, each))
    ]


def waiting_count(user: User) -> int:
    """How many times wait for somebody's yes."""
    return TimeEntry.objects.visible_to(user).filter(state=TimeState.REPORTED).order_by().count()


def corrections_of(entry: TimeEntry) -> Sequence[TimeCorrection]:
    """What was put right, the newest first."""
    return list(entry.corrections.select_related("by").order_by("-at", "-pk"))


def counted_lines(rows: TimeEntryQuerySet, *, sees: bool = True) -> list[Line]:
    """Times as they count beside what was planned, two questions; `sees`: whether protected customers are named."""
    entries = list(rows.as_counted().ended().select_related("resource__employee", "job__customer"))
    planned = _planned(entries)
    return [_line(entry, planned.get((entry.job_id, entry.resource_id)), sees=sees) for entry in entries]


def is_own_correction(entry: TimeEntry) -> bool:
    """Whether what counts of a time of `as_counted` is what its own person put right; read with the employee."""
    counted: Any = entry  # Any: with the fields of `as_counted`
    return counted.why is not None and counted.put_right_by in {None, entry.resource.employee.user_id}


def _first(rows: TimeEntryQuerySet) -> TimeEntryQuerySet:
    # Chosen by key: what counts is added to rows that are chosen already.
    return TimeEntry.objects.filter(pk__in=rows.order_by("started_at", "pk").values("pk")[:MOST]).order_by(
        "started_at", "pk"
    )


def _sees(user: User) -> bool:
    return user.has_permission(Permission.SEE_PROTECTED)


def _planned(entries: Sequence[TimeEntry]) -> dict[tuple[int, int], Span]:
    """What each was told to work at each job."""
    bookings = Booking.objects.standing().filter(
        job__in={entry.job_id for entry in entries}, resource__in={entry.resource_id for entry in entries}
    )
    rows = bookings.order_by("pk").values_list("job_id", "resource_id", "starts_at", "ends_at")
    return {(job, resource): Span(start, end) for job, resource, start, end in rows}


def _line(entry: TimeEntry, planned: Span | None, *, sees: bool) -> Line:
    assert entry.ended_at is not None  # noqa: S101 -- only those that have ended are read
    counted: Any = entry  # Any: with the fields of `as_counted`
    customer = entry.job.customer
    is_hidden = customer is not None and customer.is_protected and not sees
    return Line(
        entry,
        Worked(counted.from_at, counted.until_at, counted.rest, counted.as_work),
        Worked(entry.started_at, entry.ended_at, entry.break_minutes, entry.work),
        planned,
        called(customer.name, customer.kind, is_hidden) if customer else entry.job.title,
        counted.why or "",
        is_own_correction(entry),
    )
