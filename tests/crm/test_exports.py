"""Every list leaves the house as XLSX and CSV: typed, without formulas, personal numbers or ways to the protected."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from crm.models import Customer, FollowUp, Lead
from crm.services import leads
from crm.views import exports
from perforia.base.clock import now
from perforia.base.models import AuditEvent
from perforia.base.permissions import ROLE_PERMISSIONS, Permission, Role
from tests.factories import archive, world

pytestmark = pytest.mark.django_db
LISTS = {
    "/leads/export/": "leads", "/fakturor/exportera/": "fakturor", "/rut/arenden/exportera/": "rut-arenden",
    "/dokument/exportera/": "dokument", "/kunder/exportera/": "kunder", "/att-gora/exportera/": "att-gora",
}  # fmt: skip


@pytest.fixture
def office(client, login_as):
    login_as(Role.OFFICE)
    return client


def lead(**more):
    known = {
        "name": "=HYPERLINK(1)", "phone": "+46701740612", "email": "a@example.se", "address": "Provvägen 4",
        "postal_code": "012 34", "wanted_on": date(2026, 12, 1), "value": Decimal(12500), "services": ["moving"],
    }  # fmt: skip
    details = leads.LeadDetails(**{**known, **more})
    return leads.record_lead(details=details, step=None, owner=None, by=world.person(Role.OFFICE), at=now())


def sheet(client, address):
    """The rows of a workbook, the first one as the names of the others' cells."""
    response = client.get(address)
    assert response.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    response._resource_closers.clear()
    heading, *rows = book.worksheets[0].iter_rows()
    return [{name.value: cell for name, cell in zip(heading, row, strict=True)} for row in rows]


def test_a_workbook_keeps_the_types_of_a_lead(office):
    made = lead()
    (row,) = sheet(office, "/leads/export/?format=xlsx")
    assert row["Önskat datum"].value == datetime(2026, 12, 1)  # noqa: DTZ001 -- a day in a sheet
    assert row["Önskat datum"].is_date
    assert (row["Värde"].value, row["Värde"].data_type) == (12500, "n")
    assert row["Inkom"].is_date
    assert (row["Telefon"].value, row["Telefon"].number_format) == ("070-174 06 12", "@")
    assert (row["Postnummer"].value, row["Postnummer"].data_type) == ("012 34", "s")
    assert (row["Namn"].value, row["Namn"].data_type) == ("=HYPERLINK(1)", "s")
    assert row["Lead"].value == made.number


def test_a_csv_file_holds_the_same_as_a_swedish_spreadsheet_reads_it(office):
    lead()
    text = b"".join(office.get("/leads/export/").streaming_content).decode("utf-8-sig")
    heading, cells = csv.reader(io.StringIO(text), delimiter=";")
    row = dict(zip(heading, cells, strict=True))
    assert (row["Namn"], row["Telefon"], row["Värde"]) == ("'=HYPERLINK(1)", "070-174 06 12", "12500")
    assert row["Önskat datum"] == "2026-12-01"
    assert datetime.strptime(row["Inkom"], "%Y-%m-%d %H:%M").year > 2025  # noqa: DTZ007 -- Swedish time


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_every_list_leaves_in_both_forms_and_who_took_it_is_written_down(office, address, kind):
    world.invoice()
    lead()
    archive.kept()
    response = office.get(f"{address}?format={kind}")
    assert response["Content-Disposition"] == f'attachment; filename="{LISTS[address]}.{kind}"'
    content = b"".join(response.streaming_content)
    response._resource_closers.clear()
    assert content[:2] == (b"PK" if kind == "xlsx" else b"\xef\xbb")
    assert world.TEST_NUMBER.encode() not in content
    assert world.TEST_NUMBER[:8].encode() not in content
    assert AuditEvent.objects.get(verb="list.exported").data == {"list": LISTS[address], "format": kind}


def test_ways_to_protected_people_stay_in_the_house(office, monkeypatch):
    made = lead()
    customer = world.invoice().customer
    Customer.objects.filter(pk=customer.pk).update(is_protected=True)
    Lead.objects.filter(pk=made.pk).update(customer=customer)
    (row,) = sheet(office, "/leads/export/?format=xlsx")
    assert row["Telefon"].value == "070-174 06 12"

    monkeypatch.setitem(ROLE_PERMISSIONS, Role.OFFICE, ROLE_PERMISSIONS[Role.OFFICE] - {Permission.SEE_PROTECTED})
    assert sheet(office, "/leads/export/?format=xlsx") == []


@pytest.mark.parametrize("role", [Role.READER, Role.PLANNER, Role.STAFF])
def test_leads_are_only_taken_by_those_who_may(client, login_as, role):
    login_as(role)
    assert client.get("/leads/export/").status_code == 403
    assert not AuditEvent.objects.filter(verb="list.exported").exists()


def test_amounts_of_invoices_are_numbers_and_their_dates_dates(office):
    world.invoice(deduction=1250)
    (row,) = sheet(office, "/fakturor/exportera/?format=xlsx")
    assert (row["Summa"].value, row["Summa"].data_type) == (2500, "n")
    assert row["Datum"].is_date
    assert row["Förfaller"].value is None
    assert b";2500,00;1250,00;" in b"".join(office.get("/fakturor/exportera/").streaming_content)


def test_a_customer_leaves_without_personal_number_and_a_protected_one_without_a_way_to_them(office, monkeypatch):
    customer = world.invoice().customer
    Customer.objects.filter(pk=customer.pk).update(phone="+46701740612", is_protected=True)
    (row,) = sheet(office, "/kunder/exportera/?format=xlsx")
    assert (row["Telefon"].value, row["Namn"].value) == ("070-174 06 12", "Anna Berg")
    assert row["Senaste affär"].is_date
    monkeypatch.setitem(ROLE_PERMISSIONS, Role.OFFICE, ROLE_PERMISSIONS[Role.OFFICE] - {Permission.SEE_PROTECTED})
    assert sheet(office, "/kunder/exportera/?format=xlsx")[0]["Telefon"].value == "Skyddad"


def test_a_long_list_of_things_to_do_leaves_whole(office, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    made, by = lead(), world.person(Role.OFFICE)
    for number in range(5):
        FollowUp.objects.create(lead=made, text=f"Ring {number}", owner=by, due_at=now(), created_at=now())
    rows = sheet(office, "/att-gora/exportera/?format=xlsx&vem=alla")
    assert sorted(row["Vad"].value for row in rows) == [f"Ring {number}" for number in range(5)]
    assert rows[0]["När"].is_date
