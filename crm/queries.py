"""Reads of customers."""

from datetime import date

from django.db.models import Q, QuerySet

from crm.models import Customer
from perforia.base.identity import parse_personal_number
from perforia.base.models import User
from perforia.base.secrets import lookup_hash


def search_customers(user: User, text: str, *, today: date) -> QuerySet[Customer]:
    """Customers by name, number, address, phone, e-mail, or a whole personal number (found by its hash)."""
    customers = Customer.objects.visible_to(user)
    words = text.split()
    for word in words[:5]:
        customers = customers.filter(
            Q(name__icontains=word)
            | Q(number__istartswith=word)
            | Q(email__istartswith=word)
            | Q(phone__contains=word)
            | Q(address__icontains=word)
        )
    if (number := _personal_number(text, today)) is not None:
        return Customer.objects.visible_to(user).filter(personal_number_hash=lookup_hash(number))
    return customers


def _personal_number(text: str, today: date) -> str | None:
    try:
        return parse_personal_number(text, today=today).digits
    except ValueError:
        return None
