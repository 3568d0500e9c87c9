"""Where a unit is best put in: the cheapest bounds are tried out first, until no bound can win."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from scheduling.rules.planning.crews import Choice, Room, crews, pairs
from scheduling.rules.planning.network import Unit
from scheduling.rules.planning.routes import NEVER, Later, Routes
from scheduling.rules.planning.spots import OPEN, Blinks, Spot, spots_of

PAIR = 2


@dataclass(slots=True)
class Found:
    """The best place of a unit: the plan's whole cost with it, and a spot for each of its nodes."""

    total: float
    spots: tuple[Spot, ...]


def best_place(
    routes: Routes,
    unit: Unit,
    blinks: Blinks = OPEN,
    *,
    worth: float | None = None,
    most: int | None = None,
) -> Found | None:
    """The cheapest place of a unit that is not planned, or nothing when it has none that costs less than `worth`.

    Unless said otherwise it is worth what leaving it out costs. Resources are overlooked by chance (`blinks`), and
    at most `most` places are tried out.
    """
    base = routes.total - unit.penalty
    found: Found | None = None
    room = Room(unit.penalty if worth is None else worth)
    trials = 0
    for bound, spots in _choices(routes, unit, room, blinks):
        if bound >= room.left:
            continue
        if trials == most:
            break
        trials += 1
        total = attempt(routes, unit, spots, base + room.left)
        if total is not None and total - base < room.left:
            room.left = total - base
            found = Found(total, spots)
    return found


def attempt(routes: Routes, unit: Unit, spots: tuple[Spot, ...], limit: float, *, keeps: bool = False) -> float | None:
    """The whole cost with a unit at these spots, or nothing when it reaches `limit` or cannot be. Kept on request."""
    cost, pending = routes.cost - unit.penalty, []
    for node, spot in zip(unit.nodes, spots, strict=True):
        routes.link(node, spot.after, spot.resource)
        routes.start[node] = NEVER
        cost += spot.fixed
        pending.append((node, spot.start))
    if routes.network.floating:
        pending += _after_breaks(routes, unit)
    reached = routes.push(pending, cost, routes.worst, limit)
    if reached is not None and keeps:
        routes.changed.clear()
        routes.cost, routes.worst = reached
        return routes.total
    routes.undo()
    for node in reversed(unit.nodes):
        routes.unlink(node)
    return None if reached is None else reached[0] + routes.latest * reached[1]


def _after_breaks(routes: Routes, unit: Unit) -> list[Later]:
    """What stands behind breaks that are now taken elsewhere: the way from there is another."""
    found = []
    for node in unit.nodes:
        follower = routes.next[node]
        while follower in routes.network.floating:
            found += routes.behind(follower)
            follower = routes.next[follower]
    return found


def put(routes: Routes, number: int, spots: tuple[Spot, ...]) -> None:
    """Plan a unit at the spots that `best_place` found."""
    if attempt(routes, routes.network.units[number], spots, math.inf, keeps=True) is None:
        raise RuntimeError("A place that was tried out can be taken.")
    routes.unplanned.discard(number)


def _choices(routes: Routes, unit: Unit, room: Room, blinks: Blinks) -> Iterator[Choice]:
    if len(unit.nodes) == PAIR:
        yield from pairs(routes, unit, room, blinks)
    elif len(unit.nodes) > PAIR:
        yield from crews(routes, unit, room, blinks)
    else:
        for spot in spots_of(routes, unit.nodes[0], room.left, blinks):
            yield spot.bound, (spot,)
