"""Between plans of plain values and plans in search: taking over what stands, giving back what was found."""

import math

from scheduling.rules.planning.inserting import attempt
from scheduling.rules.planning.network import Network, Unit
from scheduling.rules.planning.plan import Plan, Rest, Stop
from scheduling.rules.planning.routes import CLOSE, Routes
from scheduling.rules.planning.spots import Spot


def adopt(network: Network) -> Routes:
    """The plan of today as far as it can be carried out, in the same order for everybody; the rest is not planned."""
    routes = Routes(network)
    wanted = {number: places for number, unit in enumerate(network.units) if (places := _given(network, unit))}
    begins = {number: min(start for _, start in places) for number, places in wanted.items()}
    moments = {node: network.nodes.release[node] for node in network.pinned}
    for number in sorted(wanted, key=lambda number: (begins[number], number)):
        unit = network.units[number]
        spots = tuple(
            _spot(routes, node, resource, start, moments)
            for node, (resource, start) in zip(unit.nodes, wanted[number], strict=True)
        )
        if attempt(routes, unit, spots, math.inf, keeps=True) is not None:
            routes.unplanned.discard(number)
            moments |= {node: start for node, (_, start) in zip(unit.nodes, wanted[number], strict=True)}
    return routes


def _given(network: Network, unit: Unit) -> list[tuple[int, float]]:
    """Resource and beginning of every node of a unit in the plan of today, if all are there and may be."""
    problem = network.problem
    if unit.visit is None:
        node = unit.nodes[0]
        starts = [rest.start for rest in problem.given.rests if rest.number == network.break_of[node]]
        return [(network.who[node][0], start) for start in starts[:1]]
    stops = {stop.need: stop for stop in problem.given.stops if stop.visit == unit.visit.id}
    places = [
        (network.number_of[stops[need].resource], stops[need].start)
        for need in range(len(unit.nodes))
        if need in stops and stops[need].resource in network.number_of
    ]
    fits = [place[0] in network.who[node] for node, place in zip(unit.nodes, places, strict=False)]
    is_whole = len(places) == len(unit.nodes) == len({resource for resource, _ in places})
    return places if is_whole and all(fits) and _is_driven(network, unit, places) else []


def _is_driven(network: Network, unit: Unit, places: list[tuple[int, float]]) -> bool:
    licence = network.licences[places[-1][0]] if unit.has_vehicle else ""
    return not licence or any(licence in network.skills[resource] for resource, _ in places[:-1])


def _spot(routes: Routes, node: int, resource: int, start: float, moments: dict[int, float]) -> Spot:
    """The place of a node behind everything that begins before it on that day.

    What follows is never a break: units are taken over in the order in which they begin.
    """
    network, after = routes.network, routes.network.heads[resource]
    while routes.next[after] != network.tails[resource] and moments[routes.next[after]] <= start:
        after = routes.next[after]
    nodes = network.nodes
    if node in network.floating:
        travel, there = 0.0, 0.0
    else:
        here, onward, out = routes.leave[after], routes.enter[routes.next[after]], network.out
        there = out[here][nodes.enter[node]]
        travel = there + out[nodes.leave[node]][onward] - out[here][onward]
    fixed = network.own[node][resource] + routes.travel * travel
    begin = max(nodes.release[node], routes.start[after] + nodes.minutes[after] + there)
    return Spot(fixed, begin, after, resource, fixed)


def hold_times(routes: Routes) -> None:
    """Let visits begin when they begin today, wherever that costs nothing: nobody is told of a move without reason."""
    network = routes.network
    for unit in network.units:
        risen = []
        for node, start in _starts(network, unit):
            most = min(network.nodes.last[node], network.nodes.due[node])
            if routes.holder[node] >= 0 and routes.start[node] < start <= most:
                risen.append((node, start))
        if risen and routes.push(risen, routes.cost, routes.worst, routes.total + CLOSE) is None:
            routes.undo()
        routes.changed.clear()


def _starts(network: Network, unit: Unit) -> list[tuple[int, float]]:
    """When the nodes of a unit begin today, whoever comes."""
    given = network.problem.given
    if unit.visit is None:
        return [(unit.nodes[0], rest.start) for rest in given.rests if rest.number == network.break_of[unit.nodes[0]]]
    known = range(len(unit.nodes))
    return [
        (unit.nodes[stop.need], stop.start)
        for stop in given.stops
        if stop.visit == unit.visit.id and stop.need in known
    ]


def plan_of(routes: Routes) -> Plan:
    """The plan as plain values; pinned visits are those of the plan of today, to the minute."""
    network, problem = routes.network, routes.network.problem
    pinned = {visit.id for visit in problem.visits if visit.is_pinned}
    stops = [stop for stop in problem.given.stops if stop.visit in pinned]
    rests = []
    for unit in network.units:
        for need, node in enumerate(unit.nodes):
            if routes.holder[node] < 0:
                continue
            start = round(routes.start[node], 6)
            if unit.visit is None:
                rests.append(Rest(network.break_of[node], start))
            else:
                stops.append(Stop(unit.visit.id, need, network.resources[routes.holder[node]].id, start))
    stops.sort(key=lambda stop: (stop.start, str(stop.visit), stop.need))
    return Plan(tuple(stops), tuple(rests))
