"""Writes of the price list and of the terms; drafts follow a changed price when a person says so."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from contracts.models import Offer, OfferTerms, Price, PriceItem
from contracts.queries.prices import changes_in, prices_on
from contracts.rules.price_details import ItemDetails
from contracts.rules.price_import import Line
from contracts.services import offers
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User

_PLAIN = ("name", "kind", "work", "unit", "vat", "service", "extra", "basis", "usual_quantity")


@transaction.atomic
def add_item(*, details: ItemDetails, amount: Decimal, from_on: date, by: User | None, at: datetime) -> PriceItem:
    """Put something on the price list with its first price (kronor with VAT). Raises DomainError for a taken name."""
    _check_name(details.name, known=None)
    item = PriceItem(created_at=at)
    _fill(item, details)
    item.save()
    Price.objects.create(item=item, amount=amount, from_on=from_on, created_at=at, created_by=by)
    audit.record(verb="price.item_added", target=item, by=by, at=at, amount=str(amount))
    return item


@transaction.atomic
def change_item(*, item: PriceItem, details: ItemDetails, by: User, at: datetime) -> None:
    """Write what an item is; its price is set apart. Idempotent. Raises DomainError for a taken name."""
    locked = _lock(item)
    _check_name(details.name, known=locked)
    _fill(locked, details)
    locked.changed_at = at
    locked.save(update_fields=[*_PLAIN, "changed_at"])
    audit.record(verb="price.item_changed", target=locked, by=by, at=at)


@transaction.atomic
def set_price(*, item: PriceItem, amount: Decimal, from_on: date, by: User, at: datetime) -> Price:
    """What an item costs from a day on, kronor with VAT. What held before stays told; drafts are not touched.

    Raises DomainError for a day that has been: what has been offered was offered at another price.
    """
    locked = _lock(item)
    if from_on < timezone.localdate(at):
        raise DomainError("Ett pris gäller tidigast från idag. Det som har varit ändras inte.")
    price = Price.objects.create(item=locked, amount=amount, from_on=from_on, created_at=at, created_by=by)
    audit.record(
        verb="price.set", target=locked, by=by, at=at, amount=str(amount), from_on=from_on.isoformat()
    )  # fmt: skip
    return price


@transaction.atomic
def retire_item(*, item: PriceItem, by: User, at: datetime) -> None:
    """Sell something no more; offers that name it keep it. Idempotent."""
    locked = _lock(item)
    if locked.retired_at is None:
        locked.retired_at = at
        locked.save(update_fields=["retired_at"])
        audit.record(verb="price.item_retired", target=locked, by=by, at=at)


@transaction.atomic
def restore_item(*, item: PriceItem, by: User, at: datetime) -> None:
    """Sell something again. Idempotent."""
    locked = _lock(item)
    if locked.retired_at is not None:
        locked.retired_at = None
        locked.save(update_fields=["retired_at"])
        audit.record(verb="price.item_restored", target=locked, by=by, at=at)


@transaction.atomic
def import_prices(*, lines: Sequence[Line], from_on: date, by: User, at: datetime) -> tuple[int, int]:
    """Write the items of a file: new ones are put on the list, known ones (by name) get the price; answers how many.

    What is known of an item besides its price stays, and a price that holds already is not written again. Idempotent.
    Raises DomainError as set_price does.
    """
    known = {item.name.casefold(): item for item in PriceItem.objects.order_by("pk")}
    held = prices_on(from_on, {item.pk for item in known.values()})
    added = changed = 0
    for line in lines:
        item = known.get(line.details.name.casefold()) if line.details else None
        if line.details is None or (item is not None and held.get(item.pk) == line.amount):
            continue
        if item is None:
            add_item(details=line.details, amount=line.amount, from_on=from_on, by=by, at=at)
            added += 1
        else:
            set_price(item=item, amount=line.amount, from_on=from_on, by=by, at=at)
            changed += 1
    return added, changed


@transaction.atomic
def update_draft(*, offer: Offer, by: User, at: datetime) -> int:
    """Let the rows of a draft follow the price list of the day; answers how many changed. Idempotent.

    A price that somebody wrote himself stays. Raises DomainError when the offer has been sent.
    """
    locked = offers.lock(offer)
    if not locked.is_draft:
        raise DomainError(offers.SENT_ALREADY)
    rows = list(locked.rows.select_related("offer").order_by("position"))
    now = prices_on(timezone.localdate(at), {row.item_id for row in rows if row.item_id is not None})
    changes = changes_in(rows, now)
    for change in changes:
        change.row.unit_price, change.row.listed_price = change.new, now[change.row.item_id or 0]
        change.row.save(update_fields=["unit_price", "listed_price"])
    if changes:
        offers.change_draft(offer=locked, details=offers.details_of(locked), by=by, at=at)
    return len(changes)


@transaction.atomic
def save_terms(
    *, terms: OfferTerms | None, name: str, body: str, is_default: bool, by: User | None, at: datetime
) -> OfferTerms:
    """Write a text of terms; a default takes the place of another. Raises DomainError for a taken name."""
    others = OfferTerms.objects.exclude(pk=terms.pk if terms else 0)
    if others.filter(name=name).exists():
        raise DomainError("Det finns redan en text med det namnet. Välj ett annat.")
    if is_default:
        others.filter(is_default=True).update(is_default=False)
    saved = terms or OfferTerms()
    saved.name, saved.body, saved.is_default, saved.changed_at = name, body, is_default, at
    saved.save()
    audit.record(verb="offer.terms_saved", target=saved, by=by, at=at)
    return saved


@transaction.atomic
def retire_terms(*, terms: OfferTerms, by: User, at: datetime) -> None:
    """Offer on a text no more; offers have their own copy. Idempotent."""
    found = OfferTerms.objects.select_for_update(no_key=True).get(pk=terms.pk)
    if found.retired_at is None:
        found.retired_at, found.is_default = at, False
        found.save(update_fields=["retired_at", "is_default"])
        audit.record(verb="offer.terms_retired", target=found, by=by, at=at)


def _lock(item: PriceItem) -> PriceItem:
    return PriceItem.objects.select_for_update(of=("self",), no_key=True).get(pk=item.pk)


def _check_name(name: str, *, known: PriceItem | None) -> None:
    if PriceItem.objects.filter(name__iexact=name).exclude(pk=known.pk if known else 0).exists():
        raise DomainError(f"”{name}” finns redan i prislistan. Välj ett annat namn, eller ändra den som finns.")


def _fill(item: PriceItem, details: ItemDetails) -> None:
    for name in _PLAIN:
        setattr(item, name, getattr(details, name))
    item.work = details.work or ""
