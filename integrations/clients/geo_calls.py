"""Asking a provider of addresses or roads: a person's patience, answers as JSON, trouble in the words of the house."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests

from integrations.clients import http
from perforia.base.errors import (
    ProviderAuth,
    ProviderBadRequest,
    ProviderDown,
    ProviderQuota,
    ProviderTimeout,
    Refused,
    Unreachable,
)
from perforia.base.geography import Point

# Seconds to connect, of silence and in all: while somebody types, when something was chosen, and for a worker.
TYPING, CHOOSING, WORKING = (0.5, 1.5, 2.0), (0.5, 5.0, 5.0), (5.0, 20.0, 30.0)
OK, NOT_LET_IN, UNPAID, FORBIDDEN, NOT_FOUND, TOO_MANY, BROKEN = 200, 401, 402, 403, 404, 429, 500
MOST_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True)
class Door:
    """Where a provider is and what it is called; `headers` may hold its key, which never shows."""

    service: str
    base: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Question:
    """What is asked. Without `body` or `form` it is a GET. `noted` is its path where the real one tells of somebody.

    Any: JSON.
    """

    path: str
    params: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    body: Any = None
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    noted: str = ""


def ask(door: Door, question: Question, *, seconds: tuple[float, float, float] = TYPING) -> Any:  # Any: JSON
    """What a provider answers, as JSON; None when it does not know what was asked for (404).

    Raises the Provider… of perforia.base.errors, RuntimeError inside a transaction.
    """
    answer = send(door, question, seconds=seconds)
    if answer.status == NOT_FOUND:
        return None
    refuse(door, answer)
    try:
        return json.loads(answer.content)
    except ValueError as strange:
        raise ProviderDown(f"{door.service} svarade något som inte går att läsa.") from strange


def send(door: Door, question: Question, *, seconds: tuple[float, float, float]) -> http.Answer:
    """The answer as it came, whatever its status. Raises ProviderTimeout and ProviderDown."""
    is_get = question.body is None and question.form is None
    wanted = http.Ask(
        "GET" if is_get else "POST", f"{door.base.rstrip('/')}{question.path}", door.base, params=question.params,
        json=question.body, form=question.form, headers={**door.headers, **question.headers}, most_bytes=MOST_BYTES,
        noted=question.noted, seconds=seconds, only_asks=True,
    )  # fmt: skip
    if not urlsplit(door.base).hostname:
        raise ProviderDown(f"{door.service} har ingen adress i inställningarna.")
    try:
        return http.call(wanted, service=door.service, note=_note_nowhere)
    except Unreachable as silence:
        kind = ProviderTimeout if isinstance(silence.__cause__, requests.Timeout) else ProviderDown
        raise kind(str(silence)) from silence
    except Refused as no:
        raise ProviderDown(str(no)) from no


def refuse(door: Door, answer: http.Answer) -> None:
    """Raise what a status means; nothing for an answer that is one."""
    status = answer.status
    if status == OK:
        return
    if status in {NOT_LET_IN, FORBIDDEN}:
        raise ProviderAuth(f"{door.service} släpper inte in oss ({status}). Kontrollera nyckeln.")
    if status in {TOO_MANY, UNPAID}:
        after = answer.headers.get("retry-after", "")
        raise ProviderQuota(
            f"{door.service} har fått för många frågor.", retry_after=int(after) if after.isdecimal() else None
        )
    if OK < status < TOO_MANY:
        raise ProviderBadRequest(f"{door.service} förstod inte frågan ({status}).")
    raise ProviderDown(f"{door.service} fungerar inte just nu ({status}).")


def first_of(found: Mapping[str, Any], *names: str) -> str:  # Any: JSON
    """The first of some values that is there, as text; empty when none is."""
    return next((str(found[name]).strip() for name in names if found.get(name)), "")


def point_of(latitude: object, longitude: object) -> Point | None:
    """A point of two numbers or texts; none for what is no point."""
    try:
        north, east = float(str(latitude)), float(str(longitude))
    except ValueError:
        return None
    is_on_earth = -90 <= north <= 90 and -180 <= east <= 180  # noqa: PLR2004 -- degrees
    return (north, east) if is_on_earth else None


def point_in(feature: Mapping[str, Any]) -> Point | None:  # Any: JSON
    """The point of a GeoJSON feature, whose coordinates are longitude and latitude; none where there is none."""
    shape = feature.get("geometry")
    place = shape.get("coordinates") if isinstance(shape, dict) else None
    return point_of(place[1], place[0]) if isinstance(place, list) and len(place) > 1 else None


def _note_nowhere(
    *, method: str, path: str, status: int | None, milliseconds: int, request_id: str, error: str
) -> None:
    """What is asked at every key is counted in memory (geo_guard), not written down."""
