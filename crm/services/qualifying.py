"""From lead to customer: everything that is known is carried over, nothing is typed twice."""

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction

from crm.models import Customer, Lead, Property
from crm.rules.details import DETAILS
from crm.services import addresses
from crm.services.customers import CustomerDetails, record_customer
from crm.services.next_steps import lock
from crm.services.searching import index_customer
from crm.states import CustomerKind, Frequency, LeadStatus, PropertyPurpose
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User

QUALIFIED = (LeadStatus.QUALIFIED, LeadStatus.CONTRACT_SENT, LeadStatus.WON)
_COMPANY = re.compile(r"\b(ab|hb|kb|aktiebolag|handelsbolag|stiftelse\w*)\b", re.IGNORECASE)
_HOUSING = re.compile(r"\b(brf|bostadsrättsförening\w*)\b", re.IGNORECASE)


@transaction.atomic
def to_customer(*, lead: Lead, customer: Customer | None = None, by: User, at: datetime) -> Customer:
    """Make a qualified lead a customer with its addresses, or join it to `customer`. Idempotent.

    What happened to the lead is in the customer's history from now on. Raises DomainError for a lead that is not
    qualified or has neither name nor phone nor e-mail.
    """
    locked = lock(lead)
    if locked.customer is not None:
        return locked.customer
    if locked.status not in QUALIFIED:
        raise DomainError("Kvalificera leadet först. Då vet alla att jobbet går att göra.")
    found = _joined(customer, locked, at) if customer else _recorded(locked, by, at)
    place = _place(found, locked, at)
    if locked.to_address:
        _write_place(
            found, at, PropertyPurpose.NEXT, address=locked.to_address, postal_code=locked.to_postal_code,
            city=locked.to_city, floor=_whole(locked.details.get("to_floor")),
            lift=_words("elevator", locked.details.get("to_elevator")),
        )  # fmt: skip
    locked.customer, locked.place, locked.changed_at = found, place, at
    locked.save(update_fields=["customer", "place", "changed_at"])
    for history in (locked.activities, locked.follow_ups, locked.consents):
        history.filter(customer=None).update(customer=found)
    index_customer(found)
    audit.record(verb="lead.became_customer", target=locked, by=by, at=at, customer=found.pk, number=found.number)
    return found


def kind_of(name: str) -> CustomerKind:
    """What a name says its bearer is; a person when it says nothing."""
    if _HOUSING.search(name):
        return CustomerKind.HOUSING_ASSOCIATION
    return CustomerKind.COMPANY if _COMPANY.search(name) else CustomerKind.PRIVATE


def _recorded(lead: Lead, by: User, at: datetime) -> Customer:
    name = lead.name or lead.email or lead.phone
    if not name:
        raise DomainError("Skriv namn, telefon eller e-post på leadet först.")
    details = CustomerDetails(
        name=name, kind=kind_of(name), email=lead.email, phone=lead.phone, address=lead.address[:120],
        postal_code=lead.postal_code, city=lead.city,
    )  # fmt: skip
    customer = record_customer(details=details, by=by, at=at)
    customer.owner = lead.owner
    customer.save(update_fields=["owner"])
    return customer


def _joined(customer: Customer, lead: Lead, at: datetime) -> Customer:
    """A customer that is known already; what it lacked is taken from the lead."""
    del at
    known = Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=customer.pk)
    if known.merged_into_id is not None or known.anonymised_at is not None:
        raise DomainError("Kunden är ihopslagen med en annan eller anonymiserad. Välj en annan kund.")
    names = ("email", "phone", "address", "postal_code", "city")
    missing = [name for name in names if not getattr(known, name) and getattr(lead, name)]
    for name in missing:
        setattr(known, name, getattr(lead, name)[:120])
    known.save(update_fields=missing)
    return known


def _place(customer: Customer, lead: Lead, at: datetime) -> Property | None:
    if not lead.address:
        return None
    told = lead.details
    return _write_place(
        customer, at, PropertyPurpose.CURRENT, address=lead.address, postal_code=lead.postal_code, city=lead.city,
        area=_whole(told.get("area_m2")), rooms=_number(told.get("rooms")), floor=_whole(told.get("floor")),
        lift=_words("elevator", told.get("elevator")), frequency=_frequency(told.get("frequency")),
        conditions=lead.message,
    )  # fmt: skip


def _write_place(customer: Customer, at: datetime, purpose: PropertyPurpose, **facts: object) -> Property:
    """The customer's property at an address, made when it is not known yet."""
    known = customer.properties.filter(address__iexact=str(facts["address"])).order_by("pk").first()
    if known is not None:
        return known
    place = Property(customer=customer, purpose=purpose, created_at=at, **facts)
    addresses.locate(place, at=at)
    place.save()
    addresses.tell(place)
    return place


def _whole(value: object) -> int | None:
    match = re.search(r"-?\d{1,4}", str(value if value is not None else ""))
    return int(match[0]) if match else None


def _number(value: object) -> Decimal | None:
    match = re.search(r"\d{1,2}(?:[.,]\d)?", str(value or ""))
    try:
        return Decimal(match[0].replace(",", ".")) if match else None
    except InvalidOperation:
        return None


def _words(key: str, value: object) -> str:
    text = str(value or "")
    return DETAILS[key][1].get(text, text)[:40]


def _frequency(value: object) -> Frequency:
    return Frequency(value) if value in Frequency.values else Frequency.ONCE
