"""Things to do without a mouse, on a telephone and without scripts; the timeline of a customer as it is written.

1. G U opens Att göra; what is typed in words stands in the list under its day.
2. J goes to it, X ticks it, Z takes that back; S puts it off, and a time that is not understood is told in its place.
3. On the customer's page a call is written down and filtered; a note is corrected and removed, and Z puts it back.
4. The reminder is there when the time comes, and leads to what it is about.
5. The calendar's address is shown once, and a calendar fetches it without logging in.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from crm.models import FollowUp
from crm.tasks import sweep
from crm.tasks.followups import remind_of_follow_up
from perforia.base.clock import now
from perforia.base.models import User
from tests.factories import followups as made
from tests.journeys.test_letter_to_mail import house
from tests.support.browser import come_in, press

pytestmark = pytest.mark.slow
__all__ = ["house"]  # the fixture, found by its name


@pytest.fixture
def office(page: Page, live_server, house) -> Page:
    """Somebody logged in who works with customers."""
    user = User.objects.get(email="rut@exempel.test")
    made.customer()
    made.follow_up("Ring om magasinering", owner=user)
    come_in(page.context, live_server.url, user)
    page.goto(live_server.url)
    page.wait_for_load_state("networkidle")  # the keys are heard once the scripts are there
    return page


def test_things_to_do_by_keyboard(office, live_server):
    page = office
    press(page, "g")
    press(page, "u")
    page.wait_for_url("**/att-gora/")
    form = page.get_by_role("form", name="Lägg till uppgift")
    form.get_by_label("Vad", exact=True).fill("Beställ kartonger")
    form.get_by_label("När", exact=True).fill("när det passar")
    press(page, "Enter")
    expect(form.get_by_text("Skriv när, till exempel")).to_be_visible()
    expect(form.get_by_label("Vad", exact=True)).to_have_value("Beställ kartonger")
    form.get_by_label("När", exact=True).fill("om 1 timme")
    press(page, "Enter")
    row = page.locator(".p-todorow", has_text="Beställ kartonger")
    expect(row).to_be_visible()

    page.locator("h1").click()
    press(page, "j")
    expect(page.locator(".p-todorow.is-current")).to_contain_text("Beställ kartonger")
    press(page, "x")
    expect(row).to_have_count(0)
    press(page, "z")
    expect(row).to_be_visible()

    press(page, "j")
    press(page, "s")
    row.get_by_label("Annan tid").fill("sen")
    row.get_by_role("button", name="Skjut upp", exact=True).click()
    expect(row.get_by_text("Skriv när, till exempel")).to_be_visible()
    row.get_by_label("Annan tid").fill("om 3 veckor")
    row.get_by_role("button", name="Skjut upp", exact=True).click()
    expect(page.locator(".p-groupline", has_text="Senare")).to_be_visible()
    assert FollowUp.objects.get(text="Beställ kartonger").due_at > now() + timedelta(days=20)


def test_a_customers_history_is_written_filtered_corrected_and_taken_back(office, live_server):
    page = office
    page.goto(f"{live_server.url}/kunder/")
    page.get_by_role("link", name="Bengt Påhittsson").first.click()
    page.get_by_label("Vad hände, eller vad sades?").fill("Vill börja klockan 08.")
    page.get_by_role("button", name="Svarade", exact=True).click()
    call = page.locator("#timeline li", has_text="Vill börja klockan 08.")
    expect(call).to_contain_text("ringde, fick svar")
    page.get_by_label("Anteckning", exact=True).check(force=True)
    page.get_by_label("Vad hände, eller vad sades?").fill("Smal port.")
    page.locator("#timeline").get_by_role("button", name="Spara").click()
    note = page.locator("#timeline li", has_text="Smal port.")
    expect(note).to_contain_text("skrev en anteckning")

    page.get_by_role("link", name="Samtal och möten").click()
    expect(note).to_have_count(0)
    expect(call).to_be_visible()
    page.get_by_role("navigation", name="Visa i historiken").get_by_role("link", name="Allt").click()
    note.get_by_role("button", name="Ta bort").click()
    expect(note).to_have_count(0)
    press(page, "z")
    page.wait_for_url(re.compile(r"/kunder/\d+/"))
    expect(note).to_be_visible()
    note.get_by_role("link", name="Ändra").click()
    page.get_by_label("Vad hände, eller vad sades?").fill("Smal port, mät flygeln.")
    page.get_by_role("button", name="Spara ändringen").click()
    page.get_by_role("link", name="ändrat").click()
    expect(page.get_by_text("Vad som stod före")).to_be_visible()
    expect(page.locator("blockquote", has_text="Smal port.").last).to_be_visible()


def test_a_reminder_comes_when_its_time_has_come(office, live_server):
    todo = FollowUp.objects.get()
    FollowUp.objects.update(due_at=now() - timedelta(minutes=1))
    sweep.run()
    remind_of_follow_up.run(follow_up_id=todo.pk)
    office.goto(f"{live_server.url}/aviseringar/")
    office.get_by_role("button", name=re.compile("Ring om magasinering, nu")).click()
    office.wait_for_url("**/att-gora/")
    expect(office.locator(".p-groupline").first).to_contain_text("Försenat")
    expect(office.locator('[data-go="u"] .p-count')).to_contain_text("1")


def test_a_calendar_fetches_what_waits(office, live_server):
    page = office
    page.goto(f"{live_server.url}/installningar/kalender/")
    page.get_by_role("button", name="Skapa adress").click()
    address = page.get_by_label("Kalenderns adress").input_value()
    page.context.clear_cookies()
    answer = page.request.get(address)
    assert answer.status == 200
    assert "SUMMARY:Ring om magasinering" in answer.text()


@pytest.mark.parametrize("path", ["/att-gora/", "/att-gora/?vy=klara", "/installningar/kalender/"])
def test_on_a_telephone_nothing_stands_outside_the_page(office, live_server, path):
    office.set_viewport_size({"width": 390, "height": 844})
    office.goto(f"{live_server.url}{path}")
    assert office.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_scripts_things_are_added_ticked_and_taken_back(browser, live_server, house):
    user = User.objects.get(email="rut@exempel.test")
    made.follow_up("Ring om magasinering", owner=user)
    page = browser.new_context(java_script_enabled=False).new_page()
    come_in(page.context, live_server.url, user)
    page.goto(f"{live_server.url}/att-gora/")
    page.get_by_label("Vad", exact=True).fill("Beställ kartonger")
    page.get_by_label("När", exact=True).fill("imorgon 10")
    page.get_by_role("button", name="Lägg till").click()
    expect(page.get_by_role("link", name="Beställ kartonger", exact=True)).to_be_visible()
    page.get_by_role("button", name="Markera ”Beställ kartonger” som klar").click()
    expect(page.get_by_role("link", name="Beställ kartonger", exact=True)).to_have_count(0)
    page.goto(f"{live_server.url}/att-gora/?vy=klara")
    page.get_by_role("button", name="Ångra att ”Beställ kartonger” är klar").click()
    page.goto(f"{live_server.url}/att-gora/")
    expect(page.get_by_role("link", name="Beställ kartonger", exact=True)).to_be_visible()
