"""The inbox of what outside services call back with: kept once, taken up, worked on or left for later."""

import json
import logging
import threading
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection as db
from django.db.models import F

from integrations import events
from integrations.models import Callback, Connection
from integrations.rules import next_look
from integrations.states import Service
from perforia.base.claims import dead_before

logger = logging.getLogger(__name__)
AT_ONCE, MOST_UNDER_WAY = 500, 2
KEPT = timedelta(days=90)
NOTED_EVERY = timedelta(seconds=10)  # a row of its own would be waited for by every callback


INSERT = """
INSERT INTO integrations_callback (source, external_id, payload, received_at, next_try_at, attempts, misses, note)
VALUES (%s, %s, %s::jsonb, %s, %s, 0, 0, '') ON CONFLICT (source, external_id) DO NOTHING RETURNING id
"""


class Pace:
    """How often this process tells of callbacks: at most `per_second` in a flood, not while the broker hangs.

    A broker that neither takes nor refuses holds whoever speaks to it, so that only two may at a time.
    """

    def __init__(self, *, per_second: float, at_once: int, slow: float, pause: float) -> None:
        self._per_second, self._at_once, self._slow, self._pause = per_second, at_once, slow, pause
        self._left, self._seen, self._silent_until = float(at_once), time.monotonic(), 0.0
        self._under_way = 0
        self._lock = threading.Lock()

    def may_tell(self) -> bool:
        """Whether the next one is told of; it is under way until `took` is called."""
        with self._lock:
            at = time.monotonic()
            self._left = min(self._at_once, self._left + (at - self._seen) * self._per_second)
            self._seen = at
            if self._left < 1 or at < self._silent_until or self._under_way >= MOST_UNDER_WAY:
                return False
            self._left -= 1
            self._under_way += 1
            return True

    def took(self, seconds: float) -> None:
        """How long telling took: Oneflow does not wait for a broker that hangs."""
        with self._lock:
            self._under_way -= 1
            if seconds > self._slow:
                self._silent_until = time.monotonic() + self._pause


# What is told of is read from Oneflow one by one, four a second at most: more news would only wait in line.
PACE = Pace(per_second=10, at_once=50, slow=0.2, pause=30)


def record_callback(
    *,
    connection: Connection,
    external_id: str,
    payload: Mapping[str, Any],
    at: datetime,  # Any: JSON
) -> bool:
    """Keep a callback, once however often it is posted; True when it is new.

    One statement, as its door is the busiest there is. Announces esign_callback_recorded, in a flood of some only:
    publishing costs more than the row, and the sweep finds the others.
    """
    with db.cursor() as cursor:
        cursor.execute(INSERT, [connection.service, external_id, json.dumps(payload), at, at])
        made = cursor.fetchone()
    if made is None:
        return False
    if connection.service == Service.ONEFLOW and PACE.may_tell():
        began = time.monotonic()
        try:
            events.esign_callback_recorded.announce(callback_id=made[0])
        finally:
            PACE.took(time.monotonic() - began)
    if connection.last_callback_at is None or connection.last_callback_at < at - NOTED_EVERY:
        connection.last_callback_at = at
        Connection.objects.filter(pk=connection.pk).update(last_callback_at=at)
    return True


def count_refused(*, connection: Connection) -> None:
    """Somebody posted what the service did not sign: nothing of it is kept but that it happened."""
    Connection.objects.filter(pk=connection.pk).update(refused_callbacks=F("refused_callbacks") + 1)


def due_callbacks(at: datetime) -> list[dict[str, int]]:
    """Callbacks of Oneflow that nobody has worked on, also those whose worker died."""
    due = Callback.objects.filter(source=Service.ONEFLOW, handled_at=None, next_try_at__lte=at)
    return [{"callback_id": pk} for pk in due.order_by("next_try_at", "pk").values_list("pk", flat=True)[:AT_ONCE]]


def claim_callback(*, callback_id: int, at: datetime) -> Callback | None:
    """Take a callback up; None when it is worked on already or not due. Safe to repeat."""
    due = Callback.objects.filter(pk=callback_id, handled_at=None, next_try_at__lte=at)
    freed = at + (at - dead_before(at))
    taken = due.update(attempts=F("attempts") + 1, next_try_at=freed)
    return Callback.objects.get(pk=callback_id) if taken else None


def note_handled(*, callback: Callback, at: datetime) -> None:
    """What it said has been seen to; part of the caller's transaction. Idempotent."""
    Callback.objects.filter(pk=callback.pk, handled_at=None).update(handled_at=at, next_try_at=None)


def postpone(*, callback: Callback, seconds: int, at: datetime) -> None:
    """The service could not be asked: take it up again in some seconds. Idempotent."""
    later = at + timedelta(seconds=seconds)
    Callback.objects.filter(pk=callback.pk, handled_at=None).update(next_try_at=later)


def look_later(*, callback: Callback, at: datetime) -> datetime | None:
    """Nothing of ours is behind it yet: answers when to look again (10 s, 1 min, 5 min), None when it was dropped."""
    misses = callback.misses + 1
    later = next_look(misses=misses, at=at)
    if later is None:
        drop(callback=callback, reason="Avtalet är inte gjort här.", at=at)
        return None
    Callback.objects.filter(pk=callback.pk, handled_at=None).update(misses=misses, next_try_at=later)
    return later


def drop(*, callback: Callback, reason: str, at: datetime) -> None:
    """It leads nowhere: it is never taken up again, and a line in the log says so. Idempotent."""
    dropped = Callback.objects.filter(pk=callback.pk, handled_at=None)
    if dropped.update(handled_at=at, next_try_at=None, note=reason[:300]):
        logger.info("callback %s was dropped", callback.pk)


def forget_callbacks(*, at: datetime) -> int:
    """Forget callbacks that were worked on long ago; answers how many."""
    return Callback.objects.filter(handled_at__lt=at - KEPT).delete()[0]
