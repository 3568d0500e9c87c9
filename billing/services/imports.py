"""Importing invoices from a file: try it first, import it as one act, undo it as one act."""

import hashlib
import io
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import ProtectedError

from archive.queries import open_content
from archive.services import store
from archive.states import DocumentKind
from billing.models import ImportMapping, ImportRun, Invoice, Payment
from billing.readers.tables import Table, UnreadableTable, read_table
from billing.rules import importing
from billing.rules.details import BuyerDetails, InvoiceDetails, LineDetails, PaymentDetails
from billing.rules.importing import Row, amount
from billing.services.invoices import record_invoice, register_payment
from billing.states import IMPORT_MOVES, DeductionKind, ImportKind, ImportState, LineKind, PaymentMethod
from crm.models import Customer
from crm.services.customers import CustomerDetails, record_customer
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from perforia.base.secrets import lookup_hash
from perforia.base.states import check_move

MOST_ERRORS = 200


@transaction.atomic
def start_import(*, content: bytes, name: str, by: User, at: datetime) -> ImportRun:
    """Keep a file and propose its columns, as they were chosen last time for the same headings.

    Raises DomainError when the file is no table.
    """
    table = _read(content)
    stored = store(content=io.BytesIO(content), name=name, by=by, at=at, kind=DocumentKind.ACCOUNTING)
    known = ImportMapping.objects.filter(kind=ImportKind.INVOICES, header_hash=_key(table)).first()
    return ImportRun.objects.create(
        kind=ImportKind.INVOICES,
        document=stored.document,
        columns=known.columns if known else importing.propose_columns(table.header),
        row_count=len(table.rows),
        created_at=at,
        created_by=by,
    )


@transaction.atomic
def try_import(*, run: ImportRun, columns: Mapping[str, int], at: datetime) -> ImportRun:
    """Read every row without writing any invoice; what is wrong is kept, the columns are remembered.

    Raises DomainError when a needed column is not chosen.
    """
    locked = _lock(run)
    if missing := importing.missing_fields(columns):
        message = f"Välj kolumn för {', '.join(missing).lower()}."
        raise DomainError(message)
    if locked.state == ImportState.CHECKED:
        check_move(ImportState.CHECKED, ImportState.MAPPING, IMPORT_MOVES)
        locked.state = ImportState.MAPPING
    check_move(ImportState(locked.state), ImportState.CHECKED, IMPORT_MOVES)
    table = table_of(locked)
    errors = [error for row in _rows(table, columns, at) for error in row.errors] + _taken(table, columns)
    locked.state, locked.columns = ImportState.CHECKED, dict(columns)
    locked.error_count, locked.errors = len(errors), errors[:MOST_ERRORS]
    locked.save(update_fields=["state", "columns", "error_count", "errors"])
    ImportMapping.objects.update_or_create(
        kind=ImportKind.INVOICES, header_hash=_key(table), defaults={"columns": dict(columns), "used_at": at}
    )
    return locked


@transaction.atomic
def run_import(*, run: ImportRun, by: User, at: datetime) -> int:
    """Write the invoices of every sound row, all or none; answers how many. Idempotent."""
    locked = _lock(run)
    if not check_move(ImportState(locked.state), ImportState.IMPORTED, IMPORT_MOVES):
        return Invoice.objects.filter(import_run=locked).count()
    rows = [row for row in _rows(table_of(locked), locked.columns, at) if not row.errors]
    taken = set(
        Invoice.objects.filter(number__in=[row.values["number"] for row in rows]).values_list("number", flat=True)
    )
    fresh = [row for row in rows if row.values["number"] not in taken]
    for row in fresh:
        _write(row, locked, by, at)
    locked.state, locked.imported_at = ImportState.IMPORTED, at
    locked.save(update_fields=["state", "imported_at"])
    audit.record(verb="import.done", target=locked, by=by, at=at, count=len(fresh))
    return len(fresh)


@transaction.atomic
def undo_import(*, run: ImportRun, by: User, at: datetime) -> None:
    """Take back every invoice and payment of an import. Idempotent.

    Raises DomainError when something stands on one of them, as a case does.
    """
    locked = _lock(run)
    if not check_move(ImportState(locked.state), ImportState.UNDONE, IMPORT_MOVES):
        return
    try:
        with transaction.atomic():
            Payment.objects.filter(import_run=locked).delete()
            Invoice.objects.filter(import_run=locked).delete()
    except ProtectedError as used:
        message = "Importen går inte att ångra: någon av fakturorna används redan, till exempel i ett RUT-ärende."
        raise DomainError(message) from used
    locked.state, locked.undone_at = ImportState.UNDONE, at
    locked.save(update_fields=["state", "undone_at"])
    audit.record(verb="import.undone", target=locked, by=by, at=at)


def table_of(run: ImportRun) -> Table:
    """The table of an import's file, read from the archive."""
    version = run.document.current_version
    if version is None:
        raise DomainError("Filen finns inte kvar. Ladda upp den igen.")
    with open_content(version) as file:
        return _read(file.read())


def _read(content: bytes) -> Table:
    try:
        return read_table(content)
    except UnreadableTable as wrong:
        raise DomainError(str(wrong)) from wrong


def _rows(table: Table, columns: Mapping[str, int], at: datetime) -> list[Row]:
    return [
        importing.read_row(number, cells, columns, today=at.date()) for number, cells in enumerate(table.rows, start=2)
    ]


def _taken(table: Table, columns: Mapping[str, int]) -> list[str]:
    """Numbers that are in the system already, or twice in the file."""
    place = columns["number"]
    numbers = [row[place] for row in table.rows if place < len(row)]
    known = set(Invoice.objects.filter(number__in=numbers).values_list("number", flat=True))
    found, seen = [], set()
    for line, number in enumerate(numbers, start=2):
        if number in known:
            found.append(f"Rad {line}: faktura {number} finns redan och hoppas över.")
        elif number in seen:
            found.append(f"Rad {line}: faktura {number} står två gånger i filen.")
        seen.add(number)
    return found


def _write(row: Row, run: ImportRun, by: User, at: datetime) -> None:
    if Invoice.objects.filter(number=row.values["number"]).exists():
        return  # twice in the file: the first one counts
    customer = _customer(row, by, at)
    deduction, number = amount(row, "deduction"), str(row.values.get("personal_number", ""))
    lines = [
        LineDetails(kind, kind.label, amount(row, field), amount(row, "hours") or None if field == "labour" else None)
        for kind, field in ((LineKind.LABOUR, "labour"), (LineKind.MATERIAL, "material"), (LineKind.OTHER, "other"))
        if amount(row, field)
    ]
    invoice = record_invoice(
        details=InvoiceDetails(
            number=str(row.values["number"]),
            customer=customer,
            issued_on=row.values["issued_on"],  # type: ignore[arg-type]  # read as a date
            lines=lines,
            buyers=[BuyerDetails(customer.name, deduction, number)] if deduction else [],
            work_address=str(row.values.get("address", "")),
            deduction_kind=DeductionKind.RUT if deduction else DeductionKind.NONE,
            import_run=run,
        ),
        by=by,
        at=at,
    )
    paid_on = row.values.get("paid_on")
    if isinstance(paid_on, date):
        paid = amount(row, "paid") or invoice.total - invoice.deduction
        details = PaymentDetails(paid_on, paid, PaymentMethod.BANKGIRO, payer=customer.name, import_run=run)
        register_payment(invoice=invoice, details=details, by=by, at=at)


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


def _key(table: Table) -> str:
    return hashlib.sha256("\t".join(heading.lower() for heading in table.header).encode()).hexdigest()


def _lock(run: ImportRun) -> ImportRun:
    return ImportRun.objects.select_for_update(of=("self",), no_key=True).select_related("document").get(pk=run.pk)
