"""Many leads: pages of the list, the board, the tabs with their counters and the sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import parse_qsl

from django.db.models import Count, QuerySet, Sum
from django.utils.formats import date_format

from crm.models import Customer, Lead, SavedView
from crm.models.leads import LeadQuerySet
from crm.queries.duplicates import doubted
from crm.queries.leads import filtered_leads, ordered
from crm.rules import lead_filters
from crm.rules.call_clock import CallClock, clock_of
from crm.rules.lead_filters import LeadFilters
from crm.states import OPEN_LEADS, TO_CALL, LeadStatus, ListTarget
from perforia.base.models import User
from perforia.base.paging import Slice, count_of, counts_of, slice_of
from perforia.base.permissions import Permission
from perforia.base.searching import Hits

PAGE, LANE = 50, 20
MOST_SUMMED = 1000
RINGS: dict[str, tuple[str, str]] = {
    LeadStatus.STARTED: ("is-new", "warn"),
    LeadStatus.NEW: ("is-new", "accent"),
    LeadStatus.CONTACTED: ("25", "accent"),
    LeadStatus.QUALIFIED: ("50", "accent"),
    LeadStatus.CONTRACT_SENT: ("75", "accent"),
    LeadStatus.WON: ("is-done", "ok"),
    LeadStatus.LOST: ("is-lost", ""),
}
# The tabs that everybody has: name, address.
BUILT_IN = (
    ("Alla öppna", ""), ("Mina", "agare=jag"), ("Ring nu", "status=ring"), ("Ofullständiga", "status=started"),
    ("Väntar på signering", "status=contract_sent"), ("Utan nästa steg", "nasta=saknas"),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A lead of a list with what is counted when it is shown."""

    lead: Lead
    clock: CallClock | None
    is_late: bool
    is_doubted: bool
    is_hidden: bool

    @property
    def status(self) -> LeadStatus:
        return LeadStatus(self.lead.status)


@dataclass(frozen=True)
class Page:
    """One page of the list."""

    rows: Sequence[Row]
    slice: Slice[Lead]


@dataclass(frozen=True)
class Total:
    """How many leads and what they are worth in kronor; told no further than MOST_SUMMED leads."""

    count: int
    amount: int
    is_capped: bool

    @property
    def words(self) -> str:
        """`1 lead`, `42 leads`, `fler än 1 000 leads`, `många leads` when nobody has counted."""
        if self.count == 0 and self.is_capped:
            return "många leads"
        number = f"{self.count:,}".replace(",", "\u00a0")
        return f"{'fler än ' if self.is_capped else ''}{number} {'lead' if self.count == 1 else 'leads'}"


@dataclass(frozen=True)
class Lane:
    """One column of the board; `status` is where a card that is dropped there goes."""

    name: str
    status: LeadStatus
    rows: Sequence[Row]
    total: Total

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total.count - len(self.rows)


def page_of(user: User, leads: LeadQuerySet, filters: LeadFilters, *, at: datetime, cursor: Mapping[str, str]) -> Page:
    """One page of the list in the order that was asked for; `cursor` holds `efter` or `fore` of the address."""
    rows, order = ordered(with_people(leads), filters)
    part = slice_of(rows, by=order, size=PAGE, after=cursor.get("efter", ""), before=cursor.get("fore", ""))
    return Page(rows_of(user, part.rows, at=at), part)


def rows_of(user: User, leads: Sequence[Lead], *, at: datetime) -> list[Row]:
    """Leads with their clocks, and whether they look like somebody else's."""
    return _rows(user, leads, doubted(user, leads) if leads else set(), at)


def _rows(user: User, leads: Sequence[Lead], doubts: set[int], at: datetime) -> list[Row]:
    hidden = _hidden(user, leads)
    return [
        Row(
            lead, call_clock(lead, at), bool(lead.next_step_at and lead.next_step_at < at), lead.pk in doubts,
            lead.customer_id in hidden,
        )
        for lead in leads
    ]  # fmt: skip


def _hidden(user: User, leads: Sequence[Lead]) -> set[int | None]:
    """The customers of a page's leads whose address and phone are not for this person."""
    if user.has_permission(Permission.SEE_PROTECTED):
        return set()
    customers = {lead.customer_id for lead in leads if lead.customer_id is not None}
    return set(Customer.objects.filter(pk__in=customers, is_protected=True).values_list("pk", flat=True))


def call_clock(lead: Lead, at: datetime) -> CallClock | None:
    """How long a lead that nobody has called has waited; nothing once somebody has."""
    is_waiting = lead.status in TO_CALL and lead.first_contact_at is None and lead.archived_at is None
    return clock_of(lead.received_at, at) if is_waiting else None


def board(user: User, filters: LeadFilters, *, at: datetime, hits: Hits) -> list[Lane]:
    """The lanes: leads to call, every later open state, and what was won this month; the newest first in each."""
    # A lane says itself which states are open: said twice, the database expects too few and sorts them all.
    asked = filters if filters.status else replace(filters, status=lead_filters.ALL)
    leads = filtered_leads(user, asked, at=at, hits=hits)
    lanes = [("Ny", LeadStatus.NEW, sorted(TO_CALL))]
    lanes += [(status.label, status, [status]) for status in LeadStatus if status in OPEN_LEADS - TO_CALL]
    lanes_leads = ((name, status, leads.filter(status__in=states)) for name, status, states in lanes)
    found = [
        Lane(
            name,
            status,
            _lane_rows(user, listed.order_by("-received_at", "-pk"), at),
            total_of(listed, are_many=hits.are_many),
        )
        for name, status, listed in lanes_leads
    ]
    closed = filtered_leads(user, _any_status(filters), at=at, hits=hits).filter(closed_at__gte=_month(at))
    won = closed.filter(status=LeadStatus.WON).order_by("-closed_at", "-pk")
    name = f"Vunnen i {date_format(at, 'F')}"
    return [*found, Lane(name, LeadStatus.WON, _lane_rows(user, won, at), total_of(won, are_many=hits.are_many))]


def lost_this_month(user: User, filters: LeadFilters, *, at: datetime, hits: Hits) -> int:
    """How many came to nothing this month."""
    leads = filtered_leads(user, _any_status(filters), at=at, hits=hits)
    return count_of(leads.filter(status=LeadStatus.LOST, closed_at__gte=_month(at))).number


def total_of(leads: QuerySet[Lead], *, are_many: bool = False) -> Total:
    """How many and worth what, no further than MOST_SUMMED: more than that nobody adds up by eye.

    What a common word finds is not counted: the index would have to gather all of it first.
    """
    if are_many:
        return Total(0, 0, is_capped=True)
    # In the order of an index: those in any order are looked for from the oldest, which are never the open ones.
    few = leads.order_by("-received_at", "-pk").values("pk", "value")[: MOST_SUMMED + 1]
    found = few.aggregate(count=Count("pk"), amount=Sum("value"))
    count = found["count"]
    return Total(min(count, MOST_SUMMED), int(found["amount"] or 0), count > MOST_SUMMED)


def tabs_of(user: User, query: Mapping[str, str], *, at: datetime) -> list[dict[str, object]]:
    """The views everybody has and those a person has pinned, each with its counter; the one that is open is marked."""
    pinned = SavedView.objects.visible_to(user).filter(target=ListTarget.LEADS, is_pinned=True)
    saved = [(view.name, view.query, view.pk) for view in pinned.order_by("position", "name", "pk")]
    named: list[tuple[str, str, int | None]] = [(name, address, None) for name, address in BUILT_IN]
    current = lead_filters.as_query({**query, "vy": ""})
    tabs: list[dict[str, object]] = []
    lists: list[LeadQuerySet] = []
    board = "vy=tavla" if query.get("vy") == "tavla" else ""
    for name, address, pk in [*named, *saved]:
        asked = dict(parse_qsl(address))
        is_board_view = asked.get("vy") == "tavla"
        url = address if is_board_view else "&".join(part for part in (address, board) if part)
        lists.append(filtered_leads(user, lead_filters.read(asked), at=at))
        tabs.append(
            {
                "label": name, "url": f"?{url}", "pk": pk,
                "is_current": current == lead_filters.as_query({**asked, "vy": ""}),
                "is_hot": address == "status=ring",
            }
        )  # fmt: skip
    return [{**tab, "count": count} for tab, count in zip(tabs, counts_of(lists), strict=True)]


def _lane_rows(user: User, leads: LeadQuerySet, at: datetime) -> list[Row]:
    return _rows(user, list(with_people(leads)[:LANE]), set(), at)


def with_people(leads: LeadQuerySet) -> LeadQuerySet:
    """The leads with what a row shows, without the long fields that it does not."""
    return leads.select_related("owner", "source").defer("search", "extra", "attribution", "field_seqs", "message")


def _any_status(filters: LeadFilters) -> LeadFilters:
    return LeadFilters(
        text=filters.text, status=lead_filters.ALL, owner=filters.owner, source=filters.source,
        service=filters.service, received=filters.received, value=filters.value,
    )  # fmt: skip


def _month(at: datetime) -> datetime:
    return at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
