"""Reads of one case: its matrix, its path and what lies beside it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from perforia.base.models import User
from perforia.base.paging import beside
from rut.models import Case, CaseInvoice, RequestedItem
from rut.models.cases import ENDED
from rut.rules import catalogue
from rut.states import DECIDED, SETTLED, CaseStatus, ClaimStatus, ItemState

STEPS = (
    ("Brev mottaget", ()),
    ("Granskat", (CaseStatus.REVIEW,)),
    ("Samlar underlag", (CaseStatus.COLLECTING,)),
    ("Paket klart", (CaseStatus.PACKAGE_READY,)),
    ("Svar skickat", (CaseStatus.AWAITING_DECISION,)),
    ("Beslut", (*DECIDED, CaseStatus.CLOSED)),
)


@dataclass(frozen=True)
class Row:
    """One line of the matrix."""

    invoice: CaseInvoice | None
    cells: Sequence[RequestedItem | None]


@dataclass(frozen=True)
class Column:
    """One kind of paper, and how many of its cells are settled."""

    code: str
    name: str
    settled: int
    total: int


@dataclass(frozen=True)
class Matrix:
    """The papers of a case by invoice; `general` are those of the case as a whole."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    general: Sequence[RequestedItem]


def matrix_of(case: Case) -> Matrix:
    """The matrix as the page shows it; three queries whatever its size."""
    items = list(
        case.items.select_related("case_invoice").prefetch_related("documents__document").order_by("code", "pk")
    )
    invoices = list(case.invoices.select_related("invoice__customer").order_by("position"))
    by_cell = {(item.case_invoice_id, item.code): item for item in items if item.case_invoice_id is not None}
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for (_, code), item in by_cell.items():
        counts[code][0] += item.state in SETTLED
        counts[code][1] += 1
    codes = sorted(counts)
    return Matrix(
        columns=[Column(code, catalogue.short_name(code), *counts[code]) for code in codes],
        rows=[Row(invoice, [by_cell.get((invoice.pk, code)) for code in codes]) for invoice in invoices],
        general=[item for item in items if item.case_invoice_id is None],
    )


def remaining(case: Case) -> tuple[int, int]:
    """How many papers are missing, and how many a person must choose among."""
    states = list(case.items.values_list("state", flat=True))
    return states.count(ItemState.MISSING), states.count(ItemState.CHECK)


def owes_repayment(case: Case) -> bool:
    """Whether Skatteverket wants money back that nobody has said is paid."""
    return case.invoices.filter(status=ClaimStatus.REPAY_DECIDED).exists()


def steps_of(case: Case) -> list[dict[str, str]]:
    """The path of a case with where it stands."""
    now = next((number for number, (_, states) in enumerate(STEPS) if case.status in states), 1)
    return [
        {"name": name, "state": "is-done" if number < now else "is-now" if number == now else ""}
        for number, (name, _) in enumerate(STEPS)
    ]


def neighbours(case: Case, user: User) -> tuple[Case | None, Case | None]:
    """The open cases before and after this one in the order of their dates; none beside one that is decided."""
    if case.due_order == ENDED:
        return None, None
    return beside(Case.objects.visible_to(user).open().only("pk", "number", "due_order"), case, by="due_order")
