"""Which job of last week one of this week is like: the crew of that one is who it usually is. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """What is compared of a job; `weekday` counts from Monday, `minute` from midnight, None when no time is set."""

    job_id: int
    series_id: int | None
    customer_id: int | None
    kind: str
    weekday: int
    minute: int | None = None


def pairs(wanted: Sequence[Piece], before: Sequence[Piece]) -> dict[int, int]:
    """For each job the one of last week that it is like, each of those once.

    Of the same series before the same customer and kind, then on the same weekday, then at the nearest time. Who has
    the best match is served first.
    """
    ranked = sorted(
        (rank, one.job_id, other.job_id)
        for one in wanted
        for other in before
        if (rank := _rank(one, other)) is not None
    )  # fmt: skip
    found: dict[int, int] = {}
    for _, one, other in ranked:
        if one not in found and other not in found.values():
            found[one] = other
    return found


def _rank(one: Piece, other: Piece) -> tuple[bool, int, int] | None:
    """How unlike two jobs are; None when they have nothing in common."""
    is_series = one.series_id is not None and one.series_id == other.series_id
    is_customer = one.customer_id is not None and (one.customer_id, one.kind) == (other.customer_id, other.kind)
    if not is_series and not is_customer:
        return None
    apart = 0 if one.minute is None or other.minute is None else abs(one.minute - other.minute)
    return (not is_series, abs(one.weekday - other.weekday), apart)
