"""Documents find their invoices; files become invoices and payments; people on old invoices are forgotten."""

from celery import shared_task

from billing import services
from billing.services import forgetting, import_rows, naming
from perforia.base.clock import now
from perforia.base.tasks import Queue, Swept, enqueue_due


@shared_task(name="billing.match_document", queue=Queue.DEFAULT)
def match_document(*, version_id: int) -> None:
    """Tie a document whose text has been read to its invoice; safe to run any number of times."""
    services.match_document(version_id=version_id, at=now())


@shared_task(name="billing.write_import", queue=Queue.DOCUMENTS)
def write_import(*, run_id: int) -> None:
    """Write the rows of an import; one that was cut short goes on where it stopped."""
    run = import_rows.claim_import(run_id=run_id, at=now())
    if run is not None:
        import_rows.write_rows(run=run, at=now())


@shared_task(name="billing.forget_customer", queue=Queue.DEFAULT)
def forget_customer(*, customer_id: int) -> None:
    """Forget who was on the invoices of somebody who is anonymised; safe to run any number of times."""
    forgetting.forget_customer(customer_id=customer_id, at=now())


@shared_task(name="billing.name_invoices", queue=Queue.DEFAULT)
def name_invoices(*, customer_id: int) -> None:
    """Let the invoices of a merged customer be found by its name; safe to run any number of times."""
    naming.name_invoices(customer_id=customer_id)


@shared_task(name="billing.sweep", queue=Queue.DEFAULT)
def sweep() -> None:
    """Find again what should have been matched."""
    enqueue_due(SWEPT, at=now())


SWEPT: Swept = {
    match_document: services.due_documents,
    write_import: import_rows.due_imports,
    forget_customer: forgetting.due_customers,
    name_invoices: naming.due_names,
}
