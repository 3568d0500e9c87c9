"""One case: its path, matrix, history, package and answer."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from perforia.base.clock import now
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to
from rut.forms.case import NoteForm
from rut.models import Case, CaseInvoice
from rut.queries import cases as queries
from rut.queries import customers as customer_queries
from rut.queries.answers import package_panel, reply_panel
from rut.queries.case_list import RINGS
from rut.queries.timeline import timeline
from rut.services import cases as services
from rut.services.papers import unsorted_papers


@require_GET
@requires(Permission.SEE_CASES)
def case_page(request: Request, number: str) -> HttpResponse:
    """Everything about a case on one page."""
    case = get_case(request, number)
    before, after = queries.neighbours(case, request.user)
    missing, check = queries.remaining(case)
    context = {
        "case": case,
        "ring": RINGS[case.status],
        "steps": queries.steps_of(case),
        "matrix": queries.matrix_of(case),
        "missing": missing,
        "check": check,
        "only_open": request.GET.get("aterstar") == "1",
        "unsorted": unsorted_papers(case),
        "timeline": timeline(case),
        "letters": case.letters.select_related("intake").order_by("created_at", "pk"),
        "decisions": case.decisions.prefetch_related("rows__case_invoice__invoice").order_by("recorded_at", "pk"),
        "owes_repayment": queries.owes_repayment(case),
        "before": before,
        "after": after,
        "note_form": NoteForm(),
        "package": package_panel(case),
        "reply": reply_panel(case),
    }
    return render(request, "rut/case.html", context)


@require_POST
@requires(Permission.WORK_CASES)
def add_note(request: Request, number: str) -> HttpResponse:
    """Write something down."""
    case = get_case(request, number)
    services.add_note(case=case, text=request.POST.get("text", ""), by=request.user, at=now())
    return go_to(request, case_url(case))


@require_POST
@requires(Permission.WORK_CASES)
def close_case(request: Request, number: str) -> HttpResponse:
    """Nothing more is to be done."""
    case = get_case(request, number)
    services.close(case=case, by=request.user, at=now(), reason=request.POST.get("reason", ""))
    return go_to(request, case_url(case))


@require_POST
@requires(Permission.WORK_CASES)
def record_repayment(request: Request, number: str) -> HttpResponse:
    """What Skatteverket wanted back has been paid."""
    case = get_case(request, number)
    services.record_repayment(case=case, by=request.user, at=now())
    return go_to(request, case_url(case))


@require_POST
@requires(Permission.WORK_CASES)
def start_collecting(request: Request, number: str) -> HttpResponse:
    """Go on without the invoices that are not in the system."""
    case = get_case(request, number)
    services.start_collecting(case=case, by=request.user, at=now())
    return go_to(request, case_url(case))


@require_GET
@requires(Permission.SEE_CASES)
def cases_of_invoice(request: Request, invoice_id: int) -> HttpResponse:
    """The cases an invoice is part of, as a fragment of the invoice's page."""
    parts = CaseInvoice.objects.filter(invoice_id=invoice_id, case__in=Case.objects.visible_to(request.user))
    return render(
        request,
        "rut/_cases_of_invoice.html",
        {"parts": parts.select_related("case").order_by("-case__opened_at", "pk")},
    )


@require_GET
@requires(Permission.SEE_CASES)
def cases_of_customer(request: Request, customer_id: int) -> HttpResponse:
    """The cases about a customer's invoices, as a fragment of the customer's page."""
    found = [(case, RINGS[case.status]) for case in customer_queries.cases_of_customer(request.user, customer_id)]
    return render(request, "rut/_cases_of_customer.html", {"cases": found})


def get_case(request: Request, number: str) -> Case:
    """The case of a number, 404 when one may not see it."""
    cases = Case.objects.visible_to(request.user).select_related("owner", "deputy", "folder")
    return get_object_or_404(cases, number=number)


def case_url(case: Case) -> str:
    """The page of a case."""
    return reverse("rut:case_page", args=[case.number])
