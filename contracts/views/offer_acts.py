"""What is done with an offer: sent, written anew, taken back, answered for the customer, thrown away."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contracts.documents.offer_mail import usual_text
from contracts.forms.offer_acts import OfficeAnswerForm, ReasonForm, SendForm
from contracts.queries.offer_sums import buyers_of, priced_rows, rows_of, totals_of
from contracts.rules.offer_details import Answer
from contracts.rules.offers import warnings
from contracts.services import offer_answers, offer_sending, offers, prices
from contracts.states import OfferDelivery
from contracts.views.offer_public import paper_response
from contracts.views.offers import get_offer
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.models import Firm
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_OFFERS)
def send_offer(request: Request, offer_id: int) -> HttpResponse:
    """Look once more, write the mail, and send."""
    offer = get_offer(request, offer_id)
    if not offer.is_draft:
        return _back(request, offer_id)
    subject, text = usual_text(offer=offer, firm=Firm.load())
    initial = {"mail_to": offer.recipient_email, "subject": subject, "text": text, "way": "mail"}
    form = SendForm(posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        to = data["mail_to"] if data["way"] != "self" else ""
        try:
            offer_sending.send(
                offer=offer, mail_to=to, subject=data["subject"], text=data["text"], by=request.user, at=now()
            )
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            return _back(request, offer_id)
    rows = rows_of(offer)
    totals = totals_of(offer, rows, buyers_of(offer))
    context = {"offer": offer, "form": form, "totals": totals, "warnings": warnings(priced_rows(rows), totals)}
    return render(request, "contracts/offer_send.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_GET
@requires(Permission.SEE_OFFERS)
def offer_progress(request: Request, offer_id: int) -> HttpResponse:
    """How far the paper and the mail of a sent offer are; the page is fresh when they are done."""
    offer = get_offer(request, offer_id)
    is_underway = offer.delivery in {OfferDelivery.QUEUED, OfferDelivery.BUILDING}
    response = render(request, "contracts/_offer_delivery.html", {"offer": offer, "is_underway": is_underway})
    if not is_underway:
        response["HX-Refresh"] = "true"
    return response


@require_GET
@requires(Permission.SEE_OFFERS)
def offer_pdf(request: Request, offer_id: int) -> HttpResponseBase:
    """The paper of a sent offer as it was filed."""
    offer = get_offer(request, offer_id)
    response: FileResponse | None = paper_response(offer)
    if response is None:
        raise Http404
    return response


@require_POST
@requires(Permission.WORK_OFFERS)
def new_version(request: Request, offer_id: int) -> HttpResponse:
    """A draft of the next version; the sent one stands until that is sent."""
    offer = get_offer(request, offer_id)
    try:
        made = offers.new_version(offer=offer, by=request.user, at=now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return _back(request, offer_id)
    return go_to(request, reverse("contracts:edit_offer", args=[made.pk]))


@require_POST
@requires(Permission.WORK_OFFERS)
def discard_offer(request: Request, offer_id: int) -> HttpResponse:
    """Throw a draft away."""
    offer = get_offer(request, offer_id)
    try:
        offers.discard_draft(offer=offer, by=request.user, at=now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return _back(request, offer_id)
    messages.success(request, f"Utkastet {offer} är kastat.")
    return go_to(request, reverse("contracts:offers"))


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_OFFERS)
def withdraw_offer(request: Request, offer_id: int) -> HttpResponse:
    """Take an offer back before the customer answers."""
    offer = get_offer(request, offer_id)
    form = ReasonForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            offer_answers.withdraw(offer=offer, reason=form.cleaned_data["reason"], by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            return _back(request, offer_id)
    context = {"offer": offer, "form": form, "title": "Återta offerten", "button": "Återta offerten"}
    return render(request, "contracts/offer_act.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_OFFERS)
def register_answer(request: Request, offer_id: int) -> HttpResponse:
    """Write down what a customer answered by telephone, mail or on paper."""
    offer = get_offer(request, offer_id)
    form = OfficeAnswerForm(posted(request), initial={"name": offer.recipient_name})
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        answer = Answer(data["name"], note=data["note"])
        try:
            if data["answer"] == "yes":
                seen = offer.content_hash
                offer_answers.accept(offer=offer, answer=answer, seen_hash=seen, by=request.user, at=now())
            else:
                offer_answers.decline(offer=offer, answer=answer, by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            return _back(request, offer_id)
    context = {"offer": offer, "form": form, "title": "Registrera svar", "button": "Spara svaret"}
    return render(request, "contracts/offer_act.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@requires(Permission.WORK_OFFERS)
def renew_link(request: Request, offer_id: int) -> HttpResponse:
    """Make a new link to the customer's page and show it this once."""
    offer = get_offer(request, offer_id)
    try:
        link = offer_sending.renew_link(offer=offer, by=request.user, at=now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return _back(request, offer_id)
    response = render(request, "contracts/offer_link.html", {"offer": offer, "link": link})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@requires(Permission.WORK_OFFERS)
def retry_delivery(request: Request, offer_id: int) -> HttpResponse:
    """Try once more to make the paper."""
    offer_sending.retry_delivery(offer=get_offer(request, offer_id), by=request.user, at=now())
    return _back(request, offer_id)


@require_POST
@requires(Permission.WORK_OFFERS)
def update_prices(request: Request, offer_id: int) -> HttpResponse:
    """Let a draft follow the price list of the day."""
    try:
        count = prices.update_draft(offer=get_offer(request, offer_id), by=request.user, at=now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"{count} priser är uppdaterade." if count != 1 else "1 pris är uppdaterat.")
    return _back(request, offer_id)


def _back(request: Request, offer_id: int) -> HttpResponse:
    return go_to(request, reverse("contracts:offer_page", args=[offer_id]))
