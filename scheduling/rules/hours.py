"""Hours worked: minutes without breaks, what differs from the plan, and whole hours for Skatteverket. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduling.rules.facts import Span

AS_PLANNED = 15  # minutes that a time may differ from the plan before somebody should look
MOST_BREAK = 8 * 60  # minutes


@dataclass(frozen=True, slots=True)
class Worked:
    """One time: from when to when, minutes of break in it, and the kind of RUT work, empty for none."""

    starts_at: datetime
    ends_at: datetime
    break_minutes: int = 0
    work: str = ""

    @property
    def minutes(self) -> int:
        """What counts: to the minute, without the breaks, right also in the nights when clocks change."""
        return max(Span(self.starts_at, self.ends_at).minutes - self.break_minutes, 0)


def whole_hours(minutes: int) -> int:
    """Hours as Skatteverket's file takes them: whole ones, halves up (AntalTimmar in V6 is an integer of 0–999)."""
    return (minutes + 30) // 60


def hours_by_work(times: Iterable[Worked]) -> dict[str, int]:
    """Whole hours per kind of work; minutes are added up first, so that ten short times are not rounded ten times."""
    return {work: whole_hours(total) for work, total in minutes_by_work(times).items()}


def minutes_by_work(times: Iterable[Worked]) -> dict[str, int]:
    """Minutes per kind of work, in the order they were met."""
    minutes: dict[str, int] = defaultdict(int)
    for time in times:
        minutes[time.work] += time.minutes
    return dict(minutes)


def differs(worked: Worked, planned: Span | None) -> int | None:
    """Minutes more (or, below zero, fewer) than planned from one end to the other; None without a plan."""
    if planned is None:
        return None
    return Span(worked.starts_at, worked.ends_at).minutes - planned.minutes


def is_as_planned(worked: Worked, planned: Span | None) -> bool:
    """Whether both ends are so near the plan that nobody need look."""
    if planned is None:
        return False
    near = timedelta(minutes=AS_PLANNED)
    return abs(worked.starts_at - planned.start) <= near and abs(worked.ends_at - planned.end) <= near
