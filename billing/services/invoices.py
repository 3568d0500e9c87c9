"""Writes of invoices and payments."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from archive import services as archive
from archive.models import DocumentVersion
from archive.states import DocumentKind, LinkKind, TextState
from billing import events
from billing.models import Buyer, Invoice, InvoiceLine, Payment
from billing.queries import invoices_by_keys
from billing.rules import Line, number_key, printed_numbers, total
from billing.rules.details import BuyerDetails, InvoiceDetails, LineDetails, PaymentDetails
from billing.services import history, worth
from billing.services.searching import index_invoice
from billing.states import LineKind
from crm.services.customers import note_business
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.identity import PersonalNumber
from perforia.base.models import User
from perforia.base.secrets import encrypt, lookup_hash

LOOK_BACK = timedelta(days=2)
_NO_INVOICE = (DocumentKind.LETTER, DocumentKind.OTHER_AUTHORITY, DocumentKind.PACKAGE, DocumentKind.REPLY)


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
    index_invoice(invoice)
    audit.record(verb="invoice.recorded", target=invoice, by=by, at=at)
    if invoice.total > 0:
        note_business(customer=invoice.customer, on=invoice.issued_on, at=at)
    history.tell_invoice(invoice, by=by, at=at)
    worth.tell(invoice, by=by, at=at)
    events.invoice_recorded.announce(invoice_id=invoice.pk)
    return invoice


@transaction.atomic
def change_invoice(
    *, invoice: Invoice, details: InvoiceDetails, by: User, at: datetime, seen: datetime | None = None
) -> None:
    """Write an invoice anew: rows and buyers are replaced.

    `seen` is its `changed_at` when the person opened it. Raises DomainError when somebody else has changed it since,
    or the number is taken.
    """
    locked = _lock(invoice)
    if seen != locked.changed_at:
        raise DomainError(
            "Någon annan har ändrat fakturan sedan du öppnade den. Öppna den på nytt och gör om ändringen."
        )
    if Invoice.objects.filter(number=details.number).exclude(pk=locked.pk).exists():
        message = f"Det finns redan en faktura med nummer {details.number}."
        raise DomainError(message)
    _fill(locked, details)
    locked.changed_at = at
    locked.save(update_fields=[*_PLAIN, "number_key", "total", "deduction", "changed_at"])
    locked.lines.all().delete()
    locked.buyers.all().delete()
    _write_parts(locked, details)
    index_invoice(locked)
    history.tell_invoice(locked, by=by, at=at)
    worth.tell(locked, by=by, at=at)
    audit.record(verb="invoice.changed", target=locked, by=by, at=at)


@transaction.atomic
def register_payment(*, invoice: Invoice, details: PaymentDetails, by: User | None, at: datetime) -> Payment:
    """Write down money that came in. Announces payment_registered. Raises DomainError for nothing at all."""
    if details.amount == 0:
        raise DomainError("Skriv hur mycket som betalades.")
    locked = _lock(invoice)
    payment = Payment.objects.create(
        invoice=locked,
        paid_on=details.paid_on,
        payer=details.payer,
        amount=details.amount,
        method=details.method,
        reference=details.reference,
        created_at=at,
        created_by=by,
        import_run=details.import_run,
    )
    add_up(locked)
    audit.record(
        verb="invoice.payment_registered", target=locked, by=by, at=at, payment=payment.pk, amount=str(payment.amount)
    )
    history.tell_payment(payment, by=by, at=at)
    worth.tell(locked, by=by, at=at)
    events.payment_registered.announce(payment_id=payment.pk)
    return payment


@transaction.atomic
def remove_payment(*, payment: Payment, by: User, at: datetime) -> None:
    """Take back a payment that was written down wrongly; it stays in the history. Idempotent."""
    locked = _lock(payment.invoice)
    removed, _ = Payment.objects.filter(pk=payment.pk).delete()
    if removed:
        add_up(locked)
        history.untell_payment(payment.pk)
        worth.tell(locked, by=by, at=at)
        audit.record(verb="invoice.payment_removed", target=locked, by=by, at=at, amount=str(payment.amount))


@transaction.atomic
def credit_invoice(*, invoice: Invoice, number: str, issued_on: date, by: User, at: datetime) -> Invoice:
    """A credit invoice of the whole: the same rows and shares with the opposite sign; the first one is settled by it.

    Raises DomainError when the invoice is credited already, is one itself, or the number is taken.
    """
    locked = _lock(invoice)
    if locked.credits_id is not None:
        raise DomainError("En kreditfaktura kan inte krediteras. Skriv en ny faktura i stället.")
    if locked.credit_invoices.exists():
        raise DomainError("Fakturan är redan krediterad.")
    lines = [
        LineDetails(LineKind(line.kind), line.description, -line.amount, line.hours)
        for line in locked.lines.order_by("position")
    ]
    buyers = [
        BuyerDetails(buyer.name, -buyer.deduction, buyer.decrypted_personal_number)
        for buyer in locked.buyers.order_by("pk")
    ]
    plain = {name: getattr(locked, name) for name in _PLAIN if name not in {"number", "issued_on", "import_run"}}
    details = InvoiceDetails(number=number, issued_on=issued_on, lines=lines, buyers=buyers, **plain)
    made = record_invoice(details=details, by=by, at=at)
    made.credits = locked
    made.save(update_fields=["credits"])
    add_up(locked)
    history.tell_invoice(made, by=by, at=at)
    worth.tell(locked, by=by, at=at)
    audit.record(verb="invoice.credited", target=locked, by=by, at=at, number=number)
    return made


@transaction.atomic
def reveal_buyer(*, buyer: Buyer, by: User, at: datetime) -> str:
    """A buyer's whole personal number; who asked is written down."""
    audit.record(verb="buyer.personal_number_revealed", target=buyer.invoice, by=by, at=at, buyer=buyer.pk)
    return buyer.decrypted_personal_number


def _lock(invoice: Invoice) -> Invoice:
    return Invoice.objects.select_for_update(of=("self",), no_key=True).get(pk=invoice.pk)


def add_up(invoice: Invoice) -> None:
    """What is paid: the payments, and what a credit invoice took away."""
    paid = invoice.payments.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    credited = sum((each.total - each.deduction for each in invoice.credit_invoices.order_by("pk")), Decimal(0))
    invoice.paid = paid - credited
    invoice.save(update_fields=["paid"])


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


@transaction.atomic
def match_document(*, version_id: int, at: datetime) -> Invoice | None:
    """Tie a document to the one invoice its name or first page speaks of; in doubt to none. Idempotent."""
    version = DocumentVersion.objects.select_related("document").get(pk=version_id)
    document = version.document
    if document.kind in _NO_INVOICE or document.links.filter(kind=LinkKind.INVOICE).exists():
        return None
    found = set(invoices_by_keys(printed_numbers(version.original_name, version.text)).values())
    if len(found) != 1:
        return None
    invoice = found.pop()
    archive.link(document=document, kind=LinkKind.INVOICE, object_id=invoice.pk, label=invoice.number, by=None, at=at)
    archive.link(
        document=document, kind=LinkKind.CUSTOMER, object_id=invoice.customer_id, label=invoice.customer.name, by=None,
        at=at,
    )  # fmt: skip
    if document.kind == DocumentKind.UNKNOWN and version.text[:400].lower().lstrip().startswith("faktura"):
        archive.change_kind(document=document, kind=DocumentKind.INVOICE, by=None, at=at)
    return invoice


def due_documents(at: datetime) -> list[dict[str, int]]:
    """Documents read lately that are tied to no invoice."""
    waiting = (
        DocumentVersion.objects.filter(text_state=TextState.READ, uploaded_at__gt=at - LOOK_BACK)
        .exclude(document__kind__in=_NO_INVOICE)
        .exclude(document__links__kind=LinkKind.INVOICE)
        .order_by("pk")
    )
    return [{"version_id": pk} for pk in waiting.values_list("pk", flat=True)[:200]]
