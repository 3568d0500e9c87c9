"""Lists of customers and of things to do as files for a spreadsheet."""

from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.views.decorators.http import require_GET

from crm.documents.listings import CUSTOMER_HEADING, FOLLOW_UP_HEADING, customer_rows, follow_up_rows
from crm.queries import followups
from crm.queries.customers import filtered_customers
from crm.rules import customer_filters
from perforia.base.clock import now, today
from perforia.base.exports import Listing, export
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request

MOST, AT_ONCE = 100_000, 500


@require_GET
@requires(Permission.EXPORT_CUSTOMERS)
def export_customers(request: Request) -> StreamingHttpResponse:
    """The listed customers, without personal numbers."""
    found = filtered_customers(request.user, customer_filters.read(request.GET.dict()), today=today())
    shown = found.select_related("owner").defer("search", "note", "personal_number").order_by("name", "pk")[:MOST]
    rows = customer_rows(shown.iterator(), to=request.user)
    return export(request, Listing("kunder", CUSTOMER_HEADING, rows), at=now())


@require_GET
@requires(Permission.EXPORT_CUSTOMERS)
def export_follow_ups(request: Request) -> StreamingHttpResponse:
    """The listed things to do."""
    view = request.GET.get("vy", "")
    asked = followups.Asked(
        request.user, view if view in dict(followups.VIEWS) else "", request.GET.get("vem") == "alla"
    )  # fmt: skip
    return export(request, Listing("att-gora", FOLLOW_UP_HEADING, follow_up_rows(_follow_ups(asked))), at=now())


def _follow_ups(asked: followups.Asked) -> Iterator[followups.Row]:
    """The rows of a view, a batch at a time."""
    at = now()
    found = followups.listed(asked, at=at).order_by("due_at", "pk")[:MOST]
    related = found.select_related("owner", "lead", "lead__customer", "customer")
    batch = []
    for follow_up in related.iterator():
        batch.append(follow_up)
        if len(batch) == AT_ONCE:
            yield from followups.rows_of(asked.user, batch, at=at)
            batch = []
    yield from followups.rows_of(asked.user, batch, at=at)
