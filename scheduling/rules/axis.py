"""Where things stand on the axis of a day, in minutes of its clock from midnight. Pure.

A clock is what people read: in the nights when it is changed, lengths on the axis are those of the clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from scheduling.rules.facts import Span
from scheduling.rules.worktime import to_local

HOUR, DAY = 60, 24 * 60
USUAL = (6 * HOUR, 18 * HOUR)
SHORTEST = 5  # minutes that can still be seen


@dataclass(frozen=True, slots=True)
class Axis:
    """The hours that are shown of a day, in whole hours: `first` up to `last`, in minutes."""

    day: date
    first: int = USUAL[0]
    last: int = USUAL[1]

    @property
    def length(self) -> int:
        return self.last - self.first

    @property
    def hours(self) -> list[int]:
        """The minute each hour that is shown begins at."""
        return list(range(self.first, self.last, HOUR))

    def place(self, span: Span) -> tuple[int, int] | None:
        """From which minute, and how many, what is seen of a time; None when nothing is."""
        start, end = minute_of(span.start, self.day), minute_of(span.end, self.day)
        start, end = max(start, self.first), min(max(end, start + SHORTEST), self.last)
        return (start, end - start) if start < end else None


def minute_of(at: datetime, day: date) -> int:
    """The minute of a day's clock that a moment is at: below nothing the day before, above 1440 the day after."""
    local = to_local(at)
    return (local.date() - day).days * DAY + local.hour * HOUR + local.minute


def axis_of(day: date, spans: Iterable[Span]) -> Axis:
    """The axis of a day: six to six, wider where there is work earlier or later; never more than the day itself."""
    first, last = USUAL
    for span in spans:
        first = min(first, max(minute_of(span.start, day), 0))
        last = max(last, min(minute_of(span.end, day), DAY))
    return Axis(day, first // HOUR * HOUR, -(-last // HOUR) * HOUR)
