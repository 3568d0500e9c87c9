"""Shifts in wall time, rest, breaks and weeks, also over midnight and in the nights when clocks change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from scheduling.rules import worktime
from scheduling.rules.facts import Hours, Span
from tests.scheduling.facts import TUESDAY, span, stint, weekdays

SPRING, AUTUMN = date(2026, 3, 28), date(2026, 10, 24)  # the evenings before clocks change


@pytest.mark.parametrize(
    ("day", "starts", "ends", "minutes"),
    [
        (TUESDAY, time(8), time(17), 540),
        (TUESDAY, time(22), time(6), 480),
        (TUESDAY, time(0), time(0), 1440),
        (SPRING, time(22), time(6), 420),
        (AUTUMN, time(22), time(6), 540),
        (date(2026, 3, 29), time(1), time(4), 120),
        (date(2026, 10, 25), time(1), time(4), 240),
    ],
    ids=["day", "night", "whole day", "spring night", "autumn night", "spring morning", "autumn morning"],
)
def test_a_shift_is_as_long_as_it_lasts_not_as_its_clock_shows(day, starts, ends, minutes):
    assert worktime.shift(day, starts, ends).minutes == minutes


def test_a_day_has_23_or_25_hours_when_clocks_change():
    assert [worktime.day_span(day).minutes // 60 for day in (date(2026, 3, 29), TUESDAY, date(2026, 10, 25))] == [
        23, 24, 25,
    ]  # fmt: skip


def test_an_hour_that_is_skipped_is_an_hour_later_and_of_one_that_comes_twice_the_first_is_meant():
    assert worktime.at_local(date(2026, 3, 29), time(2, 30)).astimezone(UTC) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert f"{worktime.at_local(date(2026, 3, 29), time(2, 30)):%H:%M}" == "03:30"
    assert worktime.at_local(date(2026, 10, 25), time(2, 30)).astimezone(UTC) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


def test_spans_in_the_hour_that_comes_twice_are_told_apart():
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC).astimezone(worktime.STOCKHOLM) for hour in (0, 1))
    assert f"{first:%H:%M}" == f"{second:%H:%M}" == "02:30"
    assert Span(first, second).minutes == 60
    half = timedelta(minutes=30)
    assert not Span(first, first.astimezone(UTC) + half).overlaps(Span(second, second.astimezone(UTC) + half))


@pytest.mark.parametrize(("day", "works"), [(TUESDAY, True), (date(2026, 6, 13), False), (date(2026, 7, 7), False)])
def test_a_pattern_holds_on_its_weekdays_while_it_is_valid(day, works):
    hours = weekdays(valid_until=date(2026, 6, 30))
    assert bool(worktime.shifts_on(hours, day)) is works


def test_a_rota_of_two_weeks_counts_from_its_first_monday():
    every_other = [Hours(1, time(7), time(16), valid_from=date(2026, 6, 1), cycle_weeks=2, cycle_week=1)]
    works = [bool(worktime.shifts_on(every_other, date(2026, 6, day))) for day in (2, 9, 16, 23)]
    assert works == [False, True, False, True]


@pytest.mark.parametrize(
    ("hours", "time_of_work", "is_within"),
    [
        (weekdays(), "07:00-16:00", True),
        (weekdays(), "15:00-16:30", False),
        (weekdays(starts="22:00", ends="06:00"), "02:00-05:00", True),
        ((*weekdays(ends="12:00"), *weekdays(starts="12:00")), "11:00-13:00", True),
        ((), "11:00-13:00", False),
    ],
    ids=["whole shift", "too late", "night before", "shifts that touch", "no hours"],
)
def test_work_is_within_hours_when_shifts_cover_it(hours, time_of_work, is_within):
    assert worktime.is_within_hours(hours, span(time_of_work)) is is_within


def test_time_taken_out_leaves_the_rest():
    left = worktime.without([span("07:00-16:00")], [span("08:00-09:00"), span("08:30-10:00"), span("15:00-18:00")])
    assert left == [span("07:00-08:00"), span("10:00-15:00")]


@pytest.mark.parametrize(
    ("work", "minutes"),
    [
        (["07:00-16:00"], None),
        (["07:00-20:00"], None),
        (["06:00-20:00"], 600),
        (["07:00-12:00", "13:00-20:00"], None),
        (["07:00-11:00", "21:00-22:00"], 600),
    ],
)
def test_eleven_hours_of_rest_are_needed_within_a_day_from_the_first_work(work, minutes):
    rests = worktime.short_daily_rests([span(each) for each in work])
    assert [rest.minutes for rest in rests] == ([] if minutes is None else [minutes])


def test_a_late_evening_before_an_early_morning_is_too_short_a_rest():
    work = [span("14:00-22:00"), span("06:00-12:00", date(2026, 6, 10))]
    (rest,) = worktime.short_daily_rests(work)
    assert (rest.start, rest.minutes) == (work[0].end, 480)


def test_rest_over_the_night_when_clocks_change_is_as_long_as_it_lasts():
    def rests(evening):
        morning = evening + timedelta(days=1)
        return worktime.short_daily_rests([span("12:00-20:00", evening), span("07:00-10:00", morning)])

    assert [rest.minutes for rest in rests(SPRING)] == [600]  # eleven by the clock, ten in the night of spring
    assert rests(AUTUMN) == []
    assert rests(TUESDAY) == []


def test_a_week_needs_thirty_six_hours_of_rest_in_a_row():
    monday = date(2026, 6, 8)
    six_days = [span("07:00-16:00", monday + timedelta(days=day)) for day in range(6)]
    seven_days = [*six_days, span("10:00-16:00", monday + timedelta(days=6))]
    assert worktime.short_weekly_rest(monday, six_days) is None
    short = worktime.short_weekly_rest(monday, seven_days)
    assert short is not None


@pytest.mark.parametrize(
    ("work", "is_too_long"),
    [
        ([("07:00-12:00", 0)], False),
        ([("07:00-12:30", 0)], True),
        ([("07:00-12:30", 30)], False),
        ([("07:00-10:00", 0), ("10:20-13:00", 0)], True),
        ([("07:00-10:00", 0), ("10:30-13:30", 0)], False),
    ],
)
def test_a_break_comes_within_five_hours(work, is_too_long):
    stints = [stint(time_of_work, break_minutes=pause) for time_of_work, pause in work]
    assert bool(worktime.stretches_without_break(stints)) is is_too_long


def test_minutes_of_a_week_leave_out_breaks_and_count_a_night_where_it_begins():
    sunday = date(2026, 6, 14)
    stints = [
        stint("07:00-16:00", break_minutes=60),
        stint("22:00-06:00", day=sunday),
        stint("07:00-08:00", day=sunday + timedelta(days=1)),
    ]
    assert worktime.minutes_in_week(date(2026, 6, 8), stints) == 8 * 60 + 8 * 60
