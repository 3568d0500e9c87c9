"""What time does to customers: those who buy nothing grow inactive, those who must be forgotten are."""

from celery import shared_task

from crm.services import anonymising, customers
from perforia.base.clock import now
from perforia.base.tasks import Queue


@shared_task(name="crm.age_customers", queue=Queue.DEFAULT)
def age_customers() -> None:
    """Make inactive those who have bought nothing for a year; safe to run any number of times."""
    while customers.age_customers(at=now()) == customers.AGED_AT_ONCE:
        pass


@shared_task(name="crm.forget_kept", queue=Queue.DEFAULT)
def forget_kept() -> None:
    """Forget the names that bookkeeping no longer keeps; safe to run any number of times."""
    while anonymising.forget_kept(at=now()) == anonymising.FORGOTTEN_AT_ONCE:
        pass
