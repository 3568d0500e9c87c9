"""Handing out what is kept about a person."""

from datetime import datetime

from crm.models import Customer
from perforia.base import audit
from perforia.base.models import User


def note_export(*, customer: Customer, by: User, at: datetime) -> None:
    """Write down who fetched everything about a customer."""
    audit.record(verb="customer.personal_data_exported", target=customer, by=by, at=at)
