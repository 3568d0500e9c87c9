"""Reads of customers."""

from datetime import date

from django.db.models import QuerySet

from crm.models import Customer
from perforia.base.identity import parse_personal_number
from perforia.base.models import User
from perforia.base.searching import matching
from perforia.base.secrets import lookup_hash


def search_customers(user: User, text: str, *, today: date) -> QuerySet[Customer]:
    """Customers by name, number, address, phone, e-mail, or a whole personal number (found by its hash)."""
    customers = Customer.objects.visible_to(user).listed()
    if (number := _personal_number(text, today)) is not None:
        return customers.filter(personal_number_hash=lookup_hash(number))
    return matching(customers, text)


def _personal_number(text: str, today: date) -> str | None:
    try:
        return parse_personal_number(text, today=today).digits
    except ValueError:
        return None
