"""Which rows of the price list an inquiry speaks of, and how much of each. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.rules.offer_details import RowDetails
from contracts.rules.pricing import without_vat
from contracts.states import Basis, RowKind, RutWork, Unit


@dataclass(frozen=True)
class Listed:
    """An item of the price list in plain values, with the price that holds: kronor with VAT."""

    item_id: int
    name: str
    kind: RowKind
    work: RutWork | None
    unit: Unit
    vat: int
    price: Decimal
    service: str = ""
    extra: str = ""
    basis: Basis = Basis.USUAL
    usual_quantity: Decimal = Decimal(1)


@dataclass(frozen=True)
class Wishes:
    """What somebody asked for: services and extras in crm's words, and the area of the home in square metres."""

    services: Collection[str] = ()
    extras: Collection[str] = ()
    area: Decimal | None = None


def suggested_rows(listed: Sequence[Listed], wishes: Wishes, *, includes_vat: bool) -> list[RowDetails]:
    """A row for every item that was asked for, in the order of the list."""
    return [row_of(each, wishes, includes_vat=includes_vat) for each in listed if _is_wanted(each, wishes)]


def row_of(listed: Listed, wishes: Wishes, *, includes_vat: bool) -> RowDetails:
    """An item as a row; what is counted by area has the area of the home where that is known."""
    is_by_area = listed.basis == Basis.AREA and wishes.area
    quantity = wishes.area if is_by_area and wishes.area else listed.usual_quantity
    return RowDetails(
        listed.kind, listed.name, quantity, listed.unit,
        price_in(listed.price, listed.vat, includes_vat=includes_vat), vat=listed.vat, work=listed.work,
        item_id=listed.item_id, listed_price=listed.price,
    )  # fmt: skip


def price_in(price: Decimal, vat: int, *, includes_vat: bool) -> Decimal:
    """A price of the list (with VAT) as an offer writes its prices, kronor."""
    return price if includes_vat else without_vat(price, vat)


def _is_wanted(listed: Listed, wishes: Wishes) -> bool:
    return bool((listed.service and listed.service in wishes.services) or (listed.extra in wishes.extras))
