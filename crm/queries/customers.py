"""Reads of customers: found by what is typed, filtered by what is asked."""

import re
from datetime import date

from django.db.models import Q

from crm.models import Customer
from crm.models.customers import BUSINESS_ORDER, CustomerQuerySet
from crm.rules import customer_filters
from crm.rules.customer_filters import CustomerFilters
from crm.rules.searching import customer_tokens
from perforia.base.identity import parse_organisation_number, parse_personal_number
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.searching import MOST_IDS, finds, matching, query_of
from perforia.base.secrets import lookup_hash

ORDERS = {"": "name", "nya": "-created_at", "affar": "-business_order"}
_ONLY_CODE = re.compile(r"\d[\d ]{0,5}")


def search_customers(user: User, text: str, *, today: date) -> CustomerQuerySet:
    """Customers by name, number, contacts, address, phone, e-mail, or a whole personal or organisation number.

    A personal number is found by its keyed hash alone. Who may not see protected people finds them by name or number,
    never by where they live or how they are reached.
    """
    customers = Customer.objects.visible_to(user).listed()
    if (number := _personal_number(text, today)) is not None:
        hashed = lookup_hash(number)
        return customers.filter(Q(personal_number_hash=hashed) | Q(pk__in=_of_buyers(hashed)))
    if (number := _organisation_number(text)) is not None:
        return customers.filter(organisation_number=number)
    found = matching(customers, text)
    hidden = _found_by_what_is_hidden(user, text)
    return found.exclude(pk__in=hidden) if hidden else found


def filtered_customers(user: User, filters: CustomerFilters, *, today: date) -> CustomerQuerySet:
    """The customers a person asked to see."""
    customers = search_customers(user, filters.text, today=today)
    if filters.kind:
        customers = customers.filter(kind=customer_filters.KINDS[filters.kind])
    if filters.life:
        customers = customers.filter(lifecycle=customer_filters.LIVES[filters.life])
    if filters.owner:
        customers = customers.filter(owner=_owner(filters.owner, user))
    if filters.place:
        customers = _few_first(customers.open_to(user), _in_place(filters.place))
    if filters.flag:
        flag = customer_filters.FLAGS[filters.flag]
        is_protected = flag == customer_filters.PROTECTED
        customers = _few_first(customers, Q(is_protected=True) if is_protected else Q(flags__contains=[flag]))
    if filters.tag:
        customers = _few_first(customers, Q(tags__contains=[filters.tag]))
    if filters.consent:
        customers = customers.filter(marketing=customer_filters.CONSENTS[filters.consent])
    if filters.case:
        customers = customers.filter(has_open_case=customer_filters.CASES[filters.case])
    return customers


def ordered(customers: CustomerQuerySet, filters: CustomerFilters) -> tuple[CustomerQuerySet, str]:
    """The customers with what their order needs, and the name of that order for a page by key."""
    order = ORDERS[filters.sort]
    return (customers.annotate(business_order=BUSINESS_ORDER), order) if "business" in order else (customers, order)


def _few_first(customers: CustomerQuerySet, asked: Q) -> CustomerQuerySet:
    """Those that fit, found before they are ordered when they are few: else all names are walked for a rare mark."""
    found = list(Customer.objects.order_by().filter(asked).values_list("pk", flat=True)[: MOST_IDS + 1])
    return customers.filter(pk__in=found) if len(found) <= MOST_IDS else customers.filter(asked)


def _of_buyers(hashed: str) -> list[int]:
    return list(
        Customer.objects.filter(rut_people__personal_number_hash=hashed).order_by("pk").values_list("pk", flat=True)
    )


def _found_by_what_is_hidden(user: User, text: str) -> list[int]:
    """Protected customers that the words find, but not by name or number, for those who may not see the rest."""
    query = None if user.has_permission(Permission.SEE_PROTECTED) else query_of(text)
    if query is None:
        return []
    hits = Customer.objects.filter(is_protected=True, search=query).order_by("pk").only("pk", "name", "number")
    return [customer.pk for customer in hits if not finds(text, _called(customer))]


def _called(customer: Customer) -> list[str]:
    """What everybody finds a customer by."""
    return customer_tokens(texts=[customer.name], phones=[], number=customer.number)


def _in_place(place: str) -> Q:
    """A postal code or the beginning of one, else a town."""
    if _ONLY_CODE.fullmatch(place):
        digits = place.replace(" ", "")
        return Q(postal_code__startswith=f"{digits[:3]} {digits[3:]}".strip())
    return Q(city__iexact=place)


def _owner(value: str, user: User) -> int | None:
    if value == customer_filters.ME:
        return user.pk
    return None if value == customer_filters.NOBODY else int(value)


def _personal_number(text: str, today: date) -> str | None:
    try:
        return parse_personal_number(text, today=today).digits
    except ValueError:
        return None


def _organisation_number(text: str) -> str | None:
    try:
        return parse_organisation_number(text)
    except ValueError:
        return None
