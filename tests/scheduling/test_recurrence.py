"""Work that comes back keeps its clock when clocks change, and does as agreed on holidays."""

from datetime import UTC, date, time

import pytest

from scheduling.rules import recurrence
from scheduling.states import HolidayPolicy

EIGHT = time(8)


def days(rule, first, last, **facts):
    found = recurrence.occurrences(rule, facts.pop("starts_on", first), EIGHT, first=first, last=last, **facts)
    return [f"{each.start:%Y-%m-%d}" for each in found]


def test_eight_stays_eight_when_clocks_change():
    rule = recurrence.weekly([6])
    for first, last in ((date(2026, 3, 22), date(2026, 3, 29)), (date(2026, 10, 18), date(2026, 10, 25))):
        found = recurrence.occurrences(rule, first, EIGHT, first=first, last=last)
        assert [f"{each.start:%H:%M}" for each in found] == ["08:00", "08:00"]
        before, after = (each.start.astimezone(UTC).hour for each in found)
        assert before != after


def test_every_other_week_is_counted_from_the_beginning_wherever_one_looks():
    rule, start = recurrence.weekly([0, 3], every=2), date(2026, 6, 1)
    assert days(rule, date(2026, 6, 8), date(2026, 6, 18), starts_on=start) == ["2026-06-15", "2026-06-18"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (recurrence.monthly(2, 1), ["2026-06-09", "2026-07-14"]),
        (recurrence.monthly(-1, 4), ["2026-06-26", "2026-07-31"]),
        (recurrence.last_workday(), ["2026-06-30", "2026-07-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", ["2026-06-30", "2026-07-31"]),
        ("FREQ=DAILY;INTERVAL=20", ["2026-06-01", "2026-06-21", "2026-07-11", "2026-07-31"]),
        ("FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=1", ["2026-07-01"]),
        ("rrule:freq=weekly;interval=5", ["2026-06-01", "2026-07-06"]),
    ],
)
def test_the_rules_that_are_understood(rule, expected):
    assert days(rule, date(2026, 6, 1), date(2026, 7, 31), policy=HolidayPolicy.KEEP) == expected


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (HolidayPolicy.SKIP, []),
        (HolidayPolicy.NEXT, ["2026-06-22"]),
        (HolidayPolicy.PREVIOUS, ["2026-06-18"]),
        (HolidayPolicy.KEEP, ["2026-06-19"]),
    ],
)
def test_midsummer_eve_is_handled_as_agreed_and_keeps_its_key(policy, expected):
    eve = date(2026, 6, 19)
    found = recurrence.occurrences(recurrence.weekly([4]), eve, EIGHT, first=eve, last=eve, policy=policy)
    assert [f"{each.start:%Y-%m-%d}" for each in found] == expected
    assert all((each.key, each.holiday) == (eve, "Midsommarafton") for each in found)
    assert [each.is_moved for each in found] == [policy != HolidayPolicy.KEEP] * len(found)


def test_one_that_is_moved_to_a_day_that_is_taken_falls_away():
    rule = recurrence.weekly([3, 4])
    found = days(rule, date(2026, 6, 18), date(2026, 6, 19), policy=HolidayPolicy.PREVIOUS)
    assert found == ["2026-06-18"]


@pytest.mark.parametrize(
    "rule",
    [
        "", "varje fredag", "FREQ=HOURLY", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=2MO", "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=9999", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;BYDAY=9MO", "FREQ=MONTHLY;BYSETPOS=1",
        "FREQ=WEEKLY;COUNT=3", "FREQ=WEEKLY;UNTIL=20260101T000000Z", "FREQ=YEARLY;BYMONTH=13", "FREQ=WEEKLY;BYDAY",
        "FREQ=WEEKLY;BYDAY=MO;BYMONTH=2", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9",
    ],
)  # fmt: skip
def test_nonsense_is_refused_in_swedish(rule):
    with pytest.raises(ValueError, match="Upprepningen går inte att förstå"):
        recurrence.check(rule)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,TH", "varje vecka på måndagar och torsdagar"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "varannan vecka på onsdagar"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "varje vecka på vardagar"),
        ("FREQ=WEEKLY;INTERVAL=3", "var 3:e vecka"),
        ("FREQ=MONTHLY;BYDAY=2TU", "andra tisdagen varje månad"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "sista vardagen varje månad"),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", "första måndagen och tisdagen varje månad"),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15", "den 15:e varannan månad"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "sista dagen varje månad"),
        ("FREQ=MONTHLY", "varje månad"),
        ("FREQ=DAILY", "varje dag"),
        ("FREQ=DAILY;INTERVAL=3", "var 3:e dag"),
        ("FREQ=YEARLY", "varje år"),
        ("FREQ=YEARLY;INTERVAL=2", "vart 2:e år"),
        ("FREQ=MONTHLY;INTERVAL=3", "var 3:e månad"),
    ],
)
def test_a_rule_is_told_in_words(rule, words):
    assert recurrence.in_words(rule) == words
