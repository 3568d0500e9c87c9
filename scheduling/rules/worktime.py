"""Working time: shifts in local wall time, rest, breaks and weeks, right also in the nights when clocks change.

Of Arbetstidslagen (1982:673): 13 § eleven hours of rest in each day, 14 § thirty-six in each week, 15 § a break after
at most five hours of work, 5 § forty hours a week.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from scheduling.rules.facts import DAY, LAW, Hours, Limits, Span, Stint

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def at_local(day: date, clock: time) -> datetime:
    """A moment from what a clock in Stockholm shows.

    A time that is skipped in spring is an hour later; of one that comes twice in autumn the first is meant.
    """
    return datetime.combine(day, clock, STOCKHOLM).astimezone(UTC).astimezone(STOCKHOLM)


def to_local(at: datetime) -> datetime:
    """What a clock in Stockholm shows at a moment."""
    return at.astimezone(STOCKHOLM)


def local_date(at: datetime) -> date:
    """The day a moment is on in Stockholm."""
    return at.astimezone(STOCKHOLM).date()


@lru_cache(maxsize=1024)
def day_span(day: date, days: int = 1) -> Span:
    """From midnight to midnight in Stockholm: 23 or 25 hours twice a year."""
    return Span(at_local(day, time()), at_local(day + days * DAY, time()))


def part_of_day(span: Span, day: date) -> Span | None:
    """What a time takes of a day; None when that is all of it."""
    whole = day_span(day)
    part = Span(max(span.start, whole.start), min(span.end, whole.end))
    return None if part == whole else part


def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


@lru_cache(maxsize=4096)
def shift(day: date, starts: time, ends: time) -> Span:
    """The shift that begins on a day; one that ends when it begins, or before, ends the next day."""
    return Span(at_local(day, starts), at_local(day + (DAY if ends <= starts else timedelta()), ends))


def applies(hours: Hours, day: date) -> bool:
    """Whether a pattern says anything of a day."""
    if hours.weekday != day.weekday() or day < hours.valid_from:
        return False
    if hours.valid_until is not None and day > hours.valid_until:
        return False
    weeks = (week_of(day) - week_of(hours.valid_from)).days // 7
    return weeks % hours.cycle_weeks == hours.cycle_week


def shifts_on(patterns: Sequence[Hours], day: date) -> list[tuple[Span, int]]:
    """The shifts that begin on a day, each with its minutes of break."""
    found = [hours for hours in patterns if applies(hours, day)]
    return sorted((shift(day, hours.starts, hours.ends), hours.break_minutes) for hours in found)


def working_minutes(patterns: Sequence[Hours], day: date) -> int:
    """How long somebody is to work on a day, without breaks."""
    return sum(max(span.minutes - pause, 0) for span, pause in shifts_on(patterns, day))


def minutes_left(shifts: Iterable[tuple[Span, int]], away: Sequence[Span]) -> int:
    """How long is worked of some shifts, without breaks and without the time away.

    The break goes with the part of the shift it falls in: half a day is worked without half a break.
    """
    if not away:
        return sum(max(span.minutes - pause, 0) for span, pause in shifts)
    found = 0
    for span, pause in shifts:
        left = sum(part.minutes for part in without([span], away))
        found += max(left - pause * (left == span.minutes), 0)
    return found


def is_within_hours(patterns: Sequence[Hours], span: Span) -> bool:
    """Whether a time lies within shifts; a shift of the night before counts, shifts that touch are one."""
    first = local_date(span.start)
    days = (first - DAY, first, first + DAY)
    return any(each.covers(span) for each in merged(each for day in days for each, _ in shifts_on(patterns, day)))


def merged(spans: Iterable[Span], *, gap: int = 0) -> list[Span]:
    """The same time without overlaps; what is at most `gap` minutes apart becomes one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end + timedelta(minutes=gap):
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def without(whole: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What is left of some time when other time is taken out of it."""
    left, gone = [], merged(taken)
    for span in merged(whole):
        start = span.start
        for hole in gone:
            if hole.end <= start:
                continue
            if hole.start >= span.end:
                break
            if hole.start > start:
                left.append(Span(start, hole.start))
            start = hole.end
        if start < span.end:
            left.append(Span(start, span.end))
    return left


def longest_rest(within: Span, work: Iterable[Span]) -> Span:
    """The longest time without work in a span; of no length when there is none."""
    free = without([within], work)
    return max(free, key=lambda span: (span.minutes, span.start), default=Span(within.start, within.start))


def short_daily_rests(work: Iterable[Span], limits: Limits = LAW) -> list[Span]:
    """The rests that are too short: for each day of work, counted 24 hours from its beginning, its longest rest.

    A day of work begins with the first work after a whole daily rest.
    """
    blocks, found, begun = merged(work), [], None
    for number, block in enumerate(blocks):
        rested = number == 0 or Span(blocks[number - 1].end, block.start).minutes >= limits.daily_rest
        if begun is not None and not rested and block.start < begun + DAY:
            continue
        begun = block.start
        rest = longest_rest(Span(begun, begun + DAY), blocks)
        if rest.minutes < limits.daily_rest:
            found.append(rest)
    return found


def short_weekly_rest(monday: date, work: Iterable[Span], limits: Limits = LAW) -> Span | None:
    """The longest rest within a week when none is long enough, else None.

    A rest over the weekend counts in the week it mostly lies in, whole.
    """
    week, half = day_span(monday, 7), timedelta(minutes=limits.weekly_rest / 2)
    spans = list(work)
    around = without([Span(week.start - 2 * half, week.end + 2 * half)], spans)
    inside = [span for span in around if min(span.end, week.end) - max(span.start, week.start) >= half]
    if any(span.minutes >= limits.weekly_rest for span in inside):
        return None
    return longest_rest(week, spans)


def stretches_without_break(stints: Sequence[Stint], limits: Limits = LAW) -> list[Span]:
    """Times of work in a row that are too long for the breaks planned in them."""
    found = []
    for stretch in merged((stint.span for stint in stints), gap=limits.shortest_break - 1):
        breaks = [stint.break_minutes for stint in stints if stretch.covers(stint.span)]
        allowed = limits.longest_stretch * (1 + sum(pause // limits.shortest_break for pause in breaks))
        if stretch.minutes - sum(breaks) > allowed:
            found.append(stretch)
    return found


def minutes_in_week(monday: date, stints: Iterable[Stint]) -> int:
    """Minutes of work in a week; work belongs to the day it begins on."""
    days = (monday, monday + 6 * DAY)
    return sum(stint.worked for stint in stints if days[0] <= local_date(stint.span.start) <= days[1])
