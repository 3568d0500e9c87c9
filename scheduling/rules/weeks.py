"""Weeks of planned work against what is agreed and allowed. Pure. Lengths in minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scheduling.rules.facts import DAY, LAW, Limits, Stint
from scheduling.rules.words import hours
from scheduling.rules.worktime import minutes_in_week

AVERAGED = 4  # weeks that ordinary hours may be evened out over (Arbetstidslagen 5 §)


@dataclass(frozen=True, slots=True)
class Week:
    """What one is planned for in a week. `tone` is warn over the ordinary week, bad over the longest allowed."""

    monday: date
    planned: int
    agreed: int
    tone: str

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def words(self) -> str:
        return hours(self.planned) if self.planned else "0 tim"


def weeks_of(stints: Sequence[Stint], mondays: Sequence[date], *, agreed: int, limits: Limits = LAW) -> list[Week]:
    """The planned work of some weeks; `agreed` minutes a week."""
    return [_week(monday, minutes_in_week(monday, stints), agreed, limits) for monday in mondays]


def over_average(weeks: Sequence[Week], limits: Limits = LAW) -> str:
    """A sentence when four weeks in a row come to more than an ordinary week each, else nothing."""
    for number in range(len(weeks) - AVERAGED + 1):
        part = weeks[number : number + AVERAGED]
        average = sum(week.planned for week in part) / AVERAGED
        if average > limits.week:
            return (
                f"Vecka {part[0].number}–{part[-1].number} blir i snitt {hours(average)}, över {hours(limits.week)} i"
                " veckan."
            )
    return ""


def mondays_around(monday: date, *, before: int, after: int) -> list[date]:
    """The Mondays of some weeks before a week, of it, and of some after it."""
    return [monday + 7 * number * DAY for number in range(-before, after + 1)]


def _week(monday: date, planned: int, agreed: int, limits: Limits) -> Week:
    tone = "bad" if planned > limits.week_at_most else "warn" if planned > limits.week else ""
    return Week(monday, planned, agreed, tone)
