"""Papers that come from elsewhere in the firm answer open cases: signed contracts (K03), hours and work (K04, K05)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from contracts.models import Contract
from contracts.states import PdfState
from rut.models import Case, RequestedItem
from rut.services.cases import lock
from rut.services.matrix import find_papers
from rut.states import ANSWERING, ItemState
from scheduling.models import JobPapers
from scheduling.states import PaperState

AGREEMENT, WORK = ("K03",), ("K04", "K05")  # rut.rules.catalogue
LOOK_BACK = timedelta(days=2)
AT_ONCE = 200
_Customers = QuerySet[Any, int | None]  # Any: keys of customers, as contracts or the papers of jobs tell them


def find_agreements(*, contract_id: int, at: datetime) -> int:
    """Look for missing agreements in the open cases about the customer of a filed contract; answers how many it found.

    Idempotent. Locks each case.
    """
    filed = Contract.objects.filter(pk=contract_id, pdf_state=PdfState.FILED)
    return _find(AGREEMENT, filed.values_list("customer", flat=True), at)


def find_work_papers(*, job_id: int, at: datetime) -> int:
    """The same for the hours and the work of a job whose papers have been filed."""
    filed = JobPapers.objects.filter(job=job_id, state=PaperState.FILED)
    return _find(WORK, filed.values_list("job__customer", flat=True), at)


def due_agreements(at: datetime) -> Iterable[dict[str, int]]:
    """Contracts filed lately whose customers have an open case that misses its agreement."""
    filed = Contract.objects.filter(pdf_state=PdfState.FILED, filed_at__gt=at - LOOK_BACK)
    asked = _missing(AGREEMENT, filed.values_list("customer", flat=True))
    found = filed.filter(customer__in=asked.values("case_invoice__invoice__customer")).order_by("pk")
    return [{"contract_id": pk} for pk in found.values_list("pk", flat=True)[:AT_ONCE]]


def due_work_papers(at: datetime) -> Iterable[dict[str, int]]:
    """Jobs whose papers were filed lately and whose customers have an open case that misses them."""
    filed = JobPapers.objects.filter(state=PaperState.FILED, filed_at__gt=at - LOOK_BACK)
    asked = _missing(WORK, filed.values_list("job__customer", flat=True))
    found = filed.filter(job__customer__in=asked.values("case_invoice__invoice__customer")).order_by("pk")
    return [{"job_id": pk} for pk in found.values_list("job_id", flat=True)[:AT_ONCE]]


@transaction.atomic
def _find(codes: Iterable[str], customers: _Customers, at: datetime) -> int:
    cases = Case.objects.filter(pk__in=_missing(codes, customers).values("case"))
    return sum(find_papers(case=lock(case), at=at) for case in cases.order_by("pk"))


def _missing(codes: Iterable[str], customers: _Customers) -> QuerySet[RequestedItem]:
    return RequestedItem.objects.filter(
        code__in=codes, state=ItemState.MISSING, case__status__in=sorted(ANSWERING),
        case_invoice__invoice__customer__in=customers,
    )  # fmt: skip
