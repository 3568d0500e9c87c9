"""When something that repeats comes back. Pure; days and times are those of the zone of the moment handed in."""

import calendar
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from crm.states import Repeat

_DAYS = {Repeat.DAILY: 1, Repeat.WORKDAYS: 1, Repeat.WEEKLY: 7, Repeat.BIWEEKLY: 14}
_MONTHS = {Repeat.MONTHLY: 1, Repeat.YEARLY: 12}
FRIDAY = 4


def next_due(start: datetime, repeat: Repeat, *, after: datetime) -> datetime | None:
    """The first time after `after` of the series that began at `start`, at the same time of the day; None for never.

    It is counted from the beginning: what is put off once does not move the series, and the 31st comes back after a
    February.
    """
    if repeat == Repeat.NEVER:
        return None
    moments = (datetime.combine(day, start.time(), tzinfo=start.tzinfo) for day in _series(start.date(), repeat, after))
    return next(moment for moment in moments if moment > after)


def _series(start: date, repeat: Repeat, after: datetime) -> Iterator[date]:
    """The days of a series from shortly before `after` on; without an end."""
    if repeat in _MONTHS:
        passed = max((after.year - start.year) * 12 + after.month - start.month, 0) // _MONTHS[repeat]
        number = max(passed - 1, 0)
        while True:
            yield _months_later(start, number * _MONTHS[repeat])
            number += 1
    step = _DAYS[repeat]
    day = start + timedelta(days=max((after.date() - start).days // step, 0) * step)
    while True:
        if repeat != Repeat.WORKDAYS or day.weekday() <= FRIDAY:
            yield day
        day += timedelta(days=step)


def _months_later(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
