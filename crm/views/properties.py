"""The addresses of a customer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from crm.forms.properties import PropertyForm
from crm.models import Customer, Property
from crm.services import properties as services
from crm.views.customers import get_customer, revealed
from crm.views.lead_answers import UNPROCESSABLE
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_CUSTOMERS)
def add_property(request: Request, customer_id: int) -> HttpResponse:
    """One more address."""
    customer = get_customer(request, customer_id)
    form = PropertyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        details = services.PropertyDetails(**form.facts)
        try:
            services.add_property(customer=customer, details=details, by=request.user, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Adressen är tillagd.")
            return go_to(request, _url(customer))
    return _show(request, form, customer, None)


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_CUSTOMERS)
def edit_property(request: Request, property_id: int) -> HttpResponse:
    """Correct an address; what somebody else changed meanwhile is never written over."""
    place = get_place(request, property_id)
    form = PropertyForm(posted(request), place=place, seen=services.version_of(place))
    if request.method == "POST" and form.is_valid():
        details, seen = services.PropertyDetails(**form.facts), form.cleaned_data["seen"]
        try:
            services.change_property(place=place, details=details, by=request.user, at=now(), seen=seen)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Sparat.")
            return go_to(request, _url(place.customer))
    return _show(request, form, place.customer, place)


@require_POST
@requires(Permission.EDIT_CUSTOMERS)
def retire_property(request: Request, property_id: int) -> HttpResponse:
    """Put an address away, or take it back."""
    place = get_place(request, property_id)
    if place.retired_at is None:
        services.retire_property(place=place, by=request.user, at=now())
        messages.success(request, f"{place.address} används inte längre.")
    else:
        services.bring_back_property(place=place, by=request.user, at=now())
        messages.success(request, f"{place.address} används igen.")
    return go_to(request, _url(place.customer))


@require_POST
@requires(Permission.EDIT_CUSTOMERS)
def reveal_door_code(request: Request, property_id: int) -> HttpResponse:
    """Show a door code once; who asked is written down."""
    place = get_place(request, property_id)
    code = services.reveal_door_code(place=place, by=request.user, at=now())
    return revealed(request, place.customer, "Portkod", code)


def _show(request: Request, form: PropertyForm, customer: Customer, place: Property | None) -> HttpResponse:
    title = f"Ändra {place.address}" if place else "Ny adress"
    context = {"form": form, "customer": customer, "place": place, "title": title}
    return render(request, "crm/property_form.html", context, status=UNPROCESSABLE if form.errors else 200)


def get_place(request: Request, property_id: int) -> Property:
    """An address that a person may see: one of a protected customer only with that permission."""
    owners = Customer.objects.visible_to(request.user).open_to(request.user)
    return get_object_or_404(Property.objects.select_related("customer"), pk=property_id, customer__in=owners)


def _url(customer: Customer) -> str:
    return reverse("crm:customer_page", args=[customer.pk])
