"""Which column of a file means what, and whether a row makes an invoice. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billing.states import ImportKind, PaymentMethod
from perforia.base.identity import parse_personal_number
from perforia.base.money import parse_kronor

# What can be imported, in the order of the page: field, label, whether it must be there, headings it goes by.
Field = tuple[str, str, bool, str]
_INVOICE_FIELDS: tuple[Field, ...] = (
    ("number", "Fakturanummer", True, "fakturanr fakturanummer faktura nummer invoice"),
    ("customer", "Kund", True, "kund kundnamn köpare namn customer"),
    ("issued_on", "Fakturadatum", True, "fakturadatum datum invoicedate"),
    ("labour", "Arbete, kr", True, "arbete arbetskostnad arbetsbelopp summaarbete totalt belopp total"),
    ("deduction", "Avdrag, kr", False, "avdrag rutavdrag rotrutbelopp rotrut rutbelopp skattereduktion husavdrag"),
    ("personal_number", "Personnummer", False, "personnummer persnr pnr personnr"),
    ("hours", "Timmar", False, "timmar antaltimmar tim"),
    ("material", "Material, kr", False, "material materialkostnad"),
    ("other", "Övrigt, kr", False, "övrigt övrigakostnader resor körning"),
    ("paid_on", "Betald den", False, "betaldatum betald betalningsdatum inbetald"),
    ("paid", "Betalt, kr", False, "betalt betaltbelopp inbetalt"),
    ("address", "Arbetets adress", False, "adress arbetsadress utförandeadress"),
)
_PAYMENT_FIELDS: tuple[Field, ...] = (
    ("number", "Fakturanummer", True, "fakturanr fakturanummer faktura nummer invoice"),
    ("paid_on", "Betald den", True, "betaldatum betald betalningsdatum bokföringsdag bokföringsdatum datum inbetald"),
    ("paid", "Belopp, kr", True, "belopp betalt betaltbelopp inbetalt summa"),
    ("payer", "Betalare", False, "betalare avsändare kund namn"),
    ("method", "Sätt", False, "sätt betalsätt betalningssätt metod typ"),
    ("reference", "Referens", False, "referens meddelande ocr"),
)
FIELDS: dict[str, tuple[Field, ...]] = {ImportKind.INVOICES: _INVOICE_FIELDS, ImportKind.PAYMENTS: _PAYMENT_FIELDS}
LABELS = {kind: {field: label for field, label, _, _ in fields} for kind, fields in FIELDS.items()}
NEEDED = {kind: tuple(field for field, _, needed, _ in fields if needed) for kind, fields in FIELDS.items()}
_METHODS = {method.label.lower(): method for method in PaymentMethod}
_AMOUNTS = ("labour", "deduction", "material", "other", "paid", "hours")
_DATES = ("issued_on", "paid_on")
_SWEDISH = re.compile(r"^(\d{1,2})[/.](\d{1,2})[/. -](\d{4})$")
_PLAIN = re.compile(r"[^a-zåäö]")


@dataclass(frozen=True)
class Row:
    """One row of a file, read: `values` by field, and what is wrong with it in Swedish sentences."""

    number: int
    values: Mapping[str, object]
    errors: Sequence[str]


def propose_columns(kind: str, header: Sequence[str]) -> dict[str, int]:
    """The column of each field by its heading, those that can be told."""
    plain = [_PLAIN.sub("", heading.lower()) for heading in header]
    found: dict[str, int] = {}
    for field, _, _, words in FIELDS[kind]:
        for word in words.split():
            if word in plain and plain.index(word) not in found.values():
                found[field] = plain.index(word)
                break
    return found


def missing_fields(kind: str, columns: Mapping[str, int]) -> list[str]:
    """The labels of needed fields that have no column."""
    return [LABELS[kind][field] for field in NEEDED[kind] if field not in columns]


def read_row(kind: str, number: int, cells: Sequence[str], columns: Mapping[str, int], *, today: date) -> Row:
    """What a row says; `number` is its line in the file, the header being line 1."""
    values: dict[str, object] = {}
    errors = []
    for field, column in columns.items():
        text = cells[column] if column < len(cells) else ""
        if not text:
            if field in NEEDED[kind]:
                errors.append(f"Rad {number}: {LABELS[kind][field].lower()} saknas.")
            continue
        try:
            values[field] = _read(field, text, today)
        except ValueError:
            errors.append(f"Rad {number}: ”{text[:40]}” är inget giltigt värde för {LABELS[kind][field].lower()}.")
    return Row(number, values, errors)


def _read(field: str, text: str, today: date) -> object:
    if field in _AMOUNTS:
        return parse_kronor(text)
    if field in _DATES:
        return _date(text)
    if field == "method":
        return _METHODS.get(text.lower(), PaymentMethod.BANKGIRO)
    if field == "personal_number":
        return parse_personal_number(text, today=today).digits
    return text[:200]


def _date(text: str) -> date:
    if match := _SWEDISH.match(text):
        return date(int(match[3]), int(match[2]), int(match[1]))
    return date.fromisoformat(text[:10])


def amount(row: Row, field: str) -> Decimal:
    """A sum of a row in kronor, zero where it has none."""
    value = row.values.get(field)
    return value if isinstance(value, Decimal) else Decimal(0)
