"""Writing to two of the list: marked, a template used, the texts seen, sent; then somebody says no by the link."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from crm import tasks
from crm.models import Consent, Mailing
from crm.services import leads, message_templates
from crm.states import Channel, ConsentKind, ConsentState
from integrations import tasks as outbox
from integrations.models import Message
from perforia.base.clock import now
from perforia.base.models import User
from perforia.base.permissions import Role
from perforia.demo.firm import PASSWORD

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TEXT = "Hej {förnamn}!\n\nVi putsar fönster i {ort|din trakt} i oktober."


@pytest.fixture
def office(page: Page, live_server, settings) -> Page:
    """Somebody at the office, with two leads who said yes and a template."""
    settings.BASE_URL = live_server.url
    call_command("load_demo", people_only=True, verbosity=0)
    by, at = User.objects.get(role=Role.OFFICE), now()
    for number, name in enumerate(("Astrid Exempelsson", "Bo Testsson")):
        details = leads.LeadDetails(name=name, email=f"person{number}@example.test", phone=f"+4670174061{number}")
        made = leads.record_lead(details=details, step=None, owner=None, by=by, at=at)
        Consent.objects.create(lead=made, kind=ConsentKind.MARKETING, state=ConsentState.GRANTED, at=at)
    template = message_templates.TemplateDetails("Höst", Channel.MAIL, "Rena fönster", TEXT, is_marketing=True)
    message_templates.save_template(template=None, details=template, by=by, at=at)
    page.goto(live_server.url)
    page.get_by_label("E-post").fill(by.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Fortsätt").click()
    page.get_by_role("heading", name="Aviseringar").wait_for()
    return page


def test_a_mailing_from_the_list_to_the_way_out(office, live_server, mail_sink):
    page, complaints = office, []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(f"{live_server.url}/leads/")
    page.get_by_label("Markera alla").check()
    page.get_by_role("button", name="Skriv till").click()
    expect(page.get_by_role("heading", name="Nytt utskick")).to_be_visible()
    expect(page.get_by_role("link", name="Astrid Exempelsson")).to_be_visible()

    page.locator("summary", has_text="Använd mall").click()
    page.get_by_role("link", name="Höst").click()
    expect(page.get_by_label("Text")).to_have_value(re.compile("Hej {förnamn}!"))
    page.get_by_label("Text").press("Control+End")
    page.get_by_role("button", name="{avsändare}").click()
    expect(page.get_by_label("Text")).to_have_value(re.compile(r"\{avsändare\}$"))
    page.get_by_role("button", name="Förhandsgranska").first.click()
    expect(page.get_by_text("Hej Bo!").or_(page.get_by_text("Hej Astrid!")).first).to_be_visible()
    page.get_by_role("button", name="Skicka till 2").click()
    page.wait_for_url("**/utskick/*/")

    tasks.send_mailing(mailing_id=Mailing.objects.get().pk)
    for message in Message.objects.order_by("pk"):
        outbox.send_message(message_id=message.pk)
    expect(page.locator(".p-figures")).to_contain_text("Skickat", timeout=10_000)
    assert len(mail_sink.received()) == 2

    text = mail_sink.received()[0].message.get_content()
    page.context.clear_cookies()
    (way_out,) = re.findall(r"http://\S+/utskick/avsluta/\S+", text)
    page.goto(way_out)
    page.get_by_role("button", name="Avregistrera mig").click()
    expect(page.get_by_role("heading", name="Du är avregistrerad")).to_be_visible()
    assert Consent.objects.filter(state=ConsentState.DENIED).count() == 1
    assert complaints == []
