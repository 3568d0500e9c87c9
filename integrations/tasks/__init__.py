"""Background work with the outside world; the worker finds the tasks through the imports here."""

from celery import shared_task

from integrations.services.messages import due_messages
from integrations.tasks.messages import forget_texts, send_message
from perforia.base.clock import now
from perforia.base.tasks import Queue, Swept, enqueue_due

__all__ = ["SWEPT", "forget_texts", "send_message", "sweep"]

SWEPT: Swept = {send_message: due_messages}


@shared_task(name="integrations.sweep", queue=Queue.DEFAULT)
def sweep() -> None:
    """Find again what should have been sent."""
    enqueue_due(SWEPT, at=now())
