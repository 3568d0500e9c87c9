"""Planning a day: plans can be carried out, none is worse than that of today, the same seed gives the same plan."""

import math
import random
from dataclasses import replace

import pytest

from scheduling.rules.planning.adopting import adopt, plan_of
from scheduling.rules.planning.budget import Rounds, Seconds
from scheduling.rules.planning.checking import violations
from scheduling.rules.planning.costing import cost_of
from scheduling.rules.planning.inserting import put
from scheduling.rules.planning.network import Network
from scheduling.rules.planning.plan import Plan, Rest, Stop
from scheduling.rules.planning.problem import Break, Need, Vehicle, VehicleNeed, Weights
from scheduling.rules.planning.proposing import greedy, propose
from scheduling.rules.planning.routes import Routes
from scheduling.rules.planning.search import Search
from scheduling.rules.planning.spots import Spot
from tests.factories.planning import DRIVES, HOUR, day, person, pinned, random_day, visit

FEW = Rounds(20)


def starts(plan):
    return {(stop.visit, stop.need): stop.start for stop in plan.stops}


def people(plan):
    return {(stop.visit, stop.need): stop.resource for stop in plan.stops}


@pytest.mark.parametrize("seed", range(8))
def test_every_plan_of_a_random_day_can_be_carried_out(seed):
    problem = random_day(seed)
    first, found = greedy(problem), propose(problem, FEW, seed=seed)

    assert violations(problem, first) == []
    assert violations(problem, found.plan) == []
    assert found.cost.total <= cost_of(problem, first).total
    left_out = {each.id for each in problem.visits} - set(found.plan.by_visit())
    assert {reason.visit for reason in found.reasons} == left_out


@pytest.mark.parametrize("seed", range(4))
def test_pinned_visits_never_move_and_no_plan_is_worse_than_that_of_today(seed):
    first = greedy(random_day(seed))
    names = set(random.Random(seed).sample(sorted(first.by_visit()), 3))
    problem = pinned(random_day(seed), first, names)
    found = propose(problem, FEW, seed=seed)

    assert violations(problem, found.plan) == []
    assert found.cost.total <= found.given_cost.total
    assert {name: found.plan.by_visit()[name] for name in names} == {name: first.by_visit()[name] for name in names}
    assert not names & {change.visit for change in found.changes}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_search_counts_the_cost_that_the_plan_has(seed):
    routes = adopt(Network(random_day(seed)))
    search = Search(routes, seed=seed)
    search.run(FEW)
    counted = routes.total

    assert counted == pytest.approx(cost_of(routes.network.problem, plan_of(routes)).total, abs=0.01)
    assert routes.settle()
    assert routes.total == pytest.approx(counted, abs=0.01)


def test_the_same_seed_and_rounds_give_the_same_plan():
    one, again, other = (propose(random_day(2), FEW, seed=seed) for seed in (3, 3, 4))

    assert one == again
    assert one.plan != other.plan


def test_several_coolings_share_the_rounds():
    found = propose(random_day(2), Rounds(32), seed=3, runs=2)

    assert found.rounds == 32
    assert violations(random_day(2), found.plan) == []


def test_the_callers_clock_ends_the_search_and_somebody_hears_of_it():
    ticks = iter(range(1000))
    heard = []
    found = propose(
        random_day(1),
        Seconds(2, lambda: float(next(ticks)), 0.0),
        heard=lambda share, cost: heard.append((share, cost)),
    )

    assert found.rounds == 16 * 2
    assert [share for share, _ in heard] == sorted(share for share, _ in heard)
    assert heard[-1][1] >= found.cost.total - 0.01


def test_search_beats_insertion_alone():
    saved = []
    for seed in range(3):
        problem = random_day(seed, visits=10, people=8)
        saved.append(cost_of(problem, greedy(problem)).total - propose(problem, Rounds(60)).cost.total)

    assert min(saved) >= 0
    assert max(saved) > 10


def test_two_who_come_together_begin_together():
    busy = visit("early", minutes=90, place=2, needs=(Need(90, only=frozenset({"anna"})),))
    both = visit("both", place=1, people=2, earliest=8 * HOUR, latest=12 * HOUR)
    found = propose(day(busy, both, people=(person("anna"), person("bo"))), FEW).plan

    assert starts(found)[("both", 0)] == starts(found)[("both", 1)]
    assert {people(found)[("both", 0)], people(found)[("both", 1)]} == {"anna", "bo"}


def test_the_second_of_a_sequence_keeps_its_distance():
    cleaner = Need(60, frozenset({"cleans"}), after=(90, 120), place=2, latest=15 * HOUR)
    move = visit("move", needs=(Need(60, frozenset({"lifts"})), cleaner))
    problem = day(move, people=(person("anna", skills=("cleans",), begins=12 * HOUR), person("bo", skills=("lifts",))))
    found = starts(propose(problem, FEW).plan)

    # The cleaner is there at half past twelve, so the move waits until half past ten.
    assert found == {("move", 0): 10.5 * HOUR, ("move", 1): 12.5 * HOUR}


def test_a_vehicle_is_large_enough_and_somebody_may_drive_it():
    move = visit("move", people=2, vehicle=VehicleNeed(60, volume_m3=15))
    lorry, van = Vehicle("lorry", 0, 20, DRIVES), Vehicle("van", 0, 10)
    crew = (person("anna"), person("bo"), person("cia", skills=(DRIVES,)))
    found = people(propose(day(move, people=crew, vehicles=(van, lorry)), FEW).plan)

    assert found[("move", 2)] == "lorry"
    assert "cia" in found.values()


def test_a_crew_of_three_takes_the_one_driver_along():
    move = visit("move", people=3, vehicle=VehicleNeed(60))
    crew = tuple(
        person(name, skills=(DRIVES,) if name == "eva" else ()) for name in ("anna", "bo", "cia", "dan", "eva")
    )
    found = propose(day(move, people=crew, vehicles=(Vehicle("lorry", 0, 20, DRIVES),)), FEW).plan

    assert "eva" in people(found).values()
    assert len({stop.start for stop in found.stops}) == 1


def test_a_break_is_taken_where_one_is_and_the_way_after_it_is_driven():
    before = visit("before", earliest=10 * HOUR, latest=10 * HOUR)
    after = visit("after", place=2, earliest=11 * HOUR, latest=14 * HOUR)
    found = propose(day(before, after, breaks=(Break("anna", 30, 11 * HOUR, 11 * HOUR),)), FEW).plan

    assert found.rests == (Rest(0, 11 * HOUR),)
    assert starts(found) == {("before", 0): 10 * HOUR, ("after", 0): 11.5 * HOUR + 20}


def test_a_break_without_a_place_is_told():
    long = visit("long", minutes=240, earliest=10 * HOUR, latest=10 * HOUR, last=10 * HOUR)
    found = propose(day(long, breaks=(Break("anna", 30, 11 * HOUR, 12 * HOUR),)), FEW)

    assert found.missing_breaks == (0,)
    assert list(found.plan.by_visit()) == ["long"]


def test_beginnings_are_rounded_up_to_the_step():
    problem = day(
        visit("a", earliest=0, latest=9 * HOUR), visit("b", place=2, earliest=8 * HOUR, latest=12 * HOUR), step=15.0
    )
    found = starts(propose(problem, FEW).plan)

    assert found == {("a", 0): 7.25 * HOUR, ("b", 0): 8.75 * HOUR}


def test_a_visit_that_need_not_move_keeps_its_time():
    a, b = visit("a", latest=15 * HOUR), visit("b", latest=15 * HOUR, place=2)
    problem = day(a, b, stops=[("a", 0, "anna", 13 * HOUR)])
    found = propose(problem, FEW)

    assert starts(found.plan)[("a", 0)] == 13 * HOUR
    assert [change.visit for change in found.changes] == ["b"]


def test_a_visit_keeps_its_time_with_other_people():
    only_bo = visit("a", latest=15 * HOUR, needs=(Need(60, only=frozenset({"bo"})),))
    problem = day(only_bo, people=(person("anna"), person("bo")), stops=[("a", 0, "anna", 13 * HOUR)])

    assert propose(problem, FEW).plan.stops == (Stop("a", 0, "bo", 13 * HOUR),)


def test_an_earliest_time_is_kept_to_the_minute():
    odd = visit("odd", earliest=8 * HOUR + 10, latest=8 * HOUR + 10, last=8 * HOUR + 10)

    assert starts(propose(day(odd, step=15.0), FEW).plan) == {("odd", 0): 8 * HOUR + 10}


def test_a_beginning_rounded_past_the_last_moment_is_refused():
    tight = visit("tight", earliest=7 * HOUR, latest=7 * HOUR + 12, last=7 * HOUR + 12)

    assert propose(day(tight), FEW).plan.stops == (Stop("tight", 0, "anna", 7 * HOUR + 10),)
    assert propose(day(tight, step=15.0), FEW).plan == Plan()


def test_a_second_may_come_at_any_time_after_the_first():
    sweep = Need(60, after=(60, math.inf), latest=18 * HOUR)
    problem = day(visit("a", needs=(Need(60), sweep)), people=(person("anna"), person("bo", begins=13 * HOUR)))
    found = starts(propose(problem, FEW).plan)

    assert found[("a", 0)] <= 9 * HOUR
    assert found[("a", 1)] - found[("a", 0)] >= 60


def test_an_absence_is_no_break_to_work_through():
    away = Break("anna", 60, 8 * HOUR, 8 * HOUR, weight=100)
    at_eight = visit(earliest=8 * HOUR, latest=8 * HOUR, last=8 * HOUR)

    assert propose(day(at_eight, breaks=(away,)), FEW).plan == Plan(rests=(Rest(0, 8 * HOUR),))
    assert propose(day(at_eight, breaks=(replace(away, weight=1),)), FEW).plan.rests == ()


def test_what_cannot_be_is_not_put_in():
    routes = Routes(Network(day(visit(last=9 * HOUR))))

    with pytest.raises(RuntimeError, match="tried out"):
        put(routes, 0, (Spot(0.0, 10 * HOUR, routes.network.heads[0], 0, 0.0),))
    assert routes.unplanned == {0}


def test_known_faces_and_todays_people_stay_unless_the_way_is_long():
    usual = visit("usual", needs=(Need(60, usual=frozenset({"bo"})),))
    crew = (person("anna"), person("bo"))
    assert people(propose(day(usual, people=crew), FEW).plan) == {("usual", 0): "bo"}

    planned = day(visit("a"), people=crew, stops=[("a", 0, "bo", 8 * HOUR)])
    found = propose(planned, FEW)
    assert not found.is_better
    assert found.plan == planned.given
    assert found.changes == ()


def test_overtime_has_an_end():
    late = visit("late", earliest=15 * HOUR, latest=15 * HOUR, minutes=60)
    assert propose(day(late), FEW).plan == Plan()

    found = propose(day(late, people=(person(most_overtime=30),)), FEW)
    assert found.cost.overtime == pytest.approx(10)


def test_a_double_booking_of_today_is_solved():
    a, b = visit("a", latest=12 * HOUR), visit("b", latest=12 * HOUR)
    clash = [("a", 0, "anna", 8 * HOUR), ("b", 0, "anna", 8.5 * HOUR)]
    problem = day(a, b, stops=clash)
    found = propose(problem, FEW)

    assert violations(problem, problem.given) != []
    assert violations(problem, found.plan) == []
    assert set(found.plan.by_visit()) == {"a", "b"}


def test_pinned_visits_that_clash_stay_and_the_rest_is_planned_around_them():
    a, b = (replace(visit(name, latest=12 * HOUR), is_pinned=True) for name in "ab")
    problem = day(a, b, visit("c", latest=12 * HOUR), stops=[("a", 0, "anna", 480), ("b", 0, "anna", 510)])
    found = propose(problem, FEW)

    assert violations(problem, found.plan) == []
    assert starts(found.plan) == {("a", 0): 480, ("b", 0): 510, ("c", 0): 570}


def test_a_pinned_visit_of_somebody_who_is_gone_stays_as_it_is():
    gone = replace(visit("a", people=2), is_pinned=True)
    problem = day(gone, stops=[("a", 0, "deleted", 480), ("a", 1, "anna", 480)])

    assert propose(problem, FEW).plan == problem.given


def test_a_day_without_people_or_visits_is_answered():
    assert propose(day(visit(), people=()), FEW).plan == Plan()
    assert propose(day(), FEW).changes == ()


def test_only_what_is_weighed_is_paid():
    problem = day(visit("a", place=2, latest=9 * HOUR), weights=Weights(travel=0.5, late=0, latest=0, overtime=0))

    assert propose(problem, FEW).cost.total == 30.0
