"""Writes of customers."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from crm.models import Customer
from crm.services.searching import index_customer
from crm.states import CustomerKind
from perforia.base import audit
from perforia.base.identity import PersonalNumber
from perforia.base.models import User
from perforia.base.secrets import encrypt, lookup_hash


@dataclass(frozen=True)
class CustomerDetails:
    """What is known of a customer; `personal_number` in twelve digits."""

    name: str
    kind: CustomerKind = CustomerKind.PRIVATE
    personal_number: str = ""
    organisation_number: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""
    note: str = ""


_PLAIN = ("name", "kind", "organisation_number", "email", "phone", "address", "postal_code", "city", "note")


@transaction.atomic
def record_customer(*, details: CustomerDetails, by: User | None, at: datetime) -> Customer:
    """Write down a new customer with the next number."""
    customer = Customer(number=_next_number(), created_at=at)
    _fill(customer, details)
    customer.save()
    index_customer(customer)
    audit.record(verb="customer.recorded", target=customer, by=by, at=at)
    return customer


@transaction.atomic
def change_customer(*, customer: Customer, details: CustomerDetails, by: User, at: datetime) -> None:
    """Write what is known now; an empty personal number leaves the old one. Idempotent."""
    locked = Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=customer.pk)
    _fill(locked, details)
    locked.save(update_fields=[*_PLAIN, "personal_number", "personal_number_hash", "personal_number_masked"])
    index_customer(locked)
    audit.record(verb="customer.changed", target=locked, by=by, at=at)


@transaction.atomic
def reveal_personal_number(*, customer: Customer, by: User, at: datetime) -> str:
    """The whole personal number; who asked is written down."""
    audit.record(verb="customer.personal_number_revealed", target=customer, by=by, at=at)
    return customer.decrypted_personal_number


def _fill(customer: Customer, details: CustomerDetails) -> None:
    for name in _PLAIN:
        setattr(customer, name, getattr(details, name))
    if details.personal_number:
        customer.personal_number = encrypt(details.personal_number)
        customer.personal_number_hash = lookup_hash(details.personal_number)
        customer.personal_number_masked = PersonalNumber(details.personal_number).masked


def _next_number() -> str:
    """K-1001 and on; the newest row is locked, so that two never get the same."""
    newest = Customer.objects.select_for_update(of=("self",), no_key=True).order_by("-pk").first()
    return f"K-{int(newest.number.removeprefix('K-')) + 1 if newest else 1001}"
