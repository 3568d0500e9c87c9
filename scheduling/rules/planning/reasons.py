"""Why a visit is not planned: the first thing that stands in its way, as data."""

import math
from dataclasses import dataclass
from enum import StrEnum

from scheduling.rules.planning.inserting import best_place
from scheduling.rules.planning.network import Network, Unit
from scheduling.rules.planning.plan import Id
from scheduling.rules.planning.problem import Need, Visit
from scheduling.rules.planning.routes import Routes


class Why(StrEnum):
    """What stands in the way."""

    NO_SKILL = "no_skill"  # nobody of the day has what a need asks for
    TOO_FEW = "too_few"  # there are some, but not enough at a time
    NO_VEHICLE = "no_vehicle"  # none is large enough
    NO_DRIVER = "no_driver"  # nobody who could come may drive it
    OUT_OF_HOURS = "out_of_hours"  # not even with nothing else to do
    NO_ROOM = "no_room"  # everybody who could is busy
    NOT_WORTH_IT = "not_worth_it"  # there is room, at a higher price than leaving it out


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a visit is not planned; `skills` are those of the need that nobody, or too few, can fill."""

    visit: Id
    why: Why
    skills: frozenset[str] = frozenset()


def reasons(routes: Routes) -> tuple[Reason, ...]:
    """A reason for every visit that is left out, in the order of the problem."""
    network = routes.network
    empty = Routes(network)
    found = []
    for number in sorted(routes.unplanned):
        unit = network.units[number]
        if unit.visit is not None:
            found.append(_unfillable(network, unit, unit.visit) or _crowded(routes, empty, unit, unit.visit))
    return tuple(found)


def _unfillable(network: Network, unit: Unit, visit: Visit) -> Reason | None:
    """What no day could mend: nobody able, too few, no vehicle, no driver."""
    needs = visit.parts
    for node, need in zip(unit.nodes, needs, strict=True):
        if not network.who[node]:
            skills = need.skills if isinstance(need, Need) else frozenset()
            return Reason(visit.id, Why.NO_SKILL if isinstance(need, Need) else Why.NO_VEHICLE, skills)
    short = _short_of(network, unit)
    if short is not None:
        need = needs[short]
        return Reason(visit.id, Why.TOO_FEW, need.skills if isinstance(need, Need) else frozenset())
    if visit.vehicle is None:
        return None
    people = {who for node in unit.nodes[:-1] for who in network.who[node]}
    held = {skill for who in people for skill in network.skills[who]}
    licences = [network.licences[vehicle] for vehicle in network.who[unit.nodes[-1]]]
    if all(licence and licence not in held for licence in licences):
        return Reason(visit.id, Why.NO_DRIVER, frozenset(licences))
    return None


def _short_of(network: Network, unit: Unit) -> int | None:
    """The first need that is left over when everybody takes one at most."""
    taken: dict[int, int] = {}  # resource: place of the need

    def seat(place: int, asked: set[int]) -> bool:
        for who in network.who[unit.nodes[place]]:
            if who not in asked:
                asked.add(who)
                if who not in taken or seat(taken[who], asked):
                    taken[who] = place
                    return True
        return False

    return next((place for place in range(len(unit.nodes)) if not seat(place, set())), None)


def _crowded(routes: Routes, empty: Routes, unit: Unit, visit: Visit) -> Reason:
    """What stands in the way today: hours, other visits, or the price."""
    if best_place(empty, unit, worth=math.inf) is None:
        return Reason(visit.id, Why.OUT_OF_HOURS)
    has_room = best_place(routes, unit, worth=math.inf) is not None
    return Reason(visit.id, Why.NOT_WORTH_IT if has_room else Why.NO_ROOM)
