"""Background work of offers and contracts; the worker finds the tasks through the imports here."""

from celery import shared_task

from contracts.services.contracts_forgetting import due_customers
from contracts.services.creating import due_sendings
from contracts.services.filing import due_signed_pdfs
from contracts.services.mappings import due_refreshes
from contracts.services.offer_answers import due_expiries
from contracts.services.offer_sending import due_deliveries
from contracts.services.reading import due_readings
from contracts.services.telling import due_histories
from contracts.services.withdrawing import due_removals
from contracts.tasks.following import apply_esign_callback, read_contract
from contracts.tasks.offers import build_offer, expire_offer
from contracts.tasks.papers import fetch_signed_pdf
from contracts.tasks.removing import remove_contract
from contracts.tasks.sending import send_contract
from contracts.tasks.telling import forget_customer, remind_of_dates, tell_history
from contracts.tasks.templates import refresh_templates
from integrations.services.callbacks import due_callbacks
from perforia.base.clock import now
from perforia.base.tasks import Queue, Swept, enqueue_due

__all__ = [
    "SWEPT", "apply_esign_callback", "build_offer", "expire_offer", "fetch_signed_pdf", "forget_customer",
    "read_contract", "refresh_templates", "remind_of_dates", "remove_contract", "send_contract", "sweep",
    "tell_history",
]  # fmt: skip

SWEPT: Swept = {
    send_contract: due_sendings,
    apply_esign_callback: due_callbacks,
    fetch_signed_pdf: due_signed_pdfs,
    remove_contract: due_removals,
    read_contract: due_readings,
    tell_history: due_histories,
    forget_customer: due_customers,
    build_offer: due_deliveries,
    expire_offer: due_expiries,
    refresh_templates: due_refreshes,
}


@shared_task(name="contracts.sweep", queue=Queue.DEFAULT)
def sweep() -> None:
    """Find again what should have been sent, read, fetched, removed or told."""
    enqueue_due(SWEPT, at=now())
