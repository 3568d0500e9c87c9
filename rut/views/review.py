"""Reviewing one letter: its pages beside its facts."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from billing.models import Invoice
from perforia.base.clock import now
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, is_htmx
from rut.forms.review import FieldForm, RequestsForm, type_choices
from rut.models import AffectedRow, Case, ExtractedField, Letter
from rut.queries import letters as queries
from rut.rules import catalogue
from rut.services import review as services
from rut.states import ASKING, DocumentType, FieldName

UNPROCESSABLE = 422


@require_GET
@requires(Permission.SEE_LETTERS)
def letter_review(request: Request, letter_id: int) -> HttpResponse:
    """The letter left, its facts right."""
    letter = _letter(request, letter_id)
    place, total, before, after = queries.neighbours(letter, request.user)
    pages = letter.intake.pages.filter(number__gte=letter.first_page, number__lte=letter.last_page).order_by("number")
    marks = [
        {"page": field.page, "box": field.box, "field": field.pk}
        for field in letter.fields.order_by("pk")
        if field.page and field.box
    ]
    context = {
        **_panel(letter),
        "place": place,
        "total": total,
        "before": before,
        "after": after,
        "viewer": {
            "url": reverse("archive:content", args=[letter.intake.version_id]),
            "pages": [
                {"number": page.number, "width": page.width, "height": page.height, "turn": page.turn} for page in pages
            ],
            "first": letter.first_page,
            "last": letter.last_page,
            "words": reverse("rut:letter_words", args=[letter.pk]),
            "marks": marks,
        },
    }
    return render(request, "rut/letter_review.html", context)


@require_GET
@requires(Permission.REVIEW_LETTERS)
def letter_words(request: Request, letter_id: int) -> JsonResponse:
    """The words of a letter's pages with their places, for marking a value in the page."""
    letter = _letter(request, letter_id)
    pages = letter.intake.pages.filter(number__gte=letter.first_page, number__lte=letter.last_page).order_by("number")
    return JsonResponse({str(page.number): page.words for page in pages})


@require_POST
@requires(Permission.REVIEW_LETTERS)
def settle_field(request: Request, letter_id: int, field_id: int) -> HttpResponse:
    """Confirm or correct one fact; the panel comes back."""
    letter = _letter(request, letter_id)
    field = get_object_or_404(ExtractedField, pk=field_id, letter=letter)
    form = FieldForm(request.POST, name=FieldName(field.name), since=letter.letter_date)
    if not form.is_valid():
        context = {**_panel(letter), "wrong": field.pk, "typed": request.POST.get("value", ""), "form": form}
        return render(request, _template(request), context, status=UNPROCESSABLE)
    mark = None
    if form.cleaned_data["box"] and form.cleaned_data["page"]:
        mark = services.Mark(form.cleaned_data["page"], form.cleaned_data["box"])
    services.settle_field(field=field, value=form.cleaned_data["value"], by=request.user, at=now(), mark=mark)
    return _back(request, letter)


@require_POST
@requires(Permission.REVIEW_LETTERS)
def confirm_certain(request: Request, letter_id: int) -> HttpResponse:
    """Confirm every fact the reader was certain of."""
    letter = _letter(request, letter_id)
    services.confirm_certain_fields(letter=letter, by=request.user, at=now())
    return _back(request, letter)


@require_POST
@requires(Permission.REVIEW_LETTERS)
def match_row(request: Request, letter_id: int, row_id: int) -> HttpResponse:
    """Take the suggested invoice, a typed one, or leave the purchase out."""
    letter = _letter(request, letter_id)
    row = get_object_or_404(AffectedRow, pk=row_id, letter=letter)
    if "exclude" in request.POST:
        services.exclude_row(row=row, is_excluded=request.POST["exclude"] == "1", by=request.user, at=now())
        return _back(request, letter)
    typed = request.POST.get("number", "").strip()
    invoice = Invoice.objects.visible_to(request.user).filter(number=typed).first() if typed else row.suggested_invoice
    if invoice is None:
        context = {**_panel(letter), "wrong_row": row.pk, "typed": typed}
        return render(request, _template(request), context, status=UNPROCESSABLE)
    services.match_row(row=row, invoice=invoice, by=request.user, at=now())
    return _back(request, letter)


@require_POST
@requires(Permission.REVIEW_LETTERS)
def set_requests(request: Request, letter_id: int) -> HttpResponse:
    """Which papers the letter asks for."""
    letter = _letter(request, letter_id)
    form = RequestsForm(request.POST)
    if form.is_valid():
        services.set_requests(letter=letter, codes=set(form.cleaned_data["codes"]), by=request.user, at=now())
    return _back(request, letter)


@require_POST
@requires(Permission.REVIEW_LETTERS)
def choose_case(request: Request, letter_id: int) -> HttpResponse:
    """Which case the letter belongs to; nothing means a new one."""
    letter = _letter(request, letter_id)
    number = request.POST.get("case", "").strip()
    case = get_object_or_404(Case.objects.visible_to(request.user), number=number) if number else None
    services.choose_case(letter=letter, case=case, by=request.user, at=now())
    return _back(request, letter)


@require_POST
@requires(Permission.REVIEW_LETTERS)
def confirm_letter(request: Request, letter_id: int) -> HttpResponse:
    """Stand by the facts; the next letter follows, or the case that was opened."""
    letter = _letter(request, letter_id)
    _, _, _, after = queries.neighbours(letter, request.user)
    confirmed = services.confirm_letter(letter=letter, by=request.user, at=now())
    if after is not None and "next" in request.POST:
        return go_to(request, reverse("rut:letter_review", args=[after.pk]))
    if confirmed.case is not None:
        return go_to(request, reverse("rut:case_page", args=[confirmed.case.number]))
    return go_to(request, reverse("rut:inbox"))


@require_POST
@requires(Permission.REVIEW_LETTERS)
def set_aside(request: Request, letter_id: int) -> HttpResponse:
    """The letter is no matter of ours."""
    services.set_aside(letter=_letter(request, letter_id), by=request.user, at=now())
    return go_to(request, reverse("rut:inbox"))


@require_POST
@requires(Permission.REVIEW_LETTERS)
def reopen_letter(request: Request, letter_id: int) -> HttpResponse:
    """Review a letter again."""
    letter = _letter(request, letter_id)
    services.reopen(letter=letter, by=request.user, at=now())
    return go_to(request, reverse("rut:letter_review", args=[letter.pk]))


def _letter(request: Request, letter_id: int) -> Letter:
    letters = Letter.objects.visible_to(request.user).select_related("intake", "case", "suggested_case")
    return get_object_or_404(letters, pk=letter_id)


def _template(request: Request) -> str:
    return "rut/_letter_panel.html" if is_htmx(request) else "rut/letter_panel_page.html"


def _back(request: Request, letter: Letter) -> HttpResponse:
    if is_htmx(request):
        return render(request, "rut/_letter_panel.html", _panel(_letter(request, letter.pk)))
    return go_to(request, reverse("rut:letter_review", args=[letter.pk]))


def _panel(letter: Letter) -> dict[str, object]:
    """What the panel of facts shows."""
    fields = queries.fields_to_review(letter)
    rows = list(letter.affected.select_related("invoice__customer", "suggested_invoice__customer").order_by("position"))
    included = {request.code: request for request in letter.requests.all()}
    return {
        "letter": letter,
        "fields": fields,
        "rows": rows,
        "found_rows": sum(row.invoice_id is not None for row in rows),
        "papers": [
            {"item": item, "request": included.get(item.code), "checked": _is_asked(included.get(item.code))}
            for item in catalogue.ITEMS
        ],
        "asks": letter.document_type in ASKING,
        "document_types": DocumentType.choices,
        "subtypes": type_choices(letter.document_type),
        "open_cases": Case.objects.open().by_deadline().only("number", "reference")[:100],
        "unsettled": services.unsettled(letter),
        "settled_count": sum(field["word"] == "Bekräftad" for field in fields),
    }


def _is_asked(request: object) -> bool:
    return request is not None and bool(getattr(request, "is_included", False))
