"""What customers are told of their cases, and letters forgetting them: crm cannot look up here."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from crm.models import Customer
from crm.queries.obstacles import family_of
from crm.services.customers import set_open_case
from perforia.base import audit
from perforia.base.persons import forget
from rut.models import AffectedRow, Case, Letter
from rut.queries.customers import about, has_open_case, with_open_cases
from rut.services.searching import index_case, index_letter


def tell_customer(*, customer_id: int) -> None:
    """Say whether a case about a customer is open. Idempotent."""
    customer = Customer.objects.filter(pk=customer_id).first()
    if customer is not None:
        set_open_case(customer=customer, is_open=has_open_case(customer))


def due_customers(at: datetime) -> Iterable[dict[str, int]]:
    """The customers that have not been told how it is now."""
    del at
    told = set(Customer.objects.filter(has_open_case=True).order_by("pk").values_list("pk", flat=True))
    wrong = Customer.objects.filter(pk__in=told ^ with_open_cases(), anonymised_at=None).order_by("pk")
    return [{"customer_id": pk} for pk in wrong.values_list("pk", flat=True)]


@transaction.atomic
def forget_customer(*, customer_id: int, at: datetime) -> None:
    """Empty what letters and cases say of a customer that is anonymised for good; sums and numbers stay. Idempotent."""
    customer = Customer.objects.select_for_update(of=("self",), no_key=True).filter(pk=customer_id).first()
    if customer is None or customer.anonymised_at is None or customer.kept_until is not None:
        return
    family = family_of(customer)
    rows = AffectedRow.objects.filter(invoice__customer__in=family).order_by("pk")
    letters = set(rows.values_list("letter_id", flat=True))
    forget(AffectedRow, list(rows.values_list("pk", flat=True)))
    for letter in Letter.objects.filter(pk__in=letters).order_by("pk"):
        index_letter(letter)
    for case in about(family, Case.objects.all()).order_by("pk"):
        index_case(case)
        audit.record(verb="case.people_forgotten", target=case, by=None, at=at)


def due_forgotten(at: datetime) -> Iterable[dict[str, int]]:
    """The anonymised that letters still tell of."""
    del at
    told = AffectedRow.objects.exclude(name="").filter(
        invoice__customer__anonymised_at__isnull=False, invoice__customer__kept_until=None
    )
    due = told.order_by("invoice__customer_id").values_list("invoice__customer_id", flat=True).distinct()
    return [{"customer_id": pk} for pk in due]
