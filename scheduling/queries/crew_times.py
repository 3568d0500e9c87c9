"""The time of one person: entry by entry, day by day and in sums, as it counts now."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.states import RutWork
from scheduling.models import TimeEntry
from scheduling.queries.times import is_own_correction
from scheduling.rules.crew import whole_minutes
from scheduling.rules.worktime import day_span, local_date
from scheduling.states import TimeState


@dataclass(frozen=True)
class TimeRow:
    """One entry as it counts: `minutes` without the break, `is_corrected` when somebody has put it right.

    `is_by_self` when that was the person alone.
    """

    entry: TimeEntry
    minutes: int
    is_corrected: bool
    is_by_self: bool


@dataclass(frozen=True)
class TimeDay:
    """A day with its entries and their sum in minutes."""

    day: date
    rows: Sequence[TimeRow]

    @property
    def minutes(self) -> int:
        return sum(row.minutes for row in self.rows)


@dataclass(frozen=True)
class TimeWeek:
    """A week with its sum in minutes, in all and for each kind of work."""

    monday: date
    days: Sequence[TimeDay]
    works: Sequence[tuple[str, int]]

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def minutes(self) -> int:
        return sum(day.minutes for day in self.days)


def week_of(resource_id: int, monday: date) -> TimeWeek:
    """What one person has reported in a week; what the office did not accept stands there but counts nothing."""
    span = day_span(monday, 7)
    rows = TimeEntry.objects.ended().filter(
        resource=resource_id, started_at__gte=span.start, started_at__lt=span.end
    )  # fmt: skip
    counted = rows.as_counted().select_related("job", "resource__employee").order_by("started_at", "pk")
    found = [_row(entry) for entry in counted]
    works: dict[str, int] = defaultdict(int)
    days: dict[date, list[TimeRow]] = defaultdict(list)
    for row in found:
        days[local_date(row.entry.started_at)].append(row)
        works[row.entry.as_work] += row.minutes  # type: ignore[attr-defined]  # of as_counted
    named = [(RutWork(work).label if work else "", minutes) for work, minutes in sorted(works.items()) if minutes]
    return TimeWeek(monday, [TimeDay(day, days[day]) for day in sorted(days)], named)


def _row(entry: TimeEntry) -> TimeRow:
    told = (entry.from_at, entry.until_at, entry.rest, entry.as_work)  # type: ignore[attr-defined]  # of as_counted
    as_reported = (entry.started_at, entry.ended_at, entry.break_minutes, entry.work)
    minutes = max(whole_minutes(told[0], told[1]) - told[2], 0)
    counts = 0 if entry.state == TimeState.REJECTED else minutes
    return TimeRow(entry, counts, told != as_reported, is_own_correction(entry))
