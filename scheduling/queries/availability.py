"""Who has time: people by day with what is free, who is free at one time, and weeks against the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from perforia.base.models import User
from scheduling.models import Resource
from scheduling.models.resources import ResourceQuerySet
from scheduling.queries import board, facts, staff
from scheduling.queries.board import Cell, Row
from scheduling.queries.board_rows import Filter
from scheduling.queries.staff import StaffFilters
from scheduling.rules.availability import Answer, answer
from scheduling.rules.conflicts import of_worker
from scheduling.rules.facts import Finding, Point, Span, Stint
from scheduling.rules.holidays import holiday
from scheduling.rules.weeks import Week, over_average, weeks_of
from scheduling.rules.words import hours, joined, period
from scheduling.rules.worktime import day_span, local_date, part_of_day, without
from scheduling.states import Code

LITTLE = 30  # minutes that are too few to be called free
RULES = {Code.DAILY_REST, Code.WEEKLY_REST, Code.WEEKLY_HOURS, Code.BREAK}


@dataclass(frozen=True)
class Day:
    """A column of the overview."""

    day: date
    holiday: str

    @property
    def is_free(self) -> bool:
        """Whether most people do not work."""
        return bool(self.holiday) or self.day.weekday() > 4  # noqa: PLR2004 -- Friday


@dataclass(frozen=True)
class FreeCell:
    """One day of one person: what is free (minutes), and `state`: off, away, full, part or free."""

    cell: Cell
    free: int
    state: str

    @property
    def day(self) -> date:
        return self.cell.day

    @property
    def words(self) -> str:
        """What the cell is called aloud and in its title."""
        if self.state == "off":
            return "arbetar inte"
        if self.state == "away":
            return "frånvarande"
        booked = f", planerad {hours(self.cell.planned)}" if self.cell.planned else ""
        gone = [part for away in _standing(self.cell) if (part := part_of_day(away, self.day)) is not None]
        away = f", borta {joined([period(part) for part in gone])}" if gone else ""
        asked = ", önskar ledigt" if any(away.is_asked for away in self.cell.aways) else ""
        return (f"ledig {hours(self.free)}" if self.free else "inget ledigt") + booked + away + asked

    @property
    def is_asked(self) -> bool:
        """Whether somebody wishes to be away, and nobody has answered."""
        return any(away.is_asked for away in self.cell.aways)


@dataclass(frozen=True)
class FreeRow:
    """One person with the days."""

    row: Row
    cells: Sequence[FreeCell]

    @property
    def free(self) -> int:
        return sum(cell.free for cell in self.cells)


@dataclass(frozen=True)
class Overview:
    """Some weeks of some people; `totals` is what is free of each day."""

    days: Sequence[Day]
    groups: Sequence[tuple[str, Sequence[FreeRow]]]
    totals: Sequence[int]

    @property
    def first(self) -> date:
        return self.days[0].day

    @property
    def last(self) -> date:
        return self.days[-1].day

    @property
    def earlier(self) -> date:
        return self.first - timedelta(days=len(self.days))

    @property
    def later(self) -> date:
        return self.last + timedelta(days=1)


@dataclass(frozen=True)
class WeekRow:
    """The weeks of one person against what is agreed and the rules."""

    resource: Resource
    weeks: Sequence[Week]
    average: str
    findings: Sequence[Finding]


def overview(user: User, *, monday: date, weeks: int, filters: StaffFilters, today: date) -> Overview:
    """The people that fit, day by day; a fixed number of questions."""
    days = [monday + timedelta(days=number) for number in range(7 * weeks)]
    ids = people(user, filters, first=days[0], last=days[-1], today=today).values_list("pk", flat=True)
    shown = board.board_of(days, user=user, shown=Filter(resource_ids=tuple(ids) or (0,)))
    groups = [
        (group.label, [FreeRow(row, [_free(cell) for cell in row.cells]) for row in group.rows])
        for group in shown.groups
    ]
    rows = [row for _, own in groups for row in own]
    totals = [sum(row.cells[number].free for row in rows) for number in range(len(days))]
    return Overview([Day(day, holiday(day)) for day in days], groups, totals)


def people(user: User, filters: StaffFilters, *, first: date, last: date, today: date) -> ResourceQuerySet:
    """Those that fit and are in the firm some time from `first` to `last`, by name."""
    everybody = StaffFilters(group=filters.group, skill=filters.skill, state=staff.EVERYBODY)
    return staff.found(user, everybody, today=today).on(first, last).order_by("name", "pk")


def answers(user: User, asked: Span, *, minutes: int, filters: StaffFilters, today: date) -> list[Answer]:
    """Who has time and who has not, those who have first; a fixed number of questions."""
    day = local_date(asked.start)
    workers = facts.workers(people(user, filters, first=day, last=day, today=today), first=day, last=day + timedelta(1))
    stints = facts.stints(workers, asked)
    found = [answer(worker, stints.get(pk, ()), asked, minutes=minutes) for pk, worker in workers.items()]
    return sorted(found, key=lambda each: (not each.is_free, each.worker.name))


def week_rows(user: User, mondays: Sequence[date], *, filters: StaffFilters, today: date) -> list[WeekRow]:
    """The weeks of those that fit, with what the rules of working time say of them; a fixed number of questions."""
    last = mondays[-1] + timedelta(days=6)
    rows = people(user, filters, first=mondays[0], last=last, today=today)
    known = {row.pk: row for row in rows}
    workers = facts.workers(Resource.objects.filter(pk__in=known), first=mondays[0], last=last)
    whole = Span(day_span(mondays[0]).start, day_span(last).end)
    stints = facts.stints(workers, Span(whole.start - facts.AROUND, whole.end + facts.AROUND))
    made = []
    for pk, row in known.items():
        own, worker = stints.get(pk, []), workers[pk]
        found = [
            each for each in of_worker(worker, own, lambda *_: None)
            if each.code in RULES and _is_within(each, own, whole)
        ]  # fmt: skip
        weeks = weeks_of(own, mondays, agreed=worker.week_minutes, worker=worker)
        made.append(WeekRow(row, weeks, over_average(weeks), found))
    return made


def _no_roads(one: Point | None, other: Point | None, leaves: datetime | None = None) -> None:
    """Rest and hours do not depend on roads."""


def _is_within(finding: Finding, stints: Sequence[Stint], whole: Span) -> bool:
    """Whether what a finding is about begins in the weeks that are shown."""
    starts = [stint.span.start for stint in stints if stint.job_id in finding.job_ids]
    return any(whole.start <= start < whole.end for start in starts)


def _free(cell: Cell) -> FreeCell:
    if not cell.shifts:
        return FreeCell(cell, 0, "off")
    if cell.is_away:
        return FreeCell(cell, 0, "away")
    standing = _standing(cell)
    left = without(cell.shifts, [*(bar.span for bar in cell.bars), *standing])
    free = min(sum(span.minutes for span in left), max(cell.available - cell.planned, 0))
    if free < LITTLE:
        return FreeCell(cell, 0, "full")
    is_whole = free >= cell.available and not any(away.overlaps(span) for away in standing for span in cell.shifts)
    return FreeCell(cell, free, "free" if is_whole else "part")


def _standing(cell: Cell) -> list[Span]:
    """The absence of a day that is decided."""
    return [Span(away.starts_at, away.ends_at) for away in cell.aways if not away.is_asked]
