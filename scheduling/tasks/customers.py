"""Letting jobs forget a customer."""

from celery import shared_task

from perforia.base.clock import now
from perforia.base.tasks import Queue
from scheduling.services import customers


@shared_task(name="scheduling.forget_customer", queue=Queue.DEFAULT)
def forget_customer(*, customer_id: int) -> None:
    """Empty what jobs say of somebody who is anonymised; safe to run any number of times."""
    customers.forget_customer(customer_id=customer_id, at=now())
