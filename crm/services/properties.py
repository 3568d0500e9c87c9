"""Writes of the addresses of customers."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from crm.models import Customer, Property
from crm.rules.address_checks import is_same_line
from crm.services import addresses
from crm.services.customers import lock
from crm.services.searching import index_customer
from crm.states import Frequency, PropertyPurpose, Verification
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from perforia.base.secrets import encrypt

CHANGED_SINCE = "Någon annan har ändrat adressen sedan du öppnade den. Öppna den på nytt och gör om ändringen."


@dataclass(frozen=True)
class PropertyDetails:
    """What is known of an address; area in m², `carry_metres` from door to lorry.

    An empty door code leaves the one that is known. `address_ref` is the suggestion that was chosen, if one was.
    """

    address: str
    purpose: PropertyPurpose = PropertyPurpose.CURRENT
    apartment: str = ""
    postal_code: str = ""
    city: str = ""
    area: int | None = None
    rooms: Decimal | None = None
    floor: int | None = None
    lift: str = ""
    door_code: str = ""
    parking: str = ""
    frequency: Frequency = Frequency.ONCE
    conditions: str = ""
    carry_metres: int | None = None
    address_ref: str = ""
    from_on: date | None = None
    until_on: date | None = None


_PLAIN = tuple(name for name in PropertyDetails.__dataclass_fields__ if name not in {"door_code", "address_ref"})
_TEXT = ("address", "postal_code", "city")


@transaction.atomic
def add_property(*, customer: Customer, details: PropertyDetails, by: User | None, at: datetime) -> Property:
    """One more address of a customer, checked against the own register. Locks the customer.

    Raises DomainError for one that is anonymised. Announces address_unconfirmed when the register cannot confirm it.
    """
    locked = lock(customer)
    place = Property(customer=locked, created_at=at)
    _fill(place, details)
    addresses.locate(place, ref=details.address_ref, at=at)
    place.save()
    addresses.tell(place)
    index_customer(locked)
    audit.record(verb="customer.property_added", target=locked, by=by, at=at, property=place.pk)
    return place


@transaction.atomic
def change_property(
    *, place: Property, details: PropertyDetails, by: User, at: datetime, seen: str | None = None
) -> None:
    """Write what is known now; another street, code or place is checked against the own register anew. Idempotent.

    `seen` is the address's `version_of` when a person opened it. Raises DomainError when somebody has changed it since.
    Announces address_unconfirmed when the register cannot confirm what is new, address_confirmed when it does.
    """
    customer, locked = _lock(place)
    if seen is not None and seen != version_of(locked):
        raise DomainError(CHANGED_SINCE)
    before = [getattr(locked, name) for name in _TEXT]
    _fill(locked, details)
    locked.changed_at = at
    is_new = before != [getattr(locked, name) for name in _TEXT]
    if is_new and not is_same_line(before[0], locked.address):
        addresses.forget_pins(locked)
    if is_new or details.address_ref or locked.verification == Verification.UNVERIFIED:
        addresses.locate(locked, ref=details.address_ref, at=at)
        addresses.tell(locked)
        addresses.tell_confirmed(locked)
    locked.save(update_fields=[*_PLAIN, "door_code", "changed_at", *addresses.LOCATING])
    index_customer(customer)
    audit.record(verb="customer.property_changed", target=customer, by=by, at=at, property=locked.pk)


@transaction.atomic
def retire_property(*, place: Property, by: User, at: datetime) -> None:
    """Nothing is done there any more; the address stays to be read, its door code does not. Idempotent."""
    customer, locked = _lock(place)
    if locked.retired_at is None:
        locked.retired_at, locked.door_code = at, ""
        locked.save(update_fields=["retired_at", "door_code"])
        audit.record(verb="customer.property_retired", target=customer, by=by, at=at, property=locked.pk)


@transaction.atomic
def bring_back_property(*, place: Property, by: User, at: datetime) -> None:
    """Work is done there again. Idempotent."""
    customer, locked = _lock(place)
    if locked.retired_at is not None:
        locked.retired_at = None
        locked.save(update_fields=["retired_at"])
        audit.record(verb="customer.property_brought_back", target=customer, by=by, at=at, property=locked.pk)


@transaction.atomic
def reveal_door_code(*, place: Property, by: User, at: datetime) -> str:
    """The code itself; who asked is written down."""
    audit.record(verb="customer.door_code_revealed", target=place.customer, by=by, at=at, property=place.pk)
    return place.decrypted_door_code


def version_of(row: Property) -> str:
    """What a form remembers of the row it was opened with."""
    return row.changed_at.isoformat() if row.changed_at else ""


def _lock(place: Property) -> tuple[Customer, Property]:
    customer = lock(place.customer)
    return customer, Property.objects.select_for_update(of=("self",), no_key=True).get(pk=place.pk)


def _fill(place: Property, details: PropertyDetails) -> None:
    for name, value in asdict(details).items():
        if name in _PLAIN:
            setattr(place, name, value)
    if details.door_code:
        place.door_code = encrypt(details.door_code)
