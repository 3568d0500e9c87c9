"""What an offer adds up to: rows, discounts, VAT, the deduction and what the customer pays. Pure.

Sums are kept in öre; the only rounding to whole kronor is the last, of what is paid.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from contracts.rules.rut_share import Person, PersonShare, RutRule, rule_on, shares
from contracts.states import RowKind, RutWork
from perforia.base.money import ORE, WHOLE

PERCENT = Decimal(100)
VAT_RATES = (25, 12, 6, 0)  # mervärdesskattelagen (2023:200) 9 kap.; moving and cleaning are 25
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Row:
    """A row in plain values: price per unit in kronor, discount in percent, VAT rate in percent, kind of rut work."""

    kind: RowKind
    quantity: Decimal
    unit_price: Decimal
    discount: Decimal = NOTHING
    vat: int = 25
    work: RutWork | None = None

    @property
    def carries_rut(self) -> bool:
        """Only labour of a kind that the law names carries a deduction."""
        return self.kind == RowKind.LABOUR and self.work is not None


@dataclass(frozen=True)
class Conditions:
    """What holds for all rows: whether prices hold VAT, the discount on everything in percent, and who deducts."""

    includes_vat: bool = True
    discount: Decimal = NOTHING
    paid_on: date | None = None  # None: nobody deducts anything
    people: Sequence[Person] = ()


@dataclass(frozen=True)
class RowSum:
    """A row as it is written: before its discount, the discount, and what remains, in kronor."""

    row: Row
    before: Decimal
    discount: Decimal

    @property
    def amount(self) -> Decimal:
        return self.before - self.discount


@dataclass(frozen=True)
class VatSum:
    """What is sold at one rate: without VAT, and the VAT, in kronor."""

    rate: int
    net: Decimal
    vat: Decimal

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat


@dataclass(frozen=True)
class Totals:
    """Every step from rows to what is paid, each in kronor, so that the sum can be explained."""

    rows: tuple[RowSum, ...]
    written: Decimal  # the rows as they stand
    discount: Decimal  # on everything
    vat: tuple[VatSum, ...]
    labour: Decimal  # with VAT, after discounts: what the deduction is counted on
    rule: RutRule | None
    shares: tuple[PersonShare, ...]

    @property
    def net(self) -> Decimal:
        return sum((each.net for each in self.vat), NOTHING)

    @property
    def vat_total(self) -> Decimal:
        return sum((each.vat for each in self.vat), NOTHING)

    @property
    def total(self) -> Decimal:
        """With VAT, before the deduction."""
        return self.net + self.vat_total

    @property
    def deduction(self) -> int:
        return sum(share.amount for share in self.shares)

    @property
    def lost(self) -> int:
        """Deduction that somebody's ceiling takes away."""
        return sum(share.lost for share in self.shares)

    @property
    def to_pay(self) -> Decimal:
        """What the customer pays, in whole kronor."""
        return (self.total - self.deduction).quantize(WHOLE, rounding=ROUND_HALF_UP)

    @property
    def rounding(self) -> Decimal:
        return self.to_pay - (self.total - self.deduction)


def add_up(rows: Sequence[Row], conditions: Conditions) -> Totals:
    """All the sums of an offer. Raises rut_share.NoRule when no rule holds for the day of payment."""
    sums = tuple(_row(row) for row in rows)
    written = sum((each.amount for each in sums), NOTHING)
    keeps = 1 - conditions.discount / PERCENT
    by_rate = {rate: sum((each.amount for each in sums if each.row.vat == rate), NOTHING) for rate in _rates(sums)}
    after = {rate: _ore(amount * keeps) for rate, amount in by_rate.items()}
    labour = sum((_with_vat(each, conditions) for each in sums if each.row.carries_rut), NOTHING)
    rule = rule_on(conditions.paid_on) if conditions.paid_on is not None else None
    labour = _ore(labour * keeps)
    return Totals(
        rows=sums,
        written=written,
        discount=written - sum(after.values(), NOTHING),
        vat=tuple(_vat(rate, amount, includes=conditions.includes_vat) for rate, amount in after.items()),
        labour=labour,
        rule=rule,
        shares=shares(labour, conditions.people, rule=rule) if rule else (),
    )


def without_vat(price: Decimal, rate: int) -> Decimal:
    """A price per unit with VAT as one without, in öre."""
    return _ore(price * PERCENT / (PERCENT + rate))


def _row(row: Row) -> RowSum:
    before = _ore(row.quantity * row.unit_price)
    return RowSum(row, before, _ore(before * row.discount / PERCENT))


def _rates(sums: Sequence[RowSum]) -> list[int]:
    return sorted({each.row.vat for each in sums}, reverse=True)


def _vat(rate: int, amount: Decimal, *, includes: bool) -> VatSum:
    if includes:
        vat = _ore(amount * rate / (PERCENT + rate))
        return VatSum(rate, amount - vat, vat)
    return VatSum(rate, amount, _ore(amount * rate / PERCENT))


def _with_vat(each: RowSum, conditions: Conditions) -> Decimal:
    return each.amount if conditions.includes_vat else _ore(each.amount * (PERCENT + each.row.vat) / PERCENT)


def _ore(amount: Decimal) -> Decimal:
    return amount.quantize(ORE, rounding=ROUND_HALF_UP)
