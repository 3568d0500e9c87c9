"""What a person says of an offer, in plain values, on its way to the services."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from contracts.rules.pricing import NOTHING, Conditions, Row
from contracts.rules.rut_share import Person
from contracts.states import Pricing, RowKind, RutWork, Unit


@dataclass(frozen=True)
class RowDetails:
    """A row; `item_id` and `listed_price` (kronor with VAT) when it came from the price list."""

    kind: RowKind
    description: str
    quantity: Decimal
    unit: Unit
    unit_price: Decimal
    discount: Decimal = NOTHING
    vat: int = 25
    work: RutWork | None = None
    item_id: int | None = None
    listed_price: Decimal | None = None

    def priced(self) -> Row:
        """What the row adds to the sums."""
        return Row(self.kind, self.quantity, self.unit_price, self.discount, self.vat, self.work)


@dataclass(frozen=True)
class OfferDetails:
    """An offer as a person wrote it; `paid_on` is when the customer is expected to pay."""

    title: str
    valid_until: date
    recipient_name: str
    rows: Sequence[RowDetails]
    buyers: Sequence[Person] = field(default_factory=tuple)
    recipient_email: str = ""
    recipient_address: str = ""
    pricing: Pricing = Pricing.FIXED
    includes_vat: bool = True
    discount: Decimal = NOTHING
    has_rut: bool = True
    paid_on: date | None = None
    work_on: date | None = None
    work_address: str = ""
    work_address_to: str = ""
    intro: str = ""
    terms: str = ""

    def conditions(self) -> Conditions:
        """What holds for all rows."""
        return Conditions(
            self.includes_vat, self.discount, self.paid_on if self.has_rut else None,
            tuple(self.buyers) if self.has_rut else (),
        )  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What a customer answered: who, from which network address, and perhaps in which words."""

    name: str
    address: str = ""
    note: str = ""
