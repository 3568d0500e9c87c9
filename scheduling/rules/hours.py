"""Hours worked: minutes without breaks, what differs from the plan, and whole hours for Skatteverket. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduling.rules.facts import Span

BACKWARDS = "Tiden slutar innan den börjar. Ändra från eller till."
TOO_LONG = "En tid kan vara högst ett dygn. Dela upp den."
NOT_YET = "Tiden har inte varit än. Ändra från eller till."
ALL_BREAK = "Rasten är lika lång som tiden, eller längre. Ändra rasten."
OBJECTIONS = (BACKWARDS, TOO_LONG, NOT_YET, ALL_BREAK)
LONGEST = timedelta(hours=24)
AHEAD = timedelta(minutes=5)  # how much clocks may disagree
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


def objection_to(worked: Worked, *, at: datetime | None = None) -> str:
    """Why a time cannot be, in Swedish and with what to do; empty when it can. It must have been by `at`, if told."""
    if worked.ends_at <= worked.starts_at:
        return BACKWARDS
    if worked.ends_at - worked.starts_at > LONGEST:
        return TOO_LONG
    if at is not None and worked.ends_at > at + AHEAD:
        return NOT_YET
    is_all_break = worked.break_minutes < 0 or worked.break_minutes > MOST_BREAK or worked.minutes <= 0
    return ALL_BREAK if is_all_break else ""


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
