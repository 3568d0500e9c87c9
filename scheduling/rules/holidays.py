"""Swedish holidays, with the eves that are free by custom. Pure."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

SATURDAY = 5


@lru_cache(maxsize=16)
def _of(year: int) -> dict[date, str]:
    kinds = ("public", "de_facto")  # the eves of midsummer, Christmas and New Year are free by custom
    found = holidays.country_holidays("SE", years=year, categories=kinds, include_sundays=False, language="sv")
    return {day: str(name) for day, name in found.items()}


def holiday(day: date) -> str:
    """What a day is called when it is a holiday, else nothing."""
    return _of(day.year).get(day, "")


def is_workday(day: date) -> bool:
    """Whether people usually work: neither weekend nor holiday."""
    return day.weekday() < SATURDAY and not holiday(day)


def workday_after(day: date) -> date:
    """The first workday after a day."""
    return _towards(day, timedelta(days=1))


def workday_before(day: date) -> date:
    """The last workday before a day."""
    return _towards(day, timedelta(days=-1))


def _towards(day: date, step: timedelta) -> date:
    day += step
    while not is_workday(day):
        day += step
    return day
