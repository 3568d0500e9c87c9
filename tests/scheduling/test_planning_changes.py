"""What is different between two plans, and why visits are left out: data that pages put into words."""

import pytest

from scheduling.rules.planning.budget import Rounds
from scheduling.rules.planning.changes import Change, Difference, changes, partly
from scheduling.rules.planning.plan import Plan, Rest, Stop
from scheduling.rules.planning.problem import Need, Vehicle, VehicleNeed, Weights
from scheduling.rules.planning.proposing import propose
from scheduling.rules.planning.reasons import Why
from tests.factories.planning import DRIVES, HOUR, day, person, visit

BEFORE = Plan((Stop("a", 0, "anna", 480), Stop("a", 1, "bo", 480), Stop("b", 0, "cia", 600), Stop("c", 0, "cia", 700)))


def test_the_same_people_at_the_same_time_are_no_change():
    swapped = Plan((Stop("a", 0, "bo", 480), Stop("a", 1, "anna", 480.2), *BEFORE.stops[2:]))

    assert changes(BEFORE, swapped) == ()


def test_each_difference_is_named():
    after = Plan(
        (Stop("a", 0, "anna", 510), Stop("a", 1, "dan", 510), Stop("b", 0, "eva", 600), Stop("d", 0, "bo", 420))
    )
    found = changes(BEFORE, after)

    assert found == (
        Change("d", None, 420, (), ("bo",)),
        Change("a", 480, 510, ("bo",), ("dan",)),
        Change("b", 600, 600, ("cia",), ("eva",)),
        Change("c", 700, None, ("cia",), ()),
    )
    assert [change.kinds for change in found] == [
        (Difference.PLANNED,),
        (Difference.MOVED, Difference.OTHER_RESOURCES),
        (Difference.OTHER_RESOURCES,),
        (Difference.DROPPED,),
    ]


def test_some_rows_of_a_proposal_can_be_taken_without_the_others():
    after = Plan((Stop("a", 0, "dan", 510), Stop("b", 0, "eva", 600)), (Rest(0, 660),))

    assert set(partly(BEFORE, after, {"b"}).stops) == {*BEFORE.stops[:2], BEFORE.stops[3], Stop("b", 0, "eva", 600)}
    assert partly(BEFORE, after, ()) == BEFORE


CREW = (person("anna", skills=("cleans",)), person("bo"))
LORRY = Vehicle("lorry", 0, 20.0, DRIVES)


@pytest.mark.parametrize(
    ("wanted", "why", "skills"),
    [
        (visit(needs=(Need(60, frozenset({"piano"})),)), Why.NO_SKILL, {"piano"}),
        (visit(needs=(Need(60, frozenset({"cleans"})), Need(60, frozenset({"cleans"})))), Why.TOO_FEW, {"cleans"}),
        (visit(people=3), Why.TOO_FEW, set()),
        (visit(vehicle=VehicleNeed(60, volume_m3=30)), Why.NO_VEHICLE, set()),
        (visit(vehicle=VehicleNeed(60)), Why.NO_DRIVER, {DRIVES}),
        (visit(minutes=600), Why.OUT_OF_HOURS, set()),
        (visit(earliest=5 * HOUR, latest=6 * HOUR, last=6 * HOUR), Why.OUT_OF_HOURS, set()),
    ],
)
def test_what_no_day_could_mend_is_told(wanted, why, skills):
    (reason,) = propose(day(wanted, people=CREW, vehicles=(LORRY,)), Rounds(5)).reasons

    assert (reason.visit, reason.why, reason.skills) == ("a", why, frozenset(skills))


def test_a_full_day_is_told_from_a_price_too_high():
    at_eight = {"earliest": 8 * HOUR, "latest": 8 * HOUR, "last": 8 * HOUR}
    full = propose(day(visit("a", **at_eight), visit("b", weight=0.9, **at_eight)), Rounds(20))
    far = propose(day(visit("far", place=2), weights=Weights(unplanned=50)), Rounds(20))

    assert [(reason.visit, reason.why) for reason in full.reasons] == [("b", Why.NO_ROOM)]
    assert [(reason.visit, reason.why) for reason in far.reasons] == [("far", Why.NOT_WORTH_IT)]
