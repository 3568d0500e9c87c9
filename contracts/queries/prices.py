"""The price list as it holds on a day, and the drafts that a changed price is about."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, QuerySet, Subquery

from contracts.models import Offer, OfferRow, Price, PriceItem
from contracts.rules.offer_suggestions import Listed, price_in
from contracts.states import Basis, OfferStatus, RowKind, RutWork, Unit
from perforia.base.models import User


@dataclass(frozen=True)
class Entry:
    """An item with what it costs now and what it will cost, where that is decided; kronor with VAT."""

    item: PriceItem
    price: Decimal | None
    since: date | None
    next_price: Decimal | None
    next_on: date | None


@dataclass(frozen=True)
class Change:
    """A row of a draft whose price on the list is another by now."""

    row: OfferRow
    old: Decimal
    new: Decimal


@dataclass(frozen=True)
class Affected:
    """A draft with the rows that a changed price is about."""

    offer: Offer
    changes: Sequence[Change]


def price_list(user: User, *, on: date, with_retired: bool = False) -> list[Entry]:
    """Everything on the list, by kind and name."""
    items = PriceItem.objects.visible_to(user)
    items = items if with_retired else items.listed()
    held = Price.objects.filter(item=OuterRef("pk"), from_on__lte=on).order_by("-from_on", "-pk")
    coming = Price.objects.filter(item=OuterRef("pk"), from_on__gt=on).order_by("from_on", "-pk")
    rows = items.annotate(
        price=Subquery(held.values("amount")[:1]), since=Subquery(held.values("from_on")[:1]),
        next_price=Subquery(coming.values("amount")[:1]), next_on=Subquery(coming.values("from_on")[:1]),
    ).order_by("name", "pk")  # fmt: skip
    entries = [Entry(row, *(vars(row)[name] for name in ("price", "since", "next_price", "next_on"))) for row in rows]
    order = list(RowKind)
    return sorted(entries, key=lambda entry: (order.index(RowKind(entry.item.kind)), entry.item.name.casefold()))


def listed_items(user: User, *, on: date) -> list[Listed]:
    """What can be offered that day: items with a price, in plain values."""
    return [as_listed(entry.item, entry.price) for entry in price_list(user, on=on) if entry.price is not None]


def as_listed(item: PriceItem, price: Decimal) -> Listed:
    """An item in plain values."""
    return Listed(
        item.pk, item.name, RowKind(item.kind), RutWork(item.work) if item.work else None, Unit(item.unit), item.vat,
        price, item.service, item.extra, Basis(item.basis), item.usual_quantity,
    )  # fmt: skip


def prices_on(day: date, item_ids: Collection[int]) -> dict[int, Decimal]:
    """What items cost that day, by their id."""
    prices = Price.objects.filter(item__in=item_ids, from_on__lte=day).order_by("item", "-from_on", "-pk")
    return dict(prices.distinct("item").values_list("item_id", "amount"))


def history_of(item: PriceItem) -> QuerySet[Price]:
    """What an item has cost and will cost, the latest first."""
    return item.prices.select_related("created_by").order_by("-from_on", "-pk")


def affected_drafts(
    user: User, *, on: date, item: PriceItem | None = None, offer: Offer | None = None
) -> list[Affected]:
    """Drafts with rows that still say the list's price of another day; a price somebody wrote himself stays."""
    rows = OfferRow.objects.filter(
        offer__status=OfferStatus.DRAFT, offer__in=Offer.objects.visible_to(user), listed_price__isnull=False
    )
    rows = rows.filter(item=item) if item is not None else rows.exclude(item=None)
    rows = rows.filter(offer=offer) if offer is not None else rows
    found = list(rows.select_related("offer", "offer__customer", "item").order_by("offer__number", "offer", "position"))
    now = prices_on(on, {row.item_id for row in found if row.item_id is not None})
    by_offer: dict[int, list[Change]] = {}
    for change in changes_in(found, now):
        by_offer.setdefault(change.row.offer_id, []).append(change)
    return [Affected(changes[0].row.offer, changes) for changes in by_offer.values()]


def changes_in(rows: Iterable[OfferRow], now: dict[int, Decimal]) -> list[Change]:
    """The rows whose list price is another now and that say the old one, with what they would say (`now` with VAT)."""
    found = []
    for row in rows:
        listed, new = row.listed_price, now.get(row.item_id or 0)
        if listed is None or new is None or new == listed:
            continue
        if row.unit_price == price_in(listed, row.vat, includes_vat=row.offer.includes_vat):
            found.append(Change(row, row.unit_price, price_in(new, row.vat, includes_vat=row.offer.includes_vat)))
    return found
