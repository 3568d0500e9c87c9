"""A letter becomes an answer, in the browser.

Somebody logs in, drops a letter in the inbox, reviews it by keyboard, gets a case with a checklist, drops the papers
that are missing, builds the package, writes the answer and sends it; the officer's mailbox has it.
"""

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from archive.states import DocumentKind
from integrations import services as mail
from integrations import tasks as mail_tasks
from perforia.base.clock import now
from perforia.demo.firm import PASSWORD
from rut import tasks
from rut.services.intake import due_intakes
from rut.services.packages import due_packages
from tests.factories import world
from tests.support.browser import press


def work() -> None:
    """What the worker does with what the database says is due."""
    for arguments in due_intakes(now()):
        tasks.read_letter(**arguments)
    for arguments in due_packages(now()):
        tasks.build_package(**arguments)
    for arguments in mail.due_messages(now()):
        mail_tasks.send_message(**arguments)


@pytest.fixture
def house(transactional_db):
    """A firm with two invoices, one of them with its papers."""
    call_command("load_demo", people_only=True, verbosity=0)
    first, second = world.invoice("F-1001"), world.invoice("F-1002", deduction=750, name="Bo Alm")
    for invoice in (first, second):
        world.paper(
            f"Faktura {invoice.number}".encode(), f"Faktura {invoice.number}.txt", DocumentKind.INVOICE, of=invoice
        )
    world.paper(b"Swish F-1001", "Swish F-1001.txt", DocumentKind.PAYMENT_PROOF, of=first)


def log_in(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("E-post").fill("rut@exempel.test")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Fortsätt").click()
    page.get_by_role("heading", name="Aviseringar").wait_for()


@pytest.mark.slow
def test_from_letter_to_the_officers_mailbox(page, live_server, house, mail_sink, tmp_path):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    letter = tmp_path / "brev.pdf"
    letter.write_bytes(world.letter_pdf())
    log_in(page, live_server.url)

    page.goto(f"{live_server.url}/rut/")
    empty = tmp_path / "tom.pdf"
    empty.touch()
    with page.expect_navigation():
        page.locator("input[type=file]").set_input_files([empty, letter])
    page.get_by_text("Togs inte emot").wait_for()  # still said after the page was fetched anew
    work()
    page.goto(f"{live_server.url}/rut/")
    page.get_by_role("link", name="Begäran om komplettering").click()
    page.locator(".p-sheet canvas").wait_for()
    assert page.locator(".p-evbox").count() >= 4

    page.get_by_label("Undertyp").press("Enter")
    page.locator(".p-field.is-done", has_text="Undertyp").wait_for()
    asked = page.locator("#panel [name=codes][checked]")  # as the server says
    count = asked.count()
    for left in (count - 2, count):  # two ticks at once: the second is not lost
        page.evaluate(
            "document.querySelectorAll('#panel [name=codes]').forEach((box, i) => { if (i < 2) box.click(); })"
        )
        expect(asked).to_have_count(left)
    press(page, "Shift+Enter")
    page.locator(".p-field.is-done").first.wait_for()
    deadline = page.get_by_label("Svarsfrist")
    deadline.fill("i morgon")
    deadline.press("Enter")
    page.get_by_text("Skriv ett datum, till exempel 2026-06-11.").wait_for()
    officer = page.get_by_label("Handläggare", exact=False).first
    officer.fill("Anna Ek Berg")
    page.get_by_label("Svarsfrist").fill("16 juni 2026")
    page.get_by_label("Svarsfrist").press("Enter")
    page.get_by_text("tisdag 16 juni").wait_for()
    assert officer.input_value() == "Anna Ek Berg"
    page.get_by_role("button", name="Bekräfta och skapa ärende").click()
    page.get_by_text("är inte bekräftat").wait_for()
    officer.press("Enter")
    page.locator("input[value='Anna Ek Berg']").wait_for()  # written down
    page.get_by_role("button", name="Bekräfta och skapa ärende").click()

    page.get_by_role("heading", name="Begäran om komplettering").wait_for()
    page.get_by_text("Svara senast tisdag 16 juni").wait_for()
    assert page.locator(".p-cell").count() == 6
    for name in ("Swish F-1002", "Tidrapport F-1001", "Tidrapport F-1002"):
        file = tmp_path / f"{name}.txt"
        file.write_text(f"{name}, åtta timmar")
        with page.expect_navigation():
            page.locator("form[data-upload] input[type=file]").set_input_files(file)
    page.get_by_text("allt finns").wait_for()

    page.get_by_role("button", name="Skapa paket").click()
    page.get_by_text("Skapar paket").wait_for()
    work()
    page.get_by_role("link", name="8-1234567.zip").wait_for()
    page.get_by_role("button", name="Skriv svar").click()
    assert "8-1234567" in page.get_by_label("Ämne").input_value()
    page.get_by_role("button", name="Skicka svaret").click()
    page.get_by_role("button", name="Skicka", exact=True).click()
    page.get_by_text("Väntar på beslut").first.wait_for()
    work()

    (received,) = mail_sink.received()
    assert received.recipients == ("anna.ek@skatteverket.se",)
    assert [part.get_filename() for part in received.message.iter_attachments()] == ["8-1234567.pdf", "8-1234567.zip"]
    page.reload()
    page.get_by_text("Svarat idag").wait_for()
    assert [text for text in complaints if "422" not in text] == []
