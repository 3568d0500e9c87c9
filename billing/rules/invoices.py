"""Pure rules of invoices: how numbers compare, what a deduction may be, what Skatteverket would question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billing.states import DeductionKind, LineKind, PaymentMethod

# Letters a reader takes for digits, and the digits they are.
_LOOKALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "S": "5", "B": "8", "Z": "2"})
_SIGNS = re.compile(r"[^0-9A-Z]")
_PREFIX = re.compile(r"^(?:FAKTURA|FAKTURANR|FAKT|INV|NR|F)(?=\d)")
# Inkomstskattelagen (1999:1229) 67 kap. 19 §: half of the labour for rut, 30 % for rot (50 % 12 May - 31 Dec 2025),
# and at most 75 000 kr per person and year.
RUT_SHARE, ROT_SHARE, ROT_SHARE_2025 = Decimal("0.5"), Decimal("0.3"), Decimal("0.5")
ROT_RAISED = (date(2025, 5, 12), date(2025, 12, 31))
CEILING = Decimal(75000)
YEARS_KEPT = 7


@dataclass(frozen=True)
class Line:
    """A row of an invoice in plain values; `amount` in kronor with VAT."""

    kind: LineKind
    amount: Decimal


def kept_until(issued_on: date) -> date:
    """The last day an invoice must be kept (bokföringslagen 7 kap. 2 §): the end of the seventh year after its own."""
    return date(issued_on.year + YEARS_KEPT, 12, 31)


def number_key(text: str) -> str:
    """One key for the ways an invoice number is written: `F-10482`, `f 10482` and `10482` are the same."""
    return _PREFIX.sub("", _SIGNS.sub("", text.upper())).lstrip("0") or "0"


def lookalike_key(text: str) -> str:
    """The key with letters read as the digits they look like: `1O447` is 10447."""
    return number_key(_SIGNS.sub("", text.upper()).translate(_LOOKALIKE)) if any(map(str.isdigit, text)) else ""


def labour(lines: Sequence[Line]) -> Decimal:
    """Kronor of labour, the only part that carries a deduction."""
    return sum((line.amount for line in lines if line.kind == LineKind.LABOUR), Decimal(0))


def total(lines: Sequence[Line]) -> Decimal:
    """Kronor of all rows."""
    return sum((line.amount for line in lines), Decimal(0))


def largest_deduction(kind: DeductionKind, lines: Sequence[Line], *, paid_on: date) -> Decimal:
    """The highest deduction in kronor the labour allows, by the day of payment."""
    if kind == DeductionKind.NONE:
        return Decimal(0)
    raised = ROT_RAISED[0] <= paid_on <= ROT_RAISED[1]
    share = RUT_SHARE if kind == DeductionKind.RUT else (ROT_SHARE_2025 if raised else ROT_SHARE)
    return labour(lines) * share


def warnings(
    *,
    kind: DeductionKind,
    lines: Sequence[Line],
    shares: Sequence[Decimal],
    deduction: Decimal,
    day: date,
    methods: Sequence[PaymentMethod] = (),
) -> list[str]:
    """What Skatteverket would ask about, as Swedish sentences; `day` is that of payment or of the invoice."""
    found = []
    if kind == DeductionKind.NONE:
        return ["Fakturan har avdrag men ingen avdragstyp."] if deduction else []
    if sum(shares, Decimal(0)) != deduction:
        found.append("Köparnas delar är inte lika stora som hela avdraget.")
    if deduction > largest_deduction(kind, lines, paid_on=day):
        found.append("Avdraget är större än arbetskostnaden tillåter.")
    if any(share > CEILING for share in shares):
        found.append("En köpares del är större än 75 000 kr, taket för ett år.")
    if PaymentMethod.CASH in methods:
        found.append("Köparen har betalat kontant. Avdrag kräver elektronisk betalning.")
    return found


_PRINTED = re.compile(r"(?<![\w-])[A-ZÅÄÖ]{0,5}-?\d{3,12}(?:[-/]\d{1,6})?(?![\w-])", re.IGNORECASE)


def printed_numbers(name: str, text: str) -> list[str]:
    """What may be invoice numbers in a file's name and on its first page, each once, those of the name first."""
    plain = name.rsplit(".", 1)[0].replace("_", " ")
    return list(dict.fromkeys([*_PRINTED.findall(plain), *_PRINTED.findall(text[:4000])]))
