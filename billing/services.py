"""Writes of invoices and payments."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from billing import events
from billing.models import Buyer, ImportRun, Invoice, InvoiceLine, Payment
from billing.rules import Line, number_key, total
from billing.states import DeductionKind, LineKind, PaymentMethod, ServiceKind
from crm.models import Customer
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.identity import PersonalNumber
from perforia.base.models import User
from perforia.base.secrets import encrypt, lookup_hash


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
    customer: Customer
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
    import_run: ImportRun | None = field(default=None)


@dataclass(frozen=True)
class PaymentDetails:
    """Money that came in, in kronor."""

    paid_on: date
    amount: Decimal
    method: PaymentMethod
    payer: str = ""
    reference: str = ""
    import_run: ImportRun | None = None


_PLAIN = (
    "number", "customer", "issued_on", "due_on", "work_from", "work_to", "work_address", "work_address_to",
    "job_reference", "deduction_kind", "service_kind", "import_run",
)  # fmt: skip


@transaction.atomic
def record_invoice(*, details: InvoiceDetails, by: User | None, at: datetime) -> Invoice:
    """Write down an invoice with rows and buyers. Announces invoice_recorded.

    Raises DomainError when the number is taken or there are no rows.
    """
    if Invoice.objects.filter(number=details.number).exists():
        message = f"Det finns redan en faktura med nummer {details.number}."
        raise DomainError(message)
    invoice = Invoice(created_at=at, created_by=by)
    _fill(invoice, details)
    invoice.save()
    _write_parts(invoice, details)
    audit.record(verb="invoice.recorded", target=invoice, by=by, at=at)
    events.invoice_recorded.announce(invoice_id=invoice.pk)
    return invoice


@transaction.atomic
def change_invoice(*, invoice: Invoice, details: InvoiceDetails, by: User, at: datetime) -> None:
    """Write an invoice anew: rows and buyers are replaced. Raises DomainError when the number is taken."""
    locked = Invoice.objects.select_for_update(of=("self",), no_key=True).get(pk=invoice.pk)
    if Invoice.objects.filter(number=details.number).exclude(pk=locked.pk).exists():
        message = f"Det finns redan en faktura med nummer {details.number}."
        raise DomainError(message)
    _fill(locked, details)
    locked.save(update_fields=[*_PLAIN, "number_key", "total", "deduction"])
    locked.lines.all().delete()
    locked.buyers.all().delete()
    _write_parts(locked, details)
    audit.record(verb="invoice.changed", target=locked, by=by, at=at)


@transaction.atomic
def register_payment(*, invoice: Invoice, details: PaymentDetails, by: User | None, at: datetime) -> Payment:
    """Write down money that came in. Announces payment_registered. Raises DomainError for nothing at all."""
    if details.amount == 0:
        raise DomainError("Skriv hur mycket som betalades.")
    payment = Payment.objects.create(
        invoice=invoice,
        paid_on=details.paid_on,
        payer=details.payer,
        amount=details.amount,
        method=details.method,
        reference=details.reference,
        created_at=at,
        created_by=by,
        import_run=details.import_run,
    )
    audit.record(verb="invoice.payment_registered", target=invoice, by=by, at=at, payment=payment.pk)
    events.payment_registered.announce(payment_id=payment.pk)
    return payment


@transaction.atomic
def reveal_buyer(*, buyer: Buyer, by: User, at: datetime) -> str:
    """A buyer's whole personal number; who asked is written down."""
    audit.record(verb="buyer.personal_number_revealed", target=buyer.invoice, by=by, at=at, buyer=buyer.pk)
    return buyer.decrypted_personal_number


def _fill(invoice: Invoice, details: InvoiceDetails) -> None:
    if not details.lines:
        raise DomainError("En faktura har minst en rad.")
    for name in _PLAIN:
        setattr(invoice, name, getattr(details, name))
    invoice.number_key = number_key(details.number)
    invoice.total = total([Line(line.kind, line.amount) for line in details.lines])
    invoice.deduction = sum((buyer.deduction for buyer in details.buyers), Decimal(0))


def _write_parts(invoice: Invoice, details: InvoiceDetails) -> None:
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            invoice=invoice, position=position, kind=line.kind, description=line.description, hours=line.hours,
            amount=line.amount,
        )
        for position, line in enumerate(details.lines, start=1)
    )  # fmt: skip
    Buyer.objects.bulk_create(
        Buyer(
            invoice=invoice,
            name=buyer.name,
            deduction=buyer.deduction,
            personal_number=encrypt(buyer.personal_number),
            personal_number_hash=lookup_hash(buyer.personal_number),
            personal_number_masked=PersonalNumber(buyer.personal_number).masked if buyer.personal_number else "",
        )
        for buyer in details.buyers
    )
