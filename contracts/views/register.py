"""The register of contracts, and the contracts of one customer or lead."""

from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from contracts.forms.register import RegisterForm
from contracts.models.contracts import ContractQuerySet
from contracts.queries import register as queries
from contracts.states import OPEN, ContractStatus, PdfState
from crm.models import Customer, Lead
from perforia.base.clock import now, today
from perforia.base.exports import Listing, export
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request

MOST_EXPORTED, OF_ONE = 100_000, 10
HEADING = (
    "Avtal", "Namn", "Kund", "Kundnummer", "Typ", "Mall", "Status", "Värde", "Skapat", "Skickat", "Signerat",
    "Gäller från", "Gäller till", "Förlängning", "Uppsägningstid, månader", "Uppsagt", "Ansvarig",
)  # fmt: skip


@require_GET
@requires(Permission.SEE_CONTRACTS)
def register(request: Request) -> HttpResponse:
    """The contracts that were asked for, now or as of a day."""
    form = RegisterForm(request.GET)
    form.offer("mall", [("", "Alla"), *queries.used_templates(request.user)])
    filters = form.filters()
    found = queries.filtered(request.user, filters, today=today())
    context = {
        "form": form, "filters": filters, "sorts": queries.SORTS.items(),
        "tabs": queries.tabs_of(request.user, filters.status, today=today()),
        "page": queries.page_of(found, filters, today=today(), cursor=request.GET.dict()),
        "total": queries.total_of(found, filters), "today": today(),
    }  # fmt: skip
    return render(request, "contracts/register.html", context)


@require_GET
@requires(Permission.SEE_CONTRACTS)
def export_register(request: Request) -> StreamingHttpResponse:
    """The listed contracts as a file for a spreadsheet."""
    form = RegisterForm(request.GET)
    form.offer("mall", queries.used_templates(request.user))
    filters = form.filters()
    rows, by = queries.ordered(queries.filtered(request.user, filters, today=today()), filters)
    sign = "-" if by.startswith("-") else ""
    found = rows.select_related("customer", "owner", "mapping").order_by(by, f"{sign}pk")[:MOST_EXPORTED]
    return export(request, Listing("avtal", HEADING, _lines(found)), at=now())


@require_GET
@requires(Permission.SEE_CONTRACTS)
def contracts_of_customer(request: Request, customer_id: int) -> HttpResponse:
    """A customer's contracts for their page; it looks again by itself while one may be signed or comes home."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=customer_id)
    rows = queries.of_customer(request.user, customer.pk, most=OF_ONE)
    context = {"rows": rows, "customer": customer, "pace": _pace(rows)}
    return render(request, "contracts/_of_customer.html", context)


@require_GET
@requires(Permission.SEE_CONTRACTS)
def contracts_of_lead(request: Request, lead_id: int) -> HttpResponse:
    """The contracts about a lead for its page."""
    lead = get_object_or_404(Lead.objects.visible_to(request.user), pk=lead_id)
    rows = queries.of_lead(request.user, lead.pk, most=OF_ONE)
    return render(request, "contracts/_of_lead.html", {"rows": rows, "lead": lead, "pace": _pace(rows)})


def _pace(rows: list[queries.Row]) -> int:
    """Seconds between looks: often while something is under way, now and then while a signature is waited for."""
    contracts = [row.contract for row in rows]
    works = {PdfState.WANTED, PdfState.FETCHING}
    if any(each.status == ContractStatus.CREATING or each.pdf_state in works for each in contracts):
        return 1
    return 3 if any(each.status in OPEN for each in contracts) else 0


def _lines(contracts: ContractQuerySet) -> Iterator[tuple[object, ...]]:
    for each in contracts.iterator():
        yield (
            each.number, each.title, each.customer.name, each.customer.number, each.get_kind_display(),
            each.mapping.name if each.mapping else "", each.get_status_display(), each.value, each.created_at,
            each.sent_at, each.signed_at, each.starts_on, each.ends_on, each.get_renewal_display(), each.notice_months,
            each.ended_at, each.owner.name if each.owner else "",
        )  # fmt: skip
