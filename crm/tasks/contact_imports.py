"""Checking and writing files with leads or customers."""

from celery import shared_task

from crm.services import contact_imports, import_purging, import_rows
from crm.states import ImportState
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.tasks import Queue


@shared_task(name="crm.work_on_import", queue=Queue.DOCUMENTS)
def work_on_import(*, import_id: int) -> None:
    """Check or write an import, whichever it waits for; one that was cut short goes on where it stopped."""
    made = contact_imports.claim(import_id=import_id, at=now())
    if made is None:
        return
    if made.state == ImportState.IMPORTING:
        import_rows.write_rows(made=made, at=now())
        return
    try:
        contact_imports.check(made=made, at=now())
    except DomainError as gone:
        contact_imports.fail(made=made, reason=gone.message, at=now())


@shared_task(name="crm.forget_imports", queue=Queue.DEFAULT)
def forget_imports() -> None:
    """Forget what old files said of people; safe to run any number of times."""
    while import_purging.forget_old(at=now()) == import_purging.FORGOTTEN_AT_ONCE:
        pass
