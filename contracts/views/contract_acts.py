"""Acts on a contract that ask something first: in the page's dialog, or on a page of its own."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from contracts.forms.acts import NoticeForm, RemindForm, WithdrawForm, last_day_of
from contracts.forms.contracts import TermsForm
from contracts.models import Contract
from contracts.queries.contract_page import signing_of
from contracts.services import contracts_register as register
from contracts.services import reminding, withdrawing
from contracts.services.contracts import terms_of
from contracts.states import DeliveryChannel
from contracts.views.contracts import get_contract
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, is_htmx, posted

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_CONTRACTS)
def withdraw_contract(request: Request, number: str) -> HttpResponse:
    """Take a contract back; the question says that the customer's copy goes."""
    contract = get_contract(request, number)
    form = WithdrawForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            withdrawing.withdraw(contract=contract, reason=form.cleaned_data["reason"], by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(
                request, f"{contract.number} tas tillbaka." if contract.remote_id else "Utkastet är slängt."
            )
            return _back(request, contract)
    return _ask(request, contract, form, "withdraw")


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_CONTRACTS)
def contract_terms(request: Request, number: str) -> HttpResponse:
    """Correct what the register holds."""
    contract = get_contract(request, number)
    form = TermsForm(posted(request), initial=vars(terms_of(contract)))
    if request.method == "POST" and form.is_valid():
        try:
            register.change_terms(contract=contract, terms=form.terms(), by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Registret är ändrat.")
            return _back(request, contract)
    return _ask(request, contract, form, "terms")


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_CONTRACTS)
def give_notice(request: Request, number: str) -> HttpResponse:
    """A running agreement has been given notice."""
    contract = get_contract(request, number)
    form = NoticeForm(posted(request), initial={"last_day": contract.ends_on})
    if request.method == "POST" and form.is_valid():
        try:
            register.give_notice(contract=contract, last_day=last_day_of(form), by=request.user, at=now())
        except DomainError as refusal:
            form.add_error("last_day", refusal.message)
        else:
            messages.success(request, f"{contract.number} är uppsagt.")
            return _back(request, contract)
    return _ask(request, contract, form, "notice")


@require_http_methods(["GET", "POST"])
@requires(Permission.SEND_MESSAGES)
def remind_contract(request: Request, number: str) -> HttpResponse:
    """Remind those whose signature is missing, with a link of ours."""
    contract = get_contract(request, number)
    waiting = signing_of(contract).to_remind
    shown = [(each.pk, f"{each.name}, {each.email or each.phone or 'saknar adress'}") for each in waiting]
    form = RemindForm(posted(request), people=shown)
    if request.method == "POST" and form.is_valid():
        chosen = [each for each in waiting if each.pk in form.cleaned_data["people"]]
        channel = DeliveryChannel(form.cleaned_data["channel"])
        try:
            reminding.remind(contract=contract, participants=chosen, channel=channel, by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            names = " och ".join(each.name.split()[0] for each in chosen)
            messages.success(request, f"Påminnelsen går till {names}.")
            return _back(request, contract)
    return _ask(request, contract, form, "remind")


# What each question is called, what its button says, and its own words.
_QUESTIONS = {
    "withdraw": ("Ta tillbaka avtalet", "Ta tillbaka", "contracts/_withdraw_fields.html"),
    "terms": ("Ändra i registret", "Spara", "contracts/_terms_fields.html"),
    "notice": ("Säg upp avtalet", "Säg upp", "contracts/_notice_fields.html"),
    "remind": ("Skicka påminnelse", "Skicka påminnelsen", "contracts/_remind_fields.html"),
}


def _ask(request: Request, contract: Contract, form: forms.Form, question: str) -> HttpResponse:
    title, button, body = _QUESTIONS[question]
    context = {
        "contract": contract, "form": form, "title": title, "button": button, "body": body, "url": request.path,
    }  # fmt: skip
    template = "contracts/_act.html" if is_htmx(request) else "contracts/contract_act.html"
    return render(request, template, context, status=UNPROCESSABLE if form.errors else 200)


def _back(request: Request, contract: Contract) -> HttpResponse:
    return go_to(request, reverse("contracts:contract_page", args=[contract.number]))
