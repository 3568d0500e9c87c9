"""Days that others have planned: read as they are meant, planned without a fault, near the best plans known."""

import json
import math

import pytest

from benchmarks.plan import DATA, problem_of
from scheduling.rules.planning.budget import Rounds
from scheduling.rules.planning.checking import violations
from scheduling.rules.planning.costing import cost_of
from scheduling.rules.planning.proposing import greedy, propose


def instance(size, number):
    return json.loads((DATA / f"{size}.json").read_text(encoding="utf-8"))[number]


@pytest.mark.parametrize(("size", "couples"), [(25, 8), (50, 15)])
def test_every_instance_is_read_whole(size, couples):
    problems = [problem_of(instance(size, number)) for number in range(0, 10, 3)]

    assert {len(problem.visits) for problem in problems} == {size}
    assert {len(problem.travel) for problem in problems} == {size + 1}
    assert {sum(len(visit.needs) == 2 for visit in problem.visits) for problem in problems} == {couples}
    assert all(each.travel == tuple(zip(*each.travel, strict=True)) for each in problems)


def test_a_few_rounds_plan_everybody_and_beat_insertion():
    raw = instance(25, 0)
    problem = problem_of(raw)
    found = propose(problem, Rounds(80))

    assert violations(problem, found.plan) == []
    assert len(found.plan.by_visit()) == 25
    assert found.cost.total < cost_of(problem, greedy(problem)).total
    assert found.cost.total < 1.15 * raw["best"]


def test_the_cost_is_a_third_of_travel_lateness_and_the_largest_lateness():
    cost = cost_of(problem := problem_of(instance(25, 1)), greedy(problem))

    assert math.isclose(cost.total, (cost.travel + cost.late + cost.latest) / 3)
    assert cost.overtime == cost.unplanned == 0
