"""The public quote form: shown by itself or in a frame on the firm's own pages, with and without scripts."""

import uuid
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from crm.forms.quote import QuoteForm
from crm.models import LeadSource
from crm.queries.sources import source_of
from crm.readers.bodies import FORM, MOST_BYTES
from crm.rules.capture import CLICK_IDS
from crm.rules.mapping import ATTRIBUTION
from crm.services import incoming as service
from crm.services import limits
from crm.services.capture import STEPS
from crm.states import Service
from crm.views.capture import answer, client_address, read_content
from crm.views.not_taken import NOT_TAKEN, framed, keeps_what_was_written, not_taken, wants_json
from perforia.base.clock import now, today
from perforia.base.models import Firm
from perforia.base.permissions import public
from perforia.base.secrets import lookup_hash

LONGEST_HIDDEN = 600
CONTROL = ("submission_id", "seq", "started", "page", "embed")
# Service → icon and a few words; the order of the form.
CHOICES = (
    (Service.MOVING, "truck", "Vi bär, packar och kör"),
    (Service.MOVE_CLEANING, "sparkles", "Med städgaranti"),
    (Service.PACKING, "package", "Vi har kartonger"),
    (Service.HOME_CLEANING, "home-heart", "Varje eller varannan vecka"),
    (Service.WINDOWS, "window", "In- och utsida"),
    (Service.OTHER, "dots", "Beskriv i sista steget"),
)
WHY_PUBLIC = "a visitor asks for an offer; the frame is allowed on the source's own pages only"


@public(WHY_PUBLIC)
@csrf_exempt  # inside a frame on another site there is no cookie; nothing here belongs to a session
@require_http_methods(["GET", "POST"])
@keeps_what_was_written
def quote_form(request: HttpRequest, key: str) -> HttpResponse:
    """Show the form; take a step of it (JSON back) or the whole (a page, or JSON when the script asked)."""
    source = _source(key)
    if request.method == "GET":
        if not source.is_active:
            return not_taken(request, "closed", source)
        return _page(request, source, QuoteForm(today=today()), _hidden(request.GET, request))
    if _is_too_large(request):
        read_content(request)
        return not_taken(request, "too_large", source)
    if limits.is_flood(source=source, address_hash=lookup_hash(client_address(request)), at=now()):
        return not_taken(request, "too_many", source)
    if request.POST.get("stage") == "partial":
        return framed(_step(request, source), source)
    return _whole(request, source)


@public(WHY_PUBLIC)
@require_GET
@keeps_what_was_written
def quote_done(request: HttpRequest, key: str) -> HttpResponse:
    """Thanks, and what happens now."""
    source = _source(key)
    return framed(render(request, "crm/form/done.html", _shown(request, source)), source)


@public(WHY_PUBLIC)
@require_GET
@keeps_what_was_written
def quote_privacy(request: HttpRequest, key: str) -> HttpResponse:
    """How the firm treats what is written in the form."""
    source = _source(key)
    return framed(render(request, "crm/form/privacy.html", _shown(request, source)), source)


def _is_too_large(request: HttpRequest) -> bool:
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    return not length.isdigit() or int(length) > MOST_BYTES


def _source(key: str) -> LeadSource:
    source = source_of(key, at=now())
    if source is None:
        raise Http404
    return source


def _shown(request: HttpRequest, source: LeadSource) -> dict[str, object]:
    return {"firm": Firm.load(), "source": source, "is_embedded": bool(request.GET.get("embed"))}


def _whole(request: HttpRequest, source: LeadSource) -> HttpResponse:
    form = QuoteForm(request.POST, today=today())
    is_right = form.is_valid()
    received = _receive(request, source, stage="complete" if is_right else "partial")
    if received.code in NOT_TAKEN:
        return not_taken(request, received.code, source)
    if wants_json(request):
        said = {"done": True} if is_right else {"errors": form.errors, "step": form.wrong_step}
        return framed(answer(said, status=HTTPStatus.OK if is_right else HTTPStatus.UNPROCESSABLE_ENTITY), source)
    if not is_right:
        return _page(request, source, form, _hidden(request.POST, request), is_plain=True)
    done = reverse("crm:quote_done", args=[source.key])
    return framed(redirect(f"{done}?embed=1" if request.POST.get("embed") else done), source)


def _step(request: HttpRequest, source: LeadSource) -> HttpResponse:
    received = _receive(request, source, stage="partial")
    if received.code in NOT_TAKEN:
        return not_taken(request, received.code, source)
    if received.code:
        return answer({"errors": {"phone": [received.message]}}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return answer({"saved": True, "seq": received.seq})


def _receive(request: HttpRequest, source: LeadSource, *, stage: str) -> service.Received:
    data = request.POST.copy()
    data.pop("embed", None)
    data["stage"] = stage
    data["steps"] = str(len(STEPS))
    data["consent_source"], data["consent_version"] = "form_checkbox", source.notice_version
    if stage == "complete":
        data["step"] = str(len(STEPS))
    posted = service.Incoming(
        data.urlencode().encode(), FORM, {"user-agent": request.headers.get("User-Agent", "")}, client_address(request),
        is_own_form=True,
    )  # fmt: skip
    return service.receive(source=source, incoming=posted, at=now())


def _hidden(told: QueryDict, request: HttpRequest) -> dict[str, str]:
    """What the form carries besides what is written: where the visitor came from, and which submission this is."""
    hidden = {name: told.get(name, "")[:LONGEST_HIDDEN] for name in (*ATTRIBUTION, *CONTROL)}
    hidden["submission_id"] = hidden["submission_id"] or str(uuid.uuid4())
    seq = hidden["seq"]
    hidden["seq"] = str(int(seq) + 1) if seq.isascii() and seq.isdigit() and len(seq) < len("1000000") else "1"
    hidden["landing_page"] = hidden["landing_page"] or request.build_absolute_uri()[:LONGEST_HIDDEN]
    hidden["referrer"] = hidden["referrer"] or request.headers.get("Referer", "")[:LONGEST_HIDDEN]
    return hidden


def _page(
    request: HttpRequest, source: LeadSource, form: QuoteForm, hidden: dict[str, str], *, is_plain: bool = False
) -> HttpResponse:
    hidden["started"] = hidden["started"] or service.start_token(source=source, nonce=hidden["submission_id"])
    context = {
        **_shown(request, source), "form": form, "hidden": hidden, "steps": STEPS, "choices": CHOICES,
        "is_plain": is_plain, "is_embedded": bool(hidden.pop("embed")),
        "has_click": any(hidden[name] for name in CLICK_IDS), "chosen": request.POST.getlist("services"),
        "chosen_extras": request.POST.getlist("extras"),
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_plain else HTTPStatus.OK
    return framed(render(request, "crm/form/quote.html", context, status=status), source)
