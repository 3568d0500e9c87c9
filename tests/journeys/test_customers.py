"""Customers without a mouse and on a phone: found while typing, written down, described, revealed when asked."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from crm.models import Customer, Property, RutPerson
from perforia.base.permissions import Role
from tests.factories import crm as factory
from tests.factories import world
from tests.support.browser import come_in, press

pytestmark = pytest.mark.slow


@pytest.fixture
def office(page: Page, live_server, transactional_db) -> Iterator[Page]:
    """The owner, logged in at a firm with some customers."""
    come_in(page.context, live_server.url, world.person(Role.OWNER, "Maja Mallgren"))
    for name in ("Astrid Exempelsson", "Bengt Påhittsson", "Cecilia Testgren"):
        factory.customer(name, phone="070-174 06 22", email="kund@exempel.test", personal_number=factory.NUMBERS[0])
    yield page
    page.wait_for_load_state("networkidle")  # what is asked for when the tables are emptied would wait for them


def test_a_customer_is_found_opened_and_left_by_keyboard_alone(office, live_server):
    page = office
    page.goto(f"{live_server.url}/kunder/")
    press(page, "/")
    page.keyboard.type("pahitts")
    expect(page.locator("#customers-region tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile("q=pahitts"))
    expect(page.locator("#customer-search")).to_be_focused()
    press(page, "Tab")
    press(page, "j")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bengt Påhittsson")
    press(page, "j")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cecilia Testgren")
    press(page, "k")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bengt Påhittsson")


def test_a_customer_is_written_down_by_keyboard_with_its_double_shown(office, live_server):
    page = office
    page.goto(f"{live_server.url}/kunder/")
    press(page, "n")
    page.get_by_label("Namn", exact=True).focus()
    page.keyboard.type("Britta Påhittsson")
    page.get_by_label(re.compile("Telefon")).focus()
    page.keyboard.type("0701740622")
    expect(page.locator("#known-already")).to_contain_text("Samma telefon")
    page.get_by_label(re.compile("Postnummer")).fill("12")
    press(page, "Control+Enter")
    expect(page.locator("[aria-invalid=true]")).to_be_visible()
    expect(page.get_by_label("Namn", exact=True)).to_have_value("Britta Påhittsson")
    page.get_by_label(re.compile("Postnummer")).fill("123 45")
    press(page, "Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Britta Påhittsson")
    assert Customer.objects.get(name="Britta Påhittsson").phone == "+46701740622"


def test_address_buyer_and_number_on_the_page(office, live_server):
    page = office
    made = Customer.objects.get(name="Bengt Påhittsson")
    page.goto(f"{live_server.url}/kunder/{made.pk}/")
    press(page, "n")
    page.get_by_label("Adress", exact=True).fill("Testgränd 14")
    press(page, "Control+Enter")
    expect(page.locator("#fastigheter")).to_contain_text("Testgränd 14")
    assert Property.objects.get().customer == made

    page.get_by_label("Lägg till köpare").click()
    dialog = page.locator("#lead-dialog")
    dialog.get_by_label("Namn").fill("Britta")
    dialog.get_by_role("button", name="Lägg till köparen").click()
    expect(dialog).to_contain_text("Skriv personens personnummer")
    dialog.get_by_label(re.compile("Personnummer")).fill("19750107-9292")
    dialog.get_by_role("button", name="Lägg till köparen").click()
    expect(page.locator("#rut")).to_contain_text("19750107–••••")
    assert RutPerson.objects.get().name == "Britta"

    contact = page.get_by_role("region", name="Kontakt", exact=True)
    page.clock.install()
    contact.get_by_role("button", name="Visa").click()
    expect(contact).to_contain_text("19880101-2397")
    page.clock.fast_forward(31_000)
    expect(contact).not_to_contain_text("2397")
    expect(contact.get_by_role("button", name="Visa")).to_be_visible()


def test_list_and_page_fit_a_phone(office, live_server):
    page = office
    page.set_viewport_size({"width": 390, "height": 844})
    made = factory.association(
        "Bostadsrättsföreningen Långa Namnet Som Inte Får Plats På En Rad", address="Provvägen 4"
    )
    factory.place(made, "Provvägen 4", conditions="Porten är trög. " * 20)
    for address in ("/kunder/", f"/kunder/{made.pk}/", f"/kunder/{made.pk}/andra/", f"/kunder/{made.pk}/anonymisera/"):
        page.goto(f"{live_server.url}{address}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") == 390, address
    page.goto(f"{live_server.url}/kunder/{made.pk}/")
    for menu in page.locator("main details:has(> .p-filtermenu-panel) > summary:visible").all():
        menu.click()
        panel = menu.locator("xpath=../*[contains(@class, 'p-filtermenu-panel')]")
        expect(panel).to_be_in_viewport(ratio=1)
        menu.click()
    page.goto(f"{live_server.url}/kunder/")
    page.get_by_placeholder("Sök namn").fill("långa namnet")
    expect(page.locator("#customers-region tbody tr")).to_have_count(1)


def test_everything_goes_without_scripts_too(office, live_server, browser):
    cookies = office.context.cookies()
    context = browser.new_context(java_script_enabled=False, locale="sv-SE")
    context.add_cookies(cookies)
    page = context.new_page()
    made = Customer.objects.get(name="Bengt Påhittsson")
    page.goto(f"{live_server.url}/kunder/?q=pahitts")
    page.get_by_role("link", name="Bengt Påhittsson").click()
    page.get_by_label("Lägg till köpare").click()
    page.get_by_label("Namn").fill("Britta")
    page.get_by_label("Personnummer").fill("19750107-9292")
    page.get_by_role("button", name="Lägg till köparen").click()
    assert RutPerson.objects.get().customer == made
    page.get_by_role("region", name="Kontakt", exact=True).get_by_role("button", name="Visa").click()
    expect(page.get_by_role("main")).to_contain_text("19880101-2397")
    page.get_by_role("link", name="Tillbaka till kunden").click()
    page.get_by_role("link", name="Visa historiken").click()
    expect(page.get_by_role("main")).to_contain_text("Historik")
    context.close()
