"""The board: people and things by day, with their work, their absence, their hours and what clashes.

A fixed number of questions, whatever the number of people, days and jobs. Lengths in minutes.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import pairwise

from perforia.base.models import User
from scheduling.queries import board_rows, facts
from scheduling.queries.board_rows import AwayRow, Filter, PlannedRow, ResourceRow, StopRow, Teams
from scheduling.queries.travel import Road, Roads, travel_times
from scheduling.rules.conflicts import overlaps
from scheduling.rules.facts import Finding, Hours, Span, Stint, Travel, Worker
from scheduling.rules.worktime import day_span, local_date, minutes_left, shifts_on, without
from scheduling.states import ResourceKind, StaffGroup

EVERYTHING = Filter()
NOWHERE = StopRow("", None, None, is_confirmed=True)
FIRST_NUMBER = 1000
# What the use of a vehicle without hours of its own is told in shares of.
DAYTIME = tuple(Hours(weekday, time(7), time(17)) for weekday in range(5))


@dataclass(slots=True)
class Bar:
    """One piece of work in a row. `level` is its lane where work overlaps.

    `road` is the minutes to it, "ca" where `is_road_estimated`.
    """

    row: PlannedRow
    span: Span
    address: str
    is_confirmed: bool
    mates: tuple[str, ...] = ()
    road: int | None = None
    is_road_estimated: bool = True
    level: int = 0
    is_clash: bool = False
    is_from_before: bool = False  # it began before the first day that is shown

    @property
    def number(self) -> str:
        return f"U-{FIRST_NUMBER + self.row.job_id}"

    @property
    def is_draft(self) -> bool:
        """Whether the crew has not been told of it as it stands."""
        return not self.row.is_told


@dataclass(slots=True)
class Cell:
    """One day of one row: minutes planned, and of how many."""

    day: date
    bars: list[Bar] = field(default_factory=list)
    aways: list[AwayRow] = field(default_factory=list)
    shifts: list[Span] = field(default_factory=list)
    planned: int = 0
    available: int = 0

    @property
    def free(self) -> list[Span]:
        """The working time that nothing stands in."""
        taken = [bar.span for bar in self.bars]
        return without(self.shifts, [*taken, *(Span(away.starts_at, away.ends_at) for away in self.aways)])

    @property
    def is_away(self) -> bool:
        """Whether all of the day's working time is taken by absence."""
        return bool(self.aways) and not self.available


@dataclass(slots=True)
class Row:
    """A person or thing with its days."""

    resource: ResourceRow
    cells: list[Cell]
    findings: list[Finding] = field(default_factory=list)

    @property
    def planned(self) -> int:
        return sum(cell.planned for cell in self.cells)

    @property
    def available(self) -> int:
        return sum(cell.available for cell in self.cells)

    @property
    def share(self) -> int:
        """Percent of the working time that is planned."""
        return round(100 * self.planned / self.available) if self.available else 0


@dataclass(slots=True)
class Group:
    """The rows of one kind of work, of a team with the name of who leads it, or the vehicles."""

    key: str
    label: str
    rows: list[Row]
    lead: str = ""

    @property
    def planned(self) -> int:
        return sum(row.planned for row in self._counted)

    @property
    def available(self) -> int:
        return sum(row.available for row in self._counted)

    @property
    def _counted(self) -> list[Row]:
        """The people; of a group without any, the things."""
        return [row for row in self.rows if not _is_thing(row)] or self.rows


@dataclass(slots=True)
class Board:
    """What is shown of some days. `changed` are the jobs whose times or people differ from what was told."""

    days: Sequence[date]
    groups: list[Group]
    changed: set[int]

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows]

    @property
    def people(self) -> list[Row]:
        return [row for row in self.rows if row.resource.kind == ResourceKind.PERSON]

    @property
    def findings(self) -> list[Finding]:
        """The double bookings, in the order of the rows."""
        return [finding for row in self.rows for finding in row.findings]

    def of_day(self, number: int) -> tuple[int, int]:
        """Minutes of people planned and available on one of the days."""
        cells = [row.cells[number] for row in self.people]
        return sum(cell.planned for cell in cells), sum(cell.available for cell in cells)


def board_of(days: Sequence[date], *, user: User, shown: Filter = EVERYTHING) -> Board:
    """The board of some days in a row, as a person may see it."""
    span = Span(day_span(days[0]).start, day_span(days[-1]).end)
    resources = board_rows.resources(days[0], days[-1], shown)
    ids = [row.id for row in resources]
    hours, aways = facts.working_hours(ids), board_rows.aways(ids, span, user)
    planned = board_rows.planned(ids, span, shown, user)
    stops = board_rows.stops({row.job_id for row in planned}, user)
    bars = _bars(planned, stops, {row.id: row for row in resources}, days[0])
    travel = travel_times(_roads(resources, bars, stops))
    rows = [
        _row(row, days, hours.get(row.id, ()), aways.get(row.id, ()), bars.get(row.id, {}), travel, stops)
        for row in resources
    ]
    begun = {row.job_id for row in planned if not row.is_told and row.starts_at >= span.start}
    changed = begun | board_rows.gone(ids, span)
    if not shown.is_by_team:
        return Board(days, _groups(rows), changed)
    return Board(days, _by_team(rows, board_rows.teams(ids, days[0], days[-1])), changed)


def _bars(
    planned: Sequence[PlannedRow], stops: Mapping[int, StopRow], names: Mapping[int, ResourceRow], first: date
) -> dict[int, dict[date, list[Bar]]]:
    crews: dict[int, list[int]] = defaultdict(list)
    for row in planned:
        crews[row.job_id].append(row.resource_id)
    found: dict[int, dict[date, list[Bar]]] = defaultdict(lambda: defaultdict(list))
    for row in planned:
        stop = stops.get(row.job_id, NOWHERE)
        mates = tuple(
            names[pk].name.split()[0] if names[pk].kind == ResourceKind.PERSON else names[pk].name
            for pk in crews[row.job_id]
            if pk != row.resource_id
        )
        bar = Bar(row, Span(row.starts_at, row.ends_at), stop.address, stop.is_confirmed, mates)
        day = local_date(row.starts_at)
        bar.is_from_before = day < first
        found[row.resource_id][max(day, first)].append(bar)
    return found


def _row(
    resource: ResourceRow, days: Sequence[date], hours: Sequence[Hours], aways: Sequence[AwayRow],
    bars: Mapping[date, list[Bar]], travel: Roads, stops: Mapping[int, StopRow],
) -> Row:  # fmt: skip
    if not hours and resource.kind != ResourceKind.PERSON:
        hours = DAYTIME
    made = Row(resource, [_cell(day, hours, aways, bars.get(day, [])) for day in days])
    for cell in made.cells:
        _drive(cell.bars, resource, travel, stops)
    own = [bar for cell in made.cells for bar in cell.bars]
    if _may_clash(own):
        made.findings = _clashes(resource, own, travel, stops)
    return made


def _cell(day: date, hours: Sequence[Hours], aways: Sequence[AwayRow], bars: list[Bar]) -> Cell:
    shifts = shifts_on(hours, day)
    whole = day_span(day)
    away = [row for row in aways if row.starts_at < whole.end and row.ends_at > whole.start] if aways else []
    cell = Cell(day, bars, away, [span for span, _ in shifts])
    cell.planned = sum(_minutes(bar, whole) for bar in bars)
    standing = [Span(row.starts_at, row.ends_at) for row in away if not row.is_asked]
    cell.available = minutes_left(shifts, standing)
    return cell


def _minutes(bar: Bar, day: Span) -> int:
    """What counts of a piece of work: without its break, and of one from the night before only what is left."""
    if bar.is_from_before:
        return Span(day.start, bar.span.end).minutes
    return max(bar.span.minutes - bar.row.pause, 0)


def _roads(
    resources: Sequence[ResourceRow], bars: Mapping[int, Mapping[date, list[Bar]]], stops: Mapping[int, StopRow]
) -> Iterator[Road]:
    """Those that are driven: from the base to the first piece of work of a day, and from each to the next."""
    for row in resources:
        for day in bars.get(row.id, {}).values():
            at = row.base
            for bar in day:
                stop = stops.get(bar.row.job_id, NOWHERE)
                yield at, stop.first
                at = stop.last


def _drive(bars: Sequence[Bar], resource: ResourceRow, travel: Roads, stops: Mapping[int, StopRow]) -> None:
    """The minutes to each piece of work: from the base to the first, from the one before to the others."""
    at, leaves = resource.base, None
    for bar in bars:
        stop = stops.get(bar.row.job_id, NOWHERE)
        leg = travel.leg(at, stop.first, leaves or bar.span.start)
        if leg is not None and leg.minutes and not bar.is_from_before:
            bar.road, bar.is_road_estimated = leg.minutes, leg.is_estimated
        at, leaves = stop.last, bar.span.end


def _may_clash(bars: Sequence[Bar]) -> bool:
    return any(bar.span.start < before.span.end for before, bar in pairwise(bars))


def _clashes(resource: ResourceRow, bars: Sequence[Bar], travel: Travel, stops: Mapping[int, StopRow]) -> list[Finding]:
    """The double bookings of a row in words; its work is put in lanes."""
    ends: list[datetime] = []
    for bar in bars:
        level = next((number for number, end in enumerate(ends) if end <= bar.span.start), len(ends))
        ends[level : level + 1] = [bar.span.end]
        bar.level = level
    worker = Worker(resource.id, resource.name, ResourceKind(resource.kind))
    stints = [
        Stint(
            resource.id, bar.row.job_id, bar.span, bar.row.customer, stops.get(bar.row.job_id, NOWHERE).first,
            stops.get(bar.row.job_id, NOWHERE).last, bar.row.pause,
        )
        for bar in bars
    ]  # fmt: skip
    found = overlaps(worker, stints, travel)
    jobs = {pk for finding in found for pk in finding.job_ids}
    for bar in bars:
        bar.is_clash = bar.row.job_id in jobs
    return found


def _groups(rows: Sequence[Row]) -> list[Group]:
    people: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        people[row.resource.group or row.resource.kind].append(row)
    labels = [*((str(each.value), str(each.label)) for each in StaffGroup)]
    labels += [(str(each.value), str(each.label)) for each in (ResourceKind.VEHICLE, ResourceKind.EQUIPMENT)]
    return [Group(key, label, people[key]) for key, label in labels if key in people]


def _by_team(rows: Sequence[Row], teams: Teams) -> list[Group]:
    """Each team with its people and things; those that are in none as usual, below."""
    members: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.resource.id in teams.of:
            members[teams.of[row.resource.id]].append(row)
    ordered = sorted(members.items(), key=lambda each: each[0][1])
    return [
        *(Group(key, label, sorted(found, key=_is_thing), teams.leads.get(key, "")) for (key, label), found in ordered),
        *_groups([row for row in rows if row.resource.id not in teams.of]),
    ]


def _is_thing(row: Row) -> bool:
    return row.resource.kind != ResourceKind.PERSON
