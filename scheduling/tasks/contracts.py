"""What a signed contract leads to."""

from celery import shared_task

from perforia.base.clock import now
from perforia.base.tasks import Queue
from scheduling.services import first_jobs


@shared_task(name="scheduling.open_first_job", queue=Queue.DEFAULT)
def open_first_job(*, contract_id: int) -> None:
    """Put the work of a signed contract among the jobs that wait to be planned; safe to run any number of times."""
    first_jobs.open_first_job(contract_id=contract_id, at=now())
