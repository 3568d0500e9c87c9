"""What a document can be tied to: customers, invoices and cases one may see."""

from dataclasses import dataclass
from datetime import date

from archive.states import LinkKind
from billing.models import Invoice
from billing.queries import search_invoices
from crm.models import Customer
from crm.queries.customers import search_customers
from perforia.base.models import User
from rut.models import Case
from rut.queries.case_list import search_cases

MOST = 4  # of each


@dataclass(frozen=True)
class Target:
    """Something a document can be tied to; `label` is what its link is called."""

    kind: LinkKind
    object_id: int
    label: str
    detail: str
    icon: str


def link_targets(user: User, text: str, *, today: date) -> list[Target]:
    """What fits the words, a few of each."""
    if not text:
        return []
    cases = search_cases(user, text).by_deadline()[:MOST]
    invoices = search_invoices(user, text).order_by("-issued_on", "-pk")[:MOST]
    customers = search_customers(user, text, today=today).order_by("name", "pk")[:MOST]
    return [*map(_of_case, cases), *map(_of_invoice, invoices), *map(_of_customer, customers)]


def link_target(user: User, kind: str, object_id: int) -> Target | None:
    """One of them, if it is there and the person may see it."""
    if kind == LinkKind.CASE:
        case = Case.objects.visible_to(user).filter(pk=object_id).first()
        return _of_case(case) if case else None
    if kind == LinkKind.INVOICE:
        invoice = Invoice.objects.visible_to(user).select_related("customer").filter(pk=object_id).first()
        return _of_invoice(invoice) if invoice else None
    customer = Customer.objects.visible_to(user).filter(pk=object_id).first()
    return _of_customer(customer) if customer and kind == LinkKind.CUSTOMER else None


def _of_case(case: Case) -> Target:
    return Target(LinkKind.CASE, case.pk, case.number, case.get_kind_display(), "stack-2")


def _of_invoice(invoice: Invoice) -> Target:
    return Target(LinkKind.INVOICE, invoice.pk, invoice.number, invoice.customer.name, "file-invoice")


def _of_customer(customer: Customer) -> Target:
    return Target(LinkKind.CUSTOMER, customer.pk, customer.name, customer.number, "user")
