"""Customers in the browser."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from archive.queries import linked_to
from archive.states import LinkKind
from crm.forms.customers import CustomerForm
from crm.models import Customer
from crm.queries import customers as queries
from crm.services import customers as services
from perforia.base.clock import now, today
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to

SHOWN = 50
UNPROCESSABLE = 422


@require_GET
@requires(Permission.SEE_CUSTOMERS)
def customers(request: Request) -> HttpResponse:
    """The customers that fit what was typed."""
    text = request.GET.get("q", "").strip()
    found = queries.search_customers(request.user, text, today=today())
    page = Paginator(found.order_by("name", "pk"), SHOWN).get_page(request.GET.get("sida"))
    return render(request, "crm/customers.html", {"page": page, "text": text})


@require_GET
@requires(Permission.SEE_CUSTOMERS)
def customer_page(request: Request, customer_id: int) -> HttpResponse:
    """Everything about a customer."""
    customer = _customer(request, customer_id)
    documents = linked_to(LinkKind.CUSTOMER, customer.pk)
    return render(request, "crm/customer.html", {"customer": customer, "documents": documents[:SHOWN]})


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_CUSTOMERS)
def new_customer(request: Request) -> HttpResponse:
    """Write down a new customer."""
    form = CustomerForm(request.POST or None, today=today())
    if request.method == "POST" and form.is_valid():
        customer = services.record_customer(
            details=services.CustomerDetails(**form.cleaned_data), by=request.user, at=now()
        )
        return go_to(request, reverse("crm:customer_page", args=[customer.pk]))
    context = {"form": form, "title": "Ny kund"}
    return render(request, "crm/customer_form.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_CUSTOMERS)
def edit_customer(request: Request, customer_id: int) -> HttpResponse:
    """Change what is known of a customer."""
    customer = _customer(request, customer_id)
    known = {name: getattr(customer, name) for name in CustomerForm.base_fields if name != "personal_number"}
    form = CustomerForm(request.POST or None, initial=known, today=today())
    if request.method == "POST" and form.is_valid():
        details = services.CustomerDetails(**form.cleaned_data)
        services.change_customer(customer=customer, details=details, by=request.user, at=now())
        return go_to(request, reverse("crm:customer_page", args=[customer.pk]))
    context = {"form": form, "title": customer.name, "customer": customer}
    return render(request, "crm/customer_form.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@requires(Permission.REVEAL_PERSONAL_NUMBERS)
def reveal_personal_number(request: Request, customer_id: int) -> HttpResponse:
    """Show the whole personal number once; who asked is written down."""
    customer = _customer(request, customer_id)
    number = services.reveal_personal_number(customer=customer, by=request.user, at=now())
    response = render(request, "crm/revealed.html", {"customer": customer, "number": number})
    response["Cache-Control"] = "no-store"
    return response


def _customer(request: Request, customer_id: int) -> Customer:
    return get_object_or_404(Customer.objects.visible_to(request.user), pk=customer_id)
