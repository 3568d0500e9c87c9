"""Places where a node may be put in, each with what it costs at least; nothing is tried out here."""

import math
from collections.abc import Callable
from typing import NamedTuple

from scheduling.rules.planning.routes import CLOSE, Routes


class Blinks(NamedTuple):
    """How often a resource is overlooked, so that the same hole is not always filled the same way."""

    share: float
    chance: Callable[[], float]


OPEN = Blinks(0.0, float)  # eyes that overlook nothing


class Spot(NamedTuple):
    """A place after another node. `bound` is what it costs at least, `fixed` the part of it that is no lateness."""

    bound: float
    start: float
    after: int
    resource: int
    fixed: float


def spots_of(routes: Routes, node: int, room: float, blinks: Blinks) -> list[Spot]:
    """The places of a node whose bound is below `room`, cheapest first: travel, own lateness, that of the successor.

    Resources are overlooked by chance, but for one who is the only one.
    """
    network = routes.network
    if node in network.floating:
        return _spots_of_break(routes, node, room)
    found: list[Spot] = []
    nodes, then, start, leg, leave, enter = (
        network.nodes, routes.next, routes.start, routes.leg, routes.leave, routes.enter
    )  # fmt: skip
    minutes, due, last, weight = nodes.minutes, nodes.due, nodes.last, nodes.weight
    into, out = network.into[nodes.enter[node]], network.out[nodes.leave[node]]
    release, own_due, own_last, lasts, price = nodes.release[node], due[node], last[node], minutes[node], weight[node]
    travel, floating = routes.travel, network.floating
    who, (share, chance) = network.who[node], blinks
    for resource in who:
        if share and len(who) > 1 and chance() < share:
            continue
        own, after, tail = network.own[node][resource], network.heads[resource], network.tails[resource]
        while after != tail:
            follower = then[after]
            there, onward = into[leave[after]], out[enter[follower]]
            if follower in floating:
                fixed, onward = own + travel * _detour(routes, node, after), 0.0
            else:
                fixed = own + travel * (there + onward - leg[after])
            if fixed < room:
                bound, begin = fixed, start[after] + minutes[after] + there
                if begin < release:
                    begin = release
                elif begin > own_due:
                    late = price * (begin - own_due)
                    if begin > own_last + CLOSE or late >= room:
                        break
                    bound += late
                arrival = begin + lasts + onward
                if arrival > start[follower]:
                    if arrival > last[follower] + CLOSE:
                        bound = room
                    elif arrival > due[follower]:
                        bound += weight[follower] * (arrival - max(start[follower], due[follower]))
                if bound < room:
                    found.append(Spot(bound, begin, after, resource, fixed))
            after = follower
    found.sort()
    return found


def bound_at(routes: Routes, node: int, spot: Spot, begin: float) -> float:
    """What a spot costs at least when the node begins at `begin`."""
    nodes, follower = routes.network.nodes, routes.next[spot.after]
    bound, over = spot.fixed, begin - nodes.due[node]
    if begin > nodes.last[node] + CLOSE:
        return math.inf
    if over > 0:
        bound += nodes.weight[node] * over
    arrival = begin + nodes.minutes[node]
    if follower not in routes.network.floating:
        arrival += routes.network.out[nodes.leave[node]][routes.enter[follower]]
    if arrival > routes.start[follower]:
        bound += _later(routes, follower, arrival)
    return bound


def _later(routes: Routes, follower: int, arrival: float) -> float:
    """What it costs at least that a node begins later than now."""
    nodes = routes.network.nodes
    if arrival > nodes.last[follower] + CLOSE:
        return math.inf
    due = nodes.due[follower]
    if arrival <= due:
        return 0.0
    return nodes.weight[follower] * (arrival - max(routes.start[follower], due))


def _detour(routes: Routes, node: int, after: int) -> float:
    """Travel that a node adds where a break stands between it and the next place."""
    network, follower = routes.network, routes.next[after]
    while follower in network.floating:
        follower = routes.next[follower]
    here, there = routes.leave[after], routes.enter[follower]
    nodes, out = network.nodes, network.out
    return out[here][nodes.enter[node]] + out[nodes.leave[node]][there] - out[here][there]


def _spots_of_break(routes: Routes, node: int, room: float) -> list[Spot]:
    nodes, found = routes.network.nodes, []
    for resource in routes.network.who[node]:
        after, tail = routes.network.heads[resource], routes.network.tails[resource]
        while after != tail:
            follower = routes.next[after]
            begin = max(nodes.release[node], routes.start[after] + nodes.minutes[after])
            arrival = begin + nodes.minutes[node] + routes.leg[after]
            bound = _later(routes, follower, arrival) if arrival > routes.start[follower] else 0.0
            if begin <= nodes.last[node] + CLOSE and bound < room:
                found.append(Spot(bound, begin, after, resource, 0.0))
            after = follower
    return sorted(found)
