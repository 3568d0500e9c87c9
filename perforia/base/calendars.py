"""Calendars that phones subscribe to (RFC 5545, RFC 7986): what stands at the head of each."""

from collections.abc import Iterable
from datetime import timedelta

from icalendar import Calendar, Event


def calendar_of(events: Iterable[Event], *, name: str, product: str, refresh: timedelta) -> bytes:
    """A whole calendar, the same bytes for the same events; `refresh` is how often it is worth asking for again."""
    made = Calendar()
    made.add("prodid", product)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", f"PT{int(refresh.total_seconds()) // 60}M")
    for event in events:
        made.add_component(event)
    return bytes(made.to_ical())
