"""Customers of every kind, for tests."""

from typing import Any

from crm.models import Customer, Property
from crm.services.customers import CustomerDetails, Marks, record_customer
from crm.services.properties import PropertyDetails, add_property
from crm.states import CustomerKind
from perforia.base.clock import now

# Three of Skatteverket's published test numbers: a person, another, and a samordningsnummer.
NUMBERS = ("198801012397", "197501079292", "199911712389")


def customer(name: str = "Bengt Påhittsson", *, marks: Marks | None = None, **facts: Any) -> Customer:
    """A customer as the office writes one down."""
    return record_customer(details=CustomerDetails(name=name, marks=marks, **facts), by=None, at=now())


def protected(name: str = "Sara Hemlig", **facts: Any) -> Customer:
    """Somebody whose address and phone are protected."""
    told = {"phone": "070-174 06 22", "address": "Dolda stigen 5", "postal_code": "123 45", "city": "Gömköping"}
    return customer(name, marks=Marks(is_protected=True), **(told | facts))


def association(name: str = "Brf Skissen", **facts: Any) -> Customer:
    """A housing association."""
    return customer(name, kind=CustomerKind.HOUSING_ASSOCIATION, **facts)


def place(of: Customer, address: str = "Mallgatan 9", **facts: Any) -> Property:
    """An address of a customer."""
    details = PropertyDetails(address=address, **facts)
    return add_property(customer=of, details=details, by=None, at=now())
