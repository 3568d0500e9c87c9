"""What somebody's calendar shows: the work they have been told of, and what was taken back lately.

Nothing of customers but a name in short, no codes, no numbers: a calendar is kept by others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from scheduling.models import Booking
from scheduling.queries.crew_words import HOME, speech_of
from scheduling.queries.publishing import read_told
from scheduling.rules.changes import Speech, what_in
from scheduling.rules.facts import Point

BACK, AHEAD, KEPT = timedelta(days=14), timedelta(days=60), timedelta(days=14)


@dataclass(frozen=True)
class FeedEntry:
    """One event; `sequence` grows when it changes, `changed_at` is when it was last told."""

    uuid: UUID
    job_id: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    point: Point | None
    sequence: int
    is_cancelled: bool
    changed_at: datetime


def feed_of(resource_id: int, *, at: datetime, language: str = HOME) -> Sequence[FeedEntry]:
    """The events of one person from two weeks back to two months ahead, in order of time and in `sv` or `en`."""
    speech = speech_of(language)
    rows = Booking.objects.filter(
        Q(cancelled_at=None) | Q(cancelled_at__gte=at - KEPT), resource=resource_id, ends_at__gte=at - BACK,
        starts_at__lte=at + AHEAD,
    )  # fmt: skip
    found = rows.select_related("job__customer").prefetch_related("job__stops").order_by("starts_at", "pk")
    return [_entry(row, speech) for row in found]


def _entry(row: Booking, speech: Speech) -> FeedEntry:
    told = read_told(row)
    first = min(row.job.stops.all(), key=lambda stop: stop.position, default=None)
    is_open = row.job.customer is None or not row.job.customer.is_protected
    point = None
    if is_open and first is not None and first.latitude is not None and first.longitude is not None:
        point = (first.latitude, first.longitude)
    return FeedEntry(
        row.uuid, row.job_id, row.starts_at, row.ends_at, what_in(told.label, speech),
        told.address if is_open else "", point, row.sequence, row.cancelled_at is not None,
        row.cancelled_at or row.published_at,
    )  # fmt: skip
