"""Working hours in words: which days and times, for how long they hold, and what is odd about them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby, pairwise

from scheduling.rules.facts import DAY, LAW, Hours, Limits
from scheduling.rules.words import hours as in_words
from scheduling.rules.worktime import local_date, shift, week_of, working_minutes

_SHORT = ("mån", "tis", "ons", "tor", "fre", "lör", "sön")
WEEK = 7
# A week without a night when clocks change, to measure shifts on.
PLAIN_MONDAY = date(2026, 6, 8)


@dataclass(frozen=True, slots=True)
class HoursPeriod:
    """Working hours that hold for a time. `weeks` has one list of lines (days, times) for each week of the rota."""

    valid_from: date
    valid_until: date | None
    hours: tuple[Hours, ...]
    weeks: tuple[tuple[tuple[str, str], ...], ...]
    minutes: int

    @property
    def length(self) -> str:
        """Hours a week, in words."""
        return in_words(self.minutes) if self.minutes else "0 tim"


def periods(patterns: Sequence[Hours]) -> list[HoursPeriod]:
    """The times that working hours hold, in order."""
    found: dict[tuple[date, date | None], list[Hours]] = {}
    for row in patterns:
        found.setdefault((row.valid_from, row.valid_until), []).append(row)
    return [_period(key, found[key]) for key in sorted(found, key=lambda each: each[0])]


def period_on(patterns: Sequence[Hours], day: date) -> HoursPeriod | None:
    """The one that holds on a day."""
    for period in periods(patterns):
        if period.valid_from <= day and (period.valid_until is None or day <= period.valid_until):
            return period
    return None


def oddities(period: HoursPeriod, agreed: int, limits: Limits = LAW) -> list[str]:
    """What the office should know of working hours, against what is agreed (minutes a week) and the law."""
    found = []
    if period.minutes > limits.week:
        found.append(f"{period.length} i veckan är mer än {in_words(limits.week)} ordinarie arbetstid.")
    elif period.minutes != agreed:
        found.append(
            f"Arbetstiden är {period.length} i veckan, avtalet säger {in_words(agreed) if agreed else '0 tim'}."
        )
    if any(_is_without_break(row, limits) for row in period.hours):
        found.append(f"Ett pass är längre än {in_words(limits.longest_stretch)} utan rast.")
    if any(_short_rest(period, week, limits) for week in range(len(period.weeks))):
        found.append(f"Mellan två pass är det mindre än {in_words(limits.daily_rest)} vila.")
    return found


def _period(key: tuple[date, date | None], rows: Sequence[Hours]) -> HoursPeriod:
    cycle = max(row.cycle_weeks for row in rows)
    weeks = tuple(_lines([row for row in rows if row.cycle_week == week]) for week in range(cycle))
    minutes = sum(_minutes(row) for row in rows) // cycle
    return HoursPeriod(key[0], key[1], tuple(rows), weeks, minutes)


def _lines(rows: Sequence[Hours]) -> tuple[tuple[str, str], ...]:
    """Days in a row with the same times are told together: `mån–fre`, `07:00–16:00, rast 60 min`."""
    told = [", ".join(_times(row) for row in sorted(rows, key=_start) if row.weekday == day) for day in range(WEEK)]
    lines = []
    for times, days in groupby(range(WEEK), key=lambda day: told[day]):
        own = list(days)
        if times:
            name = _SHORT[own[0]] if len(own) == 1 else f"{_SHORT[own[0]]}–{_SHORT[own[-1]]}"
            lines.append((name, times))
    return tuple(lines)


def _times(row: Hours) -> str:
    pause = f", rast {row.break_minutes} min" if row.break_minutes else ""
    return f"{row.starts:%H:%M}–{row.ends:%H:%M}{pause}"


def _start(row: Hours) -> time:
    return row.starts


def _minutes(row: Hours) -> int:
    plain = Hours(row.weekday, row.starts, row.ends, row.break_minutes, date.min)
    return working_minutes([plain], PLAIN_MONDAY + row.weekday * DAY)


def _is_without_break(row: Hours, limits: Limits) -> bool:
    length = shift(PLAIN_MONDAY, row.starts, row.ends).minutes
    return row.break_minutes < limits.shortest_break and length > limits.longest_stretch


def _short_rest(period: HoursPeriod, week: int, limits: Limits) -> bool:
    """Whether the next shift begins too soon after one of a week; the first of the next week counts."""
    spans = sorted(
        shift(week_of(PLAIN_MONDAY) + (row.weekday + WEEK * offset) * DAY, row.starts, row.ends)
        for offset in (0, 1)
        for row in period.hours
        if row.cycle_week == (week + offset) % len(period.weeks)
    )
    # A pause between two shifts of one day is no night.
    return any(
        before.end < after.start and local_date(before.start) != local_date(after.start)
        and (after.start - before.end).total_seconds() < limits.daily_rest * 60
        for before, after in pairwise(spans)
    )  # fmt: skip
