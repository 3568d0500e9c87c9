"""Offers in the browser: the list, one offer, and those of a customer or a lead."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from contracts.forms.offer_lists import FilterForm
from contracts.models import Contract, Offer
from contracts.queries import offers as queries
from contracts.queries.offer_sums import buyers_of, priced_rows, rows_of, totals_of
from contracts.queries.prices import affected_drafts
from contracts.rules.offers import warnings
from contracts.states import OfferDelivery
from crm.models import Customer, Lead
from perforia.base.clock import today
from perforia.base.paging import slice_of
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request

SHOWN, FEW = 50, 20


@require_GET
@requires(Permission.SEE_OFFERS)
def offers(request: Request) -> HttpResponse:
    """The offers that were asked for, the latest first."""
    form = FilterForm(request.GET)
    filters = form.filters()
    found = queries.filtered_offers(request.user, filters)
    after, before = request.GET.get("efter", ""), request.GET.get("fore", "")
    rows = found.select_related("customer", "lead", "owner").defer("search", "intro", "terms", "mail_text")
    context = {
        "slice": slice_of(rows, by="-created_at", size=SHOWN, after=after, before=before), "form": form,
        "filters": filters, "tabs": queries.tabs_of(request.user, filters), "total": queries.total_of(found),
        "rings": queries.RINGS, "today": today(), "affected": len(affected_drafts(request.user, on=today())),
    }  # fmt: skip
    return render(request, "contracts/offers.html", context)


@require_GET
@requires(Permission.SEE_OFFERS)
def offer_page(request: Request, offer_id: int) -> HttpResponse:
    """One offer: its rows, how its sum came about, what has happened, its versions."""
    offer = get_offer(request, offer_id)
    rows, buyers = rows_of(offer), buyers_of(offer)
    totals = totals_of(offer, rows, buyers)
    versions = list(queries.versions_of(request.user, offer).select_related("sent_by"))
    context = {
        "offer": offer, "pairs": list(zip(rows, totals.rows, strict=True)), "totals": totals, "buyers": buyers,
        "warnings": warnings(priced_rows(rows), totals) if offer.is_draft else [],
        "moves": offer.moves.select_related("by").order_by("-at", "-pk"), "versions": versions,
        "draft": next((each for each in versions if each.is_draft and each.pk != offer.pk), None),
        "contracts": Contract.objects.visible_to(request.user).filter(offer=offer).order_by("pk"),
        "ring": queries.RINGS[offer.status], "today": today(),
        "is_underway": offer.delivery in {OfferDelivery.QUEUED, OfferDelivery.BUILDING},
        "changes": affected_drafts(request.user, on=today(), offer=offer) if offer.is_draft else [],
    }  # fmt: skip
    return render(request, "contracts/offer.html", context)


@require_GET
@requires(Permission.SEE_OFFERS)
def offers_of_customer(request: Request, customer_id: int) -> HttpResponse:
    """A customer's offers, as a fragment of the customer's page."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=customer_id)
    found = queries.offers_of_customer(request.user, customer)[:FEW]
    context = {"offers": found, "rings": queries.RINGS}
    return render(request, "contracts/_offers_of.html", context)


@require_GET
@requires(Permission.SEE_OFFERS)
def offers_of_lead(request: Request, lead_id: int) -> HttpResponse:
    """A lead's offers, as a fragment of the lead's page."""
    lead = get_object_or_404(Lead.objects.visible_to(request.user), pk=lead_id)
    found = queries.offers_of_lead(request.user, lead)[:FEW]
    context = {"offers": found, "rings": queries.RINGS}
    return render(request, "contracts/_offers_of.html", context)


def get_offer(request: Request, offer_id: int) -> Offer:
    """The offer, 404 when one may not see it."""
    visible = Offer.objects.visible_to(request.user).defer("search")
    related = ("customer", "lead", "lead__customer", "owner", "sent_by", "answered_by", "document", "message")
    return get_object_or_404(visible.select_related(*related, "replaces"), pk=offer_id)
