"""Documents find their invoices."""

from celery import shared_task

from billing import services
from perforia.base.clock import now
from perforia.base.tasks import Queue, Swept, enqueue_due


@shared_task(name="billing.match_document", queue=Queue.DEFAULT)
def match_document(*, version_id: int) -> None:
    """Tie a document whose text has been read to its invoice; safe to run any number of times."""
    services.match_document(version_id=version_id, at=now())


@shared_task(name="billing.sweep", queue=Queue.DEFAULT)
def sweep() -> None:
    """Find again what should have been matched."""
    enqueue_due(SWEPT, at=now())


SWEPT: Swept = {match_document: services.due_documents}
