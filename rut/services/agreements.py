"""Signed contracts as evidence: one that has been filed answers what Skatteverket asks for in open cases."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from contracts.models import Contract
from contracts.states import PdfState
from rut.models import Case, RequestedItem
from rut.services.cases import lock
from rut.services.matrix import find_papers
from rut.states import ANSWERING, ItemState

CODE = "K03"  # agreement, offer or order: rut.rules.catalogue
LOOK_BACK = timedelta(days=2)


@transaction.atomic
def find_agreements(*, contract_id: int, at: datetime) -> int:
    """Look for missing agreements in the open cases about the customer of a filed contract; answers how many it found.

    Idempotent. Locks each case.
    """
    customers = Contract.objects.filter(pk=contract_id, pdf_state=PdfState.FILED).values_list("customer", flat=True)
    cases = Case.objects.filter(pk__in=_missing(customers).values("case"))
    return sum(find_papers(case=lock(case), at=at) for case in cases.order_by("pk"))


def due_agreements(at: datetime) -> Iterable[dict[str, int]]:
    """Contracts filed lately whose customers have an open case that misses its agreement."""
    filed = Contract.objects.filter(pdf_state=PdfState.FILED, filed_at__gt=at - LOOK_BACK)
    asked = _missing(filed.values_list("customer", flat=True)).values("case_invoice__invoice__customer")
    found = filed.filter(customer__in=asked).order_by("pk")
    return [{"contract_id": pk} for pk in found.values_list("pk", flat=True)[:200]]


def _missing(customers: QuerySet[Contract, int]) -> QuerySet[RequestedItem]:
    return RequestedItem.objects.filter(
        code=CODE, state=ItemState.MISSING, case__status__in=sorted(ANSWERING),
        case_invoice__invoice__customer__in=customers,
    )  # fmt: skip
