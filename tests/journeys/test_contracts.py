"""From a customer's page to a signed contract: filled in, sent, signed at Oneflow, called back, filed and shown."""

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from contracts import tasks
from contracts.models import Contract, TemplateMapping, TemplateRefresh
from contracts.services import mappings
from contracts.states import PdfState
from integrations.models import Callback
from integrations.services import connection_checks as checks
from integrations.tasks.connections import check_connection
from perforia.base.clock import now
from perforia.base.models import User
from perforia.base.permissions import Role
from tests.factories import crm
from tests.support.browser import come_in
from tests.support.live import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MOVE = "Flyttavtal privatperson"


@pytest.fixture
def office(page: Page, live_server, settings, oneflow, esign_connection) -> Page:
    """Somebody at the office; Oneflow calls back, and its templates are set up."""
    settings.BASE_URL = live_server.url
    call_command("load_demo", people_only=True, verbosity=0)
    owner = User.objects.get(role=Role.OWNER)
    checks.want_callbacks(connection=esign_connection, wanted=True, by=owner, at=now())
    check_connection(connection_id=esign_connection.pk)
    mappings.ask_for_refresh(by=owner, at=now())
    tasks.refresh_templates(refresh_id=TemplateRefresh.objects.get().pk)
    TemplateMapping.objects.filter(name=MOVE).update(is_used=True)
    come_in(page.context, live_server.url, User.objects.get(role=Role.OFFICE))
    return page


def test_a_contract_from_the_customers_page_to_the_signed_paper_on_it(office, live_server, oneflow):
    page, complaints = office, []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    customer = crm.customer(
        "Bengt Påhittsson", email="bengt@example.test", phone="070-174 06 05", address="Mallgatan 9"
    )
    page.goto(f"{live_server.url}/kunder/{customer.pk}/")
    page.get_by_role("link", name="Nytt avtal").click()

    expect(page.get_by_label("Kund", exact=True)).to_have_value("Bengt Påhittsson")
    expect(page.get_by_role("textbox", name="E-post").last).to_have_value("bengt@example.test")
    page.get_by_label("Pris inkl. moms").fill("14 500 kr")
    page.get_by_label("Får avtalet via").select_option("sms")
    page.get_by_label("Mobiltelefon").fill("")
    page.get_by_role("button", name="Skicka för signering").first.click()
    expect(page.get_by_text("Skriv ett mobilnummer: det behövs för sms.")).to_be_visible()
    expect(page.get_by_label("Pris inkl. moms")).to_have_value("14 500 kr")
    page.get_by_label("Får avtalet via").select_option("email")
    page.get_by_role("button", name="Skicka för signering").first.click()

    expect(page.get_by_text("Avtalet skapas i Oneflow och skickas.")).to_be_visible()
    contract = Contract.objects.get()
    tasks.send_contract(contract_id=contract.pk)
    expect(page.locator(".p-title")).to_contain_text("Skickat")
    contract.refresh_from_db()

    page.goto(f"{live_server.url}/kunder/{customer.pk}/")
    expect(page.locator("#avtal")).to_contain_text("Skickat")
    other = page.context.new_page()
    other.goto(f"{oneflow.page}/")
    other.locator("a[href^='/open/']", has_text="Bengt Påhittsson").click()
    other.get_by_role("button", name="Signera").click()
    wait_until(lambda: Callback.objects.filter(handled_at=None).count() >= 2, "the callbacks of opening and signing")
    for callback in Callback.objects.filter(handled_at=None).order_by("pk"):
        tasks.apply_esign_callback(callback_id=callback.pk)
    tasks.fetch_signed_pdf(contract_id=contract.pk)
    expect(page.locator("#avtal")).to_contain_text("Signerat", timeout=10_000)
    expect(page.locator("#avtal").get_by_role("link", name="Signerad pdf")).to_be_visible(timeout=10_000)
    contract.refresh_from_db()
    assert contract.pdf_state == PdfState.FILED

    page.locator("#avtal").get_by_role("link", name=contract.title).click()
    expect(page.get_by_role("link", name="Visa signerat avtal")).to_be_visible()
    expect(page.locator(".p-timeline")).to_contain_text("Bengt Påhittsson signerade")
    assert [each for each in complaints if "422" not in each] == []  # the page that was sent too early
