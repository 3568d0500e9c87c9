"""The customer's own way to a contract: our link in a reminder asks the service for a fresh one when it is opened."""

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from contracts.models import Participant
from contracts.services.reminding import note_link_used, signer_behind
from contracts.states import ContractStatus, SignState
from integrations.clients import esign
from integrations.services.connections import esign_account
from perforia.base.clock import now
from perforia.base.errors import Refused, Unreachable
from perforia.base.models import Firm
from perforia.base.permissions import public

REASON = "whoever signs a contract opens it by the link they were sent"


@require_GET
@public(REASON)
def sign_page(request: HttpRequest, token: str) -> HttpResponse:
    """Say what the link leads to; programs that look at links before people do get no further."""
    return _show(request, _person(token), status=200)


@csrf_exempt  # the token in the address is the right to do it
@require_POST
@public(REASON)
def open_contract(request: HttpRequest, token: str) -> HttpResponse:
    """Lead to the contract by an access link that lives six hours and is kept nowhere."""
    person = _person(token)
    account = esign_account()
    contract = person.contract
    if account is None or contract.remote_id is None or person.remote_id is None:
        return _show(request, person, status=503, is_away=True)
    try:
        link = esign.access_link(account, contract.remote_id, person.remote_id)
    except (Unreachable, Refused):
        return _show(request, person, status=503, is_away=True)
    if not link.startswith(("https://", "http://")):
        return _show(request, person, status=503, is_away=True)
    note_link_used(participant=person, at=now())
    return _private(HttpResponseRedirect(link))


def _person(token: str) -> Participant:
    found = signer_behind(token)
    if found is None:
        raise Http404
    return found


def _show(request: HttpRequest, person: Participant, *, status: int, is_away: bool = False) -> HttpResponse:
    context = {
        "firm": Firm.load(), "person": person, "contract": person.contract, "is_away": is_away,
        "is_signed": person.sign_state == SignState.SIGNED,
        "is_over": person.contract.status == ContractStatus.EXPIRED,
    }  # fmt: skip
    shown = _private(render(request, "contracts/sign.html", context, status=status))
    there = urlsplit(person.contract.remote_url)
    if not there.netloc:
        return shown
    # The form is sent to us and leads to the service, which browsers count as a place that it is sent to.
    shown._csp_update = {"form-action": [f"{there.scheme}://{there.netloc}"]}  # type: ignore[attr-defined]  # noqa: SLF001 -- what csp_update sets
    return shown


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"], response["Referrer-Policy"] = "no-store", "no-referrer"
    return response
