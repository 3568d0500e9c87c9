"""Approved time as rows for whoever counts the pay."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from scheduling.queries.times import Line
from scheduling.rules.words import clock

HEADING = ("Datum", "Person", "Uppdrag", "Tjänst", "Arbete", "Från", "Till", "Rast, min", "Timmar", "Rättad")


def pay_rows(lines: Iterable[Line]) -> Iterator[Sequence[object]]:
    """A row per time; hours with two decimals."""
    for line in lines:
        job, counted = line.entry.job, line.counted
        yield (
            line.day, line.entry.resource.name, job.number, job.get_kind_display(), line.work,
            clock(counted.starts_at), clock(counted.ends_at), counted.break_minutes,
            (Decimal(counted.minutes) / 60).quantize(Decimal("0.01")), "ja" if line.is_corrected else "",
        )  # fmt: skip
