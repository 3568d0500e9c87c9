"""The work of a person as a calendar has it (RFC 5545, RFC 7986): times in UTC, nothing of customers but a name."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from icalendar import Event, vGeo

from perforia.base.calendars import calendar_of
from scheduling.queries.feed import FeedEntry

PRODUCT = "-//Perforia//Mitt schema//SV"
REFRESH = timedelta(hours=1)


def calendar(entries: Sequence[FeedEntry], *, name: str, host: str, base_url: str) -> bytes:
    """The whole calendar, the same bytes for the same entries; `base_url` is where the jobs' pages are."""
    return calendar_of(
        (_event(entry, host, base_url) for entry in entries), name=name, product=PRODUCT, refresh=REFRESH
    )


def changed_at(entries: Sequence[FeedEntry]) -> datetime | None:
    """When anything of it was last told."""
    return max((entry.changed_at for entry in entries), default=None)


def _event(entry: FeedEntry, host: str, base_url: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.uuid}@{host}")
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", entry.summary)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if entry.location:
        event.add("location", entry.location)
    if entry.point is not None:
        event.add("geo", vGeo(entry.point))
    event.add("url", f"{base_url}/min-dag/{entry.job_id}/")
    return event
