"""What a proposal does to a day in words people weigh: driving, overtime, lateness, who is left alone. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from scheduling.rules.planning.checking import violations
from scheduling.rules.planning.costing import Cost
from scheduling.rules.planning.plan import Plan
from scheduling.rules.planning.problem import Problem
from scheduling.rules.words import hours

Row = list[str | float]  # what, before, after: as it is kept


class Effect(StrEnum):
    """What is measured of a day's plan; minutes, or a number of jobs or faults."""

    LEFT = "left"
    FAULTS = "faults"
    TRAVEL = "travel"
    OVERTIME = "overtime"
    LATE = "late"


_LABELS: dict[str, str] = {
    Effect.LEFT: "Uppdrag utan helt lag", Effect.FAULTS: "Krockar och brutna regler", Effect.TRAVEL: "Körning",
    Effect.OVERTIME: "Övertid", Effect.LATE: "Sent till kund",
}  # fmt: skip
_COUNTED = (Effect.LEFT, Effect.FAULTS)
NONE = "0"


@dataclass(frozen=True, slots=True)
class Told:
    """One effect in words; `tone` is ok when it is less than before, warn when it is more."""

    label: str
    before: str
    after: str
    difference: str
    tone: str


def effects_of(problem: Problem, before: tuple[Plan, Cost], after: tuple[Plan, Cost]) -> list[Row]:
    """What is measured of two plans for the same day, in the order it is shown."""
    old, new = _measured(problem, *before), _measured(problem, *after)
    return [[str(effect), old[effect], new[effect]] for effect in Effect]


def told(rows: Sequence[Sequence[str | float]]) -> list[Told]:
    """The effects in words; those that are nothing both before and after are left out."""
    return [
        _told(str(name), float(old), float(new)) for name, old, new in rows if round(float(old)) or round(float(new))
    ]


def _measured(problem: Problem, plan: Plan, cost: Cost) -> dict[Effect, float]:
    planned = plan.by_visit()
    left = sum(visit.id not in planned for visit in problem.visits)
    return {
        Effect.LEFT: left, Effect.FAULTS: len(violations(problem, plan)), Effect.TRAVEL: cost.travel,
        Effect.OVERTIME: cost.overtime, Effect.LATE: cost.late,
    }  # fmt: skip


def _told(name: str, old: float, new: float) -> Told:
    by = round(new) - round(old)
    words = _words(name, abs(by))
    difference = "oförändrat" if by == 0 else f"{words} {'mer' if by > 0 else 'mindre'}"
    if name in _COUNTED and by:
        difference = f"{words} {'fler' if by > 0 else 'färre'}"
    tone = "" if by == 0 else "warn" if by > 0 else "ok"
    return Told(_LABELS.get(name, name), _words(name, old), _words(name, new), difference, tone)


def _words(name: str, value: float) -> str:
    if name in _COUNTED or not round(value):
        return str(round(value)) if name in _COUNTED else NONE + " min"
    return hours(round(value))
