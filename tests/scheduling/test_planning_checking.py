"""The checker finds each fault that a plan may have, and sums up what a plan costs."""

from dataclasses import replace

import pytest

from scheduling.rules.planning.checking import Fault, violations
from scheduling.rules.planning.costing import Cost, cost_of
from scheduling.rules.planning.plan import Plan, Rest, Stop
from scheduling.rules.planning.problem import Break, Need, Vehicle, VehicleNeed, Weights
from tests.factories.planning import DRIVES, HOUR, LINE, day, person, visit

CREW = (person("anna", skills=("cleans",)), person("bo", skills=(DRIVES,), most_overtime=30), person("cia"))
LORRY = Vehicle("lorry", 0, 20.0, DRIVES, ends=17 * HOUR)
VAN = Vehicle("van", 0, 5.0)


def faults(problem, *stops, rests=()):
    plan = Plan(tuple(Stop(*stop) for stop in stops), tuple(rests))
    return {violation.fault for violation in violations(problem, plan)}


def test_nothing_is_wrong_with_a_plan_that_can_be_carried_out():
    move = visit("move", people=2, vehicle=VehicleNeed(60, 15))
    problem = day(move, visit("b", place=2, earliest=9 * HOUR, latest=10 * HOUR), people=CREW, vehicles=(LORRY,))
    stops = [("move", 0, "anna", 480), ("move", 1, "bo", 480), ("move", 2, "lorry", 480), ("b", 0, "anna", 560)]

    assert faults(problem, *stops) == set()


@pytest.mark.parametrize(
    ("stops", "fault"),
    [
        ([("gone", 0, "anna", 480)], Fault.UNKNOWN),
        ([("a", 0, "deleted", 480)], Fault.UNKNOWN),
        ([("a", 7, "anna", 480)], Fault.UNKNOWN),
        ([("two", 0, "anna", 480)], Fault.INCOMPLETE),
        ([("a", 0, "anna", 480), ("a", 0, "bo", 480)], Fault.INCOMPLETE),
        ([("two", 0, "anna", 480), ("two", 1, "anna", 480)], Fault.TWICE),
        ([("clean", 0, "bo", 480)], Fault.UNFIT),
        ([("a", 0, "lorry", 480)], Fault.UNFIT),
        ([("move", 0, "bo", 480), ("move", 1, "van", 480)], Fault.UNFIT),
        ([("move", 0, "anna", 480), ("move", 1, "lorry", 480)], Fault.NO_DRIVER),
        ([("a", 0, "anna", 479)], Fault.TOO_EARLY),
        ([("a", 0, "anna", 601)], Fault.TOO_LATE),
        ([("two", 0, "anna", 480), ("two", 1, "bo", 490)], Fault.APART),
        ([("far", 0, "anna", 420)], Fault.NO_TIME),
        ([("a", 0, "anna", 480), ("far", 0, "anna", 559)], Fault.NO_TIME),
        ([("evening", 0, "anna", 900)], Fault.OFF_DUTY),
        ([("evening", 0, "bo", 921)], Fault.OFF_DUTY),
    ],
)
def test_each_fault_is_found(stops, fault):
    problem = day(
        visit("a", last=600),
        visit("clean", needs=(Need(60, frozenset({"cleans"})),)),
        visit("two", people=2),
        visit("far", place=2, earliest=0),
        visit("move", vehicle=VehicleNeed(60, 15)),
        visit("evening", minutes=60, latest=20 * HOUR),
        people=CREW,
        vehicles=(LORRY, VAN),
    )

    assert fault in faults(problem, *stops)


def test_overtime_counts_to_the_door_at_home():
    problem = day(visit("evening", latest=20 * HOUR), people=CREW)

    assert faults(problem, ("evening", 0, "bo", 920)) == set()


def test_named_people_are_respected():
    problem = day(
        visit("a", needs=(Need(60, only=frozenset({"bo"})),)), visit("b", needs=(Need(60, never=frozenset({"bo"})),)),
        people=CREW,
    )  # fmt: skip

    assert faults(problem, ("a", 0, "anna", 480)) == {Fault.UNFIT}
    assert faults(problem, ("b", 0, "bo", 480)) == {Fault.UNFIT}
    assert faults(problem, ("a", 0, "bo", 480), ("b", 0, "anna", 480)) == set()


def test_a_pinned_visit_must_be_where_it_was():
    problem = day(replace(visit("a"), is_pinned=True), people=CREW, stops=[("a", 0, "anna", 480)])

    assert faults(problem, ("a", 0, "anna", 480)) == set()
    assert faults(problem, ("a", 0, "bo", 480)) == {Fault.MOVED}
    assert faults(problem, ("a", 0, "anna", 485)) == {Fault.MOVED}
    assert faults(problem) == {Fault.MOVED}


def test_breaks_have_their_time_and_take_it():
    problem = day(visit("a", latest=15 * HOUR), breaks=(Break("anna", 30, 660, 720),))

    assert faults(problem, ("a", 0, "anna", 700), rests=[Rest(0, 660)]) == set()
    assert faults(problem, ("a", 0, "anna", 699), rests=[Rest(0, 660)]) == {Fault.NO_TIME}
    assert faults(problem, rests=[Rest(0, 730)]) == {Fault.BREAK}
    assert faults(problem, rests=[Rest(0, 660), Rest(0, 700)]) == {Fault.BREAK}
    assert faults(problem, rests=[Rest(3, 660)]) == {Fault.UNKNOWN}


def test_a_sequence_has_a_least_and_a_largest_distance():
    problem = day(visit("a", needs=(Need(60), Need(60, after=(30, 60)))), people=CREW)
    at = [faults(problem, ("a", 0, "anna", 480), ("a", 1, "bo", 480 + later)) for later in (29, 30, 60, 61)]

    assert at == [{Fault.APART}, set(), set(), {Fault.APART}]


def test_a_plan_is_paid_by_weights():
    usual = visit("a", needs=(Need(60, usual=frozenset({"bo"})),), latest=480, leaves_from=2)
    problem = day(
        usual, visit("b", latest=480), visit("left out", weight=2.0), people=(person("anna", ends=600), *CREW[1:]),
        breaks=(Break("anna", 30, 660, 720),), stops=[("b", 0, "cia", 480)],
        weights=Weights(1, 10, 100, 1000, 7, 3, 10_000, 50),
    )  # fmt: skip
    plan = Plan((Stop("a", 0, "anna", 490), Stop("b", 0, "anna", 570)))
    cost = cost_of(problem, plan)

    # Base to near 10, left from far, back to near 20, home 10; done at 640 where the day ended at 600.
    assert cost == Cost(40, 100, 90, 40, 1, 1, 2.0, 1, 40 + 1000 + 9000 + 40_000 + 7 + 3 + 20_000 + 50)


@pytest.mark.parametrize(
    "facts",
    [
        {"travel": ((0.0, 1.0), (1.0, 0.0))},
        {"travel": ((0.0, 1.0, 2.0), (1.0, 0.0, 1.0))},
        {"travel": (LINE[0], LINE[1], (30.0, 20.0, 5.0))},
        {"people": (person(), person())},
        {"breaks": (Break("nobody", 30, 660, 720),)},
    ],
)
def test_a_day_that_contradicts_itself_is_refused(facts):
    with pytest.raises(ValueError, match=r"\.$"):
        day(visit(place=2), **facts)


@pytest.mark.parametrize(
    "wrong",
    [
        visit(needs=()),
        visit(earliest=600, latest=500),
        visit(needs=(Need(60), Need(60, after=(60, 30)))),
        visit(needs=(Need(60, after=(60, 90)),)),
        visit(is_pinned=True),
    ],
)
def test_a_visit_that_contradicts_itself_is_refused(wrong):
    with pytest.raises(ValueError, match=r"\.$"):
        day(wrong)
