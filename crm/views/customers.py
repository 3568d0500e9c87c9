"""Customers in the browser: the list, and the page of one."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from crm.forms.customer_lists import CustomerFilterForm
from crm.models import Customer
from crm.queries import customer_lists as queries
from crm.queries.customer_page import facts_of
from crm.queries.customers import filtered_customers
from crm.rules import customer_filters
from crm.services import customers as services
from perforia.base.clock import now, today
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, is_htmx

REGION = "customers-region"


@require_GET
@requires(Permission.SEE_CUSTOMERS)
def customers(request: Request) -> HttpResponse:
    """The customers that fit what was asked; only the part that changes when htmx asks."""
    query = request.GET.dict()
    filters = customer_filters.read(query)
    found = filtered_customers(request.user, filters, today=today())
    is_part = is_htmx(request) and request.headers.get("HX-Target") == REGION
    context = {
        "form": CustomerFilterForm(query), "filters": filters, "sorts": customer_filters.SORTS.items(),
        "tabs": queries.tabs_of(request.user, query, today=today()),
        "page": queries.page_of(request.user, found, filters, cursor=query), "is_part": is_part,
    }  # fmt: skip
    return render(request, "crm/_customers_region.html" if is_part else "crm/customers.html", context)


@require_GET
@requires(Permission.SEE_CUSTOMERS)
def customer_page(request: Request, customer_id: int) -> HttpResponse:
    """Everything about a customer; one that was merged is where the other is.

    Who sees the address and phone of somebody whose are protected is written down.
    """
    customer = get_customer(request, customer_id)
    if customer.merged_into_id is not None:
        return redirect("crm:customer_page", customer_id=customer.merged_into_id)
    facts = facts_of(request.user, customer)
    if customer.is_protected and not facts["is_hidden"]:
        services.note_look(customer=customer, by=request.user, at=now())
    return render(request, "crm/customer.html", {"customer": customer, **facts})


@require_POST
@requires(Permission.REVEAL_PERSONAL_NUMBERS)
def reveal_personal_number(request: Request, customer_id: int) -> HttpResponse:
    """Show the whole personal number once; who asked is written down."""
    customer = get_customer(request, customer_id)
    number = services.reveal_personal_number(customer=customer, by=request.user, at=now())
    return revealed(request, customer, "Personnummer", f"{number[:8]}-{number[8:]}")


def revealed(request: Request, customer: Customer, what: str, secret: str) -> HttpResponse:
    """What was asked for, in place for htmx and else on a page of its own; nobody keeps the answer."""
    template = "crm/_revealed.html" if is_htmx(request) else "crm/revealed.html"
    response = render(request, template, {"customer": customer, "what": what, "secret": secret})
    response["Cache-Control"] = "no-store"
    return response


def get_customer(request: Request, customer_id: int) -> Customer:
    """The customer as a person may see it, 404 otherwise."""
    return get_object_or_404(Customer.objects.visible_to(request.user).select_related("owner"), pk=customer_id)
