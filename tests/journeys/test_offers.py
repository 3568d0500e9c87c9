"""An offer, all the way: from a lead, rows by keyboard with the deduction beside them, sent, accepted by the customer.

1. The lead's page leads to a new offer that begins with what was asked for.
2. A row is written by keyboard, another comes from the price list; sums and deduction follow, counted by the server.
3. It is saved, sent by mail with its paper, and the mail brings a link.
4. The customer reads it on a telephone without login or scripts, and says yes; the office sees it.
"""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Page, expect

from contracts.models import Offer, PriceItem
from contracts.states import OfferStatus, RowKind, Unit
from contracts.tasks.offers import build_offer
from crm.models import Lead
from integrations.models import Message
from perforia.base.clock import today
from perforia.base.permissions import Role
from tests.factories import leads, world
from tests.factories import offers as made
from tests.support.browser import come_in, press

pytestmark = pytest.mark.slow


@pytest.fixture
def lead(transactional_db) -> Lead:
    made.item("Flyttarbete, per person", 400, service="moving", usual_quantity=Decimal(20))
    made.item("Flyttbil 18 m³", 4600, kind=RowKind.TRAVEL, unit=Unit.PIECE, work=None)
    return leads.lead(
        "Astrid Exempelsson", email="astrid@exempel.test", address="Provvägen 4", postal_code="123 45",
        city="Storköping", wanted_on=today() + timedelta(days=20),
    )  # fmt: skip


def test_an_offer_is_written_sent_and_accepted(page: Page, browser: Browser, live_server, lead):
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    come_in(page.context, live_server.url, world.person(Role.OFFICE))
    page.goto(f"{live_server.url}/offerter/ny/?lead={lead.pk}")
    expect(page.get_by_label("Namn").first).to_have_value("Astrid Exempelsson")
    expect(page.locator("#live-to-pay")).to_have_text(re.compile(r"4\s000\skr"))

    first = page.locator("[data-row]").first
    first.get_by_label("Antal").fill("21")
    page.get_by_label("Från prislistan").select_option(value=str(PriceItem.objects.get(name="Flyttbil 18 m³").pk))
    expect(page.locator("#live-to-pay")).to_have_text(re.compile(r"8\s800\skr"))
    last = page.locator("[data-row]:visible").last
    last.get_by_label("À-pris").press("Enter")
    page.keyboard.type("500")
    row = page.locator("[data-row]:visible").last
    row.get_by_label("Beskrivning").fill("Flyttstädning")
    row.get_by_label("Slag").select_option(label="Arbete, städning")
    expect(page.locator("#offer-totals")).to_contain_text(re.compile(r"Rutavdrag 50 %\s*−4\s450\skr"))
    expect(page.locator("#live-to-pay")).to_have_text(re.compile(r"9\s050\skr"))
    row.get_by_label("Beskrivning").press("Alt+ArrowUp")
    press(page, "Control+Enter")

    page.get_by_role("link", name="Skicka").click()
    page.get_by_role("button", name="Skicka offerten").click()
    expect(page.locator("#offer-delivery")).to_contain_text("Offerten skickas")
    offer = Offer.objects.get()
    assert [each.description for each in offer.rows.order_by("position")][1] == "Flyttstädning"
    build_offer(offer_id=offer.pk)
    expect(page.get_by_role("link", name="PDF", exact=True)).to_be_visible()

    path = re.search(r"/din-offert/\S+", Message.objects.get().body)
    assert path
    phone = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=False, locale="sv-SE")
    customer = phone.new_page()
    customer.goto(f"{live_server.url}{path[0]}")
    expect(customer.get_by_role("heading", level=1)).to_have_text("Flytt")
    expect(customer.locator(".p-ticket")).to_contain_text(re.compile(r"9\s050\skr"))
    customer.get_by_label("Ditt namn").fill("Astrid Exempelsson")
    customer.get_by_label("Jag har läst offerten").check()
    customer.get_by_role("button", name="Acceptera offerten").click()
    expect(customer.get_by_text("Tack, offerten är accepterad.")).to_be_visible()
    phone.close()

    page.reload()
    expect(page.locator(".p-title")).to_contain_text("Accepterad")
    expect(page.get_by_role("link", name="Skapa avtal")).to_be_visible()
    assert Offer.objects.get().status == OfferStatus.ACCEPTED
    assert complaints == []
