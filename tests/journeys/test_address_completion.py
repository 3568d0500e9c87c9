"""An address is completed with the keyboard alone, saved, and shown as checked against the register.

A customer's page, "Lägg till adress", the street's first letters, down and Enter for the street, its number, down and
Enter for the address, Tab to the button, Enter. What is typed by hand works as well.
"""

import pytest
from playwright.sync_api import expect

from crm.models import Property
from perforia.base.permissions import Role
from tests.factories import crm as factory
from tests.factories import world
from tests.factories.addresses import register
from tests.support.browser import come_in, press

pytestmark = pytest.mark.slow


def test_an_address_is_completed_with_the_keyboard_saved_and_shown_as_checked(context, page, live_server):
    come_in(context, live_server.url, world.person(Role.OWNER))
    register("Testgränd 12, 123 45 Storköping", "Testgränd 14, 123 45 Storköping", "Testgränd 14A, 123 45 Storköping")
    customer = factory.customer()
    page.goto(f"{live_server.url}/kunder/{customer.pk}/adresser/ny/")
    field = page.get_by_role("combobox", name="Adress", exact=True)
    field.focus()
    page.keyboard.type("testg")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".p-combo [aria-live]")).to_contain_text("1 förslag")
    press(page, "ArrowDown")
    expect(page.get_by_role("option", name="Testgränd Storköping")).to_have_attribute("aria-selected", "true")
    press(page, "Enter")
    expect(field).to_have_value("Testgränd ")
    expect(field).to_be_focused()
    expect(page.locator("#id_city")).to_have_value("Storköping")
    page.keyboard.type("14")
    expect(page.locator(".p-combo-option")).to_have_count(2)
    press(page, "Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    press(page, "ArrowDown")
    press(page, "ArrowDown")
    active = field.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_contain_text("Testgränd 14A")
    press(page, "Enter")
    expect(page.locator("#id_postal_code")).to_have_value("123 45")
    expect(field).to_have_value("Testgränd 14A")
    page.locator("#id_door_code").press("Control+Enter")
    expect(page.locator(".p-place")).to_contain_text("Kontrollerad mot registret. Läge: ingång.")
    assert Property.objects.get().verification == "verified"
