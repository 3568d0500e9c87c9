"""Importing invoices: tried first, imported as one act, undone as one act."""

import io
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest

from archive.readers.tables import UnreadableTable, read_table
from billing import tasks
from billing.models import ImportRun, Invoice, Payment
from billing.rules import importing
from billing.services import import_rows, imports
from billing.services.invoices import record_invoice
from billing.states import ImportKind, ImportState, PaymentMethod
from perforia.base.clock import now
from perforia.base.columns import missing_fields, propose_columns
from perforia.base.errors import DomainError
from perforia.base.models import Notification
from perforia.base.permissions import Role
from tests.factories import world

CSV = (
    "Fakturanr;Kundnamn;Personnummer;Fakturadatum;Arbetskostnad;RUT-avdrag;Betaldatum\n"
    "F-1;Åsa Berg;19880101-2397;2026-03-01;2 500,00;1 250;2026-03-09\n"
    "F-2;Bo Alm;19880101-2398;2026-03-02;tolv;750;\n"
    "F-3;Cia Ek;;3/3 2026;1000;;\n"
)


def test_tables_are_read_whatever_wrote_them():
    book = openpyxl.Workbook()
    sheet = book.create_sheet(index=0)
    sheet.append(["Fakturanr", "Belopp"])
    sheet.append(["F-1", 12.5])
    target = io.BytesIO()
    book.save(target)

    assert read_table(CSV.encode("cp1252")).rows[0][1] == "Åsa Berg"
    assert read_table("a,b\n1,2".encode("utf-8-sig")).header == ["a", "b"]
    assert read_table(target.getvalue()).rows == [["F-1", "12.5"]]


@pytest.mark.parametrize("content", [b"", b"bara en rad", b"PK\x03\x04 trasig", b"a\x00b;c\n1;2"])
def test_what_is_no_table_is_said_so(content):
    with pytest.raises(UnreadableTable, match=r"\w+"):
        read_table(content)


def test_headings_propose_their_columns():
    table = read_table(CSV.encode())

    columns = propose_columns(importing.FIELDS[ImportKind.INVOICES], table.header)
    assert columns == {
        "number": 0,
        "customer": 1,
        "personal_number": 2,
        "issued_on": 3,
        "labour": 4,
        "deduction": 5,
        "paid_on": 6,
    }
    assert missing_fields(importing.FIELDS[ImportKind.INVOICES], {"number": 0}) == [
        "Kund",
        "Fakturadatum",
        "Arbete, kr",
    ]


def work() -> None:
    """What the worker does with what the database says is due."""
    for arguments in import_rows.due_imports(now()):
        tasks.write_import(**arguments)


@pytest.mark.django_db
def test_a_file_is_tried_imported_and_undone():
    by, at = world.person(), now()
    run = imports.start_import(kind=ImportKind.INVOICES, content=CSV.encode(), name="fakturor.csv", by=by, at=at)

    checked = imports.try_import(run=run, columns=run.columns, at=at)
    assert checked.error_count == 2
    assert "Rad 3: ”tolv” är inget giltigt värde för arbete, kr." in checked.errors
    for _ in range(2):
        imports.request_import(run=run, by=by, at=at)
        work()
    run.refresh_from_db()
    assert (run.state, run.made_count, run.rows_done) == (ImportState.IMPORTED, 2, 3)
    invoice = Invoice.objects.get(number="F-1")
    assert [invoice.total, invoice.deduction, invoice.payments.get().amount] == [2500, 1250, 1250]

    imports.undo_import(run=run, by=by, at=at)
    imports.undo_import(run=run, by=by, at=at)
    assert (Invoice.objects.count(), Payment.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_the_columns_of_a_header_are_remembered():
    by, at = world.person(), now()
    odd = "Nr;Vem;När;Hur mycket\nF-1;Åsa;2026-03-01;100\n"
    first = imports.start_import(kind=ImportKind.INVOICES, content=odd.encode(), name="a.csv", by=by, at=at)
    with pytest.raises(DomainError, match="Välj kolumn"):
        imports.try_import(run=first, columns={}, at=at)
    chosen = {"number": 0, "customer": 1, "issued_on": 2, "labour": 3}
    imports.try_import(run=first, columns=chosen, at=at)

    second = imports.start_import(
        kind=ImportKind.INVOICES, content=(odd + "F-2;Bo;2026-03-02;50\n").encode(), name="b.csv", by=by, at=at
    )

    assert second.columns == chosen


@pytest.mark.django_db
def test_known_and_double_numbers_are_said_and_skipped():
    by, at = world.person(), now()
    world.invoice("F-1")
    double = "Fakturanr;Kund;Datum;Arbete\nF-1;Å;2026-03-01;1\nF-2;Å;2026-03-01;1\nF-2;Å;2026-03-01;1\n"
    run = imports.start_import(kind=ImportKind.INVOICES, content=double.encode(), name="a.csv", by=by, at=at)

    checked = imports.try_import(run=run, columns=run.columns, at=at)

    assert [error.split(":")[0] for error in checked.errors] == ["Rad 2", "Rad 4"]
    imports.request_import(run=run, by=by, at=at)
    work()
    assert Invoice.objects.count() == 2


@pytest.mark.django_db
def test_the_pages_lead_through_an_import(client, login_as):
    login_as(Role.OFFICE)
    upload = io.BytesIO(CSV.encode())
    upload.name = "fakturor.csv"

    started = client.post("/fakturor/importera/", {"file": upload})
    assert "RUT-avdrag" in client.get(started["Location"]).text
    run = ImportRun.objects.get()
    client.post(started["Location"], {"act": "try", **run.columns})
    assert "Importera 2 rader" in client.get(started["Location"]).text
    client.post(started["Location"], {"act": "import"})
    assert "0 av 3 rader" in client.get(started["Location"]).text
    work()
    assert "2 fakturor av 3 rader är importerade" in client.get(started["Location"]).text
    client.post(started["Location"], {"act": "undo"})
    run.refresh_from_db()
    assert run.state == ImportState.UNDONE
    login_as(Role.READER)
    assert client.get("/fakturor/importera/").status_code == 403


PAID = "Fakturanr;Datum;Belopp;Betalsätt;Avsändare\nF-1001;2026-04-09;100,50;Swish;Bo Alm\nF-9;2026-04-09;1;Swish;X\n"


@pytest.mark.django_db
def test_payments_alone_are_imported_once_and_undone():
    by, at = world.person(), now()
    invoice = world.invoice("F-1001")
    for number in range(2):
        content = (PAID + "\n" * number).encode()
        run = imports.start_import(kind=ImportKind.PAYMENTS, content=content, name=f"{number}.csv", by=by, at=at)
        checked = imports.try_import(run=run, columns=run.columns, at=at)
        assert checked.errors == ["Rad 3: faktura F-9 finns inte. Lägg in fakturan först."]
        imports.request_import(run=run, by=by, at=at)
        work()

    invoice.refresh_from_db()
    assert (invoice.payments.count(), invoice.paid) == (2, Decimal("1350.50"))
    payment = invoice.payments.get(payer="Bo Alm")
    assert (payment.method, payment.amount) == (PaymentMethod.SWISH, Decimal("100.50"))
    imports.undo_import(run=ImportRun.objects.order_by("pk")[0], by=by, at=at)
    invoice.refresh_from_db()
    assert [invoice.payments.count(), invoice.paid] == [1, 1250]


@pytest.mark.django_db
def test_an_import_whose_worker_died_goes_on_where_it_stopped(monkeypatch):
    by, at = world.person(), now()
    rows = "".join(f"F-{number};Kund {number};2026-03-01;100\n" for number in range(1, 8))
    content = f"Fakturanr;Kund;Datum;Arbete\n{rows}".encode()
    run = imports.start_import(kind=ImportKind.INVOICES, content=content, name="f.csv", by=by, at=at)
    imports.try_import(run=run, columns=run.columns, at=at)
    imports.request_import(run=run, by=by, at=at)
    monkeypatch.setattr(import_rows, "AT_ONCE", 3)
    written = []

    def die_in_the_second_portion(**arguments):
        written.append(arguments)
        if len(written) == 5:
            raise KeyboardInterrupt
        return record_invoice(**arguments)

    monkeypatch.setattr(import_rows, "record_invoice", die_in_the_second_portion)
    with pytest.raises(KeyboardInterrupt):
        work()
    run.refresh_from_db()
    assert (run.rows_done, Invoice.objects.count()) == (3, 3)
    assert import_rows.due_imports(now()) == []
    monkeypatch.setattr(import_rows, "record_invoice", record_invoice)
    later = now() + timedelta(hours=1)
    assert import_rows.due_imports(later) == [{"run_id": run.pk}]

    claimed = import_rows.claim_import(run_id=run.pk, at=later)
    assert claimed is not None
    import_rows.write_rows(run=claimed, at=later)

    run.refresh_from_db()
    assert (run.state, run.made_count, Invoice.objects.count()) == (ImportState.IMPORTED, 7, 7)
    assert Notification.objects.visible_to(by).get().text == "Importen är klar: 7 fakturor."
