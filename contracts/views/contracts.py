"""One contract in the browser: its page, which draws itself anew while something happens, and what is done with it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from contracts.models import Contract
from contracts.queries.contract_page import facts_of, version_of
from contracts.services import contracts as services
from contracts.services import contracts_register as register
from contracts.services import filing, reading
from contracts.views.contracts_writing import send
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to


def get_contract(request: Request, number: str) -> Contract:
    """The contract as a person may see it, 404 otherwise."""
    rows = Contract.objects.visible_to(request.user).select_related(
        "customer", "lead", "mapping", "offer", "owner", "document", "copied_from"
    )
    return get_object_or_404(rows, number=number)


@require_GET
@requires(Permission.SEE_CONTRACTS)
def contract_page(request: Request, number: str) -> HttpResponse:
    """Everything about a contract."""
    return render(
        request, "contracts/contract.html", facts_of(request.user, get_contract(request, number), today=today())
    )


@require_GET
@requires(Permission.SEE_CONTRACTS)
def contract_live(request: Request, number: str) -> HttpResponse:
    """The page's own look at itself: 204 while nothing has changed since the version it shows (`sett`)."""
    contract = get_contract(request, number)
    if request.GET.get("sett") == version_of(contract):
        return HttpResponse(status=204)
    return render(request, "contracts/_contract_live.html", facts_of(request.user, contract, today=today()))


@require_POST
@requires(Permission.WORK_CONTRACTS)
def send_contract(request: Request, number: str) -> HttpResponse:
    """Send a draft as it stands."""
    return send(request, get_contract(request, number))


@require_POST
@requires(Permission.WORK_CONTRACTS)
def copy_contract(request: Request, number: str) -> HttpResponse:
    """A new draft with everything that was written in this one."""
    made = services.copy_contract(contract=get_contract(request, number), by=request.user, at=now())
    messages.success(request, f"{made.number} är ett nytt utkast. Ändra det som ska ändras och skicka.")
    return go_to(request, reverse("contracts:edit_contract", args=[made.number]))


@require_POST
@requires(Permission.WORK_CONTRACTS)
def sync_contract(request: Request, number: str) -> HttpResponse:
    """Have a worker read the contract at the service now."""
    contract = get_contract(request, number)
    reading.ask_for_reading(contract=contract)
    messages.success(request, "Oneflow läses av.")
    return _back(request, contract)


@require_POST
@requires(Permission.WORK_CONTRACTS)
def settle_contract(request: Request, number: str) -> HttpResponse:
    """Somebody has looked at what needed attention."""
    contract = get_contract(request, number)
    register.settle_attention(contract=contract, by=request.user, at=now())
    return _back(request, contract)


@require_POST
@requires(Permission.WORK_CONTRACTS)
def fetch_contract(request: Request, number: str) -> HttpResponse:
    """Try again to bring the signed PDF home."""
    contract = get_contract(request, number)
    try:
        filing.ask_again(contract=contract, by=request.user, at=now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return _back(request, contract)


def _back(request: Request, contract: Contract) -> HttpResponse:
    return go_to(request, reverse("contracts:contract_page", args=[contract.number]))
