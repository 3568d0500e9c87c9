"""A week as its page shows it: the board with how full each day is, and what waits for people by day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from perforia.base.models import User
from scheduling.queries.board import EVERYTHING, Bar, Board, Cell, Row, board_of
from scheduling.queries.board_rows import AwayRow, Filter, ResourceRow
from scheduling.queries.fullness import FULL, Fullness
from scheduling.queries.tray import Waiting, unassigned
from scheduling.rules.holidays import SATURDAY, holiday
from scheduling.rules.words import days_between, in_hours
from scheduling.rules.worktime import week_of
from scheduling.states import AbsenceKind, ResourceKind

DAYS = 7
_AWAY = dict(AbsenceKind.choices)


@dataclass(frozen=True, slots=True)
class Load:
    """How full the week of a person or thing is: in words, as the length of a bar in percent, and its tone."""

    words: str
    bar: int
    tone: str = "accent"


@dataclass(frozen=True, slots=True)
class Line:
    """A person or thing with its seven days."""

    resource: ResourceRow
    cells: Sequence[Cell]
    load: Load


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one kind of work, of a team with the name of who leads it, or the vehicles."""

    key: str
    label: str
    lines: Sequence[Line]
    lead: str = ""


@dataclass(slots=True)
class Day(Fullness):
    """One day of a week. `planned` and `available` are minutes of people."""

    day: date
    planned: int
    available: int
    holiday: str
    waiting: list[Waiting] = field(default_factory=list)
    works: list["Work"] = field(default_factory=list)
    aways: list[tuple[str, AwayRow]] = field(default_factory=list)

    @property
    def is_narrow(self) -> bool:
        """Whether it has a narrow column: the weekend."""
        return self.day.weekday() >= SATURDAY

    @property
    def is_closed(self) -> bool:
        """Whether nobody is to work and nothing is planned."""
        return not self.planned and not self.available


@dataclass(slots=True)
class Work:
    """One job of a day, with everybody and everything on it."""

    bar: Bar
    crew: list[str]
    is_clash: bool


@dataclass(slots=True)
class Week:
    """Seven days from a Monday."""

    board: Board
    days: list[Day]
    groups: list[Lines]
    without_day: int  # jobs that wait for people and have no day

    @property
    def monday(self) -> date:
        return self.days[0].day

    @property
    def sunday(self) -> date:
        return self.days[-1].day

    @property
    def span(self) -> str:
        """`8–14 juni 2026`."""
        return days_between(self.monday, self.sunday)

    @property
    def clashes(self) -> int:
        """How many double bookings there are."""
        return len(self.board.findings)

    @property
    def number(self) -> int:
        """The number of the week (ISO 8601)."""
        return self.monday.isocalendar().week

    @property
    def share(self) -> int:
        """Percent of the week's working time that is planned."""
        available = sum(day.available for day in self.days)
        return round(100 * sum(day.planned for day in self.days) / available) if available else 0

    @property
    def waiting(self) -> int:
        """How many jobs of the week nobody, or too few, are on."""
        return sum(len(day.waiting) for day in self.days)

    @property
    def has_rows(self) -> bool:
        return bool(self.board.groups)

    def to_publish(self, today: date) -> int:
        """How many jobs from today on differ from what was told of them."""
        shown, ahead = set(), set()
        for row in self.board.rows:
            for cell in row.cells:
                ids = {bar.row.job_id for bar in cell.bars}
                shown |= ids
                ahead |= ids if cell.day >= today else set()
        return len({pk for pk in self.board.changed if pk in ahead or pk not in shown})


def week_page(day: date, *, user: User, shown: Filter = EVERYTHING) -> Week:
    """The week of a day as a person may see it. A fixed number of questions, whatever its size."""
    monday = week_of(day)
    dates = [monday + timedelta(days=number) for number in range(DAYS)]
    board = board_of(dates, user=user, shown=shown)
    days = [Day(each, *board.of_day(number), holiday(each)) for number, each in enumerate(dates)]
    waiting = unassigned(dates[0], dates[-1], user=user, services=shown.services)
    for each in waiting:
        if each.day is not None and dates[0] <= each.day <= dates[-1]:
            days[(each.day - monday).days].waiting.append(each)
    for number, made in enumerate(days):
        made.works = works_of(board, number)
        made.aways = [
            (row.resource.name, away)
            for row in board.rows
            if row.cells[number].shifts
            for away in row.cells[number].aways
        ]
    groups = [
        Lines(group.key, group.label, [Line(row.resource, row.cells, _load(row)) for row in group.rows], group.lead)
        for group in board.groups
    ]
    return Week(board, days, groups, sum(each.day is None for each in waiting))


def _load(row: Row) -> Load:
    """Hours of how many for a person, who is full at the hours of the employment; percent for a thing."""
    if row.resource.kind != ResourceKind.PERSON:
        return Load(f"{row.share} %", min(row.share, FULL))
    aways = [away for cell in row.cells for away in cell.aways if not away.is_asked]
    if aways and not row.available:
        if row.planned:
            return Load(f"{in_hours(row.planned)} tim", FULL, "warn")
        return Load(str(_AWAY.get(aways[0].kind, "Frånvaro")).lower(), 0)
    limit = min(row.available, row.resource.week_minutes or row.available)
    share = round(FULL * row.planned / limit) if limit else FULL * bool(row.planned)
    tone = "warn" if row.planned > limit else "accent"
    return Load(f"{in_hours(row.planned)} av {in_hours(limit)}", min(share, FULL), tone)


def works_of(board: Board, number: int) -> list[Work]:
    """The jobs of one day in order of time, each once."""
    found: dict[int, list[tuple[Bar, str]]] = defaultdict(list)
    for row in board.rows:
        for bar in row.cells[number].bars:
            found[bar.row.job_id].append((bar, row.resource.called))
    works = [Work(own[0][0], [name for _, name in own], any(bar.is_clash for bar, _ in own)) for own in found.values()]
    return sorted(works, key=_by_time)


def _by_time(work: Work) -> tuple[datetime, int]:
    return (work.bar.span.start, work.bar.row.job_id)
