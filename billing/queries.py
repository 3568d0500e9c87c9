"""Reads of invoices: by number as letters write it, by buyer, by words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, Q, Sum

from billing.models import Buyer, Invoice, InvoiceQuerySet
from billing.rules import kept_until, lookalike_key, number_key
from billing.rules.searching import invoice_tokens
from billing.states import PaidState, ServiceKind
from crm.models import Customer
from crm.queries.obstacles import Obstacle, family_of
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.searching import finds, matching, query_of

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


def search_invoices(user: User, text: str) -> InvoiceQuerySet:
    """Invoices by any part of their number, the customer, a buyer or the job."""
    found = matching(Invoice.objects.visible_to(user).select_related("customer"), text)
    hidden = _found_by_what_is_hidden(user, text)
    return found.exclude(pk__in=hidden) if hidden else found


def _found_by_what_is_hidden(user: User, text: str) -> list[int]:
    """Invoices of protected people that the words find by the address alone, for those who may not see it."""
    query = None if user.has_permission(Permission.SEE_PROTECTED) else query_of(text)
    if query is None:
        return []
    hits = Invoice.objects.filter(customer__is_protected=True, search=query).select_related("customer").order_by("pk")
    return [
        each.pk
        for each in hits.prefetch_related("buyers")
        if not finds(text, invoice_tokens(each.number, each.job_reference, [each.customer.name, *_buyers(each)]))
    ]


def _buyers(invoice: Invoice) -> list[str]:
    return [buyer.name for buyer in invoice.buyers.all()]


@dataclass(frozen=True)
class Filters:
    """What a person asked to see, as it stands in the address; empty means everything."""

    text: str = ""
    state: str = ""
    service: str = ""
    issued_from: date | None = None
    issued_to: date | None = None


def filtered_invoices(user: User, filters: Filters, *, today: date) -> InvoiceQuerySet:
    """The invoices a person asked to see."""
    invoices = search_invoices(user, filters.text)
    if filters.state == PaidState.PAID:
        invoices = invoices.paid()
    elif filters.state == PaidState.UNPAID:
        invoices = invoices.unpaid()
    elif filters.state == PaidState.OVERDUE:
        invoices = invoices.overdue(today)
    if filters.service in ServiceKind.values:
        invoices = invoices.filter(service_kind=filters.service)
    if filters.issued_from is not None:
        invoices = invoices.filter(issued_on__gte=filters.issued_from)
    if filters.issued_to is not None:
        invoices = invoices.filter(issued_on__lte=filters.issued_to)
    return invoices


def paid_amount(invoice: Invoice) -> Decimal:
    """Kronor paid so far."""
    return Invoice.objects.values_list("paid", flat=True).get(pk=invoice.pk)


def deduction_of(customer: Customer, *, year: int) -> Decimal:
    """Kronor of deduction that a customer has used through the firm in a year, on whosever invoices."""
    shares = Buyer.objects.filter(invoice__issued_on__year=year)
    if customer.personal_number_hash:
        shares = shares.filter(personal_number_hash=customer.personal_number_hash)
    else:
        shares = shares.filter(invoice__customer=customer, name=customer.name)
    return shares.aggregate(used=Sum("deduction"))["used"] or Decimal(0)


def obstacles(customer: Customer, today: date) -> Iterable[Obstacle]:
    """What invoices say against forgetting a customer: somebody still owes money, or bookkeeping must be kept."""
    invoices = Invoice.objects.filter(customer__in=family_of(customer)).order_by("issued_on", "pk")
    for invoice in invoices.unpaid().filter(credit_invoices=None):
        yield Obstacle(f"Faktura {invoice.number} är inte betald. Registrera betalningen eller kreditera fakturan.")
    latest = invoices.aggregate(on=Max("issued_on"))["on"]
    if latest is not None and (until := kept_until(latest)) >= today:
        count = sum(kept_until(issued) >= today for issued in invoices.values_list("issued_on", flat=True))
        words = "1 faktura" if count == 1 else f"{count} fakturor"
        yield Obstacle(f"{words} måste sparas till {until:%Y-%m-%d} enligt bokföringslagen.", until)
