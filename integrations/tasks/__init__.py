"""Background work with the outside world; the worker finds the tasks through the imports here."""

from celery import shared_task

from integrations.services.connection_checks import due_checks
from integrations.services.messages import due_messages
from integrations.tasks.connections import check_connection, forget_traffic
from integrations.tasks.messages import forget_texts, send_message
from perforia.base.clock import now
from perforia.base.tasks import Queue, Swept, enqueue_due

__all__ = ["SWEPT", "check_connection", "forget_texts", "forget_traffic", "send_message", "sweep"]

SWEPT: Swept = {send_message: due_messages, check_connection: due_checks}


@shared_task(name="integrations.sweep", queue=Queue.DEFAULT)
def sweep() -> None:
    """Find again what should have been sent or tested."""
    enqueue_due(SWEPT, at=now())
