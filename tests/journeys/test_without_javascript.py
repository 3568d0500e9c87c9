"""The whole way from letter to case with JavaScript switched off: plain forms, plain links."""

import re

import pytest
from playwright.sync_api import expect

from perforia.demo.firm import PASSWORD
from rut.models import Case, Letter
from rut.states import ItemState
from tests.factories import world
from tests.journeys.test_letter_to_mail import house, work

pytestmark = pytest.mark.slow
__all__ = ["house"]  # the fixture, found by its name


@pytest.fixture
def plain(browser, live_server):
    """A page of a browser that runs no scripts, logged in."""
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url, locale="sv-SE")
    page = context.new_page()
    page.goto("/")
    page.get_by_label("E-post").fill("rut@exempel.test")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Fortsätt").click()
    yield page
    context.close()


def test_a_letter_becomes_a_case_with_its_papers_without_any_script(house, plain, tmp_path):
    letter = tmp_path / "brev.pdf"
    letter.write_bytes(world.letter_pdf())
    expect(plain.get_by_role("heading", name="Aviseringar")).to_be_visible()

    plain.goto("/rut/")
    plain.locator("input[type=file]").set_input_files(letter)
    plain.get_by_role("button", name=re.compile("Välj filer")).click()
    work()
    plain.goto("/rut/")
    plain.get_by_role("link", name="Begäran om komplettering").click()
    plain.get_by_role("button", name=re.compile("säkra")).click()
    for _ in range(6):  # every fact that still asks: its value stands in the form, the button confirms it
        asking = plain.locator(".p-field:not(.is-done) button[type=submit]")
        if not asking.count():
            break
        asking.first.click()
    plain.get_by_role("button", name="Bekräfta och skapa ärende").click()

    case = Case.objects.get()
    expect(plain.get_by_text(case.number).first).to_be_visible()
    plain.locator("a.p-cell[data-tone=bad]").first.click()
    plain.get_by_label(re.compile("Varför")).fill("Ingick inte i uppdraget")
    plain.get_by_role("button", name="Handlingen behövs inte").click()
    assert case.items.filter(state=ItemState.NOT_APPLICABLE).count() == 1

    paper = tmp_path / "Tidrapport F-1001.txt"
    paper.write_text("Tidrapport F-1001")
    plain.goto(f"/rut/arenden/{case.number}/")
    plain.locator("input[name=files]").set_input_files(paper)
    plain.get_by_role("button", name=re.compile("Välj filer")).click()
    assert case.items.filter(state=ItemState.UPLOADED).count() == 1

    plain.goto("/rut/arenden/")
    plain.get_by_label("Sök bland RUT-ärenden").fill("8-1234567")
    plain.get_by_label("Sök bland RUT-ärenden").press("Enter")
    expect(plain.get_by_text(case.number)).to_be_visible()
    plain.goto("/sok/?q=anna+berg")
    expect(plain.get_by_text("Anna Berg").first).to_be_visible()
    assert Letter.objects.get().state == "confirmed"
