"""Queues, retry policies and the kernel's own task."""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypedDict

from celery import Task, current_app, shared_task
from django.core.cache import cache

from perforia.base.clock import now
from perforia.base.errors import Unreachable

logger = logging.getLogger(__name__)


class Queue(StrEnum):
    """Quick work, work on documents, and mail apart from both."""

    DEFAULT = "default"
    DOCUMENTS = "documents"
    MAIL = "mail"


class RetryPolicy(TypedDict):
    """Options of a task that calls the outside world."""

    autoretry_for: tuple[type[Exception], ...]
    retry_backoff: int
    retry_backoff_max: int
    retry_jitter: bool
    max_retries: int


RETRY_NETWORK: RetryPolicy = {
    "autoretry_for": (Unreachable,),
    "retry_backoff": 10,
    "retry_backoff_max": 600,
    "retry_jitter": True,
    "max_retries": 5,
}
# Frees what was claimed for too long and answers the arguments of every call that is due.
Due = Callable[[datetime], Iterable[dict[str, int]]]
# Any: the parameters and result of a task are its own business.
Swept = Mapping["Task[Any, Any]", Due]
HEARTBEAT_KEY = "worker-heartbeat"
HEARTBEAT_SECONDS = 900  # a worker may be busy with heavy documents for as long as their time limit
ANSWER_SECONDS = 1.0


@shared_task(name="base.note_heartbeat", queue=Queue.DEFAULT)
def note_heartbeat() -> None:
    """Leave a sign of life that /healthz/ reads; proves that beat, broker and worker work together."""
    cache.set(HEARTBEAT_KEY, now().isoformat(), timeout=HEARTBEAT_SECONDS)


def worker_answers() -> bool:
    """Whether any worker answers now, busy or not."""
    return bool(current_app.control.ping(timeout=ANSWER_SECONDS, limit=1))


def enqueue_due(swept: Swept, *, at: datetime) -> int:
    """Enqueue again what the database says is due, whatever became of the first try; answers how much it was.

    Every app has one table `SWEPT` beside its task `sweep`; tasks claim their row, so a call too many does nothing.
    What goes wrong with one task is logged and keeps no other from being found; the next sweep tries again.
    """
    count = 0
    for task, due in swept.items():
        try:
            for arguments in due(at):
                task.delay(**arguments)
                count += 1
        except Exception:  # an edge: whatever it was, the rows are still there for the next sweep
            logger.exception("the sweep of %s stopped", task.name)
    return count
