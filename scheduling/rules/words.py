"""Times, lengths and lists of names as people say them."""

from collections.abc import Sequence
from datetime import date, datetime

from scheduling.rules.facts import Span
from scheduling.rules.worktime import local_date, to_local

WEEK = 7
_DAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_SHORT_DAYS = ("mån", "tis", "ons", "tor", "fre", "lör", "sön")
_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
    "december",
)  # fmt: skip


def clock(at: datetime) -> str:
    """`07:00` in Stockholm."""
    return f"{to_local(at):%H:%M}"


def day_of(day: date) -> str:
    """`tisdag 9 juni`."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def date_of(day: date, today: date) -> str:
    """`9 juni`, with the year when it is another than today's."""
    return f"{day.day} {_MONTHS[day.month - 1]}" + ("" if day.year == today.year else f" {day.year}")


def period(span: Span, *, later: str = "nästa dag") -> str:
    """`07:00–12:00`; past midnight `22:00–06:00 nästa dag`, or with what another language says (`later`)."""
    is_later = local_date(span.end) > local_date(span.start) and clock(span.end) != "00:00"
    return f"{clock(span.start)}–{clock(span.end)}" + (f" {later}" if is_later else "")


def moment(at: datetime) -> str:
    """`fredag 12 juni 22:00`."""
    return f"{day_of(local_date(at))} {clock(at)}"


def hours(minutes: float) -> str:
    """`8,5 tim`, `8 tim`, `45 min`."""
    if minutes < 60:  # noqa: PLR2004 -- an hour
        return f"{round(minutes)} min"
    return f"{in_hours(minutes)} tim"


def short_day(day: date, today: date) -> str:
    """A day as seen from another one: `igår`, `idag`, `imorgon`, `tor` within the week, else `9 juni`."""
    away = (day - today).days
    if -1 <= away <= 1:
        return ("igår", "idag", "imorgon")[away + 1]
    return _SHORT_DAYS[day.weekday()] if 0 < away < WEEK else f"{day.day} {_MONTHS[day.month - 1]}"


def joined(names: Sequence[str], *, last: str = "och") -> str:
    """`Ali, Jonas och Elin`, with what another language says before the `last`."""
    return f" {last} ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def initials(name: str, *, is_person: bool = True) -> str:
    """`AD` for Ali Demoström; the digits of `Bil 1`, else its first letter."""
    words = name.split() or ["?"]
    if not is_person:
        return next((word for word in words if word.isdigit()), words[0][:1].upper())
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()


def days_between(first: date, last: date) -> str:
    """`8–14 juni 2026`, `29 juni – 5 juli 2026`."""
    ends = f"{last.day} {_MONTHS[last.month - 1]} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{ends}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {_MONTHS[first.month - 1]}{year} – {ends}"


def in_hours(minutes: float) -> str:
    """Hours as a number alone: `44`, `43,5`."""
    return f"{minutes / 60:.1f}".replace(".", ",").removesuffix(",0")
