"""A proposal for a day: the plan that the search found, never worse than the plan of today, and what is different."""

from dataclasses import dataclass

from scheduling.rules.planning.adopting import adopt, hold_times, plan_of
from scheduling.rules.planning.budget import Budget
from scheduling.rules.planning.changes import Change, changes
from scheduling.rules.planning.checking import violations
from scheduling.rules.planning.costing import Cost, cost_of
from scheduling.rules.planning.network import Network
from scheduling.rules.planning.plan import Plan
from scheduling.rules.planning.problem import Problem
from scheduling.rules.planning.reasons import Reason, reasons
from scheduling.rules.planning.routes import Routes
from scheduling.rules.planning.search import Heard, Search, fill, greedy_order

WORTH_A_CHANGE = 1e-6


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan beside the plan of today: both costs, the differences, why visits are left out, breaks without a place.

    `is_better` is false when the plan of today stands: then `plan` is that plan and there are no changes.
    """

    plan: Plan
    cost: Cost
    given_cost: Cost
    is_better: bool
    changes: tuple[Change, ...]
    reasons: tuple[Reason, ...]
    missing_breaks: tuple[int, ...]
    rounds: int


def greedy(problem: Problem) -> Plan:
    """A whole new plan by insertion alone, pinned visits kept: quick, and what the search is measured against."""
    routes = Routes(Network(problem))
    fill(routes, greedy_order(routes.network, routes.unplanned))
    return plan_of(routes)


def propose(problem: Problem, budget: Budget, *, seed: int = 1, runs: int = 1, heard: Heard | None = None) -> Proposal:
    """Improve the plan of today within a budget; `heard` is told the share spent and the best cost now and then.

    The same seed gives the same proposal when the budget is one of rounds. `runs` splits the budget into as many
    coolings, each from the same beginning with other chances. The answer breaks nothing that the plan of today does
    not break, and costs no more: otherwise the plan of today is the answer.
    """
    routes = adopt(Network(problem))
    fill(routes, greedy_order(routes.network, routes.unplanned))
    search = Search(routes, seed=seed, heard=heard)
    search.run(budget, runs=runs)
    hold_times(routes)
    found, given = plan_of(routes), problem.given
    found_cost, given_cost = cost_of(problem, found), cost_of(problem, given)
    broken, broken_today = len(violations(problem, found)), len(violations(problem, given))
    is_better = (broken, found_cost.total + WORTH_A_CHANGE) < (broken_today, given_cost.total)
    if not is_better:
        found, found_cost, routes = given, given_cost, adopt(routes.network)
    planned = found.by_visit()
    return Proposal(
        found, found_cost, given_cost, is_better, changes(given, found),
        tuple(reason for reason in reasons(routes) if reason.visit not in planned),
        tuple(sorted(set(range(len(problem.breaks))) - {rest.number for rest in found.rests})),
        search.rounds,
    )  # fmt: skip
