"""What is wrong with a plan is said by name, with what would help; what is right is left alone."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from scheduling.rules import conflicts
from scheduling.rules.facts import Span
from scheduling.rules.fitness import of_need
from scheduling.states import Code, Severity
from tests.scheduling.facts import BASE, FAR, NEAR, TUESDAY, at, need, road, span, stint, vehicle, weekdays, worker


def findings(*stints, who=None):
    return conflicts.of_worker(who or worker(), stints, road)


def codes(found):
    return [finding.code for finding in found]


def test_a_double_booking_says_when_and_what_would_help():
    first = stint("08:00-11:30", job=1, who="Mallföretaget", last=FAR)
    found, *_ = findings(first, stint("11:00-15:00", job=2, who="Demosson", first=NEAR))

    assert (found.code, found.severity) == (Code.OVERLAP, Severity.HARD)
    assert found.sentence == "Viktor är dubbelbokad 11:00–11:30."
    assert found.advice == "Börja hos Demosson 11:50 (20 min restid) eller låt någon annan ta jobbet."
    assert (found.move_job, found.move_to, found.job_ids) == (2, at("11:50"), (1, 2))


def test_three_at_once_are_three_double_bookings():
    found = findings(stint("08:00-12:00", 1), stint("09:00-10:00", 2), stint("09:30-11:00", 3))
    assert codes(found) == [Code.OVERLAP] * 3


def test_a_vehicle_is_double_booked_by_its_name_and_needs_no_rest():
    found = findings(
        stint("06:00-20:00", 1, number=9), stint("19:00-23:00", 2, number=9), who=vehicle(hours=(), name="Bil 1")
    )
    assert [finding.sentence for finding in found] == ["Bil 1 är dubbelbokad 19:00–20:00."]
    assert "ta ett annat fordon" in found[0].advice


def test_jobs_that_touch_at_one_place_are_no_conflict():
    assert findings(stint("08:00-10:00", 1, last=NEAR), stint("10:00-12:00", 2, first=NEAR)) == []


@pytest.mark.parametrize(
    ("start", "severity", "part"),
    [
        ("10:10", Severity.BAD, "hinner inte till Demosson 10:10: 20 min restid, 10 min mellan jobben."),
        ("10:25", Severity.WARN, "har bara 5 min marginal till Demosson: åk senast 10:05."),
        ("10:30", None, ""),
    ],
)
def test_the_road_between_two_jobs_takes_its_time(start, severity, part):
    found = findings(stint("08:00-10:00", 1, last=FAR), stint(f"{start}-12:00", 2, first=NEAR))
    assert [finding.severity for finding in found] == ([] if severity is None else [severity])
    assert all(part in finding.sentence for finding in found)


def test_without_points_nothing_is_said_of_the_road():
    assert findings(stint("08:00-10:00", 1), stint("10:00-12:00", 2, first=NEAR)) == []


def test_somebody_who_is_away_is_said_to_be_away_and_not_why():
    (found,) = findings(stint("08:00-10:00"), who=worker(absences=[span("09:00-12:00")]))
    assert found.code == Code.ABSENCE
    assert found.sentence == "Viktor är frånvarande tisdag 9 juni 09:00–12:00 men står på Demosson."
    (found,) = findings(stint("08:00-10:00"), who=worker(absences=[span("00:00-00:00")]))
    assert found.sentence == "Viktor är frånvarande tisdag 9 juni men står på Demosson."


def test_a_vehicle_at_the_workshop_is_out_of_order():
    (found,) = findings(stint("08:00-10:00", number=9), who=vehicle(absences=[span("09:00-12:00")]))
    assert found.sentence.startswith("Bil 1 är inte i drift tisdag 9 juni")


def test_work_outside_hours_is_a_warning():
    (found,) = findings(stint("15:00-17:00"), who=worker(hours=weekdays()))
    assert (found.code, found.severity) == (Code.HOURS, Severity.WARN)
    assert found.sentence == "Viktor arbetar inte tisdag 9 juni 15:00–17:00 (Demosson)."


def test_a_late_evening_and_an_early_morning_leave_too_little_rest():
    wednesday = TUESDAY + timedelta(days=1)
    found = findings(stint("18:00-22:00", 1), stint("07:00-11:00", 2, day=wednesday))
    assert codes(found) == [Code.DAILY_REST]
    assert found[0].sentence == ("Viktor vilar bara 9 tim från tisdag 9 juni 22:00: dygnsvilan ska vara minst 11 tim.")
    assert found[0].job_ids == (1, 2)


def test_seven_days_of_work_leave_no_weekly_rest_and_too_many_hours():
    monday = date(2026, 6, 8)
    week = [stint("07:00-15:00", day + 1, day=monday + timedelta(days=day), break_minutes=30) for day in range(7)]
    found = findings(*week)
    assert codes(found) == [Code.WEEKLY_REST, Code.WEEKLY_HOURS]
    assert found[0].sentence.startswith("Viktor vilar som mest 16 tim i sträck vecka 24")
    assert found[1].sentence == "Viktor får 52,5 tim vecka 24, över 48 tim."


def test_a_week_a_little_over_forty_hours_is_a_mild_warning():
    monday = date(2026, 6, 8)
    week = [stint("07:00-16:00", day + 1, day=monday + timedelta(days=day), break_minutes=30) for day in range(5)]
    (found,) = findings(*week)
    assert (found.code, found.severity) == (Code.WEEKLY_HOURS, Severity.WARN)


def test_six_hours_in_a_row_need_a_break():
    (found,) = findings(stint("07:00-13:00"))
    assert found.code == Code.BREAK
    assert found.sentence == "Viktor arbetar 07:00–13:00 tisdag 9 juni utan rast: rasten ska komma inom 5 tim."


def test_a_plan_that_is_right_is_left_alone():
    day = [stint("07:00-11:00", 1, last=NEAR), stint("12:00-16:00", 2, first=FAR, last=FAR)]
    assert findings(*day, who=worker(hours=weekdays(), base=BASE)) == []


PLANNED = span("08:00-12:00")
STRONG, DRIVER = worker(1, "Ali Demoström", skills={"heavy": None}), worker(2, "Jonas Skissgren", skills={"c": None})


@pytest.mark.parametrize(
    ("wanted", "crew", "code", "sentence"),
    [
        ({"people": 2}, [STRONG], Code.CREW, "Testberg behöver 2 personer, men 1 är planerad."),
        ({"people": 3}, [STRONG, DRIVER], Code.CREW, "Testberg behöver 3 personer, men 2 är planerade."),
        ({"skills": ["piano"]}, [STRONG], Code.SKILL, "Ingen i laget hos Testberg har Piano och flygel."),
        (
            {"skills": ["heavy", "heavy"], "people": 2}, [STRONG, DRIVER], Code.SKILL,
            "Testberg behöver 2 med Tunga lyft.",
        ),
        (
            {"skills": ["c"]}, [worker(3, "Kalle Fiktivsson", skills={"c": date(2026, 5, 3)})], Code.LICENCE,
            "Kalle: Körkort C gick ut söndag 3 maj och behövs hos Testberg.",
        ),
        (
            {"volume": Decimal(20)}, [DRIVER, vehicle(volume=Decimal(14))], Code.VEHICLE,
            "Testberg behöver 20 m³, men Bil 1 (14 m³) är planerat.",
        ),
        (
            {"volume": Decimal(18)}, [DRIVER], Code.VEHICLE,
            "Testberg behöver 18 m³, men inget fordon är planerat.",
        ),
        (
            {}, [STRONG, vehicle(volume=Decimal(18))], Code.LICENCE,
            "Ingen i laget hos Testberg får köra Bil 1: det kräver körkort C1.",
        ),
        (
            {"window": span("13:00-15:00")}, [STRONG], Code.WINDOW,
            "Testberg är lovad 13:00–15:00, men planen säger 08:00–12:00.",
        ),
        ({"blocked": frozenset({1})}, [STRONG], Code.BLOCKED, "Ali ska inte arbeta hos Testberg."),
        ({"is_confirmed": False}, [STRONG], Code.ADDRESS, "Adressen hos Testberg är inte bekräftad."),
    ],
)  # fmt: skip
def test_a_crew_that_does_not_fit_is_told_why(wanted, crew, code, sentence):
    (found,) = of_need(need(span=PLANNED, **wanted), crew)
    assert (found.code, found.sentence) == (code, sentence)


@pytest.mark.parametrize(
    ("wanted", "crew"),
    [
        ({"people": 2, "skills": ["heavy", "c1"]}, [STRONG, DRIVER]),
        ({"volume": Decimal(18)}, [DRIVER, vehicle(volume=Decimal(18))]),
        ({"volume": Decimal(30)}, [DRIVER, vehicle(8, volume=Decimal(18)), vehicle(9, volume=Decimal(14))]),
        ({"window": span("08:00-10:00")}, [STRONG]),
        ({"people": 2}, []),
    ],
    ids=["skills, a heavier licence too", "vehicle", "two vehicles", "promise of beginning", "nobody yet"],
)
def test_a_crew_that_fits_is_left_alone(wanted, crew):
    assert of_need(need(span=PLANNED, **wanted), crew) == []


def test_nothing_is_wrong_with_a_job_that_has_no_time():
    assert of_need(need(people=2), [STRONG]) == []


def test_findings_are_the_same_whatever_their_minutes():
    one, other = (findings(stint("08:00-11:30", 1), stint(f"{start}-15:00", 2))[0] for start in ("11:00", "11:10"))
    assert one.key == other.key
    assert isinstance(one.span, Span)
    assert one.span != other.span
