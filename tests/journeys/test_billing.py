"""Invoices in the browser: a file is tried, imported and undone; one is entered by hand, paid and credited."""

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from billing import tasks
from billing.models import Invoice
from billing.services import import_rows
from perforia.base.clock import now
from perforia.base.models import User
from tests.factories.crm import customer
from tests.support.browser import come_in, press

pytestmark = pytest.mark.slow
FILE = """Fakturanr;Kund;Datum;Arbete
F-7001;Anna Exempelsson;2026-10-02;12 500
F-7002;Bo Testgren;2026-10-05;8 000
F-7003;;i förrgår;sju
"""


@pytest.fixture
def office(page: Page, live_server, transactional_db):
    """A seller at the invoices; the page must never complain."""
    call_command("load_demo", people_only=True, verbosity=0)
    come_in(page.context, live_server.url, User.objects.get(email="kim@exempel.test"))
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}/fakturor/")
    yield page
    assert [words for words in complaints if "422" not in words] == []


def test_a_file_is_tried_imported_and_undone(office, tmp_path):
    page = office
    file = tmp_path / "fakturor.csv"
    file.write_text(FILE, encoding="cp1252")
    page.get_by_role("link", name="Importera").click()
    page.get_by_label("Fil", exact=True).set_input_files(file)
    page.get_by_role("button", name="Fortsätt").click()

    page.get_by_role("button", name="Provkör").click()
    trial = page.get_by_role("region", name="Provkörning")
    expect(trial).to_contain_text("Rad 4")
    assert Invoice.objects.count() == 0

    page.get_by_role("button", name="Importera 2 rader").click()
    expect(page.get_by_role("region", name="Importen pågår")).to_be_visible()
    for arguments in import_rows.due_imports(now()):
        tasks.write_import(**arguments)
    expect(page.get_by_text("2 fakturor av 3 rader är importerade")).to_be_visible()

    page.get_by_role("button", name="Ångra importen").click()
    expect(page.get_by_text("Ångrad")).to_be_visible()
    assert Invoice.objects.count() == 0


def test_an_invoice_is_entered_corrected_paid_and_credited(office):
    page = office
    press(page, "n")
    page.get_by_label("Fakturanummer").fill("F-8001")
    page.get_by_label("Kund", exact=True).fill("Ingen Alls")
    page.get_by_label("Fakturadatum").fill("2026-10-02")
    line = page.locator("[data-set=rad] [data-row]").first
    line.get_by_label("Beskrivning").fill("Flytt av tre rum")
    line.get_by_label("Belopp").fill("tolv tusen")
    page.get_by_role("button", name="Spara fakturan").click()
    expect(line.locator(".p-error")).to_be_visible()
    expect(page.get_by_text("Ingen kund heter så.")).to_be_visible()
    customer("Anna Exempelsson")
    page.get_by_label("Kund", exact=True).fill("Anna Exempelsson")
    expect(line.get_by_label("Beskrivning")).to_have_value("Flytt av tre rum")
    line.get_by_label("Belopp").fill("12 000")
    page.get_by_role("button", name="Spara fakturan").click()
    page.get_by_role("heading", name="Faktura F-8001").wait_for()

    page.get_by_text("Registrera betalning").click()
    page.get_by_label("Betald", exact=True).fill("2026-10-20")
    page.get_by_label("Belopp, kr").fill("12 000")
    page.get_by_role("button", name="Registrera").click()
    expect(page.get_by_role("region", name="Betalningar")).to_contain_text("12 000 kr")
    assert Invoice.objects.get().paid == 12_000

    page.get_by_role("link", name="Kreditera").click()
    page.get_by_role("button", name="Skapa kreditfakturan").click()
    expect(page.get_by_text("Krediterar")).to_be_visible()
