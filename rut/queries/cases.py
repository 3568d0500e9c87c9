"""Reads of cases: lists in order of what is due, the matrix, and their figures."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Count, Q, Sum

from billing.rules import number_key
from perforia.base.models import User
from rut.models import Case, CaseInvoice, RequestedItem
from rut.models.cases import CaseQuerySet
from rut.rules import catalogue
from rut.states import DECIDED, OPEN, SETTLED, CaseStatus, ClaimStatus, ItemState

RINGS: dict[str, tuple[str, str]] = {
    CaseStatus.REVIEW: ("25", "accent"),
    CaseStatus.COLLECTING: ("50", "accent"),
    CaseStatus.PACKAGE_READY: ("75", "accent"),
    CaseStatus.AWAITING_DECISION: ("90", "info"),
    CaseStatus.GRANTED: ("is-done", "ok"),
    CaseStatus.PARTLY_GRANTED: ("is-done", "ok"),
    CaseStatus.REJECTED: ("is-lost", ""),
    CaseStatus.CLOSED: ("is-done", ""),
}
SHOWN = 200
STEPS = (
    ("Brev mottaget", ()),
    ("Granskat", (CaseStatus.REVIEW,)),
    ("Samlar underlag", (CaseStatus.COLLECTING,)),
    ("Paket klart", (CaseStatus.PACKAGE_READY,)),
    ("Svar skickat", (CaseStatus.AWAITING_DECISION,)),
    ("Beslut", (*DECIDED, CaseStatus.CLOSED)),
)


@dataclass(frozen=True)
class Group:
    """Cases that are due about the same time, with their sum in kronor."""

    name: str
    is_late: bool
    cases: Sequence[Case]
    amount: int


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


def search_cases(user: User, text: str) -> CaseQuerySet:
    """Cases by our number, Skatteverket's reference, the officer, or an invoice."""
    cases = Case.objects.visible_to(user)
    for word in text.split()[:5]:
        condition = Q(number__icontains=word) | Q(reference__icontains=word) | Q(officer_name__icontains=word)
        key = number_key(word)
        if key != "0":
            condition |= Q(pk__in=CaseInvoice.objects.filter(invoice__number_key=key).values("case"))
        cases = cases.filter(condition)
    return cases


def overview(cases: CaseQuerySet, *, today: date) -> list[Group]:
    """Open cases in groups: late, this week, next week, later, waiting; each in the order of its dates."""
    due = list(cases.by_deadline().select_related("owner").annotate(invoice_count=Count("invoices"))[:SHOWN])
    week_end = today + timedelta(days=6 - today.weekday())

    def group_of(case: Case) -> int:
        if case.status in (*DECIDED, CaseStatus.CLOSED):
            return 6
        if not case.is_answering:
            return 5
        if case.deadline is None:
            return 0
        if case.deadline < today:
            return 1
        return 2 if case.deadline <= week_end else 3 if case.deadline <= week_end + timedelta(days=7) else 4

    names = ("Utan frist", "Försenat", "Den här veckan", "Nästa vecka", "Senare", "Väntar på beslut", "Avgjorda")
    groups = []
    for number, members in groupby(sorted(due, key=group_of), key=group_of):
        listed = list(members)
        groups.append(Group(names[number], number == 1, listed, sum(case.amount for case in listed)))
    return groups


def figures(user: User, *, year: int) -> list[dict[str, object]]:
    """How many cases are in each state, with kronor at stake; decided ones of this year."""
    cases = Case.objects.visible_to(user)
    counts: dict[str, tuple[int, int]] = {
        row["status"]: (row["count"], row["amount"] or 0)
        for row in cases.filter(Q(status__in=OPEN) | Q(decided_on__year=year))
        .order_by()
        .values("status")
        .annotate(count=Count("pk"), amount=Sum("amount"))
    }
    shown = (*OPEN, CaseStatus.GRANTED, CaseStatus.REJECTED)
    opened = [counts.get(status, (0, 0)) for status in OPEN]
    first = {
        "value": "", "label": "Öppna", "count": sum(count for count, _ in opened),
        "amount": sum(amount for _, amount in opened), "ring": "", "tone": "",
    }  # fmt: skip
    return [first] + [
        {
            "value": status.value, "label": status.label, "count": counts.get(status, (0, 0))[0],
            "amount": counts.get(status, (0, 0))[1], "ring": RINGS[status][0], "tone": RINGS[status][1],
        }
        for status in shown
    ]  # fmt: skip


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
    """The open cases before and after this one in the order of their dates."""
    ordered = list(Case.objects.visible_to(user).open().by_deadline().only("pk", "number", "deadline")[:SHOWN])
    place = next((number for number, each in enumerate(ordered) if each.pk == case.pk), None)
    if place is None:
        return None, None
    return (
        ordered[place - 1] if place else None,
        ordered[place + 1] if place + 1 < len(ordered) else None,
    )
