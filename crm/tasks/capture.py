"""Background work of the forms: forgetting what is too old."""

from celery import shared_task

from crm.models import LeadSource
from crm.services import purging
from perforia.base.clock import now
from perforia.base.tasks import Queue


@shared_task(name="crm.purge_source", queue=Queue.DEFAULT)
def purge_source(*, source_id: int) -> None:
    """Forget a source's old unfinished leads and raw posts; safe to run any number of times."""
    source = LeadSource.objects.filter(pk=source_id).first()
    while source is not None and purging.purge(source=source, at=now()) == purging.BATCH:
        pass
