"""The office works without a mouse: skip link, palette, places, rows, help, and dialogs that give the focus back."""

import re

import pytest
from playwright.sync_api import Page, expect

from perforia.base.clock import now
from rut.models import Case
from rut.rules.facts import CaseFacts
from rut.services import creation
from rut.states import DocumentType
from tests.factories import world
from tests.journeys.test_letter_to_mail import house, log_in
from tests.rut.test_flow import TODAY
from tests.support.browser import press

pytestmark = pytest.mark.slow
__all__ = ["house"]  # the fixture, found by its name


@pytest.fixture
def office(page: Page, live_server, house) -> Page:
    """Somebody logged in at a firm with three cases."""
    for number in (1, 2, 3):
        facts = CaseFacts(DocumentType.QUESTION, f"8-{number}", TODAY, None)
        creation.open_by_hand(facts=facts, invoices=[], codes=["K10"], by=world.person(), at=now())
    log_in(page, live_server.url)
    return page


def focused(page: Page) -> str:
    """What has the focus, in words."""
    return str(page.evaluate("document.activeElement.ariaLabel || document.activeElement.textContent.trim()"))


def test_a_day_at_the_office_without_a_mouse(office, live_server):
    page = office
    page.goto(f"{live_server.url}/")
    press(page, "Tab")
    assert "Hoppa till innehållet" in focused(page)
    press(page, "Enter")
    assert page.evaluate("document.activeElement.closest('main') !== null || location.hash === '#innehall'")

    press(page, "g")
    press(page, "r")
    page.wait_for_url("**/rut/arenden/")
    press(page, "j")
    press(page, "j")
    expect(page.locator("tr.is-current .p-id")).to_contain_text("RUT-0002")
    press(page, "k")
    press(page, "Enter")
    page.wait_for_url("**/rut/arenden/RUT-0001/")

    press(page, "Control+k")
    palette = page.get_by_role("combobox")
    expect(palette).to_be_focused()
    palette.fill("8-3")
    expect(page.get_by_role("option", name=re.compile("RUT-0003"))).to_be_visible()
    press(page, "ArrowDown")
    press(page, "ArrowUp")
    press(page, "Enter")
    page.wait_for_url("**/rut/arenden/RUT-0003/")

    press(page, "?")
    expect(page.locator("#help")).to_be_visible()
    press(page, "Escape")
    expect(page.locator("#help")).to_be_hidden()

    page.goto(f"{live_server.url}/rut/arenden/")
    press(page, "/")
    expect(page.get_by_label("Sök bland RUT-ärenden")).to_be_focused()
    page.keyboard.type("8-2")
    press(page, "Enter")
    expect(page.locator(".p-id")).to_have_count(1)
    press(page, "Escape")
    page.locator("h1").click()
    press(page, "f")
    expect(page.get_by_label("Ansvarig")).to_be_visible()
    press(page, "f")
    expect(page.get_by_label("Ansvarig")).to_be_hidden()
    press(page, "n")
    page.wait_for_url("**/rut/arenden/nytt/")


def test_single_keys_are_silent_for_those_who_switched_them_off(office, live_server):
    page = office
    page.goto(f"{live_server.url}/rut/arenden/")
    page.evaluate("document.querySelector('.p-shell').dataset.shortcuts = '0'")

    press(page, "n")
    press(page, "?")

    assert page.url.endswith("/rut/arenden/")
    expect(page.locator("#help")).to_be_hidden()
    assert Case.objects.count() == 3
