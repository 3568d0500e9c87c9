"""One timeline of a lead or a customer from everything that knows of it, the latest first, page by page by key.

Each source answers its own rows beyond the edge of the page before; they are merged here, so that the thousandth event
costs as much as the first and a page costs the same number of questions however much has happened.
"""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple, TypeVar

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from archive.models import Document, DocumentLink
from archive.states import LinkKind
from crm.models import Activity, Customer, Lead, LeadMove
from crm.rules.history import GROUPS, ICONS, as_act, kinds_of
from crm.states import KIND_PERMISSIONS, WRITTEN_BY_HAND, ActivityKind, LeadStatus
from perforia.base.models import User
from perforia.base.permissions import Permission

SIZE = 30
LATE = timedelta(minutes=10)  # written down later than this is told
HIDDEN = "Dolt: skyddade personuppgifter."
# What may hold an address or a number of somebody protected.
_TELLING = WRITTEN_BY_HAND | {ActivityKind.FORM}
Target = Lead | Customer
M = TypeVar("M", bound=Model)


class Edge(NamedTuple):
    """The last event of the page before; `rank` orders sources among events of the same moment."""

    at: datetime
    rank: int
    pk: int


@dataclass(frozen=True)
class Entry:
    """One event as it is shown. `who` is empty for what nobody did; `number` and `label` lead to its source."""

    edge: Edge
    kind: ActivityKind
    icon: str
    tone: str
    who: str
    what: str
    detail: str = ""
    written_at: datetime | None = None  # only when it was written down later
    is_changed: bool = False
    is_own: bool = False
    number: int = 0
    label: str = ""
    lead_id: int | None = None
    has_page: bool = False

    @property
    def at(self) -> datetime:
        return self.edge.at

    @property
    def is_brief(self) -> bool:
        """Whether its details are a word or two after the source, as of an invoice."""
        return self.kind in KIND_PERMISSIONS

    @property
    def has_time(self) -> bool:
        """Whether the time of the day is known; of what only has a day it is midnight."""
        return timezone.localtime(self.at).time() != time()


@dataclass(frozen=True)
class Timeline:
    """One page: the days with their events, and the cursor of what is older, empty when there is no more.

    A day that the page before began is None: its heading stands there.
    """

    days: list[tuple[date | None, list[Entry]]]
    older: str


@dataclass(frozen=True)
class View:
    """Who looks at what, and how."""

    user: User
    target: Target
    group: str = ""

    @property
    def kinds(self) -> frozenset[ActivityKind]:
        """What is asked for and may be seen."""
        hidden = {kind for kind, permission in KIND_PERMISSIONS.items() if not self.user.has_permission(permission)}
        return kinds_of(self.group) - hidden

    @property
    def is_guarded(self) -> bool:
        """Whether what people wrote is hidden, as the customer has protected personal data."""
        customer = self.target if isinstance(self.target, Customer) else self.target.customer
        return customer is not None and customer.is_protected and not self.user.has_permission(Permission.SEE_PROTECTED)


def groups_of(view: View) -> list[tuple[str, str]]:
    """The filters that make sense for a lead or a customer and a person: word in the address, label."""
    everything = View(view.user, view.target).kinds
    if isinstance(view.target, Lead):
        everything -= {
            ActivityKind.DOCUMENT, ActivityKind.INVOICE, ActivityKind.LETTER, ActivityKind.CASE, ActivityKind.JOB,
        }  # fmt: skip
    return [("", "Allt"), *((name, label) for name, label, kinds in GROUPS if kinds & everything)]


def timeline(view: View, *, after: str = "", size: int = SIZE) -> Timeline:
    """One page of what has happened; a cursor that cannot be read shows the first page."""
    edge = read_cursor(after)
    found = [entry for source in _SOURCES for entry in source(view, edge, size + 1)]
    found.sort(key=lambda entry: entry.edge, reverse=True)
    entries = found[:size]
    older = write_cursor(entries[-1].edge) if len(found) > size else ""
    return Timeline(_by_day(entries, edge), older)


def versions_of(activity: Activity) -> QuerySet[Any]:  # Any: made by pghistory, unknown to the types
    """What stood before each correction of an event, the latest first."""
    versions: QuerySet[Any] = QuerySet(apps.get_model("crm", "ActivityVersion"))
    return versions.filter(pgh_obj=activity).order_by("-pgh_id")


def write_cursor(edge: Edge) -> str:
    """An edge as it stands in an address."""
    plain = json.dumps([edge.at.isoformat(), edge.rank, edge.pk])
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> Edge | None:
    """The edge that a cursor says, None when it says none."""
    try:
        at, rank, pk = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        moment = datetime.fromisoformat(at)
        return Edge(moment, int(rank), int(pk)) if moment.tzinfo and abs(int(pk)) < 2**63 else None
    except (ValueError, TypeError, binascii.Error):
        return None


def _by_day(entries: list[Entry], edge: Edge | None) -> list[tuple[date | None, list[Entry]]]:
    days: list[tuple[date | None, list[Entry]]] = []
    last = timezone.localtime(edge.at).date() if edge else None
    for entry in entries:
        day = timezone.localtime(entry.at).date()
        if not days or day != last:
            days.append((None if day == last else day, []))
        days[-1][1].append(entry)
        last = day
    return days


def _beyond(rows: QuerySet[M], edge: Edge | None, rank: int, *, at: str = "at") -> QuerySet[M]:
    """The rows of a source that come after the edge in the timeline, the latest first."""
    if edge is not None:
        same = Q(**{at: edge.at})
        if rank == edge.rank:
            same &= Q(pk__lt=edge.pk)
        elif rank > edge.rank:
            same = Q(pk__in=[])
        rows = rows.filter(Q(**{f"{at}__lt": edge.at}) | same, **{f"{at}__lte": edge.at})
    return rows.order_by(f"-{at}", "-pk")


def _activities(view: View, edge: Edge | None, most: int) -> list[Entry]:
    rank, of = 3, {"customer" if isinstance(view.target, Customer) else "lead": view.target}
    rows = Activity.objects.visible_to(view.user).kept().filter(**of, kind__in=sorted(view.kinds))
    rows = rows.select_related("by")
    return [_told(each, view, rank) for each in _beyond(rows, edge, rank)[:most]]


def _told(each: Activity, view: View, rank: int) -> Entry:
    kind = ActivityKind(each.kind)
    icon, tone = ICONS[kind]
    is_hidden = view.is_guarded and kind in _TELLING
    what = kind.label if is_hidden and kind != ActivityKind.NOTE else each.title or kind.label
    if each.minutes:
        what = f"{what}, {each.minutes} min"
    return Entry(
        Edge(each.at, rank, each.pk), kind, icon, tone, _who(each),
        as_act(what) if each.by or each.source_id else what,
        detail=HIDDEN if is_hidden and each.text else each.text,
        written_at=each.written_at if abs(each.written_at - each.at) > LATE else None,
        is_changed=each.changed_at is not None, is_own=each.is_written_by(view.user),
        number=(each.source_id or 0) if kind in KIND_PERMISSIONS else each.pk, label=each.source_label,
        lead_id=each.lead_id if isinstance(view.target, Customer) else None,
        has_page=kind not in KIND_PERMISSIONS,
    )  # fmt: skip


def _who(each: Activity) -> str:
    """Whoever did it; of what an app above tells by itself it is Perforia, else nobody."""
    if each.by:
        return each.by.name
    return "Perforia" if each.source_id else ""


def _moves(view: View, edge: Edge | None, most: int) -> list[Entry]:
    rank = 2
    if ActivityKind.STATUS not in view.kinds or not view.user.has_permission(Permission.SEE_LEADS):
        return []
    of = {"lead__customer" if isinstance(view.target, Customer) else "lead": view.target}
    rows = _beyond(LeadMove.objects.filter(**of).select_related("by"), edge, rank)[:most]
    return [
        Entry(
            Edge(move.at, rank, move.pk), ActivityKind.STATUS, ICONS[ActivityKind.STATUS][0],
            "ok" if move.new == LeadStatus.WON else "", move.by.name if move.by else "Perforia",
            f"ändrade status från {move.get_old_display()} till {move.get_new_display()}", detail=move.reason,
            lead_id=move.lead_id if isinstance(view.target, Customer) else None,
        )
        for move in rows
    ]  # fmt: skip


def _documents(view: View, edge: Edge | None, most: int) -> list[Entry]:
    rank = 1
    if not isinstance(view.target, Customer) or ActivityKind.DOCUMENT not in view.kinds:
        return []
    seen = Document.objects.visible_to(view.user).kept()
    rows = DocumentLink.objects.filter(kind=LinkKind.CUSTOMER, object_id=view.target.pk, document__in=seen)
    rows = _beyond(rows.select_related("document", "created_by"), edge, rank, at="created_at")[:most]
    return [
        Entry(
            Edge(link.created_at, rank, link.pk), ActivityKind.DOCUMENT, *ICONS[ActivityKind.DOCUMENT],
            link.created_by.name if link.created_by else "Perforia", "lade till",
            number=link.document_id, label=link.document.title,
        )
        for link in rows
    ]  # fmt: skip


_SOURCES: tuple[Callable[[View, Edge | None, int], list[Entry]], ...] = (_activities, _moves, _documents)
