"""What cases tell of a customer: those about its invoices, and why it may not be forgotten yet."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from billing.rules import kept_until
from crm.models import Customer
from crm.queries.obstacles import Obstacle, family_of
from perforia.base.models import User
from rut.models import Case, CaseInvoice
from rut.models.cases import CaseQuerySet

SHOWN = 20


def cases_of_customer(user: User, customer_id: int) -> QuerySet[Case]:
    """The cases about a customer's invoices that a person may see, those that wait for an answer first."""
    return about([customer_id], Case.objects.visible_to(user)).by_deadline()[:SHOWN]


def with_open_cases() -> set[int]:
    """The customers that open cases are about."""
    parts = CaseInvoice.objects.filter(case__in=Case.objects.open(), invoice__isnull=False).order_by("pk")
    return set(parts.values_list("invoice__customer_id", flat=True))


def has_open_case(customer: Customer) -> bool:
    """Whether an open case is about a customer's invoices."""
    return about([customer.pk], Case.objects.open()).exists()


def obstacles(customer: Customer, today: date) -> Iterable[Obstacle]:
    """What cases say against forgetting a customer: Skatteverket waits for an answer, or may still claim money back."""
    cases = about(family_of(customer), Case.objects.all()).order_by("pk")
    for case in cases.open():
        yield Obstacle(f"RUT-ärendet {case.number} pågår hos Skatteverket. Avsluta ärendet först.")
    for case in cases.exclude(pk__in=cases.open()):
        ended = case.decided_on or (timezone.localdate(case.closed_at) if case.closed_at else case.received_on)
        if (until := kept_until(ended)) >= today:
            why = "Skatteverket kan kräva tillbaka avdraget"
            yield Obstacle(f"Underlaget i {case.number} måste sparas till {until:%Y-%m-%d}: {why}.", until)


def about(customer_ids: Iterable[int], cases: CaseQuerySet) -> CaseQuerySet:
    """Those of some cases that are about invoices of some customers."""
    parts = CaseInvoice.objects.filter(invoice__customer__in=customer_ids)
    return cases.filter(pk__in=parts.values("case"))
