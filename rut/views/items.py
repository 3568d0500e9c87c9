"""The cells of a case's matrix: papers in and out."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from archive.models import Document
from billing.models import Invoice
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, is_htmx
from rut.models import CaseInvoice, RequestedItem
from rut.rules import catalogue
from rut.services import matrix as services
from rut.services import papers
from rut.views.case import case_url, get_case


@require_POST
@requires(Permission.WORK_CASES)
def add_papers(request: Request, number: str) -> HttpResponse:
    """Files dropped on the case or on a cell; each finds its place or waits to be sorted."""
    case = get_case(request, number)
    item_id = request.POST.get("item", "")
    item = get_object_or_404(RequestedItem, pk=int(item_id), case=case) if item_id.isdecimal() else None
    results = []
    for file in request.FILES.getlist("files"):
        name = file.name or "fil"
        try:
            papers.receive_paper(case=case, content=file, name=name, by=request.user, at=now(), item=item)  # type: ignore[arg-type]
        except DomainError as refusal:
            results.append({"name": name, "sentence": refusal.message, "tone": "bad"})
        else:
            results.append({"name": name, "sentence": "Klar", "tone": "ok"})
    if request.headers.get("X-Upload") == "1":
        return render(request, "rut/_case_uploads.html", {"results": results})
    return go_to(request, case_url(case))


@require_GET
@requires(Permission.SEE_CASES)
def item_page(request: Request, number: str, item_id: int) -> HttpResponse:
    """One cell: its documents, candidates, and what can be done."""
    case = get_case(request, number)
    item = get_object_or_404(
        RequestedItem.objects.select_related("case_invoice__invoice__customer"), pk=item_id, case=case
    )
    visible = Document.objects.visible_to(request.user)
    documents = item.documents.filter(document__in=visible).select_related("document__current_version").order_by("pk")
    context = {
        "case": case,
        "item": item,
        "paper": catalogue.BY_CODE[item.code],
        "documents": documents,
        "unsorted": papers.unsorted_papers(case),
    }
    return render(request, "rut/_case_item.html" if is_htmx(request) else "rut/case_item.html", context)


@require_POST
@requires(Permission.WORK_CASES)
def place_paper(request: Request, number: str) -> HttpResponse:
    """Put an unsorted document into a cell."""
    case = get_case(request, number)
    item = get_object_or_404(RequestedItem, pk=_number(request, "item"), case=case)
    document = get_object_or_404(Document.objects.visible_to(request.user), pk=_number(request, "document"))
    services.place(item=item, document=document, by=request.user, at=now())
    return go_to(request, case_url(case))


@require_POST
@requires(Permission.WORK_CASES)
def change_item(request: Request, number: str, item_id: int) -> HttpResponse:
    """Choose a document, take one out, or say that the paper is not needed."""
    case = get_case(request, number)
    item = get_object_or_404(RequestedItem, pk=item_id, case=case)
    act = request.POST.get("act", "")
    by, at = request.user, now()
    if act in ("choose", "remove"):
        document = get_object_or_404(Document.objects.visible_to(request.user), pk=_number(request, "document"))
        change = services.choose if act == "choose" else services.take_out
        change(item=item, document=document, by=by, at=at)
    elif act == "not_needed":
        services.set_not_applicable(item=item, reason=request.POST.get("reason", ""), by=by, at=at)
    elif act == "needed":
        services.set_needed(item=item, by=by, at=at)
    return go_to(request, case_url(case))


@require_POST
@requires(Permission.WORK_CASES)
def match_case_invoice(request: Request, number: str, invoice_id: int) -> HttpResponse:
    """Say which invoice a printed number means."""
    case = get_case(request, number)
    case_invoice = get_object_or_404(CaseInvoice, pk=invoice_id, case=case)
    typed = request.POST.get("number", "").strip()
    invoice = Invoice.objects.visible_to(request.user).filter(number=typed).first()
    if invoice is None:
        message = f"Det finns ingen faktura {typed}. Skriv numret som det står i fakturalistan."
        raise DomainError(message)
    services.match_invoice(case_invoice=case_invoice, invoice=invoice, by=request.user, at=now())
    return go_to(request, case_url(case))


def _number(request: Request, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() else 0
