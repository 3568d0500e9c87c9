"""A day with leads in the browser: from a call to a customer by keyboard, many at once, views, board, merging."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from crm.models import Customer, Lead, SavedView
from crm.services import lead_moves, leads
from crm.services.next_steps import Step
from crm.states import LeadStatus
from perforia.base.clock import now
from perforia.base.models import User
from tests.factories.leads import lead
from tests.support.browser import come_in, press

pytestmark = pytest.mark.slow
# What is no complaint: a form that is answered with what is wrong in it, and a question whose page was left.
EXPECTED = re.compile(r"status of 422|htmx:(afterRequest|sendAbort)")


@pytest.fixture
def seller(transactional_db) -> User:
    """The demo firm's people and three leads, the newest last."""
    call_command("load_demo", people_only=True, verbosity=0)
    user = User.objects.get(email="kim@exempel.test")
    lead("Bengt Påhittsson", "+46701740618", value=18_900, at=now() - timedelta(days=2), address="Mallgatan 9")
    lead("Gunilla Fiktivsson", "+46701740631", value=24_800, services=["home_cleaning"], at=now() - timedelta(hours=3))
    lead("Astrid Exempelsson", value=5_900, address="Provvägen 4", postal_code="123 45", city="Storköping")
    return user


@pytest.fixture
def office(page: Page, live_server, seller):
    """A seller at the list; the page must never complain."""
    come_in(page.context, live_server.url, seller)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}/leads/")
    yield page
    assert [words for words in complaints if not EXPECTED.search(words)] == []


def rows(page: Page) -> list[str]:
    """The names in the list, from the top."""
    return [name.strip() for name in page.locator("#leads-region tbody tr td:nth-child(2) a").all_inner_texts()]


def dialog(page: Page):
    return page.locator("#lead-dialog")


def test_from_a_new_lead_to_a_customer_by_keyboard_alone(office):
    page = office
    press(page, "g")
    press(page, "i")
    page.get_by_role("heading", name="Ring nu").wait_for()
    page.wait_for_load_state()  # keys are heard once the scripts are there
    press(page, "g")
    press(page, "l")
    page.wait_for_url("**/leads/")
    press(page, "j")
    expect(page.locator("tr.is-current")).to_contain_text("Astrid Exempelsson")
    press(page, "Enter")
    page.get_by_role("heading", name="Astrid Exempelsson").wait_for()
    page.wait_for_load_state()

    press(page, "q")
    expect(dialog(page)).to_be_visible()
    expect(dialog(page).get_by_label("Kvalificerad")).to_be_focused()
    press(page, "Control+Enter")
    expect(dialog(page)).to_contain_text("Skriv nästa steg")
    dialog(page).get_by_label("Nästa steg").focus()
    page.keyboard.type("Skicka offert")
    press(page, "Tab")
    page.keyboard.type("imorgon 10")
    press(page, "Control+Enter")
    expect(page.locator(".p-title")).to_contain_text("Kvalificerad")
    page.wait_for_load_state()

    press(page, "q")
    expect(dialog(page)).to_contain_text("Gör till kund")
    press(page, "Control+Enter")
    page.wait_for_url("**/kunder/*/")
    made = Customer.objects.get()
    expect(page.get_by_role("heading", name="Astrid Exempelsson").first).to_be_visible()
    assert (made.phone, made.properties.get().address) == ("+46701740612", "Provvägen 4")
    assert Lead.objects.get(customer=made).next_step == "Skicka offert"


def test_the_list_is_searched_filtered_and_ordered_as_one_types(office):
    page = office
    assert rows(page) == ["Astrid Exempelsson", "Gunilla Fiktivsson", "Bengt Påhittsson"]
    press(page, "/")
    page.keyboard.type("pahitt")
    expect(page.locator("#leads-region tbody tr")).to_have_count(1)
    expect(page.get_by_label("Sök bland leads")).to_be_focused()
    assert "q=pahitt" in page.url
    page.get_by_role("link", name="Rensa").click()
    expect(page.locator("#leads-region tbody tr")).to_have_count(3)

    press(page, "f")
    page.get_by_label("Tjänst").select_option("home_cleaning")
    page.get_by_role("button", name="Visa leads").click()
    expect(page.locator("#leads-region tbody tr")).to_have_count(1)
    expect(page.locator(".p-chip")).to_contain_text("Hemstädning")
    page.get_by_role("link", name="Rensa").click()
    page.get_by_role("link", name="Värde").click()
    page.wait_for_url("**sort=varde**")
    assert rows(page)[0] == "Gunilla Fiktivsson"


def test_many_at_once_are_previewed_done_and_undone_without_a_mouse(office, seller):
    page = office
    for key in ("j", "x", "j", "Shift+X"):
        press(page, key)
    expect(page.locator(".p-bulk")).to_contain_text("2 markerade")
    press(page, "a")
    dialog(page).get_by_label("Ägare").select_option(label=seller.name)
    press(page, "Control+Enter")
    expect(dialog(page)).to_contain_text("2 leads ändras")
    assert not Lead.objects.filter(owner=seller).exists()
    press(page, "Control+Enter")
    expect(page.locator(".p-toasts")).to_contain_text("2 leads tilldelade")
    expect(page.locator(f'#leads-region .avatar[aria-hidden]:text-is("{seller.initials}")')).to_have_count(2)
    assert Lead.objects.filter(owner=seller).count() == 2
    press(page, "z")
    expect(page.locator(".p-toasts")).to_contain_text("Ångrat för 2 leads")
    assert not Lead.objects.filter(owner=seller).exists()


def test_state_and_owner_are_changed_where_they_stand_and_the_row_keeps_the_focus(office, seller):
    page = office
    press(page, "j")
    press(page, "j")
    press(page, "s")
    dialog(page).get_by_label("Förlorad").check()
    dialog(page).get_by_label("Varför").select_option("price")
    press(page, "Control+Enter")
    expect(page.locator("#leads-region tbody tr")).to_have_count(2)
    assert Lead.objects.get(name="Gunilla Fiktivsson").status == LeadStatus.LOST
    press(page, "z")
    expect(page.locator("#leads-region tbody tr")).to_have_count(3)

    press(page, "j")
    press(page, "a")
    dialog(page).get_by_label("Ägare").select_option(label=seller.name)
    press(page, "Control+Enter")
    expect(page.locator("tr.is-current")).to_contain_text("Astrid Exempelsson")
    expect(page.locator("tr.is-current a").first).to_be_focused()
    assert Lead.objects.get(owner=seller).name == "Astrid Exempelsson"


def test_cards_move_on_the_board_by_key_and_by_hand(office, live_server):
    page = office
    page.goto(f"{live_server.url}/leads/?vy=tavla")
    press(page, "j")
    press(page, "Shift+L")
    expect(dialog(page).get_by_label("Kontaktad")).to_be_checked()
    dialog(page).get_by_label("Nästa steg").fill("Hembesök")
    dialog(page).get_by_label("När").fill("fre 9")
    press(page, "Control+Enter")
    contacted = page.locator('[data-lane="contacted"]')
    expect(contacted).to_contain_text("Astrid Exempelsson")

    card = page.locator("[data-lead-card]", has_text="Bengt Påhittsson")
    card.hover()
    page.mouse.down()
    contacted.hover()
    expect(page.locator(".p-slot")).to_contain_text("Kontaktad")
    page.mouse.up()
    expect(dialog(page)).to_be_visible()
    press(page, "Escape")
    expect(dialog(page)).to_be_hidden()
    assert Lead.objects.get(name="Bengt Påhittsson").status == LeadStatus.NEW


def test_a_view_is_saved_shared_shown_with_its_counter_and_forgotten(office, live_server):
    page = office
    page.goto(f"{live_server.url}/leads/?varde=18000&sort=varde")
    page.get_by_role("link", name="Spara vy").click()
    dialog(page).get_by_label("Namn").fill("Stora jobb")
    dialog(page).get_by_label("Alla").check()
    dialog(page).get_by_role("button", name="Spara vyn").click()
    tab = page.locator("#lead-tabs a", has_text="Stora jobb")
    expect(tab).to_contain_text("2")
    expect(tab).to_have_attribute("aria-current", "page")
    assert SavedView.objects.get().visibility == "shared"
    page.goto(f"{live_server.url}/leads/vyer/")
    page.get_by_role("button", name="Ta bort").click()
    page.get_by_role("dialog").get_by_role("button", name="Ta bort").click()
    expect(page.get_by_text("Inga sparade vyer")).to_be_visible()


def test_two_that_were_one_are_compared_merged_and_taken_apart(office, live_server, seller):
    page = office
    twin = lead("A. Exempelsson", email="astrid@example.se")
    lead_moves.contact(lead=twin, step=Step("Hembesök", now() + timedelta(days=1)), by=seller, at=now())
    page.goto(f"{live_server.url}/leads/{twin.pk}/")
    page.get_by_role("link", name="Jämför").click()
    expect(page.get_by_text("fylls i").first).to_be_visible()
    page.get_by_role("button", name="Slå ihop").click()
    page.get_by_role("heading", name="Astrid Exempelsson").wait_for()
    expect(page.locator("aside")).to_contain_text("astrid@example.se")
    expect(page.locator("aside")).to_contain_text(f"L-{twin.pk} slogs ihop hit")
    page.get_by_role("button", name="Ta isär").click()
    expect(page.locator("aside")).not_to_contain_text("astrid@example.se")
    assert Lead.objects.filter(merged_into=None).count() == 4


def test_somebody_who_calls_is_written_down_and_the_one_who_is_known_already_is_shown(office):
    page = office
    press(page, "n")
    page.wait_for_url("**/leads/nytt/")
    page.get_by_label("Telefon").fill("070-174 06 12")
    expect(page.locator("#known-already")).to_contain_text("Samma telefon")
    page.get_by_label("Telefon").fill("nummer")
    press(page, "Control+Enter")
    expect(page.get_by_text("Skriv ett telefonnummer")).to_be_visible()
    page.get_by_label("Telefon").fill("070-174 06 50")
    page.get_by_label("Namn").fill("Hamza Skissgren")
    press(page, "Control+Enter")
    page.get_by_role("heading", name="Hamza Skissgren").wait_for()
    page.wait_for_load_state()
    press(page, "Control+k")
    page.keyboard.type("skissg")
    expect(page.get_by_role("option", name=re.compile("Hamza Skissgren")).first).to_be_visible()
    assert Lead.objects.get(name="Hamza Skissgren").phone == "+46701740650"


@pytest.mark.parametrize("address", ["/leads/", "/leads/?vy=tavla", "/leads/nytt/", "/leads/vyer/", "/"])
def test_nothing_is_cut_off_on_a_phone(office, live_server, address):
    page = office
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}{address}")

    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_idag_counts_on_by_itself_and_shows_a_new_lead_when_it_comes(office, live_server):
    page = office
    page.goto(f"{live_server.url}/")
    expect(page.locator("#calls .p-item")).to_have_count(3)
    made = lead("Nyss Inkommen", "+46701740655")
    page.evaluate("window.htmx.ajax('GET', '/leads/att-ringa/', {target: '#calls', swap: 'outerHTML'})")
    expect(page.locator("#calls")).to_contain_text("Nyss Inkommen")
    leads.archive(lead=made, by=User.objects.get(email="kim@exempel.test"), at=now())
