"""The problem as arrays of numbers, made once per search: nodes with times, links between them, who may go where.

Nodes are numbered: first the parts of visits (one per person or vehicle that comes), then breaks, then the beginning
of every resource's day, then its end. A unit is what is planned or left out as one: the parts of a visit, or a break.
"""

import math
from dataclasses import dataclass, field

from scheduling.rules.planning.plan import Id, Stop
from scheduling.rules.planning.problem import Need, Problem, VehicleNeed, Visit

ENDLESS = 1e9  # later than any day


@dataclass(slots=True)
class Nodes:
    """What is known of every node, in arrays by its number."""

    release: list[float] = field(default_factory=list)  # no earlier beginning
    due: list[float] = field(default_factory=list)  # later is late
    last: list[float] = field(default_factory=list)  # later is refused
    minutes: list[float] = field(default_factory=list)
    weight: list[float] = field(default_factory=list)  # of a minute late
    enter: list[int] = field(default_factory=list)  # place where it begins
    leave: list[int] = field(default_factory=list)  # place where it ends
    links: list[tuple[tuple[int, float], ...]] = field(default_factory=list)  # (other, least distance of beginnings)

    def add(self, times: tuple[float, float, float, float], weight: float, places: tuple[int, int]) -> int:
        """A new node; `times` are its release, due, last beginning and minutes."""
        for array, value in zip((self.release, self.due, self.last, self.minutes), times, strict=True):
            array.append(value)
        self.weight.append(weight)
        self.enter.append(places[0])
        self.leave.append(places[1])
        self.links.append(())
        return len(self.release) - 1


@dataclass(slots=True)
class Unit:
    """What is planned or left out as one. `alike` numbers the parts: equal numbers are interchangeable."""

    nodes: tuple[int, ...]
    penalty: float
    visit: Visit | None
    alike: tuple[int, ...] = ()
    has_vehicle: bool = False
    is_break: bool = False


def latest_of(visit: Visit, need: Need | VehicleNeed) -> float:
    """After what beginning a part of a visit is late."""
    own = need.latest if isinstance(need, Need) else None
    return visit.latest if own is None else own


def places_of(visit: Visit, need: Need | VehicleNeed) -> tuple[int, int]:
    """Where a part of a visit begins and ends."""
    own = need.place if isinstance(need, Need) else None
    return (visit.place, visit.end_place) if own is None else (own, own)


class Network:
    """All arrays of a problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.resources = problem.resources
        self.number_of: dict[Id, int] = {resource.id: number for number, resource in enumerate(self.resources)}
        self.out = [list(row) for row in problem.travel]
        self.into = [list(column) for column in zip(*problem.travel, strict=True)]
        self.nodes = Nodes()
        self.units: list[Unit] = []
        self.pinned: dict[int, int] = {}  # node: resource
        self.who: list[tuple[int, ...]] = []  # node: resources that may take it
        self.own: list[list[float]] = []  # node: what each resource costs there
        self.latest = problem.weights.latest
        given = problem.given.by_visit()
        for visit in problem.visits:
            if visit.is_pinned:
                self._add_pinned(visit, given[visit.id])
            else:
                self._add_visit(visit, given.get(visit.id, ()))
        self.parts = len(self.nodes.release)
        self.break_of: dict[int, int] = {}  # node: place among the breaks of the problem
        for number, rest in enumerate(problem.breaks):
            node = self.nodes.add((rest.earliest, ENDLESS, rest.latest, rest.minutes), 0.0, (0, 0))
            self.break_of[node] = number
            self._let((self.number_of[rest.person],), {})
            self.units.append(Unit((node,), problem.weights.no_break * rest.weight, None, (0,), is_break=True))
        self.floating = frozenset(range(self.parts, len(self.nodes.release)))
        self._add_days()
        self.unit_of = {node: number for number, unit in enumerate(self.units) for node in unit.nodes}
        self.licences = [getattr(resource, "licence", "") for resource in self.resources]
        self.skills: list[frozenset[str]] = [getattr(each, "skills", frozenset()) for each in self.resources]

    def _add_visit(self, visit: Visit, given: tuple[Stop, ...]) -> None:
        weights = self.problem.weights
        needs = visit.parts
        kept = {self.number_of[stop.resource] for stop in given if stop.resource in self.number_of}
        nodes: list[int] = []
        for need in needs:
            last = ENDLESS if nodes else min(visit.last, ENDLESS)
            times = (visit.earliest, latest_of(visit, need), last, need.minutes)
            node = self.nodes.add(times, weights.late, places_of(visit, need))
            cost = {number: weights.changed for number in range(len(self.resources)) if kept and number not in kept}
            if isinstance(need, Need) and need.usual:
                for number, person in enumerate(self.problem.people):
                    cost[number] = cost.get(number, 0.0) + weights.unusual * (person.id not in need.usual)
            self._let(self.may_take(need), cost)
            nodes.append(node)
        self._link(visit, nodes)
        kinds = {need: number for number, need in enumerate(needs)}
        alike = tuple(kinds[need] for need in needs)
        penalty = weights.unplanned * visit.weight
        self.units.append(Unit(tuple(nodes), penalty, visit, alike, visit.vehicle is not None))

    def _add_pinned(self, visit: Visit, given: tuple[Stop, ...]) -> None:
        for stop in given:
            if stop.resource not in self.number_of or stop.need not in range(len(visit.parts)):
                continue
            need = visit.parts[stop.need]
            times = (stop.start, latest_of(visit, need), stop.start, need.minutes)
            node = self.nodes.add(times, self.problem.weights.late, places_of(visit, need))
            self._let((self.number_of[stop.resource],), {})
            self.pinned[node] = self.number_of[stop.resource]

    def may_take(self, need: Need | VehicleNeed) -> tuple[int, ...]:
        """The numbers of the resources that have what a need asks for."""
        people = len(self.problem.people)
        if isinstance(need, Need):
            able = [number for number, person in enumerate(self.problem.people) if need.skills <= person.skills]
        else:
            able = [
                people + number
                for number, vehicle in enumerate(self.problem.vehicles)
                if vehicle.volume_m3 >= need.volume_m3
            ]
        ids = {number: self.resources[number].id for number in able}
        return tuple(
            number for number in able if (not need.only or ids[number] in need.only) and ids[number] not in need.never
        )

    def _let(self, who: tuple[int, ...], cost: dict[int, float]) -> None:
        """Note who may take the node that was added last, and what each of them costs there."""
        self.who.append(who)
        self.own.append([cost.get(number, 0.0) for number in range(len(self.resources))])

    def _link(self, visit: Visit, nodes: list[int]) -> None:
        first, links = nodes[0], self.nodes.links
        for node, need in zip(nodes[1:], (*visit.needs[1:], None), strict=False):
            least, most = need.after if need else (0.0, 0.0)
            links[first] = (*links[first], (node, least))
            if most < math.inf:
                links[node] = ((first, -most),)

    def _add_days(self) -> None:
        weights, people = self.problem.weights, len(self.problem.people)
        first = len(self.nodes.release)
        for resource in self.resources:
            self.nodes.add((resource.begins, ENDLESS, ENDLESS, 0.0), 0.0, (resource.place, resource.place))
        for number, resource in enumerate(self.resources):
            extra = self.problem.people[number].most_overtime if number < people else 0.0
            end = min(resource.ends, ENDLESS)
            times = (resource.begins, end, min(end + extra, ENDLESS), 0.0)
            self.nodes.add(times, weights.overtime, (resource.place, resource.place))
        self.heads = list(range(first, first + len(self.resources)))
        self.tails = [head + len(self.resources) for head in self.heads]
        self.inner = first  # nodes before it are parts and breaks
