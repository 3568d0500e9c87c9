"""What the ads brought: from source and campaign to money, with the leads behind every number."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from crm.documents.ad_report import REPORT_HEADING, report_rows
from crm.documents.listings import LEAD_HEADING, lead_rows
from crm.queries import ad_report as queries
from crm.queries.lead_lists import RINGS
from perforia.base.clock import now, today
from perforia.base.exports import Listing, export
from perforia.base.paging import slice_of
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request

SHOWN, MOST_EXPORTED = 50, 100_000


@require_GET
@requires(Permission.SEE_CONVERSIONS)
def ad_report(request: Request) -> HttpResponse:
    """Every campaign of some days, the largest as bars."""
    period = _period(request)
    rows = queries.campaigns(request.user, period)
    context = {
        "rows": rows, "total": queries.total(rows), "chart": queries.chart(rows), "period": period,
        "stages": [(stage, queries.LABELS[stage]) for stage in queries.STAGES],
    }  # fmt: skip
    return render(request, "crm/ad_report.html", context)


@require_GET
@requires(Permission.SEE_CONVERSIONS)
def ad_report_leads(request: Request) -> HttpResponse:
    """The leads behind one number."""
    stage, campaign = _asked(request)
    leads = queries.leads_behind(request.user, _period(request), stage=stage, campaign=campaign)
    after, before = request.GET.get("efter", ""), request.GET.get("fore", "")
    page = slice_of(leads, by="-received_at", size=SHOWN, after=after, before=before)
    name = " / ".join(part for part in campaign if part) if campaign else "alla källor"
    context = {
        "slice": page, "rows": [(lead, *RINGS[lead.status]) for lead in page.rows], "label": queries.LABELS[stage],
        "name": name, "period": _period(request),
    }  # fmt: skip
    return render(request, "crm/ad_report_leads.html", context)


@require_GET
@requires(Permission.SEE_CONVERSIONS)
def export_ad_report(request: Request) -> StreamingHttpResponse:
    """The report as a file for a spreadsheet."""
    rows = queries.campaigns(request.user, _period(request))
    return export(request, Listing("annonser", REPORT_HEADING, report_rows(rows)), at=now())


@require_GET
@requires(Permission.EXPORT_CUSTOMERS)
def export_ad_leads(request: Request) -> StreamingHttpResponse:
    """The leads behind a number as a file for a spreadsheet."""
    stage, campaign = _asked(request)
    leads = queries.leads_behind(request.user, _period(request), stage=stage, campaign=campaign)
    found = leads.select_related("owner", "source", "customer").order_by("-received_at", "-pk")[:MOST_EXPORTED]
    return export(request, Listing("annonser-leads", LEAD_HEADING, lead_rows(found, to=request.user)), at=now())


def _period(request: Request) -> queries.Period:
    return queries.period_of(request.GET.get("fran", ""), request.GET.get("till", ""), today=today())


def _asked(request: Request) -> tuple[str, tuple[str, str, str] | None]:
    """The stage and the campaign that an address names; no campaign is all of them."""
    told = request.GET
    stage = told.get("steg", "")
    campaign = None
    if "kanal" in told:
        campaign = (told["kanal"], told.get("medium", ""), told.get("kampanj", ""))
    return stage if stage in queries.STAGES else "leads", campaign
