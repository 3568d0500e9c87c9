"""Leads and customers as an import reads and writes them: values as text, personal numbers sealed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from crm.models import Customer, Lead
from crm.rules.importing import Value
from perforia.base.identity import PersonalNumber
from perforia.base.secrets import decrypt, encrypt, lookup_hash

Known = Lead | Customer
LEAD_FIELDS = (
    "name", "phone", "email", "services", "address", "postal_code", "city", "to_address", "to_postal_code", "to_city",
    "wanted_on", "value", "message",
)  # fmt: skip
CUSTOMER_FIELDS = (
    "name", "kind", "personal_number", "organisation_number", "phone", "email", "address", "postal_code", "city",
    "note",
)  # fmt: skip
_NUMBER = ("personal_number", "personal_number_hash", "personal_number_masked")


def values_of(known: Known) -> dict[str, Value]:
    """What is known, in the form a row of a file says it."""
    names = LEAD_FIELDS if isinstance(known, Lead) else CUSTOMER_FIELDS
    return {name: _told(known, name) for name in names}


def write(known: Known, values: Mapping[str, Value]) -> list[str]:
    """Put values on a row that is not saved; answers the columns to save. An empty text empties."""
    columns: list[str] = []
    for name, value in values.items():
        if name == "personal_number" and isinstance(known, Customer):
            digits = str(value)
            known.personal_number = encrypt(digits)
            known.personal_number_hash = lookup_hash(digits)
            known.personal_number_masked = PersonalNumber(digits).masked if digits else ""
            columns += _NUMBER
        elif name in {*LEAD_FIELDS, *CUSTOMER_FIELDS}:
            setattr(known, name, _column(name, value))
            columns.append(name)
    return columns


def sealed(values: Mapping[str, Value]) -> dict[str, Value]:
    """Values as they are kept: the personal number encrypted."""
    return {name: encrypt(str(value)) if name == "personal_number" else value for name, value in values.items()}


def opened(values: Mapping[str, Value]) -> dict[str, Value]:
    """Kept values as they were read."""
    return {name: decrypt(str(value)) if name == "personal_number" else value for name, value in values.items()}


def opened_changes(changes: Mapping[str, Sequence[Value]]) -> dict[str, tuple[Value, Value]]:
    """Kept changes as before and after."""
    return {
        name: (opened({name: both[0]})[name], opened({name: both[1]})[name]) for name, both in changes.items()
    }  # fmt: skip


def _told(known: Known, name: str) -> Value:
    if name == "personal_number" and isinstance(known, Customer):
        return known.decrypted_personal_number
    value = getattr(known, name)
    if isinstance(value, list):
        return [str(each) for each in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return "" if value is None else str(int(value) if isinstance(value, Decimal) else value)


def _column(name: str, value: Value) -> object:
    if name == "services":
        return list(value)
    if name == "wanted_on":
        return date.fromisoformat(str(value)) if value else None
    if name == "value":
        return Decimal(str(value)) if value else None
    return str(value)
