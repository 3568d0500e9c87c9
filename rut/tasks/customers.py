"""What customers are told of their cases, and letters forgetting them."""

from celery import shared_task

from perforia.base.clock import now
from perforia.base.tasks import Queue
from rut.services import customers


@shared_task(name="rut.tell_customer", queue=Queue.DEFAULT)
def tell_customer(*, customer_id: int) -> None:
    """Say whether a case about a customer is open; safe to run any number of times."""
    customers.tell_customer(customer_id=customer_id)


@shared_task(name="rut.forget_customer", queue=Queue.DEFAULT)
def forget_customer(*, customer_id: int) -> None:
    """Forget who letters were about, once somebody is anonymised; safe to run any number of times."""
    customers.forget_customer(customer_id=customer_id, at=now())
