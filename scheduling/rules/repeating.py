"""How people say that work comes back, as a rule and from a rule; and the first days of it in words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import islice

from scheduling.rules import recurrence
from scheduling.rules.holidays import holiday
from scheduling.rules.words import clock, day_of
from scheduling.states import HolidayPolicy

WEEK, TWO_WEEKS, WEEKS, DAYS, MONTH_WEEKDAY, MONTH_DAY, LAST_WORKDAY, OWN = (
    "week", "two_weeks", "weeks", "days", "month_weekday", "month_day", "last_workday", "own",
)  # fmt: skip
HOWS = (
    (WEEK, "Varje vecka"), (TWO_WEEKS, "Varannan vecka"), (WEEKS, "Med fler veckor emellan"),
    (DAYS, "Med vissa dagar emellan"), (MONTH_WEEKDAY, "Varje månad, en viss veckodag"),
    (MONTH_DAY, "Varje månad, ett visst datum"), (LAST_WORKDAY, "Sista vardagen varje månad"),
    (OWN, "Egen regel (RRULE)"),
)  # fmt: skip
WEEKDAYS = tuple((str(number), name) for number, name in enumerate(
    ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
))  # fmt: skip
POSITIONS = (("1", "första"), ("2", "andra"), ("3", "tredje"), ("4", "fjärde"), ("-1", "sista"))
SHOWN, AHEAD = 10, timedelta(days=366 * 11)


@dataclass(frozen=True)
class Choice:
    """What was chosen: weekdays (0 is Monday), every so many weeks or days, a position in the month, a day of it."""

    how: str = WEEK
    days: Sequence[int] = ()
    every: int = 3
    position: int = 1
    weekday: int = 0
    month_day: int = 1
    text: str = ""


@dataclass(frozen=True)
class Line:
    """One day of a rule in words, and what a holiday does to it."""

    day: date
    words: str
    note: str = ""
    is_skipped: bool = False


def rule_of(choice: Choice, starts_on: date) -> str:
    """The rule of what was chosen, by default on the weekday of the first day. Raises ValueError in Swedish."""
    days = list(choice.days) or [starts_on.weekday()]
    if choice.how in {WEEK, TWO_WEEKS, WEEKS}:
        every = {WEEK: 1, TWO_WEEKS: 2}.get(choice.how, choice.every)
        return recurrence.weekly(days, every=every)
    if choice.how == DAYS:
        return recurrence.check(f"FREQ=DAILY;INTERVAL={choice.every}")
    if choice.how == MONTH_WEEKDAY:
        return recurrence.monthly(choice.position, choice.weekday)
    if choice.how == MONTH_DAY:
        return recurrence.check(f"FREQ=MONTHLY;BYMONTHDAY={choice.month_day}")
    return recurrence.last_workday() if choice.how == LAST_WORKDAY else recurrence.check(choice.text)


def choice_of(rule: str) -> Choice:
    """What would be chosen for a rule; one that has no choice is the text itself."""
    parts = dict(pair.split("=", 1) for pair in recurrence.check(rule).split(";"))
    own = Choice(OWN, text=rule)
    if rule == recurrence.last_workday():
        return Choice(LAST_WORKDAY, text=rule)
    found = {"WEEKLY": _weekly, "DAILY": _daily, "MONTHLY": _monthly}.get(parts["FREQ"])
    choice = found(parts) if found else None
    return choice if choice is not None and _is_same(choice, rule) else own


def lines(
    rule: str, starts_on: date, at: time, policy: HolidayPolicy, *, since: date | None = None,
    until: date | None = None, most: int = SHOWN,
) -> list[Line]:  # fmt: skip
    """The first days of a rule in words, those that fall away too; counted from `since`, if that is given.

    Raises ValueError for a rule that is not understood.
    """
    first = since or starts_on
    last = min(until, first + AHEAD) if until else first + AHEAD
    days = list(islice(recurrence.days_of(rule, starts_on, first=first, last=last), most))
    if not days:
        return []
    kept = {
        each.key: each
        for each in recurrence.occurrences(rule, starts_on, at, first=first, last=days[-1], policy=policy)
    }
    return [line_of(day, kept.get(day)) for day in days]


def last_of(rule: str, starts_on: date, number: int) -> date:
    """The day of a rule that it ends on after so many times. Raises ValueError for a rule that is not understood."""
    days = list(islice(recurrence.days_of(rule, starts_on, first=starts_on, last=starts_on + AHEAD), number))
    return days[-1] if days else starts_on


def line_of(day: date, occurrence: recurrence.Occurrence | None) -> Line:
    """One day of a rule in words; without an occurrence it falls away."""
    year = f" {day.year}"
    if occurrence is None:
        name = holiday(day)
        return Line(day, f"{day_of(day)}{year}", f"{name}, hoppas över" if name else "hoppas över", is_skipped=True)
    words = f"{day_of(occurrence.start.date())} {occurrence.start.year} {clock(occurrence.start)}"
    if occurrence.is_moved:
        return Line(day, words, f"flyttad från {day_of(day)}, {occurrence.holiday}")
    return Line(day, words, f"{occurrence.holiday}, görs ändå" if occurrence.holiday else "")


def _weekly(parts: dict[str, str]) -> Choice | None:
    every = int(parts.get("INTERVAL", "1"))
    days = [recurrence.DAYS.index(day) for day in parts.get("BYDAY", "").split(",") if day]
    how = {1: WEEK, 2: TWO_WEEKS}.get(every, WEEKS)
    return Choice(how, days, every) if days else None


def _daily(parts: dict[str, str]) -> Choice:
    return Choice(DAYS, every=int(parts.get("INTERVAL", "1")))


def _monthly(parts: dict[str, str]) -> Choice | None:
    days, number = parts.get("BYDAY", ""), parts.get("BYMONTHDAY", "")
    if days and "," not in days and "BYSETPOS" not in parts:
        return Choice(MONTH_WEEKDAY, position=int(days[:-2]), weekday=recurrence.DAYS.index(days[-2:]))
    return Choice(MONTH_DAY, month_day=int(number)) if number and "," not in number else None


def _is_same(choice: Choice, rule: str) -> bool:
    """Whether nothing of a rule is lost when it is shown as a choice."""
    return _plain(rule_of(choice, date(2026, 1, 1))) == _plain(rule)


def _plain(rule: str) -> set[str]:
    return {part for part in rule.split(";") if part not in {"INTERVAL=1", "WKST=MO"}}
