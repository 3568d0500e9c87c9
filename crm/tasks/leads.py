"""What is done for leads in the background."""

from celery import shared_task

from crm.services import lead_reminders
from perforia.base.clock import now
from perforia.base.tasks import Queue


@shared_task(name="crm.remind_of_lead", queue=Queue.DEFAULT)
def remind_of_lead(*, lead_id: int) -> None:
    """Tell people of a lead that waits; safe to run any number of times."""
    lead_reminders.remind_of_lead(lead_id=lead_id, at=now())
