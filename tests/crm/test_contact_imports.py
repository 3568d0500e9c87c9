"""Files of leads and customers: checked with differences and faults in Swedish, imported, undone as one."""

import io
import time
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from crm import tasks
from crm.models import Activity, ContactImport, Customer, Lead
from crm.rules.importing import missing_columns, read_row
from crm.services import contact_imports, import_rows, leads
from crm.services.customers import CustomerDetails, change_customer, record_customer
from crm.states import ImportOutcome, ImportState, ListTarget
from perforia.base.clock import now
from perforia.base.models import AuditEvent, Notification
from perforia.base.permissions import ROLE_PERMISSIONS, Permission, Role
from perforia.base.secrets import lookup_hash
from tests.factories import world

pytestmark = pytest.mark.django_db
HEAD = "Förnamn;Efternamn;Personnummer;Mobil;E-post;Adress;Postnr;Ort;Anteckning\n"
CUSTOMERS = (
    HEAD + "Åsa;Öberg;19880101-2397;070-174 06 12;asa@example.se;Provvägen 4;12345;Storköping;Ringer helst\n"
    "Bo;Alm;;0701740613;bo@example.se;;;;\n"
    "Cia;Ek;19880101-2398;;;;;;\n"
    "Bo;Alm;;;BO@example.se;;;;\n"
    ";;;0701740614;;;;;\n"
)
ALL = {"new": 2, "error": 2, "duplicate": 1}


@pytest.fixture
def office(client, login_as):
    login_as(Role.OFFICE)
    return client


def upload(client, content, name="kunder.csv", target="customers"):
    raw = content.encode() if isinstance(content, str) else content
    answer = client.post("/import/", {"target": target, "file": SimpleUploadedFile(name, raw)})
    assert answer.status_code == 302, answer.context["form"].errors
    return ContactImport.objects.latest("pk")


def checked(client, content, **more):
    made = upload(client, content, **more)
    mapping = {name: str(column) for name, column in made.mapping.items()}
    assert client.post(page(made), mapping).status_code == 302
    return work(made)


def work(made):
    tasks.work_on_import(import_id=made.pk)
    made.refresh_from_db()
    return made


def imported(client, content, **more):
    made = checked(client, content, **more)
    client.post(reverse("crm:begin_import", args=[made.pk]))
    return work(made)


def undo(client, made):
    client.post(reverse("crm:undo_import", args=[made.pk]))
    made.refresh_from_db()
    return made


def page(made, extra=""):
    return reverse("crm:contact_import", args=[made.pk]) + extra


def known(name="Åsa Öberg", **more):
    details = CustomerDetails(name=name, **more)
    return record_customer(details=details, by=world.person(Role.OFFICE), at=now())


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_every_row_is_sorted_and_nothing_is_written_before_it_is_asked_for(office):
    made = checked(office, CUSTOMERS)
    assert (made.state, made.counts) == (ImportState.CHECKED, ALL)
    assert not Customer.objects.exists()
    shown = office.get(page(made)).text
    assert "Personnumret är inte giltigt. Skriv till exempel 19880101-2397." in shown
    assert "Samma e-post som rad 3 i filen." in shown
    assert "Namn saknas." in shown
    assert "Importera 2 rader" in shown
    assert "2397" not in shown.replace("till exempel 19880101-2397.", "")
    assert "2398" not in shown
    assert "Namn saknas." not in office.get(page(made, "?visa=new")).text


def test_sound_rows_become_customers_that_are_found(office):
    made = imported(office, CUSTOMERS)
    assert (made.state, made.counts["written_new"]) == (ImportState.DONE, 2)
    asa = Customer.objects.get(name="Åsa Öberg")
    assert (asa.phone, asa.postal_code, asa.number) == ("+46701740612", "123 45", "K-1001")
    assert asa.personal_number_hash == lookup_hash("198801012397")
    assert asa.decrypted_personal_number == "198801012397"
    assert "Åsa Öberg" in office.get("/kunder/?q=oberg+701740612").text
    assert "2 nya, 0 ändrade" in Notification.objects.latest("pk").text
    assert "Importen" not in office.get(page(made)).text or "Ångra importen" in office.get(page(made)).text
    assert made.storage_key == ""


def test_known_people_are_changed_by_what_the_file_says_and_as_before_when_it_is_undone(office):
    asa = known(personal_number="198801012397", phone="070-174 06 00", email="asa@example.se", note="Behåll")
    made = checked(office, HEAD.replace(";Anteckning", "") + "Åsa;Öberg;880101-2397;0701740612;;Nyvägen 1;;;\n")
    assert made.counts == {"changed": 1}
    shown = office.get(page(made)).text
    assert "070-174 06 00" in shown
    assert "Nyvägen 1" in shown

    office.post(reverse("crm:begin_import", args=[made.pk]))
    work(made)
    asa.refresh_from_db()
    assert (asa.phone, asa.address, asa.email, asa.note) == ("+46701740612", "Nyvägen 1", "asa@example.se", "Behåll")
    assert "Åsa Öberg" in office.get("/kunder/?q=nyvagen").text

    undo(office, made)
    asa.refresh_from_db()
    assert (asa.phone, asa.address) == ("+46701740600", "")
    assert "Åsa Öberg" not in office.get("/kunder/?q=nyvagen").text


def test_the_same_file_again_changes_nothing(office):
    imported(office, CUSTOMERS)
    made = checked(office, CUSTOMERS)
    assert made.counts == {"unchanged": 2, "duplicate": 1, "error": 2}
    assert "Importera" not in office.get(page(made)).text.partition("p-actions")[2].partition("</div>")[0]


def test_personal_numbers_are_masked_where_columns_are_chosen(office):
    content = HEAD + "Di;Ö;8801012397;0701740615;;;;;Mor 19880101-2397, 880101-2397\n"
    shown = office.get(page(upload(office, content))).text
    assert "880101••••" in shown
    assert "19880101–••••, 880101–••••" in shown
    assert "2397" not in shown
    assert "0701740615" in shown


def test_columns_are_remembered_by_the_headings_of_the_file(office):
    made = upload(office, "Vem;Hur\nÅsa;0701740612\n")
    assert made.mapping == {}
    assert office.post(page(made), {"name": "0", "phone": "1"}).status_code == 302
    assert upload(office, "Vem;Hur\nBo;0701740613\n").mapping == {"name": 0, "phone": 1}


@pytest.mark.parametrize(
    ("mapping", "words"),
    [({"phone": "1"}, "Välj vilken kolumn som är namnet."), ({"name": "0", "phone": "0"}, "redan vald för Namn")],
)
def test_columns_that_cannot_be_are_refused(office, mapping, words):
    made = upload(office, "Vem;Hur\nÅsa;0701740612\n")
    answer = office.post(page(made), mapping)
    assert answer.status_code == 422
    assert words in answer.text


def test_the_columns_of_a_checked_file_can_be_chosen_anew(office):
    made = checked(office, CUSTOMERS)
    mapping = {name: str(column) for name, column in made.mapping.items() if name != "personal_number"}
    office.post(page(made, "?kolumner=1"), mapping)
    assert work(made).counts == {"new": 3, "duplicate": 1, "error": 1}


def test_the_same_phone_under_another_name_is_a_double_and_is_left_alone(office):
    other = known("Familjen Testsson", phone="070-174 06 12")
    made = checked(office, CUSTOMERS)
    assert made.counts["duplicate"] == 2
    assert f"Samma telefon som {other.number} Familjen Testsson." in office.get(page(made)).text


def test_what_somebody_has_touched_since_stays_when_an_import_is_undone(office):
    made = imported(office, CUSTOMERS)
    bo = Customer.objects.get(name="Bo Alm")
    Activity.objects.create(customer=bo, kind="note", title="Ringde", at=now(), written_at=now())
    undo(office, made)
    assert list(Customer.objects.values_list("name", flat=True)) == ["Bo Alm"]
    assert (made.state, made.counts["undone"], made.counts["kept"]) == (ImportState.UNDONE, 1, 1)
    assert "1 hade någon arbetat med" in office.get(page(made)).text
    undo(office, made)
    assert AuditEvent.objects.filter(verb="contact_import.undone").count() == 1


def test_an_undone_change_is_left_where_somebody_has_changed_it_again(office):
    asa = known(personal_number="198801012397", address="Gamla vägen 1")
    made = imported(office, HEAD + "Åsa;Öberg;198801012397;;;Nyvägen 1;;;\n")
    Customer.objects.filter(pk=asa.pk).update(address="Ännu nyare 2")
    undo(office, made)
    asa.refresh_from_db()
    assert asa.address == "Ännu nyare 2"


def test_what_somebody_has_corrected_since_stays_but_what_a_later_file_changed_goes(office):
    made = imported(office, CUSTOMERS)
    later = imported(office, "Namn;E-post;Ort\nBo Alm;bo@example.se;Växjö\n")
    undo(office, later)
    asa = Customer.objects.get(name="Åsa Öberg")
    change_customer(customer=asa, details=CustomerDetails(name="Åsa Öberg"), by=world.person(Role.OFFICE), at=now())
    undo(office, made)
    assert list(Customer.objects.values_list("name", flat=True)) == ["Åsa Öberg"]


LEADS = (
    "Namn;Telefon;E-post;Tjänst;Flyttdatum;Pris\n"
    "Astrid Exempelsson;070-174 06 12;;Flytt, flyttstädning;3/12 2026;12 500 kr\n"
    "Bo Testsson;;bo@example.se;Segling;;\n"
    "Cia Fiktiv;;;;;\n"
)


def test_leads_come_in_with_their_wishes_under_a_source_of_their_own(office):
    made = imported(office, LEADS, target="leads")
    assert made.counts["new"] == 1
    assert made.counts["error"] == 2
    lead = Lead.objects.get()
    assert (lead.services, lead.wanted_on) == (["moving", "move_cleaning"], date(2026, 12, 3))
    assert lead.value == Decimal(12500)
    assert lead.source.name == "Import"
    assert "Astrid" in office.get("/leads/?q=0612").text
    undo(office, made)
    assert not Lead.objects.exists()


def test_a_lead_that_is_known_by_phone_and_name_is_changed(office):
    details = leads.LeadDetails(name="Astrid Exempelsson", phone="+46701740612", services=["moving"])
    made_lead = leads.record_lead(details=details, step=None, owner=None, by=world.person(), at=now())
    made = imported(office, LEADS, target="leads")
    made_lead.refresh_from_db()
    assert made_lead.services == ["moving", "move_cleaning"]
    undo(office, made)
    made_lead.refresh_from_db()
    assert (made_lead.services, made_lead.value) == (["moving"], None)


def test_a_spreadsheet_keeps_what_it_means(office):
    rows = workbook(
        ["Namn", "Mobil", "Flyttdatum", "Pris", "Postnummer"],
        ["=HYPERLINK(1)", 701740612, date(2026, 12, 3), 12500.0, 12345],
        ["=1+1", "0701740613", "2026-12-04", None, None],
    )
    made = checked(office, rows, name="leads.xlsx", target="leads")
    first = made.rows.order_by("number").first()
    assert made.counts == {"error": 2}  # a formula without a value is no name
    assert first.values == {
        "phone": "+46701740612", "wanted_on": "2026-12-03", "value": "12500", "postal_code": "123 45",
    }  # fmt: skip


def bomb():
    target = io.BytesIO()
    import zipfile  # noqa: PLC0415 -- only this test builds one

    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    return target.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Filen är tom"),
        (b"bara en rad", "inga rader"),
        (b"PK\x03\x04 trasig", "skadad"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "gammal eller låst"),
        (b"a;b\n\x00\x01\x02;1\n", "ingen tabell"),
        ("Namn\n" + "x\n" * 5001, "fler än 5000 rader"),
        (bomb(), "för stor"),
        (b'Namn;B\n"' + b"x" * 200_000 + b'";1\n', "ingen tabell"),
    ],
)
def test_hostile_and_broken_files_are_refused_in_swedish(office, content, words):
    raw = content.encode() if isinstance(content, str) else content
    answer = office.post("/import/", {"target": "customers", "file": SimpleUploadedFile("x.xlsx", raw)})
    assert answer.status_code == 422
    assert words in answer.text
    assert not ContactImport.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_encoding_of_an_office_is_read(office, encoding):
    made = checked(office, "Namn;Ort\nÅsa Öberg;Växjö\n".encode(encoding))
    assert made.rows.get().values == {"name": "Åsa Öberg", "city": "Växjö"}


@pytest.mark.parametrize("content", ["sep=,\nNamn,Ort\nÅsa,X\n", "Namn\tOrt\nÅsa\tX\n", 'Namn,Ort\n"Åsa","X"\n'])
def test_any_delimiter_is_read(office, content):
    assert checked(office, content).rows.get().values == {"name": "Åsa", "city": "X"}


def test_the_file_lies_encrypted_until_it_is_imported_and_then_not_at_all(office, django_capture_on_commit_callbacks):
    made = checked(office, CUSTOMERS)
    with default_storage.open(made.storage_key) as file:
        assert b"198801" not in file.read()
    assert "198801012397" not in str(list(made.rows.values_list("values", flat=True)))
    key = made.storage_key
    office.post(reverse("crm:begin_import", args=[made.pk]))
    with django_capture_on_commit_callbacks(execute=True):
        work(made)
    assert not default_storage.exists(key)


def test_a_file_that_is_gone_is_told_and_can_be_chosen_anew(office):
    made = upload(office, CUSTOMERS)
    office.post(page(made), {name: str(column) for name, column in made.mapping.items()})
    default_storage.delete(made.storage_key)
    assert work(made).state == ImportState.FAILED
    assert "misslyckades" in Notification.objects.latest("pk").text


def test_a_killed_worker_leaves_whole_portions_and_the_next_goes_on(office, monkeypatch, settings):
    monkeypatch.setattr(import_rows, "AT_ONCE", 2)
    made = checked(office, "Namn;Mobil\n" + "".join(f"Person{n} X;07017406{n:02}\n" for n in range(5)))
    office.post(reverse("crm:begin_import", args=[made.pk]))
    asked, index = [], import_rows._index

    def killed(*arguments):
        asked.append(1)
        if len(asked) == 2:
            raise SystemExit
        index(*arguments)

    monkeypatch.setattr(import_rows, "_index", killed)
    with pytest.raises(SystemExit):
        tasks.work_on_import(import_id=made.pk)
    made.refresh_from_db()
    assert (Customer.objects.count(), made.rows_done) == (2, 2)
    assert contact_imports.due_imports(now()) == []
    later = now() + timedelta(seconds=settings.CLAIM_SECONDS + 1)
    assert contact_imports.due_imports(later) == [{"import_id": made.pk}]

    monkeypatch.setattr(import_rows, "_index", index)
    ContactImport.objects.update(claimed_at=None)
    for _ in range(2):
        work(made)
    assert made.state == ImportState.DONE
    assert sorted(Customer.objects.values_list("name", flat=True)) == [f"Person{n} X" for n in range(5)]


def test_an_import_that_kills_three_workers_is_given_up(office):
    made = upload(office, CUSTOMERS)
    office.post(page(made), {name: str(column) for name, column in made.mapping.items()})
    ContactImport.objects.update(attempts=3)
    assert contact_imports.due_imports(now()) == []
    assert ContactImport.objects.get().state == ImportState.FAILED


def test_progress_is_shown_and_refreshes_the_page_when_it_is_done(office):
    made = upload(office, CUSTOMERS)
    office.post(page(made), {name: str(column) for name, column in made.mapping.items()})
    address = reverse("crm:import_progress", args=[made.pk])
    assert "every 1s" in office.get(page(made)).text
    assert "HX-Refresh" not in office.get(address, headers={"HX-Request": "true"})
    work(made)
    assert office.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_protected_people_are_not_told_by_what_a_file_would_change(office, monkeypatch):
    asa = known(personal_number="198801012397", phone="070-174 06 00")
    Customer.objects.filter(pk=asa.pk).update(is_protected=True)
    made = checked(office, HEAD + "Åsa;Öberg;198801012397;0701740612;;;;;\n")
    assert "070-174 06 00" in office.get(page(made)).text
    monkeypatch.setitem(ROLE_PERMISSIONS, Role.OFFICE, ROLE_PERMISSIONS[Role.OFFICE] - {Permission.SEE_PROTECTED})
    assert "070-174 06 00" not in office.get(page(made)).text


def test_imports_are_for_those_who_may(client, login_as, office):
    made = checked(office, CUSTOMERS)
    login_as(Role.READER)
    for address in ("/import/", page(made), reverse("crm:import_progress", args=[made.pk])):
        assert client.get(address).status_code == 403
    assert client.post(reverse("crm:undo_import", args=[made.pk])).status_code == 403


def test_a_long_file_costs_no_more_queries_a_page(office, django_assert_max_num_queries):
    made = checked(office, "Namn;Mobil\n" + "".join(f"Person{n} X;0701740{n:03}\n" for n in range(605, 700)))
    assert made.counts == {"new": 95}
    with django_assert_max_num_queries(20):
        office.get(page(made))


def file_of(rows):
    return "Namn;E-post;Adress\n" + "".join(f"Person{n} X;{n}@example.se;Provvägen {n}\n" for n in range(rows))


def test_a_file_has_up_to_five_thousand_rows(office):
    assert upload(office, file_of(5000)).state == ImportState.MAPPING


@pytest.mark.slow
def test_a_thousand_rows_are_checked_imported_and_undone_at_the_pace_of_five_thousand_within_seconds(office):
    began = time.monotonic()
    made = checked(office, file_of(1000))
    assert made.counts == {"new": 1000}
    assert time.monotonic() - began < 6
    office.post(reverse("crm:begin_import", args=[made.pk]))
    work(made)
    assert Customer.objects.count() == 1000
    began = time.monotonic()
    undo(office, made)
    assert time.monotonic() - began < 6
    assert not Customer.objects.exists()


@pytest.mark.parametrize(
    ("target", "cells", "columns", "values", "words"),
    [
        ("customers", ["Åsa", "företag"], {"name": 0, "kind": 1}, {"kind": "company"}, ""),
        ("customers", ["Åsa", "katt"], {"name": 0, "kind": 1}, None, "privat, företag eller brf"),
        ("customers", ["Åsa", "556000-0009"], {"name": 0, "organisation_number": 1}, None, "556000-0000"),
        ("leads", ["Åsa", "-5"], {"name": 0, "value": 1}, None, "12 500"),
        ("leads", ["Åsa", "31/2 2026"], {"name": 0, "wanted_on": 1}, None, "2026-12-03"),
        ("leads", ["Åsa", "+44 20 7946 0958"], {"name": 0, "phone": 1}, {"phone": "+442079460958"}, ""),
        ("leads", ["Åsa", "a@b"], {"name": 0, "email": 1}, None, "namn@exempel.se"),
        ("leads", ["Åsa\x00", " ", "x"], {"name": 0, "phone": 9, "email": 1}, None, "Ett av dem behövs"),
    ],
)
def test_cells_are_read_or_told_how_to_be_written(target, cells, columns, values, words):
    row = read_row(target, cells, columns, today=date(2026, 11, 25))
    if values is None:
        assert words in row.errors[0]
    else:
        assert row.errors in ([], ["Både telefon och e-post saknas. Ett av dem behövs för att kunna kontakta leadet."])
        assert values.items() <= row.values.items()


def test_what_must_be_chosen_is_said():
    assert missing_columns(ListTarget.LEADS, {"name": 0}).startswith("Välj vilken kolumn som är telefon")
    assert missing_columns(ListTarget.LEADS, {"first_name": 0, "email": 1}) == ""
    assert missing_columns(ListTarget.CUSTOMERS, {"name": 0}) == ""
    assert set(ALL) <= set(ImportOutcome)


def test_what_old_files_said_is_forgotten_and_cannot_be_undone_any_more(office):
    done, begun = imported(office, CUSTOMERS), upload(office, "Namn;Ort\nÅsa;X\n")
    tasks.forget_imports()
    assert done.rows.count() == 5
    ContactImport.objects.update(created_at=now() - timedelta(days=31))
    assert office.post(reverse("crm:undo_import", args=[done.pk])).status_code == 409
    for _ in range(2):
        tasks.forget_imports()
    assert done.rows.count() == 0
    assert not ContactImport.objects.filter(pk=begun.pk).exists()
    assert "Ångra importen" not in office.get(page(done)).text
    assert Customer.objects.count() == 2
