"""Mailings: what is sent is what was shown, only to those who may get it, once each, and no is a no."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from crm import tasks
from crm.models import Activity, Consent, Customer, Lead, Mailing, MailingRecipient, MessageTemplate
from crm.queries.audiences import way_out_of
from crm.rules.mailing import is_stop
from crm.services import leads, mailings, withdrawals
from crm.states import ConsentKind, ConsentState, RecipientStatus
from integrations import services as integrations
from integrations import tasks as integrations_tasks
from integrations.models import IncomingText, Message
from integrations.states import MessageStatus
from perforia.base.clock import now
from perforia.base.models import AuditEvent
from perforia.base.permissions import ROLE_PERMISSIONS, Permission, Role
from tests.factories import world

pytestmark = pytest.mark.django_db
NEW = "/utskick/nytt/"
MAIL = {"channel": "mail", "subject": "Flytt den {datum}", "body": "Hej {förnamn}!\nHälsningar {avsändare}"}
SMS = {"channel": "sms", "body": "Hej {förnamn}! Vi kommer i morgon."}


@pytest.fixture
def office(client, login_as):
    login_as(Role.OFFICE)
    return client


def lead(name="Astrid Exempelsson", number=12, **more):
    known = {
        "phone": f"+467017406{number:02}", "email": f"{name.split()[0].lower()}{number}@example.test",
        "wanted_on": date(2026, 12, 3), "address": "Provvägen 4",
    }  # fmt: skip
    details = leads.LeadDetails(name=name, **{**known, **more})
    return leads.record_lead(details=details, step=None, owner=None, by=world.person(Role.OFFICE), at=now())


def customer(name="Anna Berg", **more):
    made = world.invoice(f"F-{Customer.objects.count()}", name=name).customer
    Customer.objects.filter(pk=made.pk).update(**{"email": "anna@example.test", "phone": "+46701740699", **more})
    made.refresh_from_db()
    return made


def says(state, **who):
    return Consent.objects.create(kind=ConsentKind.MARKETING, state=state, at=now(), **who)


def to(*rows, target="leads"):
    return f"{NEW}?till={target}&" + "&".join(f"id={row.pk}" for row in rows)


def preview(client, address, text, **more):
    return client.post(address, {**text, **more})


def send(client, address, text, **more):
    """Show it and send what was shown; answers the mailing."""
    shown = preview(client, address, text, **more)
    assert shown.status_code == 200, shown.text
    answer = client.post(address, {**text, "act": "send", "mark": shown.context["plan"].mark, **more})
    assert answer.status_code == 302, answer.context["problem"]
    return Mailing.objects.latest("pk")


def work(mailing):
    tasks.send_mailing(mailing_id=mailing.pk)
    for message in Message.objects.filter(status=MessageStatus.QUEUED).order_by("pk"):
        integrations_tasks.send_message(message_id=message.pk)


def test_exactly_what_was_shown_is_sent_once_to_each(office, mail_sink):
    rows = [lead("Astrid Exempelsson", 12), lead("Bo Testsson", 13)]
    shown = preview(office, to(*rows), MAIL).text
    assert "Hej Astrid!" in shown
    assert "Flytt den 3 december" in shown

    mailing = send(office, to(*rows), MAIL)
    for _ in range(2):
        work(mailing)

    received = {each.recipients[0]: each.message for each in mail_sink.received()}
    assert set(received) == {"astrid12@example.test", "bo13@example.test"}
    told = received["bo13@example.test"]
    assert told["Subject"] == "Flytt den 3 december"
    assert told.get_content().strip().replace("\r", "") == "Hej Bo!\nHälsningar Test Kontor"
    assert told["List-Unsubscribe"] is None
    mailing.refresh_from_db()
    assert mailing.finished_at is not None
    assert Activity.objects.filter(kind="mail", lead__in=rows).count() == 2


def test_a_button_pressed_twice_sends_once(office, mail_sink):
    where = to(lead())
    mark = preview(office, where, MAIL).context["plan"].mark
    rows = [office.post(where, {**MAIL, "act": "send", "mark": mark}).url for _ in range(2)]
    assert rows[0] == rows[1]
    assert Mailing.objects.count() == 1
    work(Mailing.objects.get())
    assert office.post(where, {**MAIL, "act": "send", "mark": mark}).url == rows[0]
    Mailing.objects.update(created_at=now() - timedelta(hours=1))
    assert office.post(where, {**MAIL, "act": "send", "mark": mark}).url != rows[0]


def test_a_text_message_goes_to_the_number_and_is_followed(office, sms_gateway):
    mailing = send(office, to(lead()), SMS)
    work(mailing)
    (taken,) = sms_gateway.taken()
    assert (taken.form["to"], taken.form["message"]) == ("+46701740612", "Hej Astrid! Vi kommer i morgon.")
    page = office.get(reverse("crm:mailing_page", args=[mailing.pk])).text
    assert "070-174 06 12" in page
    assert "Skickat" in page


def test_one_message_to_one_stops_the_clock_but_a_mailing_does_not(office):
    one, two, three = lead("A A", 1), lead("B B", 2), lead("C C", 3)
    tasks.send_mailing(mailing_id=send(office, to(one), SMS).pk)
    tasks.send_mailing(mailing_id=send(office, to(two, three), SMS).pk)
    stopped = set(Lead.objects.exclude(first_contact_at=None).values_list("pk", flat=True))
    assert stopped == {one.pk}


def test_advertising_goes_only_to_those_who_said_yes_and_carries_a_way_out(office, mail_sink):
    yes, no, silent = lead("Ja Ja", 1), lead("Nej Nej", 2), lead("Tyst Tyst", 3)
    says(ConsentState.GRANTED, lead=yes)
    says(ConsentState.GRANTED, lead=no)
    says(ConsentState.DENIED, lead=no)
    shown = preview(office, to(yes, no, silent), MAIL, is_marketing="on")
    assert [row.person.lead_id for row in shown.context["plan"].sent] == [yes.pk]
    assert shown.text.count("Har inte sagt ja till utskick.") == 2

    work(send(office, to(yes, no, silent), MAIL, is_marketing="on"))
    (received,) = mail_sink.received()
    way_out = way_out_of(lead_id=yes.pk, customer_id=None)
    assert received.message["List-Unsubscribe"].replace("\n", "").replace(" ", "") == f"<{way_out}>"
    assert received.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert way_out in received.message.get_content()


def test_a_customer_has_said_what_their_leads_said_last(office):
    made, known = lead(), customer()
    Lead.objects.filter(pk=made.pk).update(customer=known)
    says(ConsentState.GRANTED, customer=known)
    says(ConsentState.DENIED, lead=made)
    answer = preview(office, to(known, target="customers"), {**SMS, "is_marketing": "on"})
    assert answer.context["plan"].sent == []


def test_who_says_no_before_it_leaves_gets_nothing(office, mail_sink):
    made = lead()
    says(ConsentState.GRANTED, lead=made)
    mailing = send(office, to(made), MAIL, is_marketing="on")
    says(ConsentState.DENIED, lead=made)
    work(mailing)
    assert mail_sink.received() == []
    assert mailing.recipients.get().reason == "Tackade nej innan det skickades."


def test_a_missing_value_stops_everything_until_it_is_settled(office):
    whole, half = lead("Astrid Hel", 1), lead("Bo Halv", 2, wanted_on=None)
    shown = preview(office, to(whole, half), MAIL)
    assert "Värde saknas för {datum}." in shown.text
    answer = office.post(to(whole, half), {**MAIL, "act": "send", "mark": shown.context["plan"].mark})
    assert answer.status_code == 422
    assert not Mailing.objects.exists()

    mailing = send(office, to(whole, half), MAIL, without="1")
    assert dict(mailing.recipients.values_list("lead", "status")) == {
        whole.pk: RecipientStatus.WAITING, half.pk: RecipientStatus.SKIPPED,
    }  # fmt: skip


def test_what_has_changed_since_it_was_shown_is_shown_again(office):
    made = lead()
    mark = preview(office, to(made), MAIL).context["plan"].mark
    Lead.objects.filter(pk=made.pk).update(name="Någon Annan")
    answer = office.post(to(made), {**MAIL, "act": "send", "mark": mark})
    assert answer.status_code == 422
    assert "Något har ändrats sedan förhandsgranskningen" in answer.text
    assert not Mailing.objects.exists()


def test_the_same_address_gets_it_once(office):
    rows = [lead("Ett Ett", 1, email="par@example.test"), lead("Två Två", 2, email="PAR@example.test")]
    mailing = send(office, to(*rows), MAIL)
    assert mailing.recipients.filter(status=RecipientStatus.WAITING).count() == 1
    assert mailing.recipients.get(status=RecipientStatus.SKIPPED).reason.startswith("Någon annan")


def test_protected_people_get_no_advertising_and_nothing_from_those_who_may_not_see_them(office, monkeypatch):
    known = customer(is_protected=True)
    says(ConsentState.GRANTED, customer=known)
    where = to(known, target="customers")
    assert "får ingen reklam" in preview(office, where, {**SMS, "is_marketing": "on"}).text
    mailing = send(office, where, SMS)

    monkeypatch.setitem(ROLE_PERMISSIONS, Role.OFFICE, ROLE_PERMISSIONS[Role.OFFICE] - {Permission.SEE_PROTECTED})
    shown = preview(office, where, SMS).text
    assert "du får inte kontakta" in shown
    page = office.get(reverse("crm:mailing_page", args=[mailing.pk])).text
    assert "070-174 06 99" not in page + shown


def test_a_whole_list_is_written_to_by_its_own_filters(office):
    lead("Astrid Exempelsson", 1), lead("Bo Testsson", 2)
    page = office.get(f"{NEW}?till=leads&lista=1&q=astrid")
    assert page.context["count"] == 1


def test_marked_rows_of_the_list_lead_to_a_page_of_their_own(office):
    made = lead()
    answer = office.get(to(made), headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, to(made))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"body": ""}, "Skriv texten"),
        ({"channel": "fax"}, "Välj e-post eller sms"),
        ({"subject": ""}, "Skriv ett ämne"),
        ({"body": "Hej {fornamn}"}, "Menade du {förnamn}?"),
        ({"subject": "Hej {"}, "saknar sin andra hälft"),
        ({"body": "x" * 6000}, "Korta texten"),
    ],
)
def test_bad_input_is_refused_in_swedish_and_kept(office, told, words):
    answer = preview(office, to(lead()), {**MAIL, **told})
    assert answer.status_code == 422
    assert words in answer.text.replace("&#x27;", "'")
    assert (told.get("subject") or MAIL["subject"]) in answer.text or "subject" in told


def test_text_messages_need_a_gateway(office, settings):
    settings.SMS_URL = ""
    answer = preview(office, to(lead()), SMS)
    assert answer.status_code == 422
    assert "Sms är inte anslutet" in answer.text


@pytest.mark.parametrize(
    "query", ["", "?till=katter&id=1", "?till=leads", "?till=leads&id=x", "?till=leads&id=9&id=99999999999999999"]
)
def test_an_address_that_chooses_nobody_asks_whom(office, query):
    assert office.get(f"{NEW}{query}").status_code == 200


def test_editing_keeps_what_was_written(office):
    page = preview(office, to(lead()), MAIL, act="edit").text
    assert "Hälsningar {avsändare}" in page


@pytest.mark.parametrize("name", ["mailings", "new_mailing", "message_templates", "new_template"])
def test_pages_are_for_those_who_may_send(client, login_as, name):
    login_as(Role.OFFICE)
    assert client.get(reverse(f"crm:{name}")).status_code == 200
    login_as(Role.READER)
    assert client.get(reverse(f"crm:{name}")).status_code == 403


def test_a_killed_worker_leaves_each_receiver_waiting_or_with_one_message(office, monkeypatch):
    mailing = send(office, to(*(lead(f"Person{n} X", n) for n in range(5))), MAIL)
    monkeypatch.setattr(mailings, "AT_ONCE", 2)
    assert mailings.hand_over_some(mailing=mailing, at=now()) == 2
    queue, asked = integrations.queue_bulk_mail, []

    def killed(**facts):
        asked.append(facts)
        if len(asked) == 2:
            raise SystemExit
        return queue(**facts)

    monkeypatch.setattr(mailings, "queue_bulk_mail", killed)
    with pytest.raises(SystemExit):
        mailings.hand_over_some(mailing=mailing, at=now())
    assert Message.objects.count() == 2
    assert mailings.due_mailings(now()) == [{"mailing_id": mailing.pk}]

    monkeypatch.undo()
    for _ in range(2):
        tasks.send_mailing(mailing_id=mailing.pk)
    assert Message.objects.count() == 5
    assert MailingRecipient.objects.filter(status=RecipientStatus.QUEUED).values("message_id").distinct().count() == 5
    assert mailings.due_mailings(now()) == []


def test_a_mailing_is_stopped_for_those_who_wait(office):
    mailing = send(office, to(lead("A A", 1), lead("B B", 2)), MAIL)
    office.post(reverse("crm:stop_mailing", args=[mailing.pk]))
    tasks.send_mailing(mailing_id=mailing.pk)
    mailing.refresh_from_db()
    assert mailing.finished_at is not None
    assert not Message.objects.exists()


def test_a_failed_message_is_sent_again_from_its_mailing_only(office, mail_sink):
    mailing = send(office, to(lead()), MAIL)
    tasks.send_mailing(mailing_id=mailing.pk)
    row = mailing.recipients.get()
    address = reverse("crm:resend_message", args=[mailing.pk, row.pk])
    Message.objects.update(status=MessageStatus.SENT, sent_at=now())
    assert office.post(address).status_code == 409
    Message.objects.update(status=MessageStatus.FAILED, error="Okänd mottagare")
    assert "Okänd mottagare" in office.get(reverse("crm:mailing_page", args=[mailing.pk])).text
    assert "Behöver dig" in office.get(reverse("crm:mailings")).text
    assert office.post(address).status_code == 302
    work(mailing)
    assert len(mail_sink.received()) == 1


def test_pages_ask_the_database_the_same_for_one_and_for_many(office, django_assert_max_num_queries):
    mailing = send(office, to(*(lead(f"Person{n} X", n) for n in range(8))), MAIL)
    tasks.send_mailing(mailing_id=mailing.pk)
    for number in range(3):
        send(office, to(lead("En En", 30 + number)), MAIL)
    with django_assert_max_num_queries(25):
        office.get(reverse("crm:mailing_page", args=[mailing.pk]))
    with django_assert_max_num_queries(25):
        office.get(reverse("crm:mailings"))
    with django_assert_max_num_queries(27):
        office.get(to(*Lead.objects.all()))


def test_progress_refreshes_the_page_when_nothing_more_happens(office, mail_sink):
    mailing = send(office, to(lead()), MAIL)
    address = reverse("crm:mailing_progress", args=[mailing.pk])
    assert "every 1s" in office.get(address, headers={"HX-Request": "true"}).text
    work(mailing)
    assert office.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_the_way_out_asks_then_writes_a_no_for_everybody_with_the_address(client):
    made, same, known = lead("A A", 1), lead("B B", 2, email="a1@example.test"), customer(email="a1@example.test")
    for who in ({"lead": made}, {"lead": same}, {"customer": known}):
        says(ConsentState.GRANTED, **who)
    address = way_out_of(lead_id=made.pk, customer_id=None).removeprefix("http://testserver")
    page = client.get(address)
    assert "Avregistrera mig" in page.text
    assert "A A" not in page.text
    assert Consent.objects.filter(state=ConsentState.DENIED).count() == 0

    for _ in range(2):
        assert "Du är avregistrerad" in client.post(address, {"List-Unsubscribe": "One-Click"}).text
    assert Consent.objects.filter(state=ConsentState.DENIED, source="unsubscribe").count() == 3
    assert AuditEvent.objects.filter(verb__endswith="consent_recorded").count() >= 3


@pytest.mark.parametrize("token", ["l1", "l1:x", "c9:" + "A" * 43])
def test_a_way_out_that_is_not_ours_leads_nowhere(client, db, token):
    assert client.get(f"/utskick/avsluta/{token}/").status_code == 404
    assert client.post(f"/utskick/avsluta/{token}/").status_code == 404


def answered(body, sender="+46701740612"):
    integrations.receive_text(external_id=body[:40], sender=sender, to="+46766861004", body=body, at=now())
    text = IncomingText.objects.latest("pk")
    for _ in range(2):
        tasks.handle_text(text_id=text.pk)


def test_stop_is_a_no_and_stands_in_the_history(office):
    made = lead()
    says(ConsentState.GRANTED, lead=made)
    answered("Stopp tack")
    assert Consent.objects.filter(lead=made).latest("pk").state == ConsentState.DENIED
    assert Activity.objects.get(lead=made, kind="sms").text == "Stopp tack"
    assert withdrawals.due_texts(now() + timedelta(days=1)) == []


def test_any_other_answer_is_only_kept(office):
    made = lead()
    says(ConsentState.GRANTED, lead=made)
    answered("Stoppa inte flytten!")
    answered("Hej", sender="+46701740600")
    assert not Consent.objects.filter(state=ConsentState.DENIED).exists()
    assert IncomingText.objects.filter(handled_at=None).count() == 0


@pytest.mark.parametrize(
    ("text", "is_no"), [("STOPP", True), ("stop!", True), ("  Avsluta.", True), ("", False), ("Jag vill stoppa", False)]
)
def test_the_first_word_decides(text, is_no):
    assert is_stop(text) is is_no


TEMPLATE = {"name": "Bekräftelse", **MAIL}


def test_templates_are_written_corrected_used_and_forgotten(office):
    assert office.post("/utskick/mallar/ny/", TEMPLATE).status_code == 302
    again = office.post("/utskick/mallar/ny/", TEMPLATE)
    assert again.status_code == 422
    assert "Det finns redan en mall" in again.text
    made = MessageTemplate.objects.get()
    office.post(f"/utskick/mallar/{made.pk}/", {**TEMPLATE, "body": "Ny text {namn}"})
    page = office.get(f"{to(lead())}&mall={made.pk}")
    assert "Ny text {namn}" in page.text
    office.post(f"/utskick/mallar/{made.pk}/ta-bort/")
    assert not MessageTemplate.objects.exists()


@pytest.mark.parametrize("wrong", [{"name": ""}, {"body": "{okänt}"}, {"channel": ""}, {"subject": ""}])
def test_a_template_with_faults_is_not_kept(office, wrong):
    assert office.post("/utskick/mallar/ny/", {**TEMPLATE, **wrong}).status_code == 422
    assert not MessageTemplate.objects.exists()


def test_a_landline_gets_no_text_message(office):
    home = lead("Hemma Hos", 1, phone="+4684641234")
    plan = preview(office, to(home, lead("Mobil Mobil", 2)), SMS).context["plan"]
    assert [row.reason for row in plan.left_out] == ["Numret är inget mobilnummer."]
    assert len(plan.sent) == 1


def test_marked_customers_are_written_to(client, login_as):
    first, second = customer("Anna Ett"), customer("Bo Två")
    login_as(Role.READER)
    assert 'aria-label="Markera' not in client.get(reverse("crm:customers")).text
    login_as(Role.OFFICE)
    page = client.get(reverse("crm:customers")).text
    assert f'name="id" value="{first.pk}" aria-label="Markera Anna Ett"' in page
    written = client.get(to(second, target="customers")).text
    assert "Bo Två" in written
    assert "Anna Ett" not in written
