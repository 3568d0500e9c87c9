"""Who comes together: combinations of spots for units that need two or more resources at a time."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from scheduling.rules.planning.network import Unit
from scheduling.rules.planning.routes import CLOSE, Routes
from scheduling.rules.planning.spots import Blinks, Spot, bound_at, spots_of

MOST_MOMENTS = 40  # at which a crew of three or more is tried
Choice = tuple[float, tuple[Spot, ...]]


@dataclass(slots=True)
class Room:
    """What something may cost at most; it shrinks with every better place that is found."""

    left: float


def pairs(routes: Routes, unit: Unit, room: Room, blinks: Blinks) -> Iterator[Choice]:
    """Two spots at a time, with what they cost at least; the cheapest sums first, as long as they are below `room`."""
    one, other = unit.nodes
    left = spots_of(routes, one, room.left, blinks)
    right = left and spots_of(routes, other, room.left - left[0].bound, blinks)
    if not right:
        return
    links = routes.network.nodes.links
    least = links[one][0][1]
    most = -links[other][0][1] if links[other] else math.inf
    # Sums come cheapest first; what two beginnings at a time cost beyond their sum is found out before they are tried.
    is_alike = unit.alike[0] == unit.alike[1]
    heap = [(left[0].bound + right[0].bound, 0, 0, False)]
    while heap:
        bound, row, column, is_joint = heappop(heap)
        if bound >= room.left:
            return
        first, second = left[row], right[column]
        if is_joint:
            yield bound, (first, second)
            continue
        if column + 1 < len(right):
            heappush(heap, (first.bound + right[column + 1].bound, row, column + 1, False))
        if column == 0 and row + 1 < len(left):
            heappush(heap, (left[row + 1].bound + second.bound, row + 1, 0, False))
        if first.resource == second.resource or (is_alike and first.resource > second.resource):
            continue
        begin = max(first.start, second.start - most)
        then = max(second.start, begin + least)
        if begin > first.start:
            bound += bound_at(routes, one, first, begin) - first.bound
        if then > second.start:
            bound += bound_at(routes, other, second, then) - second.bound
        if bound < room.left and (not unit.has_vehicle or has_driver(routes, (first, second))):
            heappush(heap, (bound, row, column, True))


def crews(routes: Routes, unit: Unit, room: Room, blinks: Blinks) -> Iterator[Choice]:
    """For each moment at which somebody could begin, the cheapest crew that can; the cheapest crew first."""
    kinds: dict[int, list[Spot]] = {}
    for node, kind in zip(unit.nodes, unit.alike, strict=True):
        if kind not in kinds:
            kinds[kind] = spots_of(routes, node, room.left, blinks)
    spots = sorted(spot for each in kinds.values() for spot in each)
    moments = list(dict.fromkeys(spot.start for spot in spots))[:MOST_MOMENTS]
    found = [crew for moment in moments if (crew := _crew_at(routes, unit, kinds, moment)) is not None]
    yield from sorted(found)


def has_driver(routes: Routes, spots: Sequence[Spot]) -> bool:
    """Whether somebody among those who come holds the licence of the vehicle, which is the last of them."""
    licence = routes.network.licences[spots[-1].resource]
    return not licence or any(licence in routes.network.skills[spot.resource] for spot in spots[:-1])


def _crew_at(routes: Routes, unit: Unit, kinds: dict[int, list[Spot]], moment: float) -> Choice | None:
    distances = dict(routes.network.nodes.links[unit.nodes[0]])
    choices: dict[int, list[tuple[float, Spot]]] = {}
    taken: dict[int, tuple[float, Spot]] = {}
    used: set[int] = set()
    # The vehicle is chosen first, then the needs that fewest can fill.
    vehicle = len(unit.nodes) - 1 if unit.has_vehicle else -1
    order = sorted(range(len(unit.nodes)), key=lambda place: (place != vehicle, len(kinds[unit.alike[place]])))
    for place in order:
        node, kind = unit.nodes[place], unit.alike[place]
        if kind not in choices:
            begin = moment + distances.get(node, 0.0)
            able = [spot for spot in kinds[kind] if spot.start <= begin + CLOSE]
            choices[kind] = sorted((bound_at(routes, node, spot, begin), spot) for spot in able)
        pick = next((each for each in choices[kind] if each[1].resource not in used and each[0] < math.inf), None)
        if pick is None:
            return None
        taken[place] = pick
        used.add(pick[1].resource)
    if unit.has_vehicle and not _seat_driver(routes, unit, choices, taken):
        return None
    picked = [taken[place] for place in range(len(unit.nodes))]
    return sum(bound for bound, _ in picked), tuple(spot for _, spot in picked)


def _seat_driver(
    routes: Routes, unit: Unit, choices: dict[int, list[tuple[float, Spot]]], taken: dict[int, tuple[float, Spot]]
) -> bool:
    """Put somebody with the vehicle's licence in the place where it costs least, unless one is there already."""
    people = range(len(unit.nodes) - 1)
    licence = routes.network.licences[taken[len(people)][1].resource]
    skills = routes.network.skills
    if not licence or any(licence in skills[taken[place][1].resource] for place in people):
        return True
    best: tuple[float, int, tuple[float, Spot]] | None = None
    for place in people:
        for bound, spot in choices[unit.alike[place]]:
            if licence in skills[spot.resource] and bound < math.inf:
                candidate = (bound - taken[place][0], place, (bound, spot))
                best = candidate if best is None else min(best, candidate)
                break
    if best is None:
        return False
    taken[best[1]] = best[2]
    return True
