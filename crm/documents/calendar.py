"""The calendar of a person as RFC 5545 wants it: what is to be done, without the data of those it is about."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Event

from perforia.base.calendars import calendar_of

PRODUCT = "-//Perforia//Att göra//SV"
HALF_AN_HOUR = timedelta(minutes=30)
REFRESH = timedelta(minutes=30)
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.\w+")
_NUMBER = re.compile(r"\+?\d(?:[\s().-]?\d){6,}")
LEFT_OUT = "…"


@dataclass(frozen=True)
class Entry:
    """One thing to do; `uid` is the same as long as it exists, `changed_at` when it was last written."""

    uid: str
    text: str
    due_at: datetime
    changed_at: datetime
    url: str


def calendar(entries: Iterable[Entry], *, name: str) -> bytes:
    """The whole calendar, the same bytes for the same entries."""
    return calendar_of(map(_event, entries), name=name, product=PRODUCT, refresh=REFRESH)


def without_numbers(text: str) -> str:
    """A text without the telephone numbers, personal numbers and e-mail addresses somebody may have written in it."""
    return _NUMBER.sub(LEFT_OUT, _ADDRESS.sub(LEFT_OUT, text))


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("dtstart", entry.due_at.astimezone(UTC))
    event.add("dtend", entry.due_at.astimezone(UTC) + HALF_AN_HOUR)
    event.add("summary", without_numbers(entry.text))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    event.add("url", entry.url)
    return event
