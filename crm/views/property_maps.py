"""One address on its own map, where the office points out the door and where a lorry can stand."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from crm.forms.pins import KINDS, PinForm
from crm.models import Property
from crm.queries.property_maps import coordinates_of, map_of_place
from crm.services import addresses as services
from crm.services.customers import note_look
from crm.views.lead_answers import UNPROCESSABLE
from crm.views.properties import get_place
from perforia.base.clock import now
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to

TOLD = {"entrance": "Ingången", "parking": "Parkeringen", "main": "Adressens läge"}


@require_GET
@requires(Permission.SEE_CUSTOMERS)
def property_map(request: Request, property_id: int) -> HttpResponse:
    """Where an address is, its door and its parking; who looks up where a protected person lives is written down."""
    place = get_place(request, property_id)
    if place.customer.is_protected:
        note_look(customer=place.customer, by=request.user, at=now())
    kind = request.GET.get("nal", "")
    known = {value for value, _ in KINDS}
    initial = {"kind": kind if kind in known else "entrance"}
    initial["coordinates"] = coordinates_of(place)[initial["kind"]]
    return _show(request, place, PinForm(initial=initial))


@require_POST
@requires(Permission.EDIT_CUSTOMERS)
def place_property_pin(request: Request, property_id: int) -> HttpResponse:
    """Set one pin, or take it away."""
    place = get_place(request, property_id)
    form = PinForm(request.POST)
    if not form.is_valid():
        return _show(request, place, form)
    kind, point = form.cleaned_data["kind"], form.cleaned_data["point"]
    services.place_pin(place=place, kind=kind, point=point, by=request.user, at=now())
    messages.success(request, f"{TOLD[kind]} är {'utpekad' if point else 'borttagen'}.")
    return go_to(request, reverse("crm:property_map", args=[place.pk]))


def _show(request: Request, place: Property, form: PinForm) -> HttpResponse:
    context = {
        "form": form, "place": place, "customer": place.customer, "shown": map_of_place(place),
        "pins": coordinates_of(place),
    }  # fmt: skip
    return render(request, "crm/property_map.html", context, status=UNPROCESSABLE if form.errors else 200)
