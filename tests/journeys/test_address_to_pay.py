"""From a customer's address to time that is approved, with everybody at their own screen.

1. The office completes an address of a customer, and makes a job of it. 2. On the schedule the job is dragged from the
tray to a person, and moved by key to this hour. 3. The day is published; the text message has the person's own link.
4. The link opens the day on a phone, which loses its coverage: in, out, and sent when it is back. 5. The time is
approved, and the papers that prove it are wanted.
"""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from crm.models import Property
from integrations.models import Message
from perforia.base.clock import now, today
from perforia.base.permissions import Role
from scheduling.models import Job, JobPapers, TimeEntry
from scheduling.rules.worktime import to_local
from scheduling.states import TimeState
from tests.factories import crm, world
from tests.factories.addresses import register
from tests.factories.scheduling import person
from tests.support.browser import come_in, press
from tests.support.live import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def complete_address(page: Page, server: str, customer_id: int) -> None:
    """Write the beginning of a street and choose the house."""
    page.goto(f"{server}/kunder/{customer_id}/adresser/ny/")
    field = page.get_by_role("combobox", name="Adress", exact=True)
    field.press_sequentially("testgränd 14")
    page.get_by_role("option", name=re.compile("Testgränd 14")).click()
    expect(page.locator("#id_postal_code")).to_have_value("123 45")
    page.locator("#id_door_code").press("Control+Enter")
    expect(page.locator(".p-place")).to_contain_text("Kontrollerad mot registret")


def make_job(page: Page) -> None:
    """A job of today at the customer's address."""
    page.get_by_role("link", name="Nytt uppdrag").click()
    page.get_by_label("Vad ska göras?").fill("Hemstädning 74 m²")
    page.get_by_label("Önskad dag").fill(today().isoformat())
    page.get_by_label("Tid hos kunden").fill("1")
    page.locator("#job-form button[type=submit]:not([name])").last.click()
    again = page.get_by_role("button", name="Spara ändå")
    if again.count():
        again.click()
    expect(page.get_by_role("heading", name="Hemstädning 74 m²")).to_be_visible()


def drag(page: Page, card: Locator, track: Locator) -> None:
    """From the tray to the middle of somebody's row."""
    start, goal = card.bounding_box(), track.bounding_box()
    assert start is not None
    assert goal is not None
    page.mouse.move(start["x"] + 12, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(goal["x"] + goal["width"] / 3, goal["y"] + 20, steps=6)
    page.mouse.up()


def plan(page: Page, server: str) -> None:
    """Give the job to Wilma by hand, and this hour by key; why is told when a rule asks, for the hour may be any."""
    page.goto(f"{server}/schema/")
    track = page.locator('.p-sched-row[data-name="Wilma Testfors"] .p-track')
    form, bar = page.get_by_role("dialog"), page.get_by_role("link", name=re.compile("Låtsasson .*Wilma"))
    why = form.get_by_label("Varför planerar du så ändå?")
    drag(page, page.locator(".p-day-card", has_text="Hemstädning"), track)
    confirm(why, bar)
    bar.focus()
    press(page, "m")
    hour = min(f"{to_local(now()):%H}:00", "22:59")  # an hour later it is still today
    form.get_by_label("Börjar").fill(hour)
    press(page, "Control+Enter")
    confirm(why, page.get_by_role("link", name=re.compile(f"Låtsasson {hour}")))


def confirm(why: Locator, planned: Locator) -> None:
    """Say why if that is asked, and wait until it is planned."""
    expect(why.or_(planned).first).to_be_visible()
    if why.is_visible():
        why.fill("Prov")
        why.page.get_by_role("button", name="Planera ändå").click()
    expect(planned).to_be_visible()


def test_an_address_becomes_a_job_a_day_and_an_approved_time(page: Page, browser: Browser, live_server):
    server = live_server.url
    register("Testgränd 14, 123 45 Storköping")
    customer = crm.customer("David Låtsasson")
    wilma = person("Wilma Testfors", group="cleaning", hours=("00:00", "23:59"))
    come_in(page.context, server, world.person(Role.OFFICE))

    complete_address(page, server, customer.pk)
    make_job(page)
    plan(page, server)
    page.get_by_role("link", name=re.compile("Publicera")).click()
    page.get_by_role("dialog").get_by_role("button", name="Publicera").click()
    expect(page.get_by_text("Allt är publicerat")).to_be_visible()

    told = Message.objects.get().body
    link = re.search(r"/min-dag/l/\S+", told)
    assert link is not None, told
    phone = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True).new_page()
    phone.goto(server + link[0])
    phone.get_by_role("button", name=re.compile("Öppna|Visa")).first.click()
    job = Job.objects.get()
    phone.goto(f"{server}/min-dag/{job.pk}/")
    expect(phone.get_by_text("Testgränd 14", exact=True)).to_be_visible()
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Checka in").click()
    expect(phone.get_by_text("Pågår, incheckad")).to_be_visible()
    phone.get_by_label("Hela uppdraget är klart").check()
    phone.get_by_role("button", name="Checka ut").click()
    assert not TimeEntry.objects.exists()
    phone.context.set_offline(False)
    wait_until(lambda: TimeEntry.objects.filter(state=TimeState.REPORTED).exists(), "the time to be reported")
    phone.context.close()

    page.goto(f"{server}/tid/")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Godkänn markerade").click()
    expect(page.get_by_text("Tiden är godkänd.")).to_be_visible()
    entry = TimeEntry.objects.get()
    assert (entry.state, entry.resource) == (TimeState.APPROVED, wilma)
    assert JobPapers.objects.get().job == job
    assert Property.objects.get().verification == "verified"
