"""Writes of the people around a customer: who else to talk to, and who shares the deduction."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from crm.models import Contact, Customer, RutPerson
from crm.services.customers import lock
from crm.services.searching import index_customer
from crm.states import CustomerKind
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.identity import PersonalNumber
from perforia.base.models import User
from perforia.base.secrets import encrypt, lookup_hash

WHOLE = 100


@dataclass(frozen=True)
class ContactDetails:
    """Somebody to talk to; phone as E.164."""

    name: str
    role: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class BuyerDetails:
    """Somebody who takes a share of the deduction, in percent; an empty personal number leaves the one known."""

    name: str
    personal_number: str = ""
    share: int = WHOLE


@transaction.atomic
def add_contact(*, customer: Customer, details: ContactDetails, by: User | None, at: datetime) -> Contact:
    """One more person to talk to. Locks the customer."""
    locked = lock(customer)
    contact = Contact.objects.create(customer=locked, **vars(details))
    index_customer(locked)
    audit.record(verb="customer.contact_added", target=locked, by=by, at=at, contact=contact.pk)
    return contact


@transaction.atomic
def change_contact(*, contact: Contact, details: ContactDetails, by: User, at: datetime) -> None:
    """Write what is known now. Idempotent."""
    locked = lock(contact.customer)
    Contact.objects.filter(pk=contact.pk).update(**vars(details))
    index_customer(locked)
    audit.record(verb="customer.contact_changed", target=locked, by=by, at=at, contact=contact.pk)


@transaction.atomic
def remove_contact(*, contact: Contact, by: User, at: datetime) -> None:
    """Somebody is no longer to be talked to, and is forgotten. Idempotent."""
    locked, key = lock(contact.customer), contact.pk
    if Contact.objects.filter(pk=key).delete()[0]:
        index_customer(locked)
        audit.record(verb="customer.contact_removed", target=locked, by=by, at=at, contact=key)


@transaction.atomic
def add_buyer(*, customer: Customer, details: BuyerDetails, by: User | None, at: datetime) -> RutPerson:
    """Somebody who takes a share of the deduction. Locks the customer.

    Raises DomainError for a company or an association, a number that is missing or there already, and for shares that
    are more than the whole.
    """
    locked = lock(customer)
    _check_buyer(locked, details, known=None)
    buyer = RutPerson(customer=locked, name=details.name, share=details.share)
    _number(buyer, details.personal_number)
    buyer.save()
    index_customer(locked)
    audit.record(verb="customer.buyer_added", target=locked, by=by, at=at, buyer=buyer.pk)
    return buyer


@transaction.atomic
def change_buyer(*, buyer: RutPerson, details: BuyerDetails, by: User, at: datetime) -> None:
    """Write what is known now. Idempotent. Raises DomainError as add_buyer does."""
    locked = lock(buyer.customer)
    fresh = RutPerson.objects.get(pk=buyer.pk)
    _check_buyer(locked, details, known=fresh)
    fresh.name, fresh.share = details.name, details.share
    _number(fresh, details.personal_number)
    fresh.save(
        update_fields=["name", "share", "personal_number", "personal_number_hash", "personal_number_masked"]
    )  # fmt: skip
    index_customer(locked)
    audit.record(verb="customer.buyer_changed", target=locked, by=by, at=at, buyer=fresh.pk)


@transaction.atomic
def remove_buyer(*, buyer: RutPerson, by: User, at: datetime) -> None:
    """Somebody takes no share any more, and is forgotten here; invoices keep theirs. Idempotent."""
    locked, key = lock(buyer.customer), buyer.pk
    if RutPerson.objects.filter(pk=key).delete()[0]:
        index_customer(locked)
        audit.record(verb="customer.buyer_removed", target=locked, by=by, at=at, buyer=key)


@transaction.atomic
def reveal_buyer(*, buyer: RutPerson, by: User, at: datetime) -> str:
    """The whole personal number; who asked is written down."""
    audit.record(verb="customer.buyer_number_revealed", target=buyer.customer, by=by, at=at, buyer=buyer.pk)
    return buyer.decrypted_personal_number


def _check_buyer(customer: Customer, details: BuyerDetails, *, known: RutPerson | None) -> None:
    if customer.kind != CustomerKind.PRIVATE:
        raise DomainError("Bara privatpersoner har rutavdrag. Ändra kundens typ om den är fel.")
    others = customer.rut_people.exclude(pk=known.pk if known else 0)
    if not details.personal_number and known is None:
        raise DomainError("Skriv personens personnummer. Utan det godkänner Skatteverket inte avdraget.")
    if details.personal_number and others.filter(personal_number_hash=lookup_hash(details.personal_number)).exists():
        raise DomainError("Personnumret finns redan bland kundens köpare.")
    taken = others.aggregate(taken=Sum("share"))["taken"] or 0
    if taken + details.share > WHOLE:
        message = f"Andelarna blir {taken + details.share} % tillsammans. Högst {WHOLE - taken} % är kvar att fördela."
        raise DomainError(message)


def _number(buyer: RutPerson, digits: str) -> None:
    if digits:
        buyer.personal_number = encrypt(digits)
        buyer.personal_number_hash = lookup_hash(digits)
        buyer.personal_number_masked = PersonalNumber(digits).masked
