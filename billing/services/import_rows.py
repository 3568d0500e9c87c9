"""Writing the rows of an import, some at a time: a worker that dies leaves whole rows, and the next one goes on."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from billing.models import ImportRun, Invoice
from billing.queries import invoices_by_keys
from billing.rules.details import BuyerDetails, InvoiceDetails, LineDetails, PaymentDetails
from billing.rules.importing import Row, amount
from billing.services.imports import rows_of, table_of
from billing.services.invoices import record_invoice, register_payment
from billing.states import IMPORT_MOVES, DeductionKind, ImportKind, ImportState, LineKind, PaymentMethod
from crm.models import Customer
from crm.services.customers import CustomerDetails, record_customer
from perforia.base import audit
from perforia.base.claims import dead_before
from perforia.base.models import Notification, User
from perforia.base.secrets import lookup_hash
from perforia.base.states import check_move

AT_ONCE = 100


def claim_import(*, run_id: int, at: datetime) -> ImportRun | None:
    """Take an import for writing; None when another worker has it or it is done. Safe to repeat."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=dead_before(at))
    waiting = ImportRun.objects.filter(free, pk=run_id, state=ImportState.IMPORTING)
    taken = waiting.update(claimed_at=at)
    return ImportRun.objects.select_related("document", "created_by").get(pk=run_id) if taken else None


def write_rows(*, run: ImportRun, at: datetime) -> None:
    """Write what is left of a claimed import, each portion with its progress; then it is done. Safe to repeat."""
    rows = rows_of(run, table_of(run), run.columns)
    while run.rows_done < len(rows):
        _write_portion(run, rows[run.rows_done : run.rows_done + AT_ONCE], at)
    _finish(run, at)


def due_imports(at: datetime) -> list[dict[str, int]]:
    """Imports that no living worker writes."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=dead_before(at))
    waiting = ImportRun.objects.filter(free, state=ImportState.IMPORTING).order_by("pk")
    return [{"run_id": pk} for pk in waiting.values_list("pk", flat=True)]


@transaction.atomic
def _write_portion(run: ImportRun, rows: list[Row], at: datetime) -> None:
    """Some rows and how far they reach, together or not at all."""
    write = _write_invoice if run.kind == ImportKind.INVOICES else _write_payment
    run.made_count += sum(write(row, run, run.created_by, at) for row in rows if not row.errors)
    run.rows_done += len(rows)
    run.save(update_fields=["rows_done", "made_count"])


@transaction.atomic
def _finish(run: ImportRun, at: datetime) -> None:
    locked = ImportRun.objects.select_for_update(of=("self",), no_key=True).get(pk=run.pk)
    if not check_move(ImportState(locked.state), ImportState.IMPORTED, IMPORT_MOVES):
        return
    locked.state, locked.imported_at, locked.claimed_at = ImportState.IMPORTED, at, None
    locked.save(update_fields=["state", "imported_at", "claimed_at"])
    audit.record(verb="import.done", target=locked, by=run.created_by, at=at, count=locked.made_count)
    Notification.tell(
        user=run.created_by, key=f"import:{locked.pk}", url=f"/fakturor/importera/{locked.pk}/", at=at, tone="ok",
        text=f"Importen är klar: {locked.made_count} {locked.get_kind_display().lower()}.",
    )  # fmt: skip


def _write_invoice(row: Row, run: ImportRun, by: User, at: datetime) -> bool:
    """One invoice with its payment, False when its number is taken: known before, or twice in the file."""
    if Invoice.objects.filter(number=row.values["number"]).exists():
        return False
    customer = _customer(row, by, at)
    deduction, number = amount(row, "deduction"), str(row.values.get("personal_number", ""))
    lines = [
        LineDetails(kind, kind.label, amount(row, field), amount(row, "hours") or None if field == "labour" else None)
        for kind, field in ((LineKind.LABOUR, "labour"), (LineKind.MATERIAL, "material"), (LineKind.OTHER, "other"))
        if amount(row, field)
    ]
    details = InvoiceDetails(
        number=str(row.values["number"]),
        customer=customer,
        issued_on=row.values["issued_on"],  # type: ignore[arg-type]  # read as a date
        lines=lines or [LineDetails(LineKind.LABOUR, LineKind.LABOUR.label, amount(row, "labour"))],
        buyers=[BuyerDetails(customer.name, deduction, number)] if deduction else [],
        work_address=str(row.values.get("address", "")),
        deduction_kind=DeductionKind.RUT if deduction else DeductionKind.NONE,
        import_run=run,
    )
    invoice = record_invoice(details=details, by=by, at=at)
    paid_on = row.values.get("paid_on")
    if isinstance(paid_on, date):
        paid = amount(row, "paid") or invoice.total - invoice.deduction
        if paid:
            payment = PaymentDetails(paid_on, paid, PaymentMethod.BANKGIRO, payer=customer.name, import_run=run)
            register_payment(invoice=invoice, details=payment, by=by, at=at)
    return True


def _write_payment(row: Row, run: ImportRun, by: User, at: datetime) -> bool:
    """One payment, False when its invoice is unknown or it is written down already."""
    number, paid_on, paid = str(row.values["number"]), row.values["paid_on"], amount(row, "paid")
    invoice = invoices_by_keys([number]).get(number)
    if invoice is None or not paid or not isinstance(paid_on, date):
        return False
    if invoice.payments.exclude(import_run=run).filter(paid_on=paid_on, amount=paid).exists():
        return False  # the same money, registered by hand or by an earlier file
    details = PaymentDetails(
        paid_on, paid, PaymentMethod(str(row.values.get("method", PaymentMethod.BANKGIRO))),
        payer=str(row.values.get("payer", ""))[:120], reference=str(row.values.get("reference", ""))[:80],
        import_run=run,
    )  # fmt: skip
    register_payment(invoice=invoice, details=details, by=by, at=at)
    return True


def _customer(row: Row, by: User, at: datetime) -> Customer:
    """The customer of a row: by personal number, else by name, else a new one."""
    name, number = str(row.values["customer"]), str(row.values.get("personal_number", ""))
    known = (
        Customer.objects.filter(personal_number_hash=lookup_hash(number))
        if number
        else Customer.objects.filter(name=name)
    )
    found = known.order_by("pk").first()
    return found or record_customer(details=CustomerDetails(name=name, personal_number=number), by=by, at=at)
