"""What a person or a file says of an invoice or a payment, in plain values, on its way to the services."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from billing.states import DeductionKind, LineKind, PaymentMethod, ServiceKind

if TYPE_CHECKING:  # handed through, never asked anything
    from billing.models import ImportRun
    from crm.models import Customer


@dataclass(frozen=True)
class LineDetails:
    """A row; `amount` in kronor with VAT, `hours` where it is labour."""

    kind: LineKind
    description: str
    amount: Decimal
    hours: Decimal | None = None


@dataclass(frozen=True)
class BuyerDetails:
    """One person's share of the deduction in kronor; `personal_number` in twelve digits."""

    name: str
    deduction: Decimal
    personal_number: str = ""


@dataclass(frozen=True)
class InvoiceDetails:
    """An invoice as it was issued."""

    number: str
    customer: "Customer"
    issued_on: date
    lines: Sequence[LineDetails]
    buyers: Sequence[BuyerDetails] = ()
    due_on: date | None = None
    work_from: date | None = None
    work_to: date | None = None
    work_address: str = ""
    work_address_to: str = ""
    job_reference: str = ""
    deduction_kind: DeductionKind = DeductionKind.RUT
    service_kind: ServiceKind = ServiceKind.MOVING
    import_run: "ImportRun | None" = None


@dataclass(frozen=True)
class PaymentDetails:
    """Money that came in, in kronor."""

    paid_on: date
    amount: Decimal
    method: PaymentMethod
    payer: str = ""
    reference: str = ""
    import_run: "ImportRun | None" = None
