"""Making sure of a customer's address: taking over what the register has, or vouching for what is written."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from crm.forms.addresses import AddressChoiceForm
from crm.models import Property
from crm.queries.address_matching import likely_for
from crm.queries.address_register import REGISTER
from crm.services import addresses as services
from crm.views.lead_answers import UNPROCESSABLE
from crm.views.properties import get_place
from perforia.base.clock import now
from perforia.base.geography import ResolvedAddress
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted

MOST = 8


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_CUSTOMERS)
def check_property(request: Request, property_id: int) -> HttpResponse:
    """Choose which address is meant; one press on the customer's page chooses what the check proposed."""
    place = get_place(request, property_id)
    found = _candidates(place)
    form = AddressChoiceForm(posted(request), found=found)
    if request.method == "POST" and form.is_valid():
        choice = form.cleaned_data["choice"]
        if choice == AddressChoiceForm.AS_WRITTEN:
            services.confirm(place=place, by=request.user, at=now())
            messages.success(request, "Adressen är bekräftad.")
        else:
            chosen = next(each for each in found if each.ref == choice)
            services.take_over(place=place, found=chosen, by=request.user, at=now())
            messages.success(request, "Adressen är ändrad efter registret.")
        return go_to(request, reverse("crm:customer_page", args=[place.customer_id]))
    context = {"form": form, "place": place, "customer": place.customer}
    return render(request, "crm/property_check.html", context, status=UNPROCESSABLE if form.errors else 200)


def _candidates(place: Property) -> Sequence[ResolvedAddress]:
    """What the check proposed first, then the likeliest addresses, or the numbers beside the one that is not there."""
    proposed = REGISTER.resolve(place.provider_ref, session="") if place.provider == REGISTER.name else None
    found = [*([proposed] if proposed else []), *likely_for(services.line_of(place))]
    return list({each.ref: each for each in found}.values())[:MOST]
