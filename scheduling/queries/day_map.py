"""All work of a day on one map, by who does it, with what waits for people; a fixed number of questions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from perforia.base.maps import MapData, MapLine, MapPoint, MapSize, PinKind, open_url, written
from perforia.base.models import User
from scheduling.models.jobs import FIRST_NUMBER
from scheduling.queries import board_rows, tray
from scheduling.queries.board_rows import Filter, PlannedRow, ResourceRow
from scheduling.queries.maps import Place, places_of
from scheduling.queries.tray import Waiting
from scheduling.rules.facts import Span
from scheduling.rules.words import clock, joined, period, short_day
from scheduling.rules.worktime import day_span
from scheduling.states import AssignmentRole, ResourceKind, StopKind

MOST_ROADS = 12  # asked for on one map; in a larger crowd the lines stay straight
LEADING = (AssignmentRole.LEAD, AssignmentRole.DRIVER)  # the first of a crew whose row a job stands in


@dataclass(frozen=True, slots=True)
class DayStop:
    """One address of one job: `number` stands in its pin, `index` names it beside the map."""

    job_id: int
    number: str
    index: str
    when: str
    who: str
    title: str
    place: Place
    mates: str = ""

    @property
    def job_number(self) -> str:
        return f"U-{FIRST_NUMBER + self.job_id}"

    @property
    def coordinates(self) -> str:
        """Empty without a place."""
        return written(self.place.point) if self.place.point else ""

    @property
    def elsewhere(self) -> str:
        """The place in a map that anybody can open."""
        return open_url(self.place.point, self.place.line)


@dataclass(slots=True)
class DayCrew:
    """What one person leads in a day, in order."""

    resource: ResourceRow
    stops: list[DayStop] = field(default_factory=list)


@dataclass(slots=True)
class DayMap:
    """The day: crews in the order of the schedule, what waits, everybody who can be chosen, and the map of it all."""

    crews: list[DayCrew]
    waiting: list[DayStop]
    people: list[ResourceRow]
    map: MapData

    @property
    def is_empty(self) -> bool:
        return not self.crews and not self.waiting


@dataclass(frozen=True, slots=True)
class Pages:
    """Where the map leads: the page of job number 0, and where the road of person number 0 is asked for."""

    job: str
    road: str


def day_map(day: date, *, user: User, shown: Filter, people: Sequence[int], pages: Pages, today: date) -> DayMap:
    """The work of a day that begins in it; of some `people` alone when any are named, then without what waits."""
    span = day_span(day)
    everybody = [row for row in board_rows.resources(day, day, shown) if row.kind == ResourceKind.PERSON]
    rows = board_rows.planned([row.id for row in everybody], span, shown, user)
    chosen = set(people) & {row.id for row in everybody}
    crews = _crews(rows)
    if chosen:
        crews = {job: crew for job, crew in crews.items() if chosen & {row.resource_id for row in crew}}
    waiting = [] if chosen else tray.unassigned(day, day, user=user, services=shown.services)
    waiting = [each for each in waiting if each.job.pk not in crews]
    places = _by_job(places_of({*crews, *(each.job.pk for each in waiting)}, user))
    made = _Numbering()
    led = _led(everybody, crews, places, made)
    left = [stop for each in waiting for stop in _waiting_stops(each, places, made, today)]
    return DayMap(led, left, everybody, _map(led, left, pages))


class _Numbering:
    """Counts the places in the order in which they are listed."""

    def __init__(self) -> None:
        self.count = 0

    def next(self) -> str:
        self.count += 1
        return str(self.count - 1)


def _crews(rows: Sequence[PlannedRow]) -> dict[int, list[PlannedRow]]:
    """The people of each job, who leads it first."""
    found: dict[int, list[PlannedRow]] = defaultdict(list)
    for row in rows:
        found[row.job_id].append(row)
    order = {str(role): number for number, role in enumerate(LEADING)}
    return {job: sorted(crew, key=lambda row: order.get(row.role, len(order))) for job, crew in found.items()}


def _by_job(places: Sequence[Place]) -> dict[int, list[Place]]:
    found: dict[int, list[Place]] = defaultdict(list)
    for place in places:
        found[place.job_id].append(place)
    return found


def _led(
    people: Sequence[ResourceRow], crews: Mapping[int, list[PlannedRow]], places: Mapping[int, list[Place]],
    made: _Numbering,
) -> list[DayCrew]:  # fmt: skip
    names = {row.id: row.called for row in people}
    found = []
    for resource in people:
        own = sorted((crew for crew in crews.values() if crew[0].resource_id == resource.id), key=_begins)
        crew_of_day = DayCrew(resource)
        for number, crew in enumerate(own, start=1):
            row = crew[0]
            mates = joined([names[each.resource_id] for each in crew[1:]])
            for letter, place in _lettered(row.job_id, places):
                crew_of_day.stops.append(DayStop(
                    row.job_id, f"{resource.initials} {number}{letter}", made.next(),
                    period(Span(row.starts_at, row.ends_at)), row.customer, row.title, place, mates,
                ))  # fmt: skip
        if crew_of_day.stops:
            found.append(crew_of_day)
    return found


def _begins(crew: Sequence[PlannedRow]) -> tuple[object, int]:
    return crew[0].starts_at, crew[0].job_id


def _lettered(job: int, places: Mapping[int, list[Place]]) -> list[tuple[str, Place]]:
    """The addresses of a job with `a`, `b` where there are several."""
    own = places.get(job) or [Place(job, "Adress saknas", "", StopKind.WORK, None, is_confirmed=False, place_id=None)]
    letters = [""] if len(own) == 1 else [chr(ord("a") + number) for number in range(len(own))]
    return list(zip(letters, own, strict=True))


def _waiting_stops(waiting: Waiting, places: Mapping[int, list[Place]], made: _Numbering, today: date) -> list[DayStop]:
    job = waiting.job
    when = clock(job.starts_at) if job.starts_at else ""
    day = short_day(waiting.day, today) if waiting.day else "utan dag"
    title = f"{job.title}, {waiting.missing} {'person saknas' if waiting.missing == 1 else 'personer saknas'}"
    return [
        DayStop(job.pk, f"?{letter}", made.next(), " ".join(part for part in (day, when) if part), waiting.who, title,
                place)
        for letter, place in _lettered(job.pk, places)
    ]  # fmt: skip


def _map(crews: Sequence[DayCrew], waiting: Sequence[DayStop], pages: Pages) -> MapData:
    points = [_point(stop, crew.resource.hue, pages.job) for crew in crews for stop in crew.stops]
    points += [_point(stop, 0, pages.job, PinKind.UNASSIGNED) for stop in waiting]
    lines = []
    for crew in crews:
        known = tuple(stop.place.point for stop in crew.stops if stop.place.point)
        if len(known) > 1:
            road = pages.road.replace("/0/", f"/{crew.resource.id}/") if len(crews) <= MOST_ROADS else ""
            lines.append(MapLine(known, is_straight=True, colour=crew.resource.hue, url=road))
    return MapData("Karta över dagens uppdrag", tuple(points), tuple(lines), MapSize.WHOLE, is_listed=False)


def _point(stop: DayStop, colour: int, address: str, kind: PinKind = PinKind.STOP) -> MapPoint:
    detail = ", ".join(part for part in (stop.when, stop.who, stop.title) if part)
    return MapPoint(
        stop.place.line, stop.place.point, stop.number, detail, kind, colour, address.replace("/0/", f"/{stop.job_id}/")
    )
