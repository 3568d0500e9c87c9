"""Writes what leads and customers are found by, in the transaction of every change of theirs."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Func

from crm.models import Customer, Lead
from crm.rules.searching import customer_tokens, lead_tokens
from crm.states import ConsentKind, ConsentState
from perforia.base.searching import as_vector


def index_lead(lead: Lead) -> None:
    """Make a lead findable by what it says now. Idempotent; called by every service that changes these fields."""
    Lead.objects.filter(pk=lead.pk).update(search=lead_vector(lead))


def lead_vector(lead: Lead) -> Func:
    """The expression of what a lead is found by, for a save that writes other fields too."""
    return as_vector(_lead_words(lead))


def index_many(rows: Sequence[Lead | Customer]) -> None:
    """Make many leads, or many customers, findable, whose contacts, properties and buyers have been fetched.

    One statement each, sent together: an update of all with a case for each costs ten times as much to put together.
    """
    words = [(words_of(row), row.pk) for row in rows]
    if words:
        table = connection.ops.quote_name(rows[0]._meta.db_table)
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {table} SET search = array_to_tsvector(%s) WHERE id = %s", words)  # noqa: S608 -- a table of ours


def words_of(row: Lead | Customer) -> list[str]:
    """What a lead or a customer is found by."""
    return _lead_words(row) if isinstance(row, Lead) else _customer_words(row)


def _lead_words(lead: Lead) -> list[str]:
    texts = (
        lead.name, lead.email, lead.address, lead.postal_code.replace(" ", ""), lead.city,
        lead.to_address, lead.to_postal_code.replace(" ", ""), lead.to_city,
    )  # fmt: skip
    return lead_tokens(texts=texts, phone=lead.phone, number=lead.number)


def index_customer(customer: Customer) -> None:
    """Make a customer findable by what it, its contacts and its properties say now, and by its answer to marketing.

    Idempotent; called by every service that changes these, also when consents move from a lead or by a merge.
    """
    said = customer.consents.filter(kind=ConsentKind.MARKETING).order_by("-at", "-pk").values_list("state", flat=True)
    marketing = said.first() or ConsentState.UNKNOWN
    Customer.objects.filter(pk=customer.pk).update(search=as_vector(_customer_words(customer)), marketing=marketing)


def _customer_words(customer: Customer) -> list[str]:
    contacts = list(customer.contacts.all())
    texts = [
        customer.name, customer.email, customer.address, customer.postal_code.replace(" ", ""), customer.city,
        customer.organisation_number.replace("-", ""),
        *(part for contact in contacts for part in (contact.name, contact.email)),
        *(part for place in customer.properties.all() for part in (place.address, place.city)),
        *(person.name for person in customer.rut_people.all()),
    ]  # fmt: skip
    phones = [customer.phone, *(contact.phone for contact in contacts)]
    return customer_tokens(texts=texts, phones=phones, number=customer.number)
