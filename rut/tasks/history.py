"""What customers' timelines are told of cases."""

from celery import shared_task

from perforia.base.tasks import Queue
from rut.services import history


@shared_task(name="rut.tell_history", queue=Queue.DEFAULT)
def tell_history(*, case_id: int) -> None:
    """Write what has happened to a case into its customers' timelines; safe to run any number of times."""
    history.tell_history(case_id=case_id)
