"""What a plan breaks, found from the plan alone; shares nothing with the search.

Times are minutes. Pinned visits are taken as they stand: between two of them, or between one and the beginning or end
of the day, nobody asks how the way was managed.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from scheduling.rules.planning.days import Leg, day_of, need_of, resources_of
from scheduling.rules.planning.plan import Id, Plan, Stop
from scheduling.rules.planning.problem import Need, Person, Problem, Vehicle, VehicleNeed, Visit

CLOSE = 1e-4


class Fault(StrEnum):
    """What may be wrong with a plan."""

    UNKNOWN = "unknown"  # a visit, a need or a resource that the day does not have
    INCOMPLETE = "incomplete"  # a need of a planned visit has nobody, or more than one
    TWICE = "twice"  # one resource fills two needs of a visit
    UNFIT = "unfit"  # skills, volume or names do not fit the need
    NO_DRIVER = "no_driver"  # nobody holds the vehicle's licence
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    APART = "apart"  # beginnings are not as far from each other as they must be
    NO_TIME = "no_time"  # begins before the resource can be there
    OFF_DUTY = "off_duty"  # ends the day later than allowed
    MOVED = "moved"  # a pinned visit is not where it was
    BREAK = "break"  # a break outside its time, or taken twice


@dataclass(frozen=True, slots=True)
class Violation:
    """A fault of a visit, a resource or both."""

    fault: Fault
    visit: Id | None = None
    resource: Id | None = None


def violations(problem: Problem, plan: Plan) -> list[Violation]:
    """Everything that is wrong with a plan; nothing for one that can be carried out."""
    visits = {visit.id: visit for visit in problem.visits}
    resources = resources_of(problem)
    strange = [stop for stop in plan.stops if not _is_known(stop, visits, resources)]
    found = [Violation(Fault.UNKNOWN, stop.visit, stop.resource) for stop in strange]
    kept = Plan(tuple(stop for stop in plan.stops if stop not in strange), plan.rests)
    stood = problem.given.by_visit()
    for visit_id, stops in kept.by_visit().items():
        visit = visits[visit_id]
        if not visit.is_pinned:
            found += _wrong_with(problem, visit, stops)
        elif sorted(map(_facts, stops), key=str) != sorted(map(_facts, stood.get(visit_id, ())), key=str):
            found.append(Violation(Fault.MOVED, visit_id))
    planned = kept.by_visit()
    found += [Violation(Fault.MOVED, each.id) for each in problem.visits if each.is_pinned and each.id not in planned]
    found += _wrong_breaks(problem, plan)
    for resource in resources.values():
        found += _wrong_day(problem, resource, day_of(problem, kept, resource.id))
    return found


def _is_known(stop: Stop, visits: dict[Id, Visit], resources: dict[Id, Person | Vehicle]) -> bool:
    return stop.visit in visits and need_of(visits[stop.visit], stop.need) is not None and stop.resource in resources


def _facts(stop: Stop) -> tuple[int, Id, float]:
    return stop.need, stop.resource, stop.start


def _wrong_with(problem: Problem, visit: Visit, stops: tuple[Stop, ...]) -> Iterator[Violation]:
    """What is wrong with one visit, whoever else is busy where."""
    filled = Counter(stop.need for stop in stops)
    if any(filled[number] != 1 for number in range(len(visit.parts))):
        yield Violation(Fault.INCOMPLETE, visit.id)
        return
    people = {person.id: person for person in problem.people}
    vehicles = {vehicle.id: vehicle for vehicle in problem.vehicles}
    for resource, times in Counter(stop.resource for stop in stops).items():
        if times > 1:
            yield Violation(Fault.TWICE, visit.id, resource)
    first = next(stop.start for stop in stops if stop.need == 0)
    if first > visit.last + CLOSE:
        yield Violation(Fault.TOO_LATE, visit.id)
    for stop in stops:
        need = need_of(visit, stop.need)
        if need is None or not _is_fit(need, people.get(stop.resource), vehicles.get(stop.resource)):
            yield Violation(Fault.UNFIT, visit.id, stop.resource)
        if stop.start < visit.earliest - CLOSE:
            yield Violation(Fault.TOO_EARLY, visit.id, stop.resource)
        least, most = need.after if isinstance(need, Need) else (0.0, 0.0)
        if not least - CLOSE <= stop.start - first <= most + CLOSE:
            yield Violation(Fault.APART, visit.id, stop.resource)
    if visit.vehicle is not None:
        vehicle = next((vehicles[stop.resource] for stop in stops if stop.resource in vehicles), None)
        skills = [people[stop.resource].skills for stop in stops if stop.resource in people]
        if vehicle is not None and vehicle.licence and not any(vehicle.licence in each for each in skills):
            yield Violation(Fault.NO_DRIVER, visit.id, vehicle.id)


def _is_fit(need: Need | VehicleNeed, person: Person | None, vehicle: Vehicle | None) -> bool:
    chosen = person or vehicle
    if chosen is None or chosen.id in need.never or (need.only and chosen.id not in need.only):
        return False
    if isinstance(need, Need):
        return person is not None and need.skills <= person.skills
    return vehicle is not None and vehicle.volume_m3 >= need.volume_m3


def _wrong_breaks(problem: Problem, plan: Plan) -> Iterator[Violation]:
    taken = Counter(rest.number for rest in plan.rests)
    for rest in plan.rests:
        if not 0 <= rest.number < len(problem.breaks):
            yield Violation(Fault.UNKNOWN)
            continue
        wanted = problem.breaks[rest.number]
        is_within = wanted.earliest - CLOSE <= rest.start <= wanted.latest + CLOSE
        if not is_within or taken[rest.number] > 1:
            yield Violation(Fault.BREAK, resource=wanted.person)


def _wrong_day(problem: Problem, resource: Person | Vehicle, day: list[Leg]) -> Iterator[Violation]:
    """Where a resource is asked to be in two places, or out of hours."""
    here, free, is_taken_as_it_stands = resource.place, resource.begins, True
    for leg in day:
        there = free + (problem.travel[here][leg.enter] if leg.enter is not None else 0.0)
        if leg.start < there - CLOSE and not (leg.is_pinned and is_taken_as_it_stands):
            yield Violation(Fault.NO_TIME, leg.visit, resource.id)
        here = here if leg.leave is None else leg.leave
        free, is_taken_as_it_stands = leg.start + leg.minutes, leg.is_pinned
    until = resource.ends + (resource.most_overtime if isinstance(resource, Person) else 0.0)
    for leg in day:
        if leg.is_pinned and leg.leave is not None:
            until = max(until, leg.start + leg.minutes + problem.travel[leg.leave][resource.place])
    if day and free + problem.travel[here][resource.place] > until + CLOSE:
        yield Violation(Fault.OFF_DUTY, resource=resource.id)
