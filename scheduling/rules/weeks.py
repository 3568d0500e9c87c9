"""Weeks of planned work against what is agreed and allowed. Pure. Lengths in minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scheduling.rules.facts import DAY, LAW, Limits, Stint, Worker
from scheduling.rules.words import hours
from scheduling.rules.worktime import minutes_in_week, shifts_on, without

AVERAGED = 4  # weeks that ordinary hours may be evened out over (Arbetstidslagen 5 §)


@dataclass(frozen=True, slots=True)
class Week:
    """What one is planned for in a week. `tone` is warn over the ordinary week, bad over the longest allowed.

    `away` is how much of the working time absence takes.
    """

    monday: date
    planned: int
    agreed: int
    tone: str
    away: int = 0

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def words(self) -> str:
        return hours(self.planned) if self.planned else "0 tim"


def weeks_of(
    stints: Sequence[Stint], mondays: Sequence[date], *, agreed: int, limits: Limits = LAW, worker: Worker | None = None
) -> list[Week]:  # fmt: skip
    """The planned work of some weeks, `agreed` minutes a week; with the absence of a worker, if one is given."""
    return [
        _week(monday, minutes_in_week(monday, stints), agreed, limits, _away(worker, monday) if worker else 0)
        for monday in mondays
    ]


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


def _week(monday: date, planned: int, agreed: int, limits: Limits, away: int) -> Week:
    tone = "bad" if planned > limits.week_at_most else "warn" if planned > limits.week else ""
    return Week(monday, planned, agreed, tone, away)


def _away(worker: Worker, monday: date) -> int:
    """Minutes of a week's shifts that absence takes, its breaks only where it takes all of a shift."""
    found = 0
    for day in (monday + number * DAY for number in range(7) if worker.absences):
        for span, pause in shifts_on(worker.hours, day):
            left = sum(part.minutes for part in without([span], worker.absences))
            found += max(span.minutes - left - (0 if left else pause), 0)
    return found
