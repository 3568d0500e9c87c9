"""Whether somebody has time: what is free of a day, and of one time, with why not in words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scheduling.rules.facts import DAY, Span, Stint, Worker
from scheduling.rules.words import clock, joined, period
from scheduling.rules.worktime import local_date, merged, shifts_on, without


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether one has time when it is asked for: the free time within it, or why there is not enough in `why`."""

    worker: Worker
    free: tuple[Span, ...]
    why: str = ""

    @property
    def is_free(self) -> bool:
        return not self.why

    @property
    def times(self) -> str:
        """`08:00–10:00 och 11:00–12:00`."""
        return joined([period(span) for span in self.free])


def free_of_day(worker: Worker, stints: Sequence[Stint], day: date) -> list[Span]:
    """What is left of the shifts that begin on a day when absence and planned work are taken out."""
    shifts = [span for span, _ in shifts_on(worker.hours, day)]
    return without(shifts, [*(stint.span for stint in stints), *worker.absences])


def answer(worker: Worker, stints: Sequence[Stint], asked: Span, *, minutes: int) -> Answer:
    """Whether one has `minutes` in a row free within a time, and else what stands in the way, the first thing first.

    Shifts of the night before count, those that touch are one.
    """
    first = local_date(asked.start)
    shifts = merged(span for day in (first - DAY, first, first + DAY) for span, _ in shifts_on(worker.hours, day))
    within = [span for each in shifts if (span := _common(each, asked)) is not None]
    free = [
        span for span in without(within, [*(stint.span for stint in stints), *worker.absences])
        if span.minutes >= minutes
    ]  # fmt: skip
    return Answer(worker, tuple(free), "" if free else _why(worker, stints, asked, within, minutes))


def _why(worker: Worker, stints: Sequence[Stint], asked: Span, within: Sequence[Span], minutes: int) -> str:
    wanted = within or [asked]
    away = [part for absence in worker.absences for span in wanted if (part := _common(absence, span)) is not None]
    if away and not without(wanted, away):
        return "frånvarande"
    if not any(span.minutes >= minutes for span in within):
        hours = [period(span) for span, _ in shifts_on(worker.hours, local_date(asked.start))]
        return f"arbetar {joined(hours)}" if hours else "arbetar inte den dagen"
    gone = [f"frånvarande {period(span)}" for span in merged(away)]
    busy = [stint for stint in stints if stint.span.overlaps(asked)]
    told = [f"{stint.who or 'uppdrag'} {clock(stint.span.start)}–{clock(stint.span.end)}" for stint in busy]
    return joined([*gone, *told])


def _common(one: Span, other: Span) -> Span | None:
    start, end = max(one.start, other.start), min(one.end, other.end)
    return Span(start, end) if start < end else None
