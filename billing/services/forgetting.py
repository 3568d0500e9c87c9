"""Forgetting who was on an invoice, once bookkeeping no longer needs to know."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from billing.models import Buyer, Invoice, Payment
from billing.services.searching import index_invoice
from crm.models import Customer
from crm.queries.obstacles import family_of
from perforia.base import audit
from perforia.base.persons import forget


@transaction.atomic
def forget_customer(*, customer_id: int, at: datetime) -> None:
    """Empty what invoices say of a customer that is anonymised for good: buyers, payers, where the work was done.

    Sums, days and numbers stay. Idempotent; nothing for a customer whose name bookkeeping still keeps.
    """
    customer = Customer.objects.select_for_update(of=("self",), no_key=True).filter(pk=customer_id).first()
    if customer is None or customer.anonymised_at is None or customer.kept_until is not None:
        return
    invoices = list(Invoice.objects.filter(customer__in=family_of(customer)).order_by("pk"))
    keys = [invoice.pk for invoice in invoices]
    for model in (Buyer, Payment):
        rows = model.objects.filter(invoice__in=keys).order_by("pk")
        forget(model, list(rows.values_list("pk", flat=True)))
    forget(Invoice, keys)
    for invoice in Invoice.objects.filter(pk__in=keys).select_related("customer").order_by("pk"):
        index_invoice(invoice)
        audit.record(verb="invoice.people_forgotten", target=invoice, by=None, at=at)


def due_customers(at: datetime) -> Iterable[dict[str, int]]:
    """The anonymised whose invoices still tell of them."""
    del at
    told = Invoice.objects.filter(customer=OuterRef("pk")).filter(~Q(work_address="") | ~Q(buyers__name=""))
    forgotten = Customer.objects.filter(anonymised_at__isnull=False, kept_until=None)
    due = forgotten.filter(Exists(told)).order_by("pk")
    return [{"customer_id": pk} for pk in due.values_list("pk", flat=True)]
