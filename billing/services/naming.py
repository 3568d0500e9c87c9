"""Invoices are found by the name their customer has now, also when the customer was merged with another."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from billing.models import Invoice
from billing.services.searching import index_invoice
from crm.models import Merge
from perforia.base.searching import tokens

LATELY = timedelta(days=1)
MOST = 2000
_LEXEME = re.compile(r"'([^']+)'")


@transaction.atomic
def name_invoices(*, customer_id: int) -> int:
    """Index a customer's invoices anew; answers how many. Locks them one after the other. Idempotent."""
    rows = Invoice.objects.select_for_update(of=("self",), no_key=True).filter(customer=customer_id)
    invoices = list(rows.select_related("customer").order_by("pk"))
    for invoice in invoices:
        index_invoice(invoice)
    return len(invoices)


def due_names(at: datetime) -> Iterable[dict[str, int]]:
    """The customers of the last day's merges with an invoice that is not found by their name."""
    merges = Merge.objects.filter(target="customer").filter(Q(at__gte=at - LATELY) | Q(undone_at__gte=at - LATELY))
    customers = {pk for pair in merges.values_list("kept_id", "gone_id") for pk in pair}
    invoices = Invoice.objects.filter(customer__in=customers).order_by("pk")
    found = invoices.values_list("customer", "customer__name", "search")[:MOST]
    due = {pk for pk, name, search in found if not set(tokens([name])) <= set(_LEXEME.findall(search or ""))}
    return [{"customer_id": pk} for pk in sorted(due)]
