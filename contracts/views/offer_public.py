"""The customer's own page of an offer, behind a link that cannot be guessed: read, accept, decline, without login."""

from http import HTTPStatus
from typing import TypeVar

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from contracts.forms.offer_acts import AcceptForm, DeclineForm
from contracts.models import Offer
from contracts.queries.offer_sums import buyers_of, rows_of, totals_of
from contracts.rules.offer_details import Answer
from contracts.services import offer_answers, offer_limits
from contracts.states import OfferStatus
from crm.views.capture import client_address
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.models import Firm
from perforia.base.permissions import public
from perforia.base.secrets import lookup_hash

R = TypeVar("R", HttpResponse, FileResponse)
REASON = "the customer answers by a link of their own: its secret is the right to do it"
LANGUAGES = ("sv", "en")
LONGEST_TOKEN = 80
# Programs that fetch links before anybody reads them; their looking is not the customer's.
_FETCHERS = ("bot", "preview", "crawler", "spider", "scan", "fetch", "safelinks", "curl")


@require_http_methods(["GET", "HEAD", "POST"])
@public(REASON)
def public_offer(request: HttpRequest, token: str) -> HttpResponseBase:
    """The offer as the customer reads it, and with a POST the answer."""
    with translation.override(_language(request)):
        offer, refusal = _find(request, token)
        if offer is None or refusal is not None:
            return refusal or _closed(request, HTTPStatus.NOT_FOUND)
        if request.method == "POST":
            return _answer(request, offer, token)
        if request.method == "GET" and _is_somebody(request) and not offer.is_draft:
            offer_answers.note_viewed(offer=offer, at=now())
            offer.refresh_from_db()
        return _page(request, offer, token)


@require_safe
@public(REASON)
def public_paper(request: HttpRequest, token: str) -> HttpResponseBase:
    """The paper of the offer, as it was filed when it was sent."""
    with translation.override(_language(request)):
        offer, refusal = _find(request, token)
        if offer is None or refusal is not None:
            return refusal or _closed(request, HTTPStatus.NOT_FOUND)
        return paper_response(offer) or _closed(request, HTTPStatus.NOT_FOUND)


def paper_response(offer: Offer) -> FileResponse | None:
    """The filed paper as a download; None while there is none."""
    version = offer.document.current_version if offer.document is not None else None
    if version is None:
        return None
    response = FileResponse(default_storage.open(version.storage_key), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="Offert {offer.number}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return _private(response)


def _answer(request: HttpRequest, offer: Offer, token: str) -> HttpResponse:
    address = client_address(request)
    if not offer_limits.may_answer(address=address):
        return _closed(request, HTTPStatus.TOO_MANY_REQUESTS)
    is_yes = request.POST.get("svar") == "ja"
    form = AcceptForm(request.POST) if is_yes else DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, offer, token, problems=_problems(form))
    data = form.cleaned_data
    try:
        if is_yes:
            answer = Answer(data["name"].strip(), address)
            offer_answers.accept(offer=offer, answer=answer, seen_hash=data["seen"], by=None, at=now())
        else:
            answer = Answer(offer.recipient_name, address, data["note"].strip())
            offer_answers.decline(offer=offer, answer=answer, by=None, at=now())
    except DomainError as refusal:
        offer.refresh_from_db()
        return _page(request, offer, token, problems=[gettext(refusal.message)])
    here = reverse("contracts:public_offer", args=[token])
    return HttpResponseRedirect(f"{here}?sprak={_language(request)}#svar")


def _problems(form: AcceptForm | DeclineForm) -> list[str]:
    found = []
    if "name" in form.errors:
        found.append(gettext("Skriv ditt för- och efternamn."))
    if "has_read" in form.errors:
        found.append(gettext("Kryssa i att du har läst offerten."))
    if "note" in form.errors:
        found.append(gettext("Korta meddelandet till högst 500 tecken."))
    return found or [gettext("Något saknades i svaret. Läs om sidan och försök igen.")]


def _page(request: HttpRequest, offer: Offer, token: str, *, problems: list[str] | None = None) -> HttpResponse:
    rows = rows_of(offer)
    totals = totals_of(offer, rows, buyers_of(offer))
    context = {
        "offer": offer, "pairs": list(zip(rows, totals.rows, strict=True)), "totals": totals, "firm": Firm.load(),
        "token": token, "problems": problems or [], "language": translation.get_language(), "is_embedded": False,
        "may_answer": offer.is_open and offer.superseded_at is None and not offer.is_late(today()),
        "is_late": offer.status == OfferStatus.EXPIRED or offer.is_late(today()), "name": request.POST.get("name", ""),
        "note": request.POST.get("note", ""), "has_read": "has_read" in request.POST,
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return _private(render(request, "contracts/offer_public.html", context, status=status))


def _find(request: HttpRequest, token: str) -> tuple[Offer | None, HttpResponse | None]:
    """The offer of a link, or the page that says why there is none."""
    address = client_address(request)
    if not offer_limits.may_look(address=address):
        return None, _closed(request, HTTPStatus.TOO_MANY_REQUESTS)
    found = Offer.objects.select_related("document", "document__current_version", "sent_by").defer("search")
    hashed = lookup_hash(token[:LONGEST_TOKEN])
    offer = found.filter(token_hash=hashed).exclude(token_hash="").first()
    if offer is None:
        is_guessing = not offer_limits.note_miss(address=address)
        return None, _closed(request, HTTPStatus.TOO_MANY_REQUESTS if is_guessing else HTTPStatus.NOT_FOUND)
    if offer.link_until is None or offer.link_until < today():
        return None, _closed(request, HTTPStatus.GONE)
    return offer, None


def _closed(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    context = {"firm": Firm.load(), "status": int(status), "is_embedded": False}
    return _private(render(request, "contracts/offer_closed.html", context, status=status))


def _language(request: HttpRequest) -> str:
    """The language that was asked for, else Swedish."""
    asked = request.POST.get("sprak") or request.GET.get("sprak", "")
    return asked if asked in LANGUAGES else "sv"


def _is_somebody(request: HttpRequest) -> bool:
    """Whether a person looks, and not a program that looks at links in mails, or the office itself."""
    agent = request.headers.get("User-Agent", "").lower()
    is_prefetch = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    is_office = getattr(request, "user", None) is not None and request.user.is_authenticated
    return not is_prefetch and not is_office and not any(word in agent for word in _FETCHERS)


def _private(response: R) -> R:
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
