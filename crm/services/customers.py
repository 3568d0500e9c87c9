"""Writes of customers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from crm.models import Activity, Customer
from crm.rules.contact import clean_email, parse_phone
from crm.rules.lifecycle import inactive_before, lifecycle_of
from crm.services.searching import index_customer
from crm.states import ActivityKind, CustomerFlag, CustomerKind, Lifecycle
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.identity import PersonalNumber
from perforia.base.models import User
from perforia.base.secrets import encrypt, lookup_hash

CHANGED_SINCE = "Någon annan har ändrat kunden sedan du öppnade den. Öppna den på nytt och gör om ändringen."
AGED_AT_ONCE = 500


@dataclass(frozen=True)
class Marks:
    """Who answers for a customer, and what is marked on it."""

    owner: User | None = None
    tags: Sequence[str] = ()
    flags: Sequence[CustomerFlag] = ()
    is_protected: bool = False


@dataclass(frozen=True)
class CustomerDetails:
    """What is known of a customer; `personal_number` in twelve digits; marks None leave those that are."""

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
    marks: Marks | None = None


_PLAIN = ("name", "kind", "organisation_number", "email", "phone", "address", "postal_code", "city", "note")
_MARKED = ("owner", "tags", "flags", "is_protected")
_NUMBER = ("personal_number", "personal_number_hash", "personal_number_masked")


@transaction.atomic
def record_customer(*, details: CustomerDetails, by: User | None, at: datetime) -> Customer:
    """Write down a new customer with the next number."""
    customer = Customer(number=next_numbers(1)[0], created_at=at)
    _fill(customer, details)
    customer.save()
    index_customer(customer)
    audit.record(verb="customer.recorded", target=customer, by=by, at=at)
    return customer


@transaction.atomic
def change_customer(
    *, customer: Customer, details: CustomerDetails, by: User, at: datetime, seen: str | None = None
) -> None:
    """Write what is known now; an empty personal number leaves the old one. Idempotent.

    `seen` is the customer's `version_of` when a person opened it; None does not ask. Raises DomainError when somebody
    has changed it since, or it is anonymised.
    """
    locked = lock(customer)
    if seen is not None and seen != version_of(locked):
        raise DomainError(CHANGED_SINCE)
    _fill(locked, details)
    locked.changed_at = at
    locked.save(update_fields=[*_PLAIN, *_MARKED, *_NUMBER, "changed_at"])
    index_customer(locked)
    audit.record(verb="customer.changed", target=locked, by=by, at=at)


def version_of(row: Customer) -> str:
    """What a form remembers of the row it was opened with."""
    return row.changed_at.isoformat() if row.changed_at else ""


@transaction.atomic
def reveal_personal_number(*, customer: Customer, by: User, at: datetime) -> str:
    """The whole personal number; who asked is written down."""
    audit.record(verb="customer.personal_number_revealed", target=customer, by=by, at=at)
    return customer.decrypted_personal_number


def note_look(*, customer: Customer, by: User, at: datetime) -> None:
    """Write down who saw the address and phone of somebody whose are protected."""
    audit.record(verb="customer.protected_seen", target=customer, by=by, at=at)


@transaction.atomic
def note_business(*, customer: Customer, on: date, at: datetime) -> None:
    """Something was agreed, done or invoiced that day: the customer's life follows. Idempotent, in any order."""
    locked = Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=customer.pk)
    if locked.last_business_on is None or on > locked.last_business_on:
        _live(locked, on, at)


@transaction.atomic
def restate_business(*, customer: Customer, on: date | None, at: datetime) -> None:
    """The latest business is that day after all, or there was none: an invoice was taken back. Idempotent."""
    locked = Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=customer.pk)
    if locked.last_business_on != on:
        _live(locked, on, at)


@transaction.atomic
def set_open_case(*, customer: Customer, is_open: bool) -> None:
    """Say whether a case with Skatteverket about the customer is open. Idempotent."""
    Customer.objects.filter(pk=customer.pk).exclude(has_open_case=is_open).update(has_open_case=is_open)


@transaction.atomic
def age_customers(*, at: datetime) -> int:
    """Make customers inactive that have bought nothing for a year; a batch at a time, answers how many. Idempotent."""
    edge = inactive_before(timezone.localdate(at))
    due = Customer.objects.filter(lifecycle=Lifecycle.ACTIVE, last_business_on__lt=edge).order_by("last_business_on")
    batch = list(due.select_for_update(of=("self",), no_key=True, skip_locked=True)[:AGED_AT_ONCE])
    Customer.objects.filter(pk__in=[customer.pk for customer in batch]).update(lifecycle=Lifecycle.INACTIVE)
    Activity.objects.bulk_create([_told(customer, Lifecycle.INACTIVE, at) for customer in batch])
    return len(batch)


def lock(customer: Customer) -> Customer:
    """The customer, locked. Raises DomainError for one that is anonymised: nothing more is written about it."""
    locked = Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=customer.pk)
    if locked.anonymised_at is not None:
        raise DomainError("Kunden är anonymiserad och går inte att ändra.")
    return locked


def _live(customer: Customer, on: date | None, at: datetime) -> None:
    before, customer.last_business_on = customer.lifecycle, on
    customer.lifecycle = lifecycle_of(on, today=timezone.localdate(at))
    customer.save(update_fields=["last_business_on", "lifecycle"])
    if customer.lifecycle != before and customer.anonymised_at is None:
        _told(customer, Lifecycle(customer.lifecycle), at).save()


def _told(customer: Customer, lifecycle: Lifecycle, at: datetime) -> Activity:
    """The line of the timeline that says so."""
    words = {Lifecycle.ACTIVE: "blev aktiv kund", Lifecycle.INACTIVE: "har inte köpt något på ett år: inaktiv kund"}
    title = words.get(lifecycle, "är potentiell kund igen")
    return Activity(customer=customer, kind=ActivityKind.STATUS, title=title, at=at, written_at=at)


def _fill(customer: Customer, details: CustomerDetails) -> None:
    for name in _PLAIN:
        setattr(customer, name, getattr(details, name))
    customer.phone = parse_phone(details.phone) or details.phone
    customer.email = clean_email(details.email) or details.email
    if details.marks is not None:
        for name in _MARKED:
            value = getattr(details.marks, name)
            setattr(customer, name, list(value) if name in {"tags", "flags"} else value)
    if details.personal_number:
        customer.personal_number = encrypt(details.personal_number)
        customer.personal_number_hash = lookup_hash(details.personal_number)
        customer.personal_number_masked = PersonalNumber(details.personal_number).masked


def next_numbers(count: int) -> list[str]:
    """K-1001 and on; the newest row is locked until the transaction ends, so that two never get the same."""
    newest = Customer.objects.select_for_update(of=("self",), no_key=True).order_by("-pk").first()
    first = int(newest.number.removeprefix("K-")) + 1 if newest else 1001
    return [f"K-{number}" for number in range(first, first + count)]
