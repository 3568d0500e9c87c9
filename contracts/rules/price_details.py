"""What a person says of an item of the price list, in plain values, on its way to the services."""

from dataclasses import dataclass
from decimal import Decimal

from contracts.states import Basis, RowKind, RutWork, Unit


@dataclass(frozen=True)
class ItemDetails:
    """An item; `service` and `extra` are the wishes of a lead, in crm's words, that it is suggested for."""

    name: str
    kind: RowKind
    unit: Unit
    work: RutWork | None = None
    vat: int = 25
    service: str = ""
    extra: str = ""
    basis: Basis = Basis.USUAL
    usual_quantity: Decimal = Decimal(1)
