"""A customer written down or corrected, and who may be the same while it is written."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from crm.forms.customers import CustomerForm
from crm.models import Customer
from crm.queries import duplicates
from crm.rules.duplicates import Person
from crm.services import customers as services
from crm.views.customers import get_customer
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.identity import parse_personal_number
from perforia.base.models import User
from perforia.base.permissions import Permission, requires
from perforia.base.secrets import lookup_hash
from perforia.base.web import Request, go_to, posted

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_CUSTOMERS)
def new_customer(request: Request) -> HttpResponse:
    """Write down a new customer."""
    form = CustomerForm(posted(request), user=request.user, today=today(), customer=None)
    if request.method == "POST" and form.is_valid():
        customer = services.record_customer(details=_details(form), by=request.user, at=now())
        messages.success(request, f"{customer.name} är kund {customer.number}.")
        return go_to(request, reverse("crm:customer_page", args=[customer.pk]))
    return _show(request, form, None)


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_CUSTOMERS)
def edit_customer(request: Request, customer_id: int) -> HttpResponse:
    """Change what is known of a customer; what somebody else changed meanwhile is never written over."""
    customer = get_customer(request, customer_id)
    seen = services.version_of(customer)
    form = CustomerForm(posted(request), user=request.user, today=today(), customer=customer, seen=seen)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_customer(
                customer=customer, details=_details(form), by=request.user, at=now(), seen=form.cleaned_data["seen"]
            )
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Sparat.")
            return go_to(request, reverse("crm:customer_page", args=[customer.pk]))
    return _show(request, form, customer)


@require_http_methods(["POST"])
@requires(Permission.SEE_CUSTOMERS)
def suggest_duplicates(request: Request) -> HttpResponse:
    """Who may be the same as the one being written, while it is written; posted, so that no number is in an address."""
    told = request.POST
    name, phone, email, address = (told.get(each, "")[:160] for each in ("name", "phone", "email", "address"))
    person = Person(name, phone, email, address, _hash_of(told.get("personal_number", "")))
    own = told.get("customer", "")
    found = duplicates.duplicates_of(request.user, person, but_customer=int(own) if own.isdecimal() else 0)
    return render(request, "crm/_duplicates.html", {"duplicates": found, "lead": None})


def _show(request: Request, form: CustomerForm, customer: Customer | None) -> HttpResponse:
    context = {
        "form": form, "customer": customer, "title": f"Ändra {customer.name}" if customer else "Ny kund",
        "customer_id": customer.pk if customer else 0,
    }  # fmt: skip
    return render(request, "crm/customer_form.html", context, status=UNPROCESSABLE if form.errors else 200)


def _details(form: CustomerForm) -> services.CustomerDetails:
    told = form.marks
    owner = User.objects.filter(pk=told.pop("owner_id")).first()
    return services.CustomerDetails(**form.facts, marks=services.Marks(owner=owner, **told))


def _hash_of(text: str) -> str:
    try:
        return lookup_hash(parse_personal_number(text[:20], today=today()).digits)
    except ValueError:
        return ""
