"""Writing an offer: new from a lead, a customer or nothing, or a draft anew; its sums while one types."""

from dataclasses import dataclass, replace

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contracts.forms.offer_live import live_sums
from contracts.forms.offers import OfferForm, with_more_rows, with_row
from contracts.models import Offer, OfferTerms
from contracts.queries import offer_start
from contracts.queries.prices import listed_items
from contracts.rules.offer_details import OfferDetails
from contracts.rules.offer_suggestions import Wishes, row_of
from contracts.services import offers as services
from contracts.views.offers import get_offer
from crm.models import Customer, Lead
from crm.queries.customers import search_customers
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted

UNPROCESSABLE, SUGGESTED = 422, 8


@dataclass(frozen=True)
class Written:
    """What is being written: to whom, beginning with what; `offer` is the draft that is changed."""

    details: OfferDetails
    customer: Customer | None = None
    lead: Lead | None = None
    offer: Offer | None = None

    @property
    def asks_customer(self) -> bool:
        return self.customer is None and self.lead is None


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_OFFERS)
def new_offer(request: Request) -> HttpResponse:
    """Write an offer: `?lead=` and `?kund=` say to whom, `?kopia=` from which other one."""
    return _write(request, _beginning(request))


@require_http_methods(["GET", "POST"])
@requires(Permission.WORK_OFFERS)
def edit_offer(request: Request, offer_id: int) -> HttpResponse:
    """Change a draft; what somebody else changed meanwhile is never written over."""
    offer = get_offer(request, offer_id)
    if not offer.is_draft:
        return go_to(request, reverse("contracts:offer_page", args=[offer.pk]))
    return _write(request, Written(services.details_of(offer), offer.customer, offer.lead, offer))


@require_POST
@requires(Permission.WORK_OFFERS)
def offer_totals(request: Request) -> HttpResponse:
    """The sums of what stands in the form now, counted by the same rules as the saved offer."""
    details = offer_start.start_for_nobody(today=today())
    form = OfferForm(request.POST, user=request.user, today=today(), details=details)
    return render(request, "contracts/_offer_totals.html", {"live": live_sums(form, today=today()), "is_swap": True})


@require_GET
@requires(Permission.WORK_OFFERS)
def suggest_customers(request: Request) -> HttpResponse:
    """Customers that fit what is being typed, as options of the field."""
    text = request.GET.get("customer", "").strip()
    found = search_customers(request.user, text, today=today()).open_to(request.user).order_by("name", "pk")
    return render(request, "contracts/_offer_customers.html", {"customers": found[:SUGGESTED] if text else []})


def _write(request: Request, written: Written) -> HttpResponse:
    data = posted(request)
    is_saving = data is not None and not {"mer", "lagg", "rakna"} & set(data)
    form = OfferForm(
        _grown(request, data), user=request.user, today=today(), details=written.details, offer=written.offer,
        asks_customer=written.asks_customer,
    )  # fmt: skip
    if is_saving and form.is_valid():
        try:
            saved = _save(request, written, form)
        except DomainError as refusal:
            form.head.add_error(None, refusal.message)
        else:
            return go_to(request, reverse("contracts:offer_page", args=[saved.pk]))
    context = {
        "form": form, "written": written, "live": live_sums(form, today=today()),
        "items": listed_items(request.user, on=today()),
        "texts": OfferTerms.objects.visible_to(request.user).filter(retired_at=None).order_by("name"),
    }  # fmt: skip
    return render(request, "contracts/offer_form.html", context, status=UNPROCESSABLE if is_saving else 200)


def _save(request: Request, written: Written, form: OfferForm) -> Offer:
    details, by, at = form.details(), request.user, now()
    if written.offer is not None:
        services.change_draft(offer=written.offer, details=details, by=by, at=at, seen=form.head.seen_at())
        return written.offer
    customer: Customer | None = form.head.cleaned_data.get("customer") or written.customer
    if customer is not None and not details.recipient_name:
        details = replace(details, recipient_name=customer.name, recipient_email=customer.email)
    return services.draft_offer(details=details, customer=customer, lead=written.lead, by=by, at=at)


def _grown(request: Request, data: QueryDict | None) -> QueryDict | None:
    """What was posted, with the room or the row that a button asked for."""
    if data is None or not {"mer", "lagg"} & set(data):
        return data
    if "lagg" in data:
        wanted = [each for each in listed_items(request.user, on=today()) if str(each.item_id) == data.get("artikel")]
        includes_vat = data.get("includes_vat") != "0"
        return with_row(data, row_of(wanted[0], Wishes(), includes_vat=includes_vat)) if wanted else data
    return with_more_rows(data, buyers=1)


def _beginning(request: Request) -> Written:
    """Who the offer is to and what it begins with, as the address says; 404 for what one may not see."""
    asked = request.GET
    if asked.get("kopia", "").isdecimal():
        other = get_offer(request, int(asked["kopia"]))
        fresh = offer_start.start_for_nobody(today=today())
        details = replace(services.details_of(other), valid_until=fresh.valid_until)
        return Written(details, other.customer, other.lead)
    if asked.get("lead", "").isdecimal():
        leads = Lead.objects.visible_to(request.user).select_related("customer")
        lead = get_object_or_404(leads, pk=int(asked["lead"]), merged_into=None)
        details = offer_start.start_for_lead(request.user, lead, today=today())
        return Written(details, lead.customer, lead)
    if asked.get("kund", "").isdecimal():
        known = Customer.objects.visible_to(request.user).listed().open_to(request.user)
        customer = get_object_or_404(known, pk=int(asked["kund"]))
        return Written(offer_start.start_for_customer(customer, today=today()), customer)
    return Written(offer_start.start_for_nobody(today=today()))
