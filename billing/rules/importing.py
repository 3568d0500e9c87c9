"""Which column of a file means what, and whether a row makes an invoice. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billing.states import ImportKind, PaymentMethod
from perforia.base.columns import Field, read_date
from perforia.base.identity import parse_personal_number
from perforia.base.money import parse_kronor

# What can be imported, in the order of the page.
_INVOICE_FIELDS: tuple[Field, ...] = (
    Field("number", "Fakturanummer", True, "fakturanr fakturanummer faktura nummer invoice"),
    Field("customer", "Kund", True, "kund kundnamn köpare namn customer"),
    Field("issued_on", "Fakturadatum", True, "fakturadatum datum invoicedate"),
    Field("labour", "Arbete, kr", True, "arbete arbetskostnad arbetsbelopp summaarbete totalt belopp total"),
    Field("deduction", "Avdrag, kr", False, "avdrag rutavdrag rotrutbelopp rotrut rutbelopp skattereduktion husavdrag"),
    Field("personal_number", "Personnummer", False, "personnummer persnr pnr personnr"),
    Field("hours", "Timmar", False, "timmar antaltimmar tim"),
    Field("material", "Material, kr", False, "material materialkostnad"),
    Field("other", "Övrigt, kr", False, "övrigt övrigakostnader resor körning"),
    Field("paid_on", "Betald den", False, "betaldatum betald betalningsdatum inbetald"),
    Field("paid", "Betalt, kr", False, "betalt betaltbelopp inbetalt"),
    Field("address", "Arbetets adress", False, "adress arbetsadress utförandeadress"),
)
_PAYMENT_FIELDS: tuple[Field, ...] = (
    Field("number", "Fakturanummer", True, "fakturanr fakturanummer faktura nummer invoice"),
    Field(
        "paid_on", "Betald den", True, "betaldatum betald betalningsdatum bokföringsdag bokföringsdatum datum inbetald"
    ),
    Field("paid", "Belopp, kr", True, "belopp betalt betaltbelopp inbetalt summa"),
    Field("payer", "Betalare", False, "betalare avsändare kund namn"),
    Field("method", "Sätt", False, "sätt betalsätt betalningssätt metod typ"),
    Field("reference", "Referens", False, "referens meddelande ocr"),
)
FIELDS: dict[str, tuple[Field, ...]] = {ImportKind.INVOICES: _INVOICE_FIELDS, ImportKind.PAYMENTS: _PAYMENT_FIELDS}
LABELS = {kind: {field.name: field.label for field in fields} for kind, fields in FIELDS.items()}
NEEDED = {kind: {field.name for field in fields if field.is_needed} for kind, fields in FIELDS.items()}
_METHODS = {method.label.lower(): method for method in PaymentMethod}
_AMOUNTS = ("labour", "deduction", "material", "other", "paid", "hours")
_DATES = ("issued_on", "paid_on")


@dataclass(frozen=True)
class Row:
    """One row of a file, read: `values` by field, and what is wrong with it in Swedish sentences."""

    number: int
    values: Mapping[str, object]
    errors: Sequence[str]


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
        return read_date(text)
    if field == "method":
        return _METHODS.get(text.lower(), PaymentMethod.BANKGIRO)
    if field == "personal_number":
        return parse_personal_number(text, today=today).digits
    return text[:200]


def amount(row: Row, field: str) -> Decimal:
    """A sum of a row in kronor, zero where it has none."""
    value = row.values.get(field)
    return value if isinstance(value, Decimal) else Decimal(0)
