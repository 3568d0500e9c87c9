"""Hours worked: breaks, the nights when clocks change, the plan, and whole hours."""

from datetime import UTC, datetime, time

import pytest

from contracts.states import RutWork
from scheduling.rules.facts import Span
from scheduling.rules.hours import Worked, differs, hours_by_work, is_as_planned, minutes_by_work, whole_hours
from scheduling.rules.worktime import at_local

SPRING, AUTUMN = datetime(2026, 3, 29, tzinfo=UTC).date(), datetime(2026, 10, 25, tzinfo=UTC).date()
WORKDAY = datetime(2026, 6, 9, tzinfo=UTC).date()


def worked(start: str, end: str, pause: int = 0, work: str = "", day=WORKDAY) -> Worked:
    return Worked(at_local(day, time.fromisoformat(start)), at_local(day, time.fromisoformat(end)), pause, work)


def test_breaks_are_not_work():
    assert worked("07:00", "12:00", 30).minutes == 270
    assert worked("07:00", "07:10", 30).minutes == 0


@pytest.mark.parametrize(("day", "minutes"), [(SPRING, 180), (AUTUMN, 300), (WORKDAY, 240)])
def test_a_night_when_clocks_change_is_as_long_as_it_was(day, minutes):
    assert worked("01:00", "05:00", day=day).minutes == minutes


@pytest.mark.parametrize(("minutes", "hours"), [(0, 0), (29, 0), (30, 1), (89, 1), (90, 2), (60_000, 1000)])
def test_hours_are_whole_for_skatteverket_and_halves_go_up(minutes, hours):
    assert whole_hours(minutes) == hours


def test_short_times_are_added_up_before_they_are_rounded():
    times = [worked("07:00", "07:20", work=RutWork.CLEANING)] * 4 + [worked("09:00", "12:10", work=RutWork.MOVING)]

    assert minutes_by_work(times) == {RutWork.CLEANING: 80, RutWork.MOVING: 190}
    assert hours_by_work(times) == {RutWork.CLEANING: 1, RutWork.MOVING: 3}


@pytest.mark.parametrize(
    ("start", "end", "minutes", "near"),
    [
        ("06:58", "12:05", 7, True),
        ("07:00", "12:16", 16, False),
        ("07:20", "12:20", 0, False),
        ("08:00", "11:00", -120, False),
    ],
)
def test_a_time_is_compared_with_the_plan_at_both_ends(start, end, minutes, near):
    planned = Span(at_local(WORKDAY, time(7)), at_local(WORKDAY, time(12)))

    assert differs(worked(start, end), planned) == minutes
    assert is_as_planned(worked(start, end), planned) is near


def test_a_time_without_a_plan_is_for_somebody_to_look_at():
    assert differs(worked("07:00", "12:00"), None) is None
    assert not is_as_planned(worked("07:00", "12:00"), None)
