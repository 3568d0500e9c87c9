"""Reads of invoices: by number as letters write it, by buyer, by words."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from billing.models import Buyer, Invoice
from billing.rules import lookalike_key, number_key
from perforia.base.models import User

SHORTEST_GUESS = 3  # shorter numbers resemble too many


def invoices_by_keys(numbers: Iterable[str]) -> dict[str, Invoice]:
    """The invoices that printed numbers mean, by the printed number; a number that fits several fits none."""
    wanted = {number: number_key(number) for number in numbers}
    found: dict[str, list[Invoice]] = {}
    invoices = Invoice.objects.filter(number_key__in=set(wanted.values())).select_related("customer")
    for invoice in invoices:
        found.setdefault(invoice.number_key, []).append(invoice)
    return {number: found[key][0] for number, key in wanted.items() if len(found.get(key, ())) == 1}


def similar_invoices(number: str, *, limit: int = 3) -> list[Invoice]:
    """Invoices a badly read number may mean: letters taken for digits, or one digit wrong."""
    key = lookalike_key(number)
    if len(key) < SHORTEST_GUESS:
        return []
    candidates = Q(number_key=key)
    for position in range(len(key)):
        candidates |= Q(number_key__regex=f"^{key[:position]}[0-9A-Z]{key[position + 1 :]}$")
    found = list(Invoice.objects.filter(candidates).select_related("customer").order_by("number")[: limit + 1])
    exact = [invoice for invoice in found if invoice.number_key == key]
    return (exact or found)[:limit]


def invoices_of_buyer(
    personal_number_hash: str, *, paid_on: date | None = None, amount: int | None = None
) -> list[Invoice]:
    """The invoices somebody has a share in, narrowed by the day of payment and the deduction in whole kronor."""
    if not personal_number_hash:
        return []
    buyers = Buyer.objects.filter(personal_number_hash=personal_number_hash)
    if amount is not None:
        buyers = buyers.filter(deduction__gte=amount, deduction__lt=amount + 1)
    invoices = Invoice.objects.filter(pk__in=buyers.values("invoice")).select_related("customer")
    if paid_on is not None:
        invoices = invoices.filter(payments__paid_on=paid_on).distinct()
    return list(invoices.order_by("-issued_on", "-pk")[:10])


def search_invoices(user: User, text: str) -> QuerySet[Invoice]:
    """Invoices by any part of their number, the customer's name or the job."""
    invoices = Invoice.objects.visible_to(user).select_related("customer")
    for word in text.split()[:5]:
        invoices = invoices.filter(
            Q(number__icontains=word) | Q(customer__name__icontains=word) | Q(job_reference__icontains=word)
        )
    return invoices


def paid_amount(invoice: Invoice) -> Decimal:
    """Kronor paid so far."""
    paid: Decimal | None = invoice.payments.aggregate(paid=Sum("amount"))["paid"]
    return paid or Decimal(0)
