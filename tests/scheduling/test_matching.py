"""Who can take a job and when: the nearest first, with reasons, and each can be booked as it stands."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from scheduling.rules import matching
from scheduling.rules.conflicts import of_worker
from scheduling.rules.fitness import of_need
from scheduling.rules.matching import Calendar
from scheduling.rules.worktime import local_date
from tests.scheduling.facts import BASE, FAR, NEAR, TUESDAY, at, need, road, span, stint, vehicle, weekdays, worker

MIDNIGHT = at("00:00")
WEDNESDAY = TUESDAY + timedelta(days=1)


def clerk(number, name, **facts):
    return worker(number, name, **({"hours": weekdays(), "base": BASE} | facts))


ELIN, NADIA, WILMA = clerk(1, "Elin Låtsasberg"), clerk(2, "Nadia Provsson"), clerk(3, "Wilma Testfors")


def ask(wanted, workers, stints=(), days=(TUESDAY,), earliest=MIDNIGHT, **facts):
    by_worker = {each.id: [one for one in stints if one.worker_id == each.id] for each in workers}
    return matching.proposals(wanted, Calendar(workers, by_worker, **facts), days, road, earliest=earliest)


def test_the_one_who_drives_least_comes_first_and_is_told_why():
    near = stint("07:00-09:00", job=1, number=2, first=NEAR, last=NEAR)
    found = ask(need(first=NEAR, last=NEAR), [ELIN, NADIA], [near])
    assert [each.people for each in found] == [(2,), (1,)]
    assert found[0].start == at("09:00")
    assert found[0].reasons == ("nästan ingen extra körning", "slutar 11:00", "36 tim kvar av veckan")
    assert found[1].reasons[0] == "+20 min körning"


def test_the_road_and_a_margin_are_left_before_and_after():
    day = [stint("07:00-09:00", 1, last=FAR), stint("12:00-16:00", 2, first=FAR)]
    found = ask(need(minutes=120, first=NEAR, last=NEAR), [ELIN], day)
    assert [each.start for each in found] == [at("09:30")]
    assert ask(need(minutes=135, first=NEAR, last=NEAR), [ELIN], day) == []


def test_absence_hours_and_the_present_moment_bound_the_day():
    away = clerk(1, "Elin Låtsasberg", absences=[span("07:00-10:00")])
    assert ask(need(), [away])[0].start == at("10:00")
    assert ask(need(), [ELIN], earliest=at("13:52"))[0].start == at("14:00")
    assert ask(need(), [ELIN], earliest=at("14:01")) == []
    assert ask(need(), [ELIN], days=[date(2026, 6, 13)]) == []


def test_a_promise_is_kept():
    assert ask(need(window=span("13:00-15:00")), [ELIN])[0].start == at("13:00")


def test_the_time_that_is_agreed_on_is_tried():
    assert [each.start for each in ask(need(span=span("09:10-11:10")), [ELIN])] == [at("09:10")]
    busy = stint("07:00-10:00", 1)
    assert [each.start for each in ask(need(span=span("09:10-11:10")), [ELIN], [busy])] == [at("10:00")]


def test_whom_the_customer_wants_and_knows_is_worth_some_driving():
    near = stint("07:00-09:00", job=1, number=2, first=NEAR, last=NEAR)
    liked = ask(need(first=NEAR, last=NEAR, preferred=frozenset({1})), [ELIN, NADIA], [near])
    assert liked[0].people == (1,)
    assert "kunden vill helst ha Elin" in liked[0].reasons
    known = ask(need(first=NEAR, last=NEAR, usual=frozenset({1})), [ELIN, NADIA], [near])
    assert "samma som förra gången" in known[0].reasons
    assert [each.people for each in ask(need(blocked=frozenset({1})), [ELIN, NADIA])] == [(2,)]


def test_two_people_come_at_once_and_have_the_skills_together():
    crew = [ELIN, NADIA, clerk(3, "Wilma Testfors", skills={"windows": None})]
    found = ask(need(people=2, skills=["windows"]), crew, [stint("07:00-10:00", 1, number=3)])
    assert all(3 in each.people for each in found)
    assert found[0].start == at("10:00")
    assert ask(need(people=2, skills=["windows"]), [ELIN, NADIA]) == []
    assert ask(need(people=3), [ELIN, NADIA]) == []


def test_a_team_is_taken_before_strangers_who_cost_the_same():
    found = ask(need(people=2), [ELIN, NADIA, WILMA], teams=[frozenset({2, 3})])
    assert found[0].people == (2, 3)
    assert "arbetar i samma team" in found[0].reasons


def test_the_smallest_vehicle_that_is_large_enough_and_that_the_crew_may_drive_goes_with_them():
    ali = clerk(1, "Ali Demoström", skills={"c1": None})
    hours = weekdays(starts="06:00", ends="18:00")
    cars = [vehicle(number, f"Bil {number}", volume=Decimal(size), hours=hours, licence=licence)
            for number, size, licence in ((7, 14, "b"), (8, 18, "c1"), (9, 30, "c"))]  # fmt: skip
    found = ask(need(volume=Decimal(16)), [ali, *cars])
    assert (found[0].people, found[0].vehicles) == ((1,), (8,))
    assert "Bil 8 är ledig" in found[0].reasons
    assert ask(need(volume=Decimal(20)), [ali, *cars]) == []
    assert ask(need(volume=Decimal(16)), [ELIN, *cars]) == []


def test_nobody_is_proposed_who_would_rest_too_little_or_work_too_long():
    late = stint("16:00-23:00", 1, day=TUESDAY, number=1, break_minutes=30)
    found = ask(need(), [ELIN], [late], days=[WEDNESDAY])
    assert found == [] or found[0].start >= at("10:00", WEDNESDAY)


@pytest.mark.parametrize(
    ("stints", "facts", "sentence"),
    [
        ([stint("09:00-10:00", 1, who="Mallqvist")], {}, "Elin är dubbelbokad 09:00–10:00."),
        (
            [],
            {"absences": [span("07:00-12:00")]},
            "Elin är frånvarande tisdag 9 juni 07:00–12:00 men står på Testberg.",
        ),
        ([], {"hours": ()}, "Elin arbetar inte tisdag 9 juni 08:00–10:00 (Testberg)."),
        ([], {"skills": {}}, "Ingen i laget hos Testberg har Fönsterputs."),
        (
            [stint("07:00-07:50", 1, who="Mallqvist", last=FAR)], {},
            "Elin hinner inte till Testberg 08:00: 20 min restid, 10 min mellan jobben.",
        ),
    ],
)  # fmt: skip
def test_why_somebody_cannot_is_said_in_words(stints, facts, sentence):
    elin = clerk(1, "Elin Låtsasberg", **({"skills": {"windows": None}} | facts))
    wanted = need(skills=["windows"], first=NEAR, last=NEAR)
    found = matching.why_not(wanted, elin, stints, span("08:00-10:00"), road)
    assert sentence in [finding.sentence for finding in found]


def test_nothing_is_said_against_one_who_can_and_old_faults_are_not_blamed_on_the_job():
    old = [stint("07:00-16:00", 1, day=WEDNESDAY), stint("08:00-10:00", 2, day=WEDNESDAY)]
    assert matching.why_not(need(), ELIN, old, span("08:00-10:00"), road) == []


def test_whatever_the_calendars_are_every_proposal_passes_the_check_when_it_is_booked():
    chance = random.Random(7)
    points = [BASE, NEAR, FAR]
    for _ in range(12):
        workers = [
            clerk(number, f"Person {number}", skills={"heavy": None} if number % 2 else {}) for number in range(1, 7)
        ]
        stints = {}
        for each in workers:
            starts = sorted(chance.sample(range(14, 30), 2))
            own = [
                stint(f"{_half(half)}-{_half(half + 3)}", 10 * each.id + n, number=each.id,
                      first=chance.choice(points), last=chance.choice(points))
                for n, half in enumerate(starts)
            ]  # fmt: skip
            stints[each.id] = own if own[0].span.end <= own[1].span.start else own[:1]
        wanted = need(minutes=chance.choice([60, 90, 150]), people=chance.choice([1, 2]), skills=["heavy"],
                      first=chance.choice(points), last=chance.choice(points))  # fmt: skip
        calendar = Calendar(workers, stints)
        for found in matching.proposals(wanted, calendar, [TUESDAY, WEDNESDAY], road, earliest=MIDNIGHT):
            for number in found.people:
                (person,) = [each for each in workers if each.id == number]
                before = {finding.key for finding in of_worker(person, stints[number], road)}
                after = of_worker(person, [*stints[number], wanted.stint(number, found.span)], road)
                assert [finding for finding in after if finding.key not in before] == []
            crew = [each for each in workers if each.id in found.people]
            assert of_need(need(people=wanted.people, skills=["heavy"], span=found.span), crew) == []
            assert local_date(found.start) in {TUESDAY, WEDNESDAY}


def _half(number):
    """`07:30` for 15 half hours after midnight."""
    return f"{number // 2:02}:{number % 2 * 30:02}"
