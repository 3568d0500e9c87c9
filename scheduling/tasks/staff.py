"""What time does to licences."""

from celery import shared_task

from perforia.base.clock import now, today
from perforia.base.tasks import Queue
from scheduling.services import licences


@shared_task(name="scheduling.remind_of_licences", queue=Queue.DEFAULT)
def remind_of_licences() -> None:
    """Tell the office of licences and courses that run out soon, each once; safe to run any number of times."""
    licences.remind(today=today(), at=now())
