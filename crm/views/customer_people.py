"""The people around a customer, who shares the deduction, and what was answered about marketing."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from crm.forms.customers import BuyerForm, ConsentForm, ContactForm
from crm.models import Contact, Customer, RutPerson
from crm.services import consents, people
from crm.states import ConsentChannel, ConsentState
from crm.views.customers import get_customer, revealed
from crm.views.lead_answers import UNPROCESSABLE, Dialog
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, is_htmx, posted

P = TypeVar("P", Contact, RutPerson)


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_CUSTOMERS)
def add_contact(request: Request, customer_id: int) -> HttpResponse:
    """One more person to talk to."""
    customer = get_customer(request, customer_id)

    def save(told: dict[str, str]) -> None:
        details = people.ContactDetails(**told)
        people.add_contact(customer=customer, details=details, by=request.user, at=now())

    return act(request, customer, ContactForm(posted(request)), Dialog("Ny kontakt", "Lägg till kontakten"), save)


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_CUSTOMERS)
def edit_contact(request: Request, contact_id: int) -> HttpResponse:
    """Correct a person to talk to; the phone of a protected customer's only by those who may see it."""
    contact, customer = _of_customer(request, Contact, contact_id)
    form = ContactForm(posted(request), initial=vars(contact))
    if not customer.may_be_reached_by(request.user):
        del form.fields["phone"]

    def save(told: dict[str, str]) -> None:
        details = people.ContactDetails(**{"phone": contact.phone, **told})
        people.change_contact(contact=contact, details=details, by=request.user, at=now())

    return act(request, customer, form, Dialog(f"Ändra {contact.name}", "Spara"), save)


@require_POST
@requires(Permission.EDIT_CUSTOMERS)
def remove_contact(request: Request, contact_id: int) -> HttpResponse:
    """Forget a person to talk to."""
    contact, customer = _of_customer(request, Contact, contact_id)
    people.remove_contact(contact=contact, by=request.user, at=now())
    messages.success(request, f"{contact.name} är borttagen.")
    return go_to(request, _url(customer))


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_CUSTOMERS)
def add_buyer(request: Request, customer_id: int) -> HttpResponse:
    """Somebody who takes a share of the deduction."""
    customer = get_customer(request, customer_id)
    form = BuyerForm(posted(request), today=today())

    def save(told: dict[str, str]) -> None:
        details = people.BuyerDetails(told["name"], told["personal_number"], int(told["share"]))
        people.add_buyer(customer=customer, details=details, by=request.user, at=now())

    return act(request, customer, form, Dialog("Ny köpare för RUT", "Lägg till köparen"), save)


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_CUSTOMERS)
def edit_buyer(request: Request, buyer_id: int) -> HttpResponse:
    """Correct somebody who takes a share of the deduction; an empty number leaves the one that is known."""
    buyer, customer = _of_customer(request, RutPerson, buyer_id)
    form = BuyerForm(posted(request), today=today(), initial={"name": buyer.name, "share": buyer.share})
    form.fields["personal_number"].help_text = f"Känt: {buyer.personal_number_masked}. Tomt behåller det."

    def save(told: dict[str, str]) -> None:
        details = people.BuyerDetails(told["name"], told["personal_number"], int(told["share"]))
        people.change_buyer(buyer=buyer, details=details, by=request.user, at=now())

    return act(request, customer, form, Dialog(f"Ändra {buyer.name}", "Spara"), save)


@require_POST
@requires(Permission.EDIT_CUSTOMERS)
def remove_buyer(request: Request, buyer_id: int) -> HttpResponse:
    """Somebody takes no share any more."""
    buyer, customer = _of_customer(request, RutPerson, buyer_id)
    people.remove_buyer(buyer=buyer, by=request.user, at=now())
    messages.success(request, f"{buyer.name} är borttagen. Fakturor som redan finns ändras inte.")
    return go_to(request, _url(customer))


@require_POST
@requires(Permission.REVEAL_PERSONAL_NUMBERS)
def reveal_rut_person(request: Request, buyer_id: int) -> HttpResponse:
    """Show a buyer's whole personal number once; who asked is written down."""
    buyer, customer = _of_customer(request, RutPerson, buyer_id)
    number = people.reveal_buyer(buyer=buyer, by=request.user, at=now())
    return revealed(request, customer, "Personnummer", f"{number[:8]}-{number[8:]}")


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_CUSTOMERS)
def record_consent(request: Request, customer_id: int) -> HttpResponse:
    """Write down a yes or a no to marketing."""
    customer = get_customer(request, customer_id)
    wanted = {"ja": ConsentState.GRANTED, "nej": ConsentState.DENIED}.get(request.GET.get("svar", ""))
    form = ConsentForm(posted(request), initial={"state": wanted, "channel": ConsentChannel.PHONE})

    def save(told: dict[str, str]) -> None:
        answer = consents.Answer(ConsentState(told["state"]), ConsentChannel(told["channel"]), told["text_version"])
        consents.record_answer(customer=customer, answer=answer, by=request.user, at=now())

    return act(request, customer, form, Dialog("Samtycke till utskick", "Spara svaret"), save)


def act(
    request: Request, customer: Customer, form: forms.Form, dialog: Dialog, save: Callable[[dict[str, str]], None]
) -> HttpResponse:
    """Show the form, or do what it asks and go back to the customer; a refusal is said in the form, with 422."""
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Sparat.")
            return go_to(request, _url(customer))
    context = {
        "form": form, "dialog": dialog, "customer": customer, "url": request.get_full_path(), "go": "", "button": "",
    }  # fmt: skip
    template = "crm/_dialog.html" if is_htmx(request) else "crm/customer_act.html"
    return render(request, template, context, status=UNPROCESSABLE if form.errors else 200)


def _of_customer(request: Request, model: type[P], pk: int) -> tuple[P, Customer]:
    row: P = get_object_or_404(model, pk=pk, customer__in=Customer.objects.visible_to(request.user))
    return row, get_customer(request, row.customer_id)


def _url(customer: Customer) -> str:
    return reverse("crm:customer_page", args=[customer.pk])
