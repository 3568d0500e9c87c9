"""What is done for follow-ups in the background."""

from celery import shared_task

from crm.services import followups
from perforia.base.clock import now
from perforia.base.tasks import Queue


@shared_task(name="crm.remind_of_follow_up", queue=Queue.DEFAULT)
def remind_of_follow_up(*, follow_up_id: int) -> None:
    """Tell somebody that it is time; safe to run any number of times."""
    followups.remind(follow_up_id=follow_up_id, at=now())
