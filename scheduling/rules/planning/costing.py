"""What a plan costs, computed from the plan alone: the one measure by which plans are compared."""

from dataclasses import dataclass

from scheduling.rules.planning.days import day_of, need_of, resources_of, way_of
from scheduling.rules.planning.plan import Id, Plan, Stop
from scheduling.rules.planning.problem import Need, Problem, Visit


@dataclass(frozen=True, slots=True)
class Cost:
    """What a plan costs: sums in minutes, counts of the rest, and `total` by the weights of the problem."""

    travel: float = 0.0
    late: float = 0.0
    latest: float = 0.0
    overtime: float = 0.0
    unusual: int = 0
    changed: int = 0
    unplanned: float = 0.0  # sum of weights of the visits left out
    no_break: float = 0.0  # sum of weights of the breaks left out
    total: float = 0.0


def cost_of(problem: Problem, plan: Plan) -> Cost:
    """What a plan costs by the weights of the problem, whether it can be carried out or not."""
    weights, planned = problem.weights, plan.by_visit()
    visits = {visit.id: visit for visit in problem.visits}
    late = [
        max(0.0, stop.start - _latest(visits[stop.visit], stop.need))
        for stop in plan.stops
        if stop.visit in visits and need_of(visits[stop.visit], stop.need) is not None
    ]
    travel = overtime = 0.0
    for resource in resources_of(problem).values():
        driven, ended = way_of(problem, resource, day_of(problem, plan, resource.id))
        travel += driven
        overtime += max(0.0, ended - resource.ends)
    unusual, changed = _strangers(problem, planned)
    unplanned = sum(visit.weight for visit in problem.visits if visit.id not in planned)
    taken = {rest.number for rest in plan.rests}
    no_break = sum(rest.weight for number, rest in enumerate(problem.breaks) if number not in taken)
    latest = max(late, default=0.0)
    total = (
        weights.travel * travel + weights.late * sum(late) + weights.latest * latest + weights.overtime * overtime
        + weights.unusual * unusual + weights.changed * changed
        + weights.unplanned * unplanned + weights.no_break * no_break
    )  # fmt: skip
    return Cost(travel, sum(late), latest, overtime, unusual, changed, unplanned, no_break, total)


def _latest(visit: Visit, number: int) -> float:
    need = need_of(visit, number)
    return need.latest if isinstance(need, Need) and need.latest is not None else visit.latest


def _strangers(problem: Problem, planned: dict[Id, tuple[Stop, ...]]) -> tuple[int, int]:
    """How many come whom the customer does not know, and how many who did not come in the plan of today."""
    unusual = changed = 0
    stood = problem.given.by_visit()
    known = set(resources_of(problem))
    for visit in problem.visits:
        if visit.is_pinned or visit.id not in planned:
            continue
        before = {stop.resource for stop in stood.get(visit.id, ())} & known
        for stop in planned[visit.id]:
            changed += bool(before) and stop.resource not in before
            need = need_of(visit, stop.need)
            unusual += isinstance(need, Need) and bool(need.usual) and stop.resource not in need.usual
    return unusual, changed
