"""Files of invoices and payments: tried first, imported by a worker (import_rows), undone as one act."""

import hashlib
import io
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max, ProtectedError

from archive.queries import open_content
from archive.readers.tables import Table, UnreadableTable, read_table
from archive.services import store
from archive.states import DocumentKind
from billing import events
from billing.models import ImportMapping, ImportRun, Invoice, Payment
from billing.queries import invoices_by_keys
from billing.rules import importing
from billing.rules.importing import FIELDS, Row
from billing.services import history, worth
from billing.services.invoices import add_up
from billing.states import IMPORT_MOVES, ImportKind, ImportState
from crm.models import Customer
from crm.services.customers import restate_business
from perforia.base import audit
from perforia.base.columns import missing_fields, propose_columns
from perforia.base.errors import DomainError
from perforia.base.models import User
from perforia.base.states import check_move

MOST_ERRORS = 200


@transaction.atomic
def start_import(*, kind: ImportKind, content: bytes, name: str, by: User, at: datetime) -> ImportRun:
    """Keep a file and propose its columns, as they were chosen last time for the same headings.

    Raises DomainError when the file is no table.
    """
    table = _read(content)
    stored = store(content=io.BytesIO(content), name=name, by=by, at=at, kind=DocumentKind.ACCOUNTING)
    known = ImportMapping.objects.filter(kind=kind, header_hash=_key(table)).first()
    return ImportRun.objects.create(
        kind=kind,
        document=stored.document,
        columns=known.columns if known else propose_columns(FIELDS[kind], table.header),
        row_count=len(table.rows),
        created_at=at,
        created_by=by,
    )


@transaction.atomic
def try_import(*, run: ImportRun, columns: Mapping[str, int], at: datetime) -> ImportRun:
    """Read every row without writing anything; what is wrong is kept, the columns are remembered.

    Raises DomainError when a needed column is not chosen.
    """
    locked = _lock(run)
    if missing := missing_fields(FIELDS[locked.kind], columns):
        message = f"Välj kolumn för {', '.join(missing).lower()}."
        raise DomainError(message)
    if locked.state == ImportState.CHECKED:
        check_move(ImportState.CHECKED, ImportState.MAPPING, IMPORT_MOVES)
        locked.state = ImportState.MAPPING
    check_move(ImportState(locked.state), ImportState.CHECKED, IMPORT_MOVES)
    table = table_of(locked)
    errors = [error for row in rows_of(locked, table, columns) for error in row.errors]
    errors += (_taken if locked.kind == ImportKind.INVOICES else _unknown)(table, columns)
    locked.state, locked.columns = ImportState.CHECKED, dict(columns)
    locked.error_count, locked.errors = len(errors), errors[:MOST_ERRORS]
    locked.save(update_fields=["state", "columns", "error_count", "errors"])
    ImportMapping.objects.update_or_create(
        kind=locked.kind, header_hash=_key(table), defaults={"columns": dict(columns), "used_at": at}
    )
    return locked


@transaction.atomic
def request_import(*, run: ImportRun, by: User, at: datetime) -> None:
    """Let a worker write the sound rows of a tried file. Idempotent. Announces import_requested."""
    locked = _lock(run)
    if locked.state == ImportState.IMPORTED:
        return
    if check_move(ImportState(locked.state), ImportState.IMPORTING, IMPORT_MOVES):
        locked.state, locked.rows_done, locked.made_count = ImportState.IMPORTING, 0, 0
        locked.save(update_fields=["state", "rows_done", "made_count"])
        audit.record(verb="import.requested", target=locked, by=by, at=at)
        events.import_requested.announce(run_id=locked.pk)


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
            paid = list(Invoice.objects.filter(payments__import_run=locked).exclude(import_run=locked).distinct())
            customers = list(
                Customer.objects.filter(pk__in=Invoice.objects.filter(import_run=locked).values("customer"))
            )
            history.untell_import(locked)
            worth.untell_import(locked, at=at)
            Payment.objects.filter(import_run=locked).delete()
            Invoice.objects.filter(import_run=locked).delete()
            for customer in customers:
                latest = Invoice.objects.filter(customer=customer, total__gt=0).aggregate(on=Max("issued_on"))["on"]
                restate_business(customer=customer, on=latest, at=at)
            for invoice in paid:
                add_up(invoice)
                worth.tell(invoice, by=by, at=at)
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


def rows_of(run: ImportRun, table: Table, columns: Mapping[str, int]) -> list[Row]:
    """The rows of a file as they are understood; numbers are lines of the file."""
    today = run.created_at.date()
    return [
        importing.read_row(run.kind, number, cells, columns, today=today)
        for number, cells in enumerate(table.rows, start=2)
    ]


def _taken(table: Table, columns: Mapping[str, int]) -> list[str]:
    """Numbers that are in the system already, or twice in the file."""
    numbers = _numbers(table, columns)
    known = set(Invoice.objects.filter(number__in=numbers).values_list("number", flat=True))
    found, seen = [], set()
    for line, number in enumerate(numbers, start=2):
        if number in known:
            found.append(f"Rad {line}: faktura {number} finns redan och hoppas över.")
        elif number in seen:
            found.append(f"Rad {line}: faktura {number} står två gånger i filen.")
        seen.add(number)
    return found


def _unknown(table: Table, columns: Mapping[str, int]) -> list[str]:
    """Payments of invoices that are not in the system."""
    numbers = _numbers(table, columns)
    known = invoices_by_keys(number for number in numbers if number)
    return [
        f"Rad {line}: faktura {number} finns inte. Lägg in fakturan först."
        for line, number in enumerate(numbers, start=2)
        if number and number not in known
    ]


def _numbers(table: Table, columns: Mapping[str, int]) -> list[str]:
    place = columns["number"]
    return [row[place] if place < len(row) else "" for row in table.rows]


def _key(table: Table) -> str:
    return hashlib.sha256("\t".join(heading.lower() for heading in table.header).encode()).hexdigest()


def _lock(run: ImportRun) -> ImportRun:
    return ImportRun.objects.select_for_update(of=("self",), no_key=True).select_related("document").get(pk=run.pk)
