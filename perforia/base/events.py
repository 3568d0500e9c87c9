"""Facts and their listeners: announce after commit, each consequence one line in `receivers.py`."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.dispatch import Signal

if TYPE_CHECKING:
    from celery import Task


class Event(Signal):
    """A fact an app announces, named in the past tense; carries ids only."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def announce(self, **ids: int) -> None:
        """Tell every listener after commit; a failing listener cannot undo the fact."""
        transaction.on_commit(partial(self.send_robust, sender=None, **ids))


# What started which task: read by the guard that every such task is also reachable from a sweep.
LISTENERS: list[tuple[Event, str]] = []


# Any: the parameters and result of a task are its own business.
def on(event: Event, task: "Task[Any, Any]") -> None:
    """Enqueue `task` with the event's ids whenever `event` is announced."""

    def enqueue(signal: Event, sender: None, **ids: int) -> None:  # noqa: ARG001 -- Django's call
        task.delay(**ids)

    event.connect(enqueue, weak=False, dispatch_uid=f"{event.name} -> {task.name}")
    LISTENERS.append((event, str(task.name)))
