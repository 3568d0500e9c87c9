"""The list and the board of leads: one query, two looks."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from crm.documents.listings import LEAD_HEADING, lead_rows
from crm.forms.lead_lists import FilterForm
from crm.models import Lead
from crm.queries import lead_lists as queries
from crm.queries import leads_today
from crm.queries.leads import filtered_leads
from crm.rules import lead_filters
from crm.states import BulkKind
from perforia.base.clock import now
from perforia.base.exports import Listing, export
from perforia.base.permissions import Permission, requires
from perforia.base.searching import look_up
from perforia.base.web import Request, is_htmx

MOST_EXPORTED = 100_000
REGION = "leads-region"


@require_GET
@requires(Permission.SEE_LEADS)
def lead_list(request: Request) -> HttpResponse:
    """Leads as a table or a board, with the same filters; only the part that changes when htmx asks."""
    query, at = request.GET.dict(), now()
    filters = lead_filters.read(query)
    hits = look_up(Lead, filters.text)
    leads = filtered_leads(request.user, filters, at=at, hits=hits)
    context: dict[str, object] = {
        "form": FilterForm(query),
        "filters": filters,
        "rings": queries.RINGS,
        "tabs": queries.tabs_of(request.user, query, at=at),
        "total": queries.total_of(leads, are_many=hits.are_many),
        "sorts": lead_filters.SORTS.items(),
        "acts": BulkKind,
    }
    if filters.is_board:
        context["lanes"] = queries.board(request.user, filters, at=at, hits=hits)
        context["lost"] = queries.lost_this_month(request.user, filters, at=at, hits=hits)
    else:
        context["page"] = queries.page_of(request.user, leads, filters, at=at, cursor=query)
    is_part = is_htmx(request) and request.headers.get("HX-Target") == REGION
    return render(request, "crm/_leads_region.html" if is_part else "crm/leads.html", context | {"is_part": is_part})


@require_GET
@requires(Permission.WORK_LEADS)
def calls(request: Request) -> HttpResponse:
    """Who must be called now: the part of Idag that fetches itself, so that a new lead is seen when it comes."""
    return render(request, "crm/_calls.html", {"calls": leads_today.leads_to_call(request.user, at=now())})


@require_GET
@requires(Permission.EXPORT_CUSTOMERS)
def export_leads(request: Request) -> StreamingHttpResponse:
    """The listed leads as a file for a spreadsheet."""
    leads = filtered_leads(request.user, lead_filters.read(request.GET.dict()), at=now())
    found = leads.select_related("owner", "source", "customer").order_by("-received_at", "-pk")[:MOST_EXPORTED]
    rows = lead_rows(found.iterator(), to=request.user)
    return export(request, Listing("leads", LEAD_HEADING, rows), at=now())
