"""The inbox of what outside services call back with: kept once, taken up, worked on or left for later."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from integrations import events
from integrations.models import Callback, Connection
from integrations.rules import next_look
from integrations.states import Service
from perforia.base.claims import dead_before

logger = logging.getLogger(__name__)
AT_ONCE = 500
KEPT = timedelta(days=90)
NOTED_EVERY = timedelta(seconds=10)  # a row of its own would be waited for by every callback


def record_callback(
    *,
    connection: Connection,
    external_id: str,
    payload: Mapping[str, Any],
    at: datetime,  # Any: JSON
) -> bool:
    """Keep a callback, once however often it is posted; True when it is new. Announces esign_callback_recorded."""
    callback = Callback(
        source=connection.service, external_id=external_id, payload=dict(payload), received_at=at, next_try_at=at
    )
    try:
        with transaction.atomic():
            callback.save(force_insert=True)
            if connection.service == Service.ONEFLOW:
                events.esign_callback_recorded.announce(callback_id=callback.pk)
    except IntegrityError:
        return False
    if connection.last_callback_at is None or connection.last_callback_at < at - NOTED_EVERY:
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
