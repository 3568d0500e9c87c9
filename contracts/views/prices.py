"""The price list in the browser: what is sold, what it costs from which day, and the drafts a change is about."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contracts.forms.prices import ItemForm, NewItemForm, PriceForm, known_item
from contracts.models import Offer, PriceItem
from contracts.queries import prices as queries
from contracts.services import prices as services
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request, go_to, posted

UNPROCESSABLE = 422


@require_GET
@requires(Permission.SEE_OFFERS)
def prices(request: Request) -> HttpResponse:
    """Everything that is sold, with the price that holds and the one that is coming."""
    shows_retired = request.GET.get("alla") == "1"
    entries = queries.price_list(request.user, on=today(), with_retired=shows_retired)
    affected = queries.affected_drafts(request.user, on=today())
    context = {"entries": entries, "affected": affected, "shows_retired": shows_retired}
    return render(request, "contracts/prices.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_PRICES)
def new_item(request: Request) -> HttpResponse:
    """Put something on the list."""
    form = NewItemForm(posted(request), today=today())
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            services.add_item(
                details=form.details(), amount=data["amount"], from_on=data["from_on"], by=request.user, at=now()
            )
        except DomainError as refusal:
            form.add_error("name", refusal.message)
        else:
            return go_to(request, reverse("contracts:prices"))
    return render(request, "contracts/price_form.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.MANAGE_PRICES)
def price_item(request: Request, article_id: int) -> HttpResponse:
    """One item: what it is, its prices by day, and the drafts that still say another."""
    item = _item(request, article_id)
    form = ItemForm(posted(request), initial=known_item(item))
    if form.is_bound and form.is_valid():
        try:
            services.change_item(item=item, details=form.details(), by=request.user, at=now())
        except DomainError as refusal:
            form.add_error("name", refusal.message)
        else:
            messages.success(request, "Sparat.")
            return go_to(request, reverse("contracts:price_item", args=[item.pk]))
    return _item_page(request, item, form, PriceForm(today=today()))


@require_POST
@requires(Permission.MANAGE_PRICES)
def set_price(request: Request, article_id: int) -> HttpResponse:
    """Another price from a day on; the page then shows the drafts it is about."""
    item = _item(request, article_id)
    form = PriceForm(request.POST, today=today())
    if form.is_valid():
        try:
            services.set_price(item=item, by=request.user, at=now(), **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("from_on", refusal.message)
        else:
            messages.success(request, "Det nya priset är sparat.")
            return go_to(request, reverse("contracts:price_item", args=[item.pk]))
    return _item_page(request, item, ItemForm(initial=known_item(item)), form)


@require_POST
@requires(Permission.MANAGE_PRICES)
def retire_item(request: Request, article_id: int) -> HttpResponse:
    """Take something off the list, or put it back."""
    item = _item(request, article_id)
    act = services.restore_item if item.retired_at else services.retire_item
    act(item=item, by=request.user, at=now())
    return go_to(request, reverse("contracts:prices"))


@require_GET
@requires(Permission.WORK_OFFERS)
def affected_offers(request: Request) -> HttpResponse:
    """The drafts whose prices are others on the list by now."""
    affected = queries.affected_drafts(request.user, on=today())
    return render(request, "contracts/affected_offers.html", {"affected": affected})


@require_POST
@requires(Permission.WORK_OFFERS)
def update_offers(request: Request) -> HttpResponse:
    """Let the chosen drafts follow the price list, or all of them; each is an act of its own."""
    affected = {str(each.offer.pk): each.offer for each in queries.affected_drafts(request.user, on=today())}
    asked = request.POST.getlist("offert")
    chosen = affected.values() if "alla" in request.POST else [affected[key] for key in asked if key in affected]
    done = sum(_is_updated(request, offer) for offer in chosen)
    words = "1 utkast är uppdaterat." if done == 1 else f"{done} utkast är uppdaterade."
    messages.success(request, words if chosen else "Välj minst ett utkast.")
    return go_to(request, reverse("contracts:affected_offers"))


def _is_updated(request: Request, offer: Offer) -> bool:
    """Whether the draft followed; one that was sent meanwhile stands."""
    try:
        return services.update_draft(offer=offer, by=request.user, at=now()) > 0
    except DomainError:
        return False


def _item(request: Request, article_id: int) -> PriceItem:
    return get_object_or_404(PriceItem.objects.visible_to(request.user), pk=article_id)


def _item_page(request: Request, item: PriceItem, form: ItemForm, price_form: PriceForm) -> HttpResponse:
    context = {
        "item": item, "form": form, "price_form": price_form, "history": queries.history_of(item), "today": today(),
        "affected": queries.affected_drafts(request.user, on=today(), item=item),
    }  # fmt: skip
    status = UNPROCESSABLE if form.errors or price_form.errors else 200
    return render(request, "contracts/price_item.html", context, status=status)
