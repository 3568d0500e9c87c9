"""The sums of an offer from its rows and buyers, and everything it says in a form that can be compared."""

from collections.abc import Iterable

from contracts.models import Offer, OfferBuyer, OfferRow
from contracts.rules.pricing import Conditions, Row, Totals, add_up
from contracts.rules.rut_share import Person
from contracts.states import RowKind, RutWork

# The columns of an offer that are its words; everything else is about it.
_WORDS = (
    "number", "version", "title", "pricing", "includes_vat", "discount", "has_rut", "paid_on", "work_on",
    "work_address", "work_address_to", "intro", "terms", "valid_until", "recipient_name", "recipient_address",
    "total", "vat", "labour", "deduction", "to_pay",
)  # fmt: skip
_ROW_WORDS = ("kind", "description", "quantity", "unit", "unit_price", "discount", "vat", "work", "amount")
_BUYER_WORDS = ("name", "percent", "used")


def rows_of(offer: Offer) -> list[OfferRow]:
    """The rows in their order."""
    return list(offer.rows.order_by("position"))


def buyers_of(offer: Offer) -> list[OfferBuyer]:
    """Those who share the deduction, in their order."""
    return list(offer.buyers.order_by("position"))


def priced_rows(rows: Iterable[OfferRow]) -> list[Row]:
    """What rows add to the sums."""
    return [
        Row(
            RowKind(row.kind), row.quantity, row.unit_price, row.discount, row.vat,
            RutWork(row.work) if row.work else None,
        )
        for row in rows
    ]  # fmt: skip


def totals_of(offer: Offer, rows: Iterable[OfferRow], buyers: Iterable[OfferBuyer]) -> Totals:
    """Every step from the rows of an offer to what the customer pays."""
    people = tuple(Person(buyer.name, buyer.percent, buyer.used) for buyer in buyers)
    conditions = Conditions(
        offer.includes_vat, offer.discount, offer.paid_on if offer.has_rut else None, people if offer.has_rut else ()
    )
    return add_up(priced_rows(rows), conditions)


def content_of(offer: Offer) -> dict[str, object]:
    """Everything an offer says to its customer, for its fingerprint."""
    return {
        **{name: str(getattr(offer, name)) for name in _WORDS},
        "rows": [[str(getattr(row, name)) for name in _ROW_WORDS] for row in rows_of(offer)],
        "buyers": [[str(getattr(buyer, name)) for name in _BUYER_WORDS] for buyer in buyers_of(offer)],
    }
