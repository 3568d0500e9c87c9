"""Forgetting a person: what stops it, what goes, what stays and until when; and everything handed out before."""

import io
import json
import re
import zipfile
from datetime import date, timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import models

from archive.models import Document, DocumentLink
from archive.services import link, store
from archive.states import DocumentKind, LinkKind
from billing.models import Buyer, Invoice, Payment
from billing.services.forgetting import due_customers, forget_customer
from crm.models import Activity, Contact, Customer, FollowUp, Lead, LeadSubmission, MailingRecipient, Merge, Property
from crm.models.messages import Mailing
from crm.queries.customers import search_customers
from crm.queries.leads import search_leads
from crm.queries.obstacles import kept_until, obstacles_of
from crm.queries.personal_data import everything_about
from crm.services import anonymising, lead_moves, leads, merging
from crm.services.consents import Answer, record_answer
from crm.services.people import BuyerDetails, ContactDetails, add_buyer, add_contact
from crm.states import ActivityKind, ConsentChannel, ConsentState, LostReason, RecipientStatus
from integrations.models import IncomingText, Message
from integrations.states import MessageStatus
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.models import AuditEvent
from perforia.base.permissions import Role
from perforia.base.persons import columns_about, forget
from perforia.base.privacy import Privacy
from tests.factories import crm as factory
from tests.factories import world

pytestmark = pytest.mark.django_db
# Words that stand nowhere but in what is told of one person.
NAME, STREET, WORD = "Zebulon Zackrisson", "Zinkgatan 77", "Zebrafinkar"
PHONE, EMAIL = "+46701740699", "zebulon@exempel.test"
TRACES = ("zebulon", "zackrisson", "zinkgatan", "zebrafinkar", "701740699", "zebulon@exempel.test", "198801012397")


def owner():
    return world.person(Role.OWNER, "Maja Mallgren")


def known(**more):
    """Somebody of whom every part of crm knows something."""
    at, by = now(), owner()
    made = factory.customer(
        NAME, phone=PHONE, email=EMAIL, address=STREET, city="Storköping", note=f"Har {WORD}.",
        personal_number=factory.NUMBERS[0], **more,
    )  # fmt: skip
    place = factory.place(made, STREET, door_code="4711", conditions=WORD)
    add_contact(customer=made, details=ContactDetails(f"{NAME}s fru", phone=PHONE, email=EMAIL), by=by, at=at)
    add_buyer(customer=made, details=BuyerDetails(NAME, factory.NUMBERS[0], 50), by=by, at=at)
    record_answer(
        customer=made, answer=Answer(ConsentState.GRANTED, ConsentChannel.PHONE, "2026-11"), by=by, at=at
    )  # fmt: skip
    lead = leads.record_lead(
        details=leads.LeadDetails(name=NAME, phone=PHONE, email=EMAIL, address=STREET, message=WORD), step=None,
        owner=None, by=by, at=at,
    )  # fmt: skip
    Lead.objects.filter(pk=lead.pk).update(customer=made, place=place)
    LeadSubmission.objects.create(
        source=lead.source, lead=lead, state="applied", body=f'{{"name": "{NAME}"}}', received_at=at
    )
    lead_moves.lose(lead=lead, reason=LostReason.PRICE, note=f"{NAME} tyckte det var dyrt", by=by, at=at)
    IncomingText.objects.create(external_id="1", sender=PHONE, body=f"Hej, {NAME} här", received_at=at)
    for about in ({"customer": made}, {"lead": lead}):
        Activity.objects.create(
            **about, kind=ActivityKind.NOTE, title=f"Talade med {NAME}", text=WORD, at=at, written_at=at
        )
    FollowUp.objects.create(customer=made, text=f"Ring {NAME}", owner=by, due_at=at, created_at=at)
    mailing = Mailing.objects.create(channel="mail", subject="Hej", body=f"Hej {NAME}", created_at=at, created_by=by)
    for number in range(2):
        MailingRecipient.objects.create(
            mailing=mailing, customer=made, address=f"{number}{EMAIL}", body=f"Hej {NAME}", status=RecipientStatus.SENT,
            changed_at=at,
        )  # fmt: skip
    return made


def told(model, word):
    """The rows of a table in which a word stands, in any column of text or JSON."""
    found = models.Q(pk__in=[])
    for field in model._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField | models.JSONField):
            found |= models.Q(**{f"{field.name}__icontains": word})
    return list(model._default_manager.filter(found).order_by("pk")) if found else []


def everywhere(word):
    ours = [
        model
        for model in apps.get_models()
        if model.__module__.startswith(("crm", "billing", "rut", "integrations", "perforia"))
    ]
    return sorted(
        f"{model.__name__}: {row.__dict__}"
        for model in ours
        if model._meta.model_name != "user"
        for row in told(model, word)
    )


def test_nothing_about_the_person_is_left_in_any_table_nor_in_their_history():
    made = known()
    AuditEvent.objects.all()
    Customer.objects.filter(pk=made.pk).update(note="ny anteckning")  # the one before lies in the history
    anonymising.anonymise(customer=made, by=owner(), at=now())
    for trace in TRACES:
        assert everywhere(trace) == [], trace
    made.refresh_from_db()
    assert made.name == f"Anonymiserad kund {made.number}"
    assert (made.personal_number, made.personal_number_hash, made.search) == ("", "", None)
    assert not Contact.objects.exists()
    assert not FollowUp.objects.exists()
    assert Lead.objects.get().status == "lost"
    assert Property.objects.get().door_code == ""


def test_nobody_finds_the_forgotten_and_the_audit_says_that_it_was_done():
    made, by = known(), owner()
    anonymising.anonymise(customer=made, by=by, at=now())
    for typed in (NAME, PHONE, EMAIL, STREET, made.number, factory.NUMBERS[0]):
        assert list(search_customers(by, typed, today=today())) == [], typed
    for typed in (NAME, PHONE, EMAIL, STREET):
        assert list(search_leads(by, typed)) == [], typed
    done = AuditEvent.objects.get(verb="customer.anonymised", target_id=made.pk)
    assert (done.actor, done.data) == (by, {"kept_until": None})


def test_it_is_done_once(django_capture_on_commit_callbacks):
    made = known()
    anonymising.anonymise(customer=made, by=owner(), at=now())
    when = Customer.objects.get().anonymised_at
    anonymising.anonymise(customer=made, by=owner(), at=now() + timedelta(days=1))
    assert Customer.objects.get().anonymised_at == when
    assert AuditEvent.objects.filter(verb="customer.anonymised").count() == 1


def test_an_open_lead_blocks_and_says_so():
    made = known()
    Lead.objects.update(status="new", lost_reason="", closed_at=None)
    with pytest.raises(DomainError, match="pågår"):
        anonymising.anonymise(customer=made, by=owner(), at=now())
    assert Customer.objects.get().name == NAME


def test_a_message_on_its_way_blocks():
    made = known()
    Message.objects.create(message_id="<1@x>", to=EMAIL, subject="Hej", body="Hej", created_at=now())
    assert [each.sentence for each in obstacles_of(made, today=today()) if each.is_blocking] == [
        "Ett meddelande till kunden är på väg. Vänta tills det har skickats, eller stoppa det."
    ]
    Message.objects.update(status=MessageStatus.SENT, sent_at=now())
    anonymising.anonymise(customer=made, by=owner(), at=now())
    assert (Message.objects.get().body, Message.objects.get().to) == ("", "")


def test_an_unpaid_invoice_blocks():
    invoice = world.invoice()
    Payment.objects.all().delete()
    Invoice.objects.update(paid=0)
    found = obstacles_of(invoice.customer, today=today())
    assert "Faktura F-1001 är inte betald. Registrera betalningen eller kreditera fakturan." in [
        each.sentence for each in found
    ]
    with pytest.raises(DomainError, match="inte betald"):
        anonymising.anonymise(customer=invoice.customer, by=owner(), at=now())


def test_bookkeeping_keeps_name_and_number_until_its_last_day_and_then_they_go():
    made = world.invoice().customer
    until = date(2033, 12, 31)
    assert kept_until(obstacles_of(made, today=today())) == until
    Customer.objects.filter(pk=made.pk).update(phone=PHONE, note=WORD)
    anonymising.anonymise(customer=made, by=owner(), at=now())
    made.refresh_from_db()
    assert (made.name, made.phone, made.note, made.kept_until) == ("Anna Berg", "", "", until)
    assert made.decrypted_personal_number == world.TEST_NUMBER
    assert anonymising.forget_kept(at=now()) == 0
    forget_customer(customer_id=made.pk, at=now())
    assert Buyer.objects.get().name == "Anna Berg"
    with time_machine.travel("2034-01-01 05:00+01:00", tick=False):
        assert anonymising.forget_kept(at=now()) == 1
        assert anonymising.forget_kept(at=now()) == 0
        assert list(due_customers(now())) == [{"customer_id": made.pk}]
        for _ in range(2):
            forget_customer(customer_id=made.pk, at=now())
        assert list(due_customers(now())) == []
    made.refresh_from_db()
    assert (made.name, made.personal_number_hash, made.kept_until) == (f"Anonymiserad kund {made.number}", "", None)
    assert everywhere("anna berg") == []
    assert Invoice.objects.get().total == 2500


def test_papers_that_nothing_keeps_are_thrown_away_and_the_others_lose_the_name():
    made, by, at = known(), owner(), now()
    kinds = {"foto.txt": DocumentKind.PHOTO, "avtal.txt": DocumentKind.AGREEMENT}
    for name, kind in kinds.items():
        paper = store(content=io.BytesIO(name.encode()), name=name, by=by, at=at, kind=kind).document
        link(document=paper, kind=LinkKind.CUSTOMER, object_id=made.pk, label=NAME, by=by, at=at)
    anonymising.anonymise(customer=made, by=by, at=at)
    assert [paper.title for paper in Document.objects.kept().order_by("pk")] == ["avtal.txt"]
    assert set(DocumentLink.objects.values_list("label", flat=True)) == {made.number}
    assert not AuditEvent.objects.filter(data__icontains="zebulon").exists()
    assert AuditEvent.objects.filter(verb="document.linked").count() == 2
    made.refresh_from_db()
    assert made.kept_until == date(at.year + 7, 12, 31)


def test_those_merged_into_the_customer_are_forgotten_too_and_cannot_be_taken_apart_again():
    made, twin, by = known(), factory.customer(NAME, phone=PHONE, note=WORD), owner()
    merging.merge(kept=made, gone=twin, by=by, at=now())
    with pytest.raises(DomainError, match="ihopslagen"):
        anonymising.anonymise(customer=twin, by=by, at=now())
    anonymising.anonymise(customer=made, by=by, at=now())
    for trace in TRACES:
        assert everywhere(trace) == [], trace
    assert Merge.objects.get().moved == {}


def test_a_column_that_cannot_be_emptied_is_told_of_when_it_is_declared(monkeypatch):
    monkeypatch.setattr(FollowUp, "PRIVACY", {**FollowUp.PRIVACY, "due_at": Privacy.PERSONAL})

    with pytest.raises(TypeError, match="due_at cannot be emptied"):
        forget(FollowUp, [0])


def test_every_column_about_a_person_can_be_emptied():
    emptied = set()
    for model in apps.get_models():
        if model.__module__.startswith(("crm", "billing")) and columns_about(model, levels={Privacy.PERSONAL}):
            forget(model, [0])
            emptied.add(model.__name__)

    assert {"Customer", "Lead", "Contact", "Buyer", "MailingRecipient"} <= emptied


# The page.


def test_the_page_explains_before_anything_is_done_and_wants_the_number_in_writing(client, login_as):
    made = world.invoice().customer
    login_as(Role.OWNER)
    page = client.get(f"/kunder/{made.pk}/anonymisera/").content.decode()
    assert "1 faktura måste sparas till 2033-12-31 enligt bokföringslagen." in page
    assert "Det går inte att ångra." in page
    for wrong in ("", "K-9", made.name):
        answer = client.post(f"/kunder/{made.pk}/anonymisera/", {"number": wrong})
        assert answer.status_code == 422
    assert Customer.objects.get().anonymised_at is None
    assert client.post(f"/kunder/{made.pk}/anonymisera/", {"number": made.number.lower()}).status_code == 302
    assert "anonymiserades" in client.get(f"/kunder/{made.pk}/").content.decode()
    assert client.get(f"/kunder/{made.pk}/anonymisera/").status_code == 302
    assert client.post(f"/kunder/{made.pk}/andra/", {"kind": "private", "name": "X", "seen": ""}).status_code == 422


def test_what_blocks_is_shown_without_a_button(client, login_as):
    made = known()
    Lead.objects.update(status="new", lost_reason="", closed_at=None)
    login_as(Role.OWNER)
    page = client.get(f"/kunder/{made.pk}/anonymisera/").content.decode()
    assert "pågår. Vinn eller avsluta det först." in page
    assert "btn-danger" not in page
    answer = client.post(f"/kunder/{made.pk}/anonymisera/", {"number": made.number})
    assert answer.status_code == 422
    assert Customer.objects.get().anonymised_at is None


@pytest.mark.parametrize(
    ("role", "exports", "forgets"), [(Role.OFFICE, 200, 403), (Role.RUT_OFFICER, 403, 403), (Role.OWNER, 200, 200)]
)
def test_who_may_hand_out_and_who_may_forget(client, login_as, role, exports, forgets):
    made = factory.customer()
    login_as(role)
    answer = client.get(f"/kunder/{made.pk}/personuppgifter/")
    assert answer.status_code == exports
    assert b"".join(answer).startswith(b"PK") == (exports == 200)
    assert client.get(f"/kunder/{made.pk}/anonymisera/").status_code == forgets


def fetched(client, made):
    answer = client.get(f"/kunder/{made.pk}/personuppgifter/")
    return io.BytesIO(b"".join(answer.streaming_content))  # read to its end, which closes the file


def test_everything_about_a_person_is_handed_out_and_written_down(client, login_as):
    made = known()
    paper = store(
        content=io.BytesIO(b"avtalet"), name="avtal.txt", by=None, at=now(), kind=DocumentKind.AGREEMENT
    ).document
    link(document=paper, kind=LinkKind.CUSTOMER, object_id=made.pk, label=NAME, by=None, at=now())
    user = login_as(Role.OWNER)
    with zipfile.ZipFile(fetched(client, made)) as packed:
        assert packed.read("personuppgifter.pdf").startswith(b"%PDF")
        assert packed.read(f"dokument/{paper.pk} avtal.txt") == b"avtalet"
        told_of = json.loads(packed.read("personuppgifter.json"))
    tables = told_of["uppgifter"]
    assert tables["crm.customer"][0]["personal_number"] == factory.NUMBERS[0]
    assert tables["crm.property"][0]["door_code"] == "4711"
    assert {"crm.contact", "crm.lead", "crm.leadsubmission", "crm.activity", "crm.consent", "crm.rutperson"} <= set(
        tables
    )
    assert tables["crm.mailingrecipient"][0]["body"] == f"Hej {NAME}"
    assert tables["integrations.incomingtext"][0]["body"] == f"Hej, {NAME} här"
    assert "hash" not in json.dumps(tables)
    assert AuditEvent.objects.filter(verb="customer.personal_data_exported", actor=user, target_id=made.pk).exists()


def test_invoices_and_their_payments_are_handed_out_too(client, login_as):
    made = world.invoice().customer
    login_as(Role.OWNER)
    with zipfile.ZipFile(fetched(client, made)) as packed:
        tables = json.loads(packed.read("personuppgifter.json"))["uppgifter"]
    assert tables["billing.invoice"][0]["number"] == "F-1001"
    assert tables["billing.payment"][0]["payer"] == "Anna Berg"


def test_every_column_that_is_handed_out_has_a_swedish_name():
    made = known()
    Message.objects.create(message_id="<1@x>", to=EMAIL, subject="Hej", body="Hej", created_at=now())
    words = {label for sheet in everything_about(made) for label in sheet.labels.values()}
    assert {"Namn", "Telefon", "Öppet RUT-ärende", "Portkod"} <= words
    assert [
        label for label in words if re.search(r"(^| )(at|is|has|by|created|changed|until)( |$)", label.lower())
    ] == []
