"""A day to be planned, in plain values: minutes since midnight, places as rows of one travel matrix.

Persons and vehicles share one space of ids, as the resources of the schedule do.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from scheduling.rules.planning.plan import Id, Plan

NOBODY: frozenset[Id] = frozenset()
NO_SKILLS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Need:
    """One person that a visit needs, for so many minutes.

    `after` says how many minutes after the visit's first need this one begins, at least and at most: (0, 0) is
    together. `only` names the people who may come (empty: all), `never` those who may not, `usual` those whom the
    customer knows. `latest` and `place` are the visit's unless it has its own.
    """

    minutes: float
    skills: frozenset[str] = NO_SKILLS
    after: tuple[float, float] = (0.0, 0.0)
    only: frozenset[Id] = NOBODY
    never: frozenset[Id] = NOBODY
    usual: frozenset[Id] = NOBODY
    latest: float | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True)
class VehicleNeed:
    """The vehicle that a visit needs, so many minutes from its beginning; one of its people must hold the licence."""

    minutes: float
    volume_m3: float = 0.0
    only: frozenset[Id] = NOBODY
    never: frozenset[Id] = NOBODY


@dataclass(frozen=True, slots=True)
class Visit:
    """One occasion at a customer's.

    It should begin within `earliest` and `latest`; a beginning after `latest` is late, one after `last` is refused. A
    move begins at `place` and is left from `leaves_from`. `weight` multiplies what leaving it out costs. What
    `is_pinned` stays exactly as the plan of today has it, whoever else must wait for it.
    """

    id: Id
    place: int
    needs: tuple[Need, ...]
    earliest: float
    latest: float
    last: float = math.inf
    leaves_from: int | None = None
    vehicle: VehicleNeed | None = None
    weight: float = 1.0
    is_pinned: bool = False

    @property
    def end_place(self) -> int:
        """Where those who came are when it is done."""
        return self.place if self.leaves_from is None else self.leaves_from

    @property
    def parts(self) -> tuple[Need | VehicleNeed, ...]:
        """What it needs: the people in order, then the vehicle."""
        people: list[Need | VehicleNeed] = [*self.needs]
        return tuple(people if self.vehicle is None else [*people, self.vehicle])


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at work from `begins` to `ends`; what is worked after that is overtime, at most `most_overtime`."""

    id: Id
    place: int
    skills: frozenset[str] = NO_SKILLS
    begins: float = 0.0
    ends: float = math.inf
    most_overtime: float = math.inf


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A vehicle from its base and back; `licence` is the skill that whoever drives it must have."""

    id: Id
    place: int
    volume_m3: float = 0.0
    licence: str = ""
    begins: float = 0.0
    ends: float = math.inf


@dataclass(frozen=True, slots=True)
class Break:
    """A rest of a person or vehicle, begun between `earliest` and `latest`, wherever they are then.

    `weight` multiplies what it costs to leave it out: great for an absence, which nobody may work through.
    """

    person: Id
    minutes: float
    earliest: float
    latest: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Weights:
    """What a minute of each evil costs, and what one occurrence costs of those that are not measured in minutes.

    `latest` is paid once, for the largest lateness of all. `unusual` is paid for each person whom the customer does not
    know where someone is usual, `changed` for each resource other than in the plan of today.
    """

    travel: float = 1.0
    late: float = 2.0
    latest: float = 1.0
    overtime: float = 1.5
    unusual: float = 15.0
    changed: float = 5.0
    unplanned: float = 2000.0
    no_break: float = 500.0


@dataclass(frozen=True, slots=True)
class Problem:
    """A day: what is to be done, by whom, from where to where, and the plan of today (`given`).

    `travel[a][b]` is the minutes from place a to place b. Beginnings are rounded up to whole `step` minutes,
    unless it is a visit's own earliest; 0 rounds nothing. Raises ValueError when the values contradict each other.
    """

    visits: tuple[Visit, ...]
    people: tuple[Person, ...]
    travel: tuple[tuple[float, ...], ...]
    vehicles: tuple[Vehicle, ...] = ()
    breaks: tuple[Break, ...] = ()
    weights: Weights = field(default_factory=Weights)
    given: Plan = field(default_factory=Plan)
    step: float = 0.0

    @property
    def resources(self) -> tuple[Person | Vehicle, ...]:
        """People and vehicles."""
        people: list[Person | Vehicle] = [*self.people]
        return (*people, *self.vehicles)

    def __post_init__(self) -> None:
        _refuse_doubles(visit.id for visit in self.visits)
        _refuse_doubles(resource.id for resource in self.resources)
        places = len(self.travel)
        if any(len(row) != places or row[number] for number, row in enumerate(self.travel)):
            raise ValueError("The travel matrix is square, and the way from a place to itself takes no time.")
        used = {place for visit in self.visits for place in (visit.place, visit.end_place)}
        used |= {need.place for visit in self.visits for need in visit.needs if need.place is not None}
        used |= {resource.place for resource in self.resources}
        if not used <= set(range(places)):
            raise ValueError("Every place is a row of the travel matrix.")
        if any(not visit.needs or visit.earliest > visit.latest or visit.latest > visit.last for visit in self.visits):
            raise ValueError("A visit needs somebody, and its times are in order.")
        if any(not 0 <= need.after[0] <= need.after[1] for visit in self.visits for need in visit.needs):
            raise ValueError("The distance between two beginnings is at least nothing and at most what it says.")
        if any(visit.needs[0].after != (0, 0) for visit in self.visits):
            raise ValueError("Distances count from the visit's first need.")
        if {visit.id for visit in self.visits if visit.is_pinned} - {stop.visit for stop in self.given.stops}:
            raise ValueError("A pinned visit stands in the plan of today.")
        if not {rest.person for rest in self.breaks} <= {resource.id for resource in self.resources}:
            raise ValueError("A break belongs to a person or vehicle of the day.")


def _refuse_doubles(ids: Iterable[Id]) -> None:
    found = list(ids)
    if len(found) != len(set(found)):
        raise ValueError("Ids are unique.")
