"""All cases, as a list by date and as a board by state."""

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from perforia.base.clock import now, today
from perforia.base.exports import Listing, export
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, came_from, go_to
from rut.forms.case_list import FilterForm
from rut.queries import case_list as queries
from rut.services import cases as services
from rut.views.case import get_case

MOST_EXPORTED = 100_000
HEADING = ("Ärende", "Typ", "Referens", "Svara senast", "Status", "Belopp", "Klara", "Handlingar", "Ansvarig")


@require_GET
@requires(Permission.SEE_CASES)
def case_list(request: Request) -> HttpResponse:
    """Cases in groups by their dates, or on a board; the same filters for both."""
    is_board = request.GET.get("vy") == "tavla"
    form = FilterForm(request.GET)
    if is_board:
        del form.fields["status"]  # the lanes are the states
    filters = form.filters()
    cases = queries.filtered(request.user, filters, today=today())
    context: dict[str, object] = {
        "form": form,
        "filters": filters,
        "rings": queries.RINGS,
        "is_board": is_board,
    }
    if is_board:
        context["lanes"] = queries.board(cases, user=request.user, today=today())
        context["total"] = queries.total_of(cases)
    else:
        after, before = request.GET.get("efter", ""), request.GET.get("fore", "")
        context["figures"] = queries.figures(request.user, today=today())
        context["page"] = queries.page_of(cases, filters, today=today(), after=after, before=before)
    return render(request, "rut/cases.html", context)


@require_GET
@requires(Permission.SEE_CASES)
def export_cases(request: Request) -> StreamingHttpResponse:
    """The listed cases as a file for a spreadsheet."""
    cases = queries.filtered(request.user, FilterForm(request.GET).filters(), today=today())
    rows = (
        (
            case.number, case.get_kind_display(), case.reference, case.deadline, case.get_status_display(),
            case.amount, case.settled_count, case.item_count, case.owner.name if case.owner else "",
        )
        for case in cases.select_related("owner").by_deadline()[:MOST_EXPORTED].iterator()
    )  # fmt: skip
    return export(request, Listing("rut-arenden", HEADING, rows), at=now())


@require_POST
@requires(Permission.WORK_CASES)
def take_case(request: Request, number: str) -> HttpResponse:
    """Answer for a case that nobody answers for."""
    case = get_case(request, number)
    services.take(case=case, by=request.user, at=now())
    messages.success(request, f"Du ansvarar för {case.number}.")
    return go_to(request, came_from(request) or reverse("rut:cases"))
