"""Letting jobs ahead know that an address is confirmed."""

from celery import shared_task

from perforia.base.clock import now
from perforia.base.tasks import Queue
from scheduling.services import stops


@shared_task(name="scheduling.confirm_stops", queue=Queue.DEFAULT)
def confirm_stops(*, property_id: int) -> None:
    """Confirm what jobs ahead copied from an address that is confirmed; safe to run any number of times."""
    stops.confirm_stops(property_id=property_id, at=now())
