"""Writes what leads and customers are found by, in the transaction of every change of theirs."""

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
    texts = (
        lead.name, lead.email, lead.address, lead.postal_code.replace(" ", ""), lead.city,
        lead.to_address, lead.to_postal_code.replace(" ", ""), lead.to_city,
    )  # fmt: skip
    return as_vector(lead_tokens(texts=texts, phone=lead.phone, number=lead.number))


def index_customer(customer: Customer) -> None:
    """Make a customer findable by what it, its contacts and its properties say now, and by its answer to marketing.

    Idempotent; called by every service that changes these, also when consents move from a lead or by a merge.
    """
    said = customer.consents.filter(kind=ConsentKind.MARKETING).order_by("-at", "-pk").values_list("state", flat=True)
    marketing = said.first() or ConsentState.UNKNOWN
    Customer.objects.filter(pk=customer.pk).update(search=customer_vector(customer), marketing=marketing)


def customer_vector(customer: Customer) -> Func:
    """The expression of what a customer is found by, for a save that writes other fields too."""
    contacts = list(customer.contacts.all())
    texts = [
        customer.name, customer.email, customer.address, customer.postal_code.replace(" ", ""), customer.city,
        customer.organisation_number.replace("-", ""),
        *(part for contact in contacts for part in (contact.name, contact.email)),
        *(part for place in customer.properties.all() for part in (place.address, place.city)),
        *(person.name for person in customer.rut_people.all()),
    ]  # fmt: skip
    phones = [customer.phone, *(contact.phone for contact in contacts)]
    return as_vector(customer_tokens(texts=texts, phones=phones, number=customer.number))
