"""The day of one resource as a plan tells it: stops and breaks in order. The search does not use it."""

from dataclasses import dataclass

from scheduling.rules.planning.plan import Id, Plan
from scheduling.rules.planning.problem import Need, Person, Problem, Vehicle, VehicleNeed, Visit


@dataclass(frozen=True, slots=True)
class Leg:
    """A stop or a break in the day of a resource."""

    start: float
    minutes: float
    enter: int | None  # None: wherever one is
    leave: int | None
    visit: Id | None
    is_pinned: bool


def resources_of(problem: Problem) -> dict[Id, Person | Vehicle]:
    """People and vehicles by id."""
    return {each.id: each for each in problem.resources}


def need_of(visit: Visit, number: int) -> Need | VehicleNeed | None:
    """The need with this number; after the people comes the vehicle."""
    return visit.parts[number] if 0 <= number < len(visit.parts) else None


def day_of(problem: Problem, plan: Plan, resource: Id) -> list[Leg]:
    """Stops and breaks of a resource, in the order of time; what the day does not know is passed over."""
    visits = {visit.id: visit for visit in problem.visits}
    legs = []
    for stop in plan.stops:
        visit = visits.get(stop.visit)
        need = need_of(visit, stop.need) if visit else None
        if stop.resource != resource or visit is None or need is None:
            continue
        own = need.place if isinstance(need, Need) else None
        enter, leave = (visit.place, visit.end_place) if own is None else (own, own)
        legs.append(Leg(stop.start, need.minutes, enter, leave, visit.id, visit.is_pinned))
    legs += [
        Leg(rest.start, problem.breaks[rest.number].minutes, None, None, None, is_pinned=False)
        for rest in plan.rests
        if 0 <= rest.number < len(problem.breaks) and problem.breaks[rest.number].person == resource
    ]
    return sorted(legs, key=lambda leg: (leg.start, leg.start + leg.minutes))


def way_of(problem: Problem, resource: Person | Vehicle, day: list[Leg]) -> tuple[float, float]:
    """Minutes of travel of a day, and when the resource is back at its own place."""
    here, travel, ended = resource.place, 0.0, resource.begins
    for leg in day:
        if leg.enter is not None and leg.leave is not None:
            travel += problem.travel[here][leg.enter]
            here = leg.leave
        ended = leg.start + leg.minutes
    home = problem.travel[here][resource.place]
    return travel + home, ended + home
