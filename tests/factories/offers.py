"""Offers, prices and terms, for tests."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from contracts.models import Offer, PriceItem
from contracts.rules.offer_details import OfferDetails, RowDetails
from contracts.rules.price_details import ItemDetails
from contracts.rules.rut_share import Person
from contracts.services import offer_sending, offers, prices
from contracts.states import RowKind, RutWork, Unit
from contracts.tasks.offers import build_offer
from perforia.base.clock import now, today
from perforia.base.permissions import Role
from tests.factories import crm, world


def labour(description: str = "Flyttarbete, 3 personer", hours: int = 21, price: int = 400, **facts: Any) -> RowDetails:
    """Hours of a move."""
    work = facts.pop("work", RutWork.MOVING)
    return RowDetails(
        RowKind.LABOUR, description, Decimal(hours), Unit.HOUR, Decimal(price), work=work, **facts
    )  # fmt: skip


def truck(price: int = 4600) -> RowDetails:
    """What carries no deduction."""
    return RowDetails(RowKind.TRAVEL, "Flyttbil 18 m³ och drivmedel", Decimal(1), Unit.PIECE, Decimal(price))


def details(*rows: RowDetails, **facts: Any) -> OfferDetails:
    """The offer of the mock-up: 14 300 kr of labour, 18 900 kr in all, 11 750 kr to pay."""
    cleaning = RowDetails(
        RowKind.LABOUR, "Flyttstädning 74 m²", Decimal(1), Unit.PIECE, Decimal(5900), work=RutWork.CLEANING
    )
    told: dict[str, Any] = {
        "title": "Flytt och flyttstädning", "valid_until": today() + timedelta(days=14),
        "recipient_name": "Bengt Påhittsson", "recipient_email": "bengt@exempel.test",
        "rows": rows or (labour(), truck(), cleaning), "buyers": (Person("Bengt Påhittsson"),),
        "paid_on": today() + timedelta(days=10), "terms": "Avboka senast 3 dagar före.",
    }  # fmt: skip
    return OfferDetails(**(told | facts))


def draft(*rows: RowDetails, **facts: Any) -> Offer:
    """A draft to a customer; `lead` or `customer` says to whom."""
    lead, customer = facts.pop("lead", None), facts.pop("customer", None)
    if lead is None and customer is None:
        customer = crm.customer(email="bengt@exempel.test")
    by = facts.pop("by", None) or world.person(Role.OFFICE)
    return offers.draft_offer(details=details(*rows, **facts), customer=customer, lead=lead, by=by, at=now())


def sent(*rows: RowDetails, to: str = "bengt@exempel.test", **facts: Any) -> Offer:
    """An offer that has been sent; its paper is not built."""
    offer = draft(*rows, **facts)
    return send(offer, to=to)


def send(offer: Offer, *, to: str = "bengt@exempel.test") -> Offer:
    """Send a draft by mail."""
    by = world.person(Role.OFFICE)
    offer_sending.send(offer=offer, mail_to=to, subject="Offert", text="Hej!", by=by, at=now())
    offer.refresh_from_db()
    return offer


def delivered(*rows: RowDetails, **facts: Any) -> Offer:
    """An offer whose paper is filed and whose mail waits in the outbox."""
    offer = sent(*rows, **facts)
    build_offer(offer_id=offer.pk)
    offer.refresh_from_db()
    return offer


def link(offer: Offer) -> str:
    """The path of the customer's page, under a new link."""
    whole = offer_sending.renew_link(offer=offer, by=world.person(Role.OFFICE), at=now())
    return "/din-offert/" + whole.rpartition("/din-offert/")[2]


def item(name: str = "Flyttarbete", amount: int = 400, *, from_on: date | None = None, **facts: Any) -> PriceItem:
    """Something on the price list."""
    told: dict[str, Any] = {"kind": RowKind.LABOUR, "unit": Unit.HOUR, "work": RutWork.MOVING}
    made = ItemDetails(name=name, **(told | facts))
    return prices.add_item(details=made, amount=Decimal(amount), from_on=from_on or today(), by=None, at=now())
