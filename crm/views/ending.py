"""The way out of mailings, for whoever gets them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from crm.queries.audiences import who_leaves
from crm.services.withdrawals import withdraw
from crm.states import ConsentChannel
from perforia.base.clock import now
from perforia.base.models import Firm
from perforia.base.permissions import public


@csrf_exempt  # a mail program posts with one click (RFC 8058); the signed address is the right to do it
@require_http_methods(["GET", "POST"])
@public("whoever gets a mailing can end it by its signed address")
def end_mailings(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, and with a POST write down the no. The page never says whose address it is."""
    who = who_leaves(token)
    if who is None:
        raise Http404
    is_done = request.method == "POST"
    if is_done:
        withdraw(who=who, channel=ConsentChannel.UNSUBSCRIBE, at=now())
    response = render(request, "crm/form/end_mailings.html", {"firm": Firm.load(), "is_done": is_done})
    response["Cache-Control"] = "no-store"
    return response
