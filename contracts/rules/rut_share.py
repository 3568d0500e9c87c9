"""The deduction for household work by the day the buyer pays: the share, the ceiling, and each person's part. Pure.

Rates as the reference of Skatteverket's rules lists them; a new law is a new row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from perforia.base.money import whole_kronor

WHOLE = 100  # percent


class NoRule(ValueError):  # noqa: N818 -- it is a lack, not a fault
    """There is no rule for a day."""


@dataclass(frozen=True)
class RutRule:
    """What holds for payments within some days: a share of labour with VAT, and kronor per person and year."""

    from_on: date
    until_on: date | None  # None: until another law is decided
    share: Decimal
    ceiling: Decimal
    is_shared_with_rot: bool  # the ceiling is one for rut and rot together
    source: str

    @property
    def percent(self) -> int:
        return int(self.share * WHOLE)


_LAW = "67 kap. 19 § inkomstskattelagen (1999:1229)"
RULES = (
    RutRule(
        date(2024, 1, 1), date(2024, 12, 31), Decimal("0.5"), Decimal(75_000), is_shared_with_rot=False,
        source=f"{_LAW}, prop. 2023/24:86",
    ),
    RutRule(date(2025, 1, 1), None, Decimal("0.5"), Decimal(75_000), is_shared_with_rot=True, source=_LAW),
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """Somebody who takes a part of the labour, in percent; `used` is the deduction of the year already used, kronor."""

    name: str
    percent: int = WHOLE
    used: Decimal = Decimal(0)


@dataclass(frozen=True)
class PersonShare:
    """One person's deduction in whole kronor: what the labour would give, what is left of the year, the smaller."""

    person: Person
    labour: Decimal
    possible: int
    left: int

    @property
    def amount(self) -> int:
        return min(self.possible, self.left)

    @property
    def lost(self) -> int:
        """What the ceiling takes away, in kronor."""
        return self.possible - self.amount


def rule_on(paid_on: date) -> RutRule:
    """The rule for what is paid that day. Raises NoRule where none is known."""
    for rule in RULES:
        if rule.from_on <= paid_on and (rule.until_on is None or paid_on <= rule.until_on):
            return rule
    message = f"no rule for payments on {paid_on}"
    raise NoRule(message)


def shares(labour: Decimal, people: Sequence[Person], *, rule: RutRule) -> tuple[PersonShare, ...]:
    """Each person's part of the deduction for `labour` kronor with VAT; öre are dropped (lag 2009:194, 5 §)."""
    return tuple(_share(labour, person, rule) for person in people)


def _share(labour: Decimal, person: Person, rule: RutRule) -> PersonShare:
    part = labour * person.percent / WHOLE
    return PersonShare(
        person, part, possible=whole_kronor(part * rule.share), left=max(whole_kronor(rule.ceiling - person.used), 0)
    )
