"""The minutes between places: what a router has measured where it has, an estimate elsewhere.

Whoever asks says beforehand which roads it will ask about; they are read in one question, or none where no router is
connected.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain, pairwise, product

from django.conf import settings
from django.db.models import Q

from scheduling.models import Assignment, JobStop, Resource, TravelLeg
from scheduling.queries.facts import point_of
from scheduling.rules.facts import Need, Point, Stint, Worker
from scheduling.rules.travel import Leg, estimate, is_near, is_rush, measured, pair_of
from scheduling.rules.worktime import day_span
from scheduling.states import OPEN_JOBS, Skill, VehicleClass

MOST_POINTS = 150  # of a day
HEAVY = (Skill.LICENCE_C1, Skill.LICENCE_C, Skill.LICENCE_CE)  # who may drive what weighs more than 3.5 tonnes
Road = tuple[Point | None, Point | None]


class Roads:
    """Answers minutes for two points, as rules ask them (facts.Travel); `leg` also says where they come from.

    The roads are read when the first one is asked for. In the rush of a big town each takes longer.
    """

    def __init__(self, roads: Iterable[Road], vehicle: VehicleClass = VehicleClass.CAR) -> None:
        self._roads = roads
        self._vehicle = vehicle
        self._measured: Mapping[Road, tuple[float, float]] | None = None
        self._legs: dict[tuple[Point, Point, bool], Leg] = {}

    def __call__(self, one: Point | None, other: Point | None, leaves: datetime | None = None) -> int | None:
        found = self.leg(one, other, leaves)
        return None if found is None else found.minutes

    def leg(self, one: Point | None, other: Point | None, leaves: datetime | None = None) -> Leg | None:
        """The road from one point to another; None when a point is not known, no minutes within 100 metres."""
        if one is None or other is None:
            return None
        is_slow = leaves is not None and is_rush(leaves, one)
        found = self._legs.get((one, other, is_slow))
        if found is None:
            found = self._legs[one, other, is_slow] = self._made((one, other), settings.RUSH_FACTOR if is_slow else 1.0)
        return found

    def _made(self, road: tuple[Point, Point], slower: float) -> Leg:
        if self._measured is None:
            self._measured = _measured(self._roads, self._vehicle)
        known = self._measured.get(road)
        if known is None:
            return estimate(*road, factor=slower * _factor(self._vehicle))
        return measured(*known, factor=slower)


def travel_times(*roads: Iterable[Road], vehicle: VehicleClass = VehicleClass.CAR) -> Roads:
    """The roads that will be asked about, from where to where; others are estimated."""
    return Roads(chain(*roads), vehicle)


def roads_along(workers: Iterable[Worker], stints: Mapping[int, Sequence[Stint]]) -> Iterator[Road]:
    """From each one's base to every piece of work and home from it, and from each piece to the next."""
    for worker in workers:
        own = stints.get(worker.id, ())
        for one, other in pairwise(own):
            yield one.last, other.first
        for stint in own:
            yield worker.base, stint.first
            yield stint.last, worker.base


def roads_around(need: Need, workers: Iterable[Worker], stints: Mapping[int, Sequence[Stint]]) -> Iterator[Road]:
    """From the bases of some workers and all their work to a job, and from the job to them."""
    bases = {worker.base for worker in workers}
    ends = bases | {stint.last for own in stints.values() for stint in own}
    begins = bases | {stint.first for own in stints.values() for stint in own}
    yield from ((end, need.first) for end in ends)
    yield from ((need.last, begin) for begin in begins)


def roads_among(points: Iterable[Point | None]) -> Iterator[Road]:
    """From each of some points to each."""
    known = set(points)
    return product(known, known)


def points_of_day(day: date) -> list[Point]:
    """The places of a day's work, also of what waits for a time that day, and everybody's base; each once, in order."""
    span = day_span(day)
    that_day = Q(job__starts_at__gte=span.start, job__starts_at__lt=span.end) | Q(
        job__starts_at=None, job__wanted_on=day
    )
    stops = JobStop.objects.filter(that_day, job__status__in=sorted(OPEN_JOBS)).order_by("job", "position")
    bases = Resource.objects.on(day).order_by("pk")
    told = [
        *stops.values_list("latitude", "longitude"), *bases.values_list("employee__latitude", "employee__longitude"),
        *bases.values_list("vehicle__latitude", "vehicle__longitude"),
    ]  # fmt: skip
    found = {pair_of(point, point): point for one in told if (point := point_of(*one)) is not None}
    return list(found.values())[:MOST_POINTS]


def drives_trucks(day: date) -> bool:
    """Whether a heavy vehicle is planned for anything that day."""
    span = day_span(day)
    planned = Assignment.objects.filter(starts_at__gte=span.start, starts_at__lt=span.end)
    return planned.filter(resource__vehicle__licence__in=HEAVY).exists()


def missing_blocks(
    points: Sequence[Point], vehicle: VehicleClass, *, since: datetime
) -> list[tuple[list[Point], list[Point]]]:
    """From where to where roads have not been measured since then: new places to all, the others to what they lack."""
    wanted = {pair_of(*road): road for road in product(points, points) if not is_near(*road)}
    rows = TravelLeg.objects.filter(pair__in=list(wanted), vehicle=vehicle, fetched_at__gte=since)
    known = set(rows.order_by("pk").values_list("pair", flat=True))
    lacks: dict[Point, list[Point]] = {}
    for pair, (one, other) in wanted.items():
        if pair not in known:
            lacks.setdefault(one, []).append(other)
    new = [one for one, others in lacks.items() if 2 * len(others) >= len(points)]
    others = [one for one in lacks if one not in new]
    columns = {other: None for one in others for other in lacks[one]}
    blocks = [(new, list(points)), (others, list(columns))]
    return [block for block in blocks if block[0]]


def _measured(roads: Iterable[Road], vehicle: VehicleClass) -> dict[Road, tuple[float, float]]:
    """Seconds and metres of what is known of some roads. Without a measure for trucks that of cars is made longer."""
    if not settings.ROUTER:
        return {}
    asked: dict[object, list[Road]] = {}
    for road in roads:
        one, other = road
        if one is not None and other is not None and not is_near(one, other):
            asked.setdefault(pair_of(one, other), []).append(road)
    rows = TravelLeg.objects.filter(pair__in=list(asked), vehicle__in={vehicle, VehicleClass.CAR})
    found: dict[Road, tuple[float, float]] = {}
    for pair, driven, seconds, metres in rows.order_by("vehicle").values_list("pair", "vehicle", "seconds", "metres"):
        factor = 1.0 if driven == vehicle else _factor(vehicle)
        found |= dict.fromkeys(asked[pair], (seconds * factor, metres))  # a truck's own measure comes after the car's
    return found


def _factor(vehicle: VehicleClass) -> float:
    return settings.TRUCK_FACTOR if vehicle == VehicleClass.TRUCK else 1.0
