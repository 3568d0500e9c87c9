"""Reads of many cases: the list in order of what is due, the board, and their figures."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db import models
from django.db.models import Count, IntegerField, OuterRef, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.formats import date_format

from perforia.base.models import User
from perforia.base.paging import Slice, slice_of
from perforia.base.searching import matching
from rut.models import Case, CaseInvoice
from rut.models.cases import ANSWERED, ENDED, UNDATED, CaseQuerySet
from rut.states import DECIDED, OPEN, CaseStatus, DocumentType

PAGE, LANE = 50, 20
DAY = timedelta(days=1)
NOBODY = "ingen"
OF_THE_YEAR = {
    "godkanda": ("Godkända i år", (CaseStatus.GRANTED, CaseStatus.PARTLY_GRANTED)),
    "avslagna": ("Avslagna i år", (CaseStatus.REJECTED,)),
}
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


@dataclass(frozen=True)
class Filters:
    """What a person asked to see, as it stands in the address; empty means everything that is open."""

    text: str = ""
    status: str = ""
    owner: str = ""
    kind: str = ""
    due_from: date | None = None
    due_to: date | None = None

    @property
    def is_ended(self) -> bool:
        """Whether only decided or closed cases are asked for; they have no date to come first by."""
        return self.status in OF_THE_YEAR or self.status in (*DECIDED, CaseStatus.CLOSED)


@dataclass(frozen=True)
class Group:
    """Cases of a page that are due about the same time; `count` and `amount` (kronor) are of all pages, if counted."""

    name: str
    is_late: bool
    cases: Sequence[Case]
    count: int | None
    amount: int | None


@dataclass(frozen=True)
class Page:
    """One page of the list: its groups and the way to the pages beside it."""

    groups: Sequence[Group]
    slice: Slice[Case]


@dataclass(frozen=True)
class Lane:
    """One column of the board; `value` is its status in the address, `amount` in kronor."""

    name: str
    value: str
    ring: tuple[str, str]
    cases: Sequence[Case]
    count: int
    amount: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.cases)


def search_cases(user: User, text: str) -> CaseQuerySet:
    """Cases by our number, Skatteverket's references, the officer, an invoice or its customer; parts suffice."""
    return matching(Case.objects.visible_to(user), text)


def filtered(user: User, filters: Filters, *, today: date) -> CaseQuerySet:
    """The cases a person asked to see. Without a status: the open ones, or all when something is searched for."""
    cases = search_cases(user, filters.text)
    if filters.status in CaseStatus.values:
        cases = cases.filter(status=filters.status)
    elif filters.status in OF_THE_YEAR:
        cases = _decided_in(cases, OF_THE_YEAR[filters.status][1], today.replace(month=1, day=1), today)
    elif not filters.text:
        cases = cases.open()
    if filters.owner == NOBODY:
        cases = cases.filter(owner=None)
    elif filters.owner.isdecimal():
        cases = cases.filter(owner=int(filters.owner))
    if filters.kind in DocumentType.values:
        cases = cases.filter(kind=filters.kind)
    if filters.due_from is not None:
        cases = cases.filter(deadline__gte=filters.due_from)
    if filters.due_to is not None:
        cases = cases.filter(deadline__lte=filters.due_to)
    return cases


def page_of(cases: CaseQuerySet, filters: Filters, *, today: date, after: str = "", before: str = "") -> Page:
    """One page in groups: without a date, late, this week, next week, later, waiting, decided (newest first)."""
    limits = _limits(today)
    part = slice_of(
        with_counts(cases), by="-id" if filters.is_ended else "due_order", size=PAGE, after=after, before=before
    )
    totals = {} if filters.is_ended else _totals(cases, limits)
    groups = []
    for number, members in groupby(part.rows, key=lambda case: _group_of(case, limits)):
        count, amount = totals.get(number, (None, None))
        groups.append(Group(limits[number][0], limits[number][1] == today - DAY, list(members), count, amount))
    return Page(groups, part)


def board(cases: CaseQuerySet, *, user: User, today: date) -> list[Lane]:
    """The lanes: every open state with its nearest dates, and what was decided this month. Amounts in kronor."""
    counts = _by_status(cases.open())
    lanes = []
    for status in OPEN:
        shown = list(with_counts(cases.filter(status=status)).by_deadline()[:LANE])
        lanes.append(Lane(status.label, status.value, RINGS[status], shown, *counts.get(status, (0, 0))))
    decided = _decided_in(Case.objects.visible_to(user), DECIDED, today.replace(day=1), today)
    number, amount = _sum(_by_status(decided), DECIDED)
    shown = list(with_counts(decided).order_by("-decided_on", "-pk")[:LANE])
    lanes.append(Lane(f"Beslut i {date_format(today, 'F')}", "", RINGS[CaseStatus.GRANTED], shown, number, amount))
    return lanes


def figures(user: User, *, today: date) -> list[dict[str, object]]:
    """How many cases are in each open state and how many were decided this year, with kronor at stake."""
    cases = Case.objects.visible_to(user)
    counts = _by_status(cases.open())
    counts |= _by_status(_decided_in(cases, DECIDED, today.replace(month=1, day=1), today))
    listed: list[tuple[str, str, tuple[CaseStatus, ...], tuple[str, str]]] = [("", "Öppna", OPEN, ("", ""))]
    listed += [(status.value, status.label, (status,), RINGS[status]) for status in OPEN]
    listed += [(value, label, states, RINGS[states[0]]) for value, (label, states) in OF_THE_YEAR.items()]
    shown: list[dict[str, object]] = []
    for value, label, states, (ring, tone) in listed:
        number, amount = _sum(counts, states)
        shown.append({"value": value, "label": label, "count": number, "amount": amount, "ring": ring, "tone": tone})
    return shown


def total_of(cases: CaseQuerySet) -> dict[str, int]:
    """How many of the cases are open, and the kronor at stake in them."""
    number, amount = _sum(_by_status(cases.open()), OPEN)
    return {"count": number, "amount": amount}


def with_counts(cases: CaseQuerySet) -> CaseQuerySet:
    """Cases with their owner and `invoice_count`; counted for the rows that are shown, not by joining them all."""
    of_case = CaseInvoice.objects.filter(case=OuterRef("pk")).order_by().values("case").annotate(count=Count("pk"))
    counted = Coalesce(Subquery(of_case.values("count")), 0, output_field=IntegerField())
    return cases.select_related("owner").annotate(invoice_count=counted)


def _limits(today: date) -> list[tuple[str, date]]:
    """The groups of the list, each with the last `due_order` that belongs to it."""
    week_end = today + timedelta(days=6 - today.weekday())
    return [
        ("Utan frist", UNDATED),
        ("Försenat", today - DAY),
        ("Den här veckan", week_end),
        ("Nästa vecka", week_end + 7 * DAY),
        ("Senare", ANSWERED - DAY),
        ("Väntar på beslut", ANSWERED),
        ("Avgjorda", ENDED),
    ]


def _group_of(case: Case, limits: Sequence[tuple[str, date]]) -> int:
    return bisect_left([last for _, last in limits], case.due_order)


def _totals(cases: CaseQuerySet, limits: Sequence[tuple[str, date]]) -> dict[int, tuple[int, int]]:
    """Count and kronor of the open groups, over all pages."""
    group = models.Case(
        *(When(due_order__lte=last, then=Value(number)) for number, (_, last) in enumerate(limits)),
        output_field=IntegerField(),
    )
    rows = cases.open().order_by().annotate(group=group).values("group")
    return {row["group"]: (row["count"], row["sum"] or 0) for row in rows.annotate(count=Count("*"), sum=Sum("amount"))}


def _by_status(cases: CaseQuerySet) -> dict[str, tuple[int, int]]:
    rows = cases.order_by().values("status").annotate(count=Count("*"), sum=Sum("amount"))
    return {row["status"]: (row["count"], row["sum"] or 0) for row in rows}


def _sum(counts: Mapping[str, tuple[int, int]], states: Iterable[CaseStatus]) -> tuple[int, int]:
    found = [counts.get(status, (0, 0)) for status in states]
    return sum(number for number, _ in found), sum(amount for _, amount in found)


def _decided_in(cases: CaseQuerySet, states: Iterable[CaseStatus], first: date, last: date) -> CaseQuerySet:
    return cases.filter(status__in=tuple(states), decided_on__range=(first, last))
