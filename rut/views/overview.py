"""All cases, as a list by date and as a board by state."""

import csv

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from perforia.base.clock import today
from perforia.base.models import User
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request
from rut.models import Case
from rut.models.cases import CaseQuerySet
from rut.queries import cases as queries
from rut.states import OPEN, CaseStatus

LANES = (CaseStatus.REVIEW, CaseStatus.COLLECTING, CaseStatus.PACKAGE_READY, CaseStatus.AWAITING_DECISION)


@require_GET
@requires(Permission.SEE_CASES)
def case_list(request: Request) -> HttpResponse:
    """Cases in groups by their dates, or on a board; the same filters for both."""
    wanted = _filtered(request)
    is_board = request.GET.get("vy") == "tavla"
    groups = queries.overview(wanted, today=today())
    context: dict[str, object] = {
        "groups": groups,
        "figures": queries.figures(request.user, year=today().year),
        "rings": queries.RINGS,
        "status": request.GET.get("status", ""),
        "text": request.GET.get("q", ""),
        "owner": request.GET.get("agare", ""),
        "owners": User.objects.filter(pk__in=Case.objects.values("owner")).order_by("name", "pk"),
        "is_board": is_board,
    }
    if is_board:
        listed = [case for group in groups for case in group.cases]
        context["lanes"] = [
            {"status": lane, "cases": (members := [case for case in listed if case.status == lane]),
             "amount": sum(case.amount for case in members), "ring": queries.RINGS[lane]}
            for lane in LANES
        ]  # fmt: skip
    return render(request, "rut/cases.html", context)


@require_GET
@requires(Permission.SEE_CASES)
def export_cases(request: Request) -> HttpResponse:
    """The listed cases as a file for a spreadsheet."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rut-arenden.csv"'
    response.write("\ufeff")  # tells spreadsheets that this is UTF-8
    writer = csv.writer(response, delimiter=";")
    writer.writerow(
        ["Ärende", "Typ", "Referens", "Svara senast", "Status", "Belopp", "Klara", "Handlingar", "Ansvarig"]
    )
    for case in _filtered(request).select_related("owner").by_deadline()[:10_000]:
        writer.writerow(
            [
                case.number, case.get_kind_display(), case.reference, case.deadline or "", case.get_status_display(),
                case.amount, case.settled_count, case.item_count, case.owner.name if case.owner else "",
            ]
        )  # fmt: skip
    return response


def _filtered(request: Request) -> CaseQuerySet:
    text = request.GET.get("q", "").strip()
    cases = queries.search_cases(request.user, text) if text else Case.objects.visible_to(request.user)
    status = request.GET.get("status", "")
    if status in CaseStatus.values:
        cases = cases.filter(status=status)
    elif not text:
        cases = cases.filter(status__in=OPEN)
    owner = request.GET.get("agare", "")
    if owner.isdecimal():
        cases = cases.filter(owner=int(owner))
    return cases
