"""Importing invoices: tried first, imported as one act, undone as one act."""

import io

import openpyxl
import pytest

from billing.models import ImportRun, Invoice, Payment
from billing.readers.tables import UnreadableTable, read_table
from billing.rules import importing
from billing.services import imports
from billing.states import ImportState
from perforia.base.clock import now
from perforia.base.errors import DomainError
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

    columns = importing.propose_columns(table.header)
    assert columns == {
        "number": 0,
        "customer": 1,
        "personal_number": 2,
        "issued_on": 3,
        "labour": 4,
        "deduction": 5,
        "paid_on": 6,
    }
    assert importing.missing_fields({"number": 0}) == ["Kund", "Fakturadatum", "Arbete, kr"]


@pytest.mark.django_db
def test_a_file_is_tried_imported_and_undone():
    by, at = world.person(), now()
    run = imports.start_import(content=CSV.encode(), name="fakturor.csv", by=by, at=at)

    checked = imports.try_import(run=run, columns=run.columns, at=at)
    assert checked.error_count == 2
    assert "Rad 3: ”tolv” är inget giltigt värde för arbete, kr." in checked.errors
    assert imports.run_import(run=run, by=by, at=at) == imports.run_import(run=run, by=by, at=at) == 2
    invoice = Invoice.objects.get(number="F-1")
    assert [invoice.total, invoice.deduction, invoice.payments.get().amount] == [2500, 1250, 1250]

    imports.undo_import(run=run, by=by, at=at)
    imports.undo_import(run=run, by=by, at=at)
    assert (Invoice.objects.count(), Payment.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_the_columns_of_a_header_are_remembered():
    by, at = world.person(), now()
    odd = "Nr;Vem;När;Hur mycket\nF-1;Åsa;2026-03-01;100\n"
    first = imports.start_import(content=odd.encode(), name="a.csv", by=by, at=at)
    with pytest.raises(DomainError, match="Välj kolumn"):
        imports.try_import(run=first, columns={}, at=at)
    chosen = {"number": 0, "customer": 1, "issued_on": 2, "labour": 3}
    imports.try_import(run=first, columns=chosen, at=at)

    second = imports.start_import(content=(odd + "F-2;Bo;2026-03-02;50\n").encode(), name="b.csv", by=by, at=at)

    assert second.columns == chosen


@pytest.mark.django_db
def test_known_and_double_numbers_are_said_and_skipped():
    by, at = world.person(), now()
    world.invoice("F-1")
    double = "Fakturanr;Kund;Datum;Arbete\nF-1;Å;2026-03-01;1\nF-2;Å;2026-03-01;1\nF-2;Å;2026-03-01;1\n"
    run = imports.start_import(content=double.encode(), name="a.csv", by=by, at=at)

    checked = imports.try_import(run=run, columns=run.columns, at=at)

    assert [error.split(":")[0] for error in checked.errors] == ["Rad 2", "Rad 4"]
    imports.run_import(run=run, by=by, at=at)
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
    client.post(started["Location"], {"act": "undo"})
    run.refresh_from_db()
    assert run.state == ImportState.UNDONE
    login_as(Role.READER)
    assert client.get("/fakturor/importera/").status_code == 403
