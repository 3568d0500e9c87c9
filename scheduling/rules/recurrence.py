"""Work that comes back: a small part of RRULE (RFC 5545), expanded in local wall time, with Swedish holidays. Pure.

The rule is counted in days and the clock added afterwards: eight o'clock stays eight when clocks change.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from dateutil.rrule import rrule, rrulestr

from scheduling.rules.holidays import holiday, is_workday, workday_after, workday_before
from scheduling.rules.words import joined
from scheduling.rules.worktime import at_local
from scheduling.states import HolidayPolicy

NONSENSE = "Upprepningen går inte att förstå. Välj till exempel ”varje vecka” och på vilka dagar."
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKDAYS = ",".join(DAYS[:5])
_NAMES = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_NUMBERS = {1: "första", 2: "andra", 3: "tredje", 4: "fjärde", -1: "sista"}
# What is understood. Days 29-31 are left out: months without them would be passed over in silence.
_PARTS = {
    "DAILY": {"FREQ", "INTERVAL"},
    "WEEKLY": {"FREQ", "INTERVAL", "BYDAY", "WKST"},
    "MONTHLY": {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYSETPOS", "WKST"},
    "YEARLY": {"FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY"},
}
MOST_INTERVAL, MOST_DAY, MOST_MONTHS = 52, 28, 12


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time: `key` is the day of the rule, whatever day it is moved to."""

    key: date
    start: datetime
    holiday: str = ""

    @property
    def is_moved(self) -> bool:
        return self.key != self.start.date()


def check(rule: str) -> str:
    """The rule as it is kept, upper case. Raises ValueError with a Swedish sentence for one that is not understood."""
    text = rule.strip().upper().removeprefix("RRULE:")
    parts = dict(pair.split("=", 1) for pair in text.split(";") if "=" in pair)
    allowed = _PARTS.get(parts.get("FREQ", ""))
    if allowed is None or len(parts) != len(text.split(";")) or not set(parts) <= allowed or not _is_sound(parts):
        raise ValueError(NONSENSE)
    try:
        _parsed(text, date(2026, 1, 1))
    except (ValueError, TypeError, AttributeError) as error:  # what dateutil says of nonsense
        raise ValueError(NONSENSE) from error
    return text


def days_of(rule: str, starts_on: date, *, first: date, last: date) -> Iterator[date]:
    """The days of a rule from `first` to `last`, both counted. Raises ValueError for one that is not understood."""
    begin = datetime.combine(max(first, starts_on), time())
    found = _parsed(check(rule), starts_on).between(begin, datetime.combine(last, time()), inc=True)
    return (each.date() for each in found)


def occurrences(
    rule: str, starts_on: date, clock: time, *, first: date, last: date, policy: HolidayPolicy = HolidayPolicy.SKIP
) -> list[Occurrence]:
    """The times of a rule whose days are from `first` to `last`, with holidays left out or moved as agreed.

    One that is moved to a day that is taken falls away. Raises ValueError for a rule that is not understood.
    """
    days = list(days_of(rule, starts_on, first=first, last=last))
    taken, found = set(days), []
    for day in days:
        name = holiday(day)
        moved = _moved(day, policy) if name else day
        if moved is None or (moved != day and moved in taken):
            continue
        taken.add(moved)
        found.append(Occurrence(day, at_local(moved, clock), name))
    return found


def weekly(days: Sequence[int], *, every: int = 1) -> str:
    """The rule of some weekdays (0 is Monday) every so many weeks. Raises ValueError for nonsense."""
    return check(f"FREQ=WEEKLY;INTERVAL={every};BYDAY={','.join(DAYS[day] for day in sorted(set(days)))}")


def monthly(position: int, day: int, *, every: int = 1) -> str:
    """The rule of, say, the second Tuesday of a month; position -1 is the last. Raises ValueError for nonsense."""
    return check(f"FREQ=MONTHLY;INTERVAL={every};BYDAY={position}{DAYS[day]}")


def last_workday() -> str:
    """The rule of the last day from Monday to Friday of every month."""
    return f"FREQ=MONTHLY;BYDAY={WORKDAYS};BYSETPOS=-1"


def in_words(rule: str) -> str:
    """`varannan vecka på måndagar och torsdagar`. Raises ValueError for a rule that is not understood."""
    parts = dict(pair.split("=", 1) for pair in check(rule).split(";"))
    every, frequency = int(parts.get("INTERVAL", "1")), parts["FREQ"]
    if frequency == "DAILY":
        return "varje dag" if every == 1 else f"var {every}:e dag"
    if frequency == "YEARLY":
        return "varje år" if every == 1 else f"vart {every}:e år"
    if frequency == "WEEKLY":
        weeks = {1: "varje vecka", 2: "varannan vecka"}.get(every, f"var {every}:e vecka")
        days = parts.get("BYDAY", "")
        return f"{weeks} på {_plural(days)}" if days else weeks
    months = {1: "varje månad", 2: "varannan månad"}.get(every, f"var {every}:e månad")
    return f"{_day_of_month(parts)} {months}".strip()


def _day_of_month(parts: dict[str, str]) -> str:
    days = parts.get("BYDAY", "")
    if parts.get("BYSETPOS"):
        word = "vardagen" if days == WORKDAYS else joined([_NAMES[DAYS.index(day)] + "en" for day in days.split(",")])
        return f"{_NUMBERS[int(parts['BYSETPOS'])]} {word}"
    if days:
        return joined([f"{_NUMBERS[int(day[:-2])]} {_NAMES[DAYS.index(day[-2:])]}en" for day in days.split(",")])
    number = parts.get("BYMONTHDAY", "")
    return "sista dagen" if number == "-1" else f"den {number}:e" if number else ""


def _plural(days: str) -> str:
    if days == WORKDAYS:
        return "vardagar"
    return joined([f"{_NAMES[DAYS.index(day)]}ar" for day in days.split(",")])


def _parsed(text: str, starts_on: date) -> rrule:
    parsed = rrulestr(text, dtstart=datetime.combine(starts_on, time()))
    if not isinstance(parsed, rrule):
        raise TypeError(NONSENSE)
    return parsed


def _is_sound(parts: dict[str, str]) -> bool:
    """Whether every number is one that comes, so that expanding a rule always ends."""
    numbers = {"INTERVAL": range(1, MOST_INTERVAL + 1), "BYMONTH": range(1, MOST_MONTHS + 1),
               "BYMONTHDAY": {-1, *range(1, MOST_DAY + 1)}, "BYSETPOS": set(_NUMBERS)}  # fmt: skip
    for name, allowed in numbers.items():
        words = parts.get(name, "1").split(",")
        if not all(_number(word) in allowed for word in words):
            return False
    if "BYSETPOS" in parts and ("BYDAY" not in parts or "," in parts["BYSETPOS"]):
        return False
    is_counted = parts["FREQ"] == "MONTHLY" and "BYSETPOS" not in parts
    days = parts["BYDAY"].split(",") if "BYDAY" in parts else ()
    return all(_is_day(day, is_counted=is_counted) for day in days)


def _is_day(day: str, *, is_counted: bool) -> bool:
    if not is_counted:
        return day in DAYS
    return day[-2:] in DAYS and _number(day[:-2]) in _NUMBERS


def _number(word: str) -> int:
    digits = word.removeprefix("-")
    return int(word) if digits.isdecimal() and len(digits) <= 3 else 0  # noqa: PLR2004 -- no such day or month


def _moved(day: date, policy: HolidayPolicy) -> date | None:
    """Where a time on a holiday goes; None when it falls away."""
    if policy == HolidayPolicy.KEEP or is_workday(day):
        return day
    if policy == HolidayPolicy.SKIP:
        return None
    return workday_after(day) if policy == HolidayPolicy.NEXT else workday_before(day)
