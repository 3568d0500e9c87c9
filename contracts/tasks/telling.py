"""crm is told of contracts, people of days that come near, and nobody of those who are forgotten."""

from celery import shared_task

from contracts.services import contracts_forgetting, reminding, telling
from perforia.base.clock import now, today
from perforia.base.tasks import Queue


@shared_task(name="contracts.tell_history", queue=Queue.DEFAULT)
def tell_history(*, contract_id: int) -> None:
    """Tell crm what has happened to one contract; safe to run any number of times."""
    telling.tell_history(contract_id=contract_id, at=now())


@shared_task(name="contracts.forget_customer", queue=Queue.DEFAULT)
def forget_customer(*, customer_id: int) -> None:
    """Forget who was in the contracts and offers of somebody who is anonymised; safe to run any number of times."""
    contracts_forgetting.forget_customer(customer_id=customer_id, at=now())


@shared_task(name="contracts.remind_of_dates", queue=Queue.DEFAULT)
def remind_of_dates() -> None:
    """Say which contracts are about to end, to renew themselves or to run out unsigned; safe to repeat."""
    reminding.remind_of_dates(today=today(), at=now())
