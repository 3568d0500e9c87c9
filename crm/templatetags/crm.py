"""Filters of pages about leads and customers: `{% load crm %}`."""

from django import template

from crm.models import Consent, Customer
from crm.rules import merge_fields
from crm.rules.contact import pretty_phone
from crm.states import ConsentChannel, CustomerKind
from perforia.base.models import User

register = template.Library()
_KINDS: dict[str, str] = {
    CustomerKind.PRIVATE: "Privat", CustomerKind.COMPANY: "Företag", CustomerKind.HOUSING_ASSOCIATION: "Brf",
}  # fmt: skip


@register.filter
def phone(text: str) -> str:
    """`070-174 06 12` of +46701740612."""
    return pretty_phone(text)


@register.filter
def with_gaps(text: str) -> str:
    """A text of a mailing with its fields left open: `Hej …!`."""
    return merge_fields.with_gaps(text)


@register.filter
def kind_in_short(customer: Customer) -> str:
    """What a customer is, as narrow as its column: `Privat`, `Företag`, `Brf`."""
    return _KINDS[customer.kind]


@register.filter
def answer_channel(consent: Consent) -> str:
    """How an answer was given: the word of its channel, or what the form or file wrote."""
    return dict(ConsentChannel.choices).get(consent.source, consent.source).lower()


@register.filter
def reachable_by(customer: Customer, user: User) -> bool:
    """Whether a person may see where somebody lives and how they are reached: `{% if customer|reachable_by:user %}`."""
    return customer.may_be_reached_by(user)
