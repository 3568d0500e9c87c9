"""What customers have said yes and no to: the latest counts, all are kept, lists and leads follow."""

from datetime import timedelta

import pytest

from crm.models import Consent, Customer, Lead
from crm.services import leads, merging
from crm.services.consents import Answer, record_answer
from crm.services.qualifying import to_customer
from crm.states import ConsentChannel, ConsentKind, ConsentState
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.models import AuditEvent
from perforia.base.permissions import Role
from tests.factories import crm as factory
from tests.factories import world

pytestmark = pytest.mark.django_db
YES = Answer(ConsentState.GRANTED, ConsentChannel.PHONE, "2026-11")
NO = Answer(ConsentState.DENIED, ConsentChannel.MAIL)


def marketing(customer):
    return Customer.objects.values_list("marketing", flat=True).get(pk=customer.pk)


def test_the_latest_answer_counts_and_the_earlier_ones_stay():
    made, by = factory.customer(), world.person(Role.OFFICE)
    assert marketing(made) == "unknown"
    record_answer(customer=made, answer=YES, by=by, at=now())
    assert marketing(made) == "granted"
    record_answer(customer=made, answer=NO, by=by, at=now() + timedelta(hours=1))
    assert marketing(made) == "denied"
    record_answer(customer=made, answer=YES, by=by, at=now() - timedelta(days=30))  # an older paper turns up
    assert marketing(made) == "denied"
    assert Consent.objects.filter(customer=made).count() == 3


def test_the_same_answer_told_twice_is_one():
    made, at = factory.customer(), now()
    for _ in range(2):
        record_answer(customer=made, answer=YES, by=None, at=at)
    assert Consent.objects.count() == 1
    assert AuditEvent.objects.filter(verb="customer.consent_recorded").count() == 1


def test_a_yes_needs_the_version_of_its_text():
    with pytest.raises(DomainError, match="version av texten"):
        record_answer(
            customer=factory.customer(), answer=Answer(ConsentState.GRANTED, ConsentChannel.PHONE), by=None, at=now()
        )


def test_an_answer_is_written_down_on_the_page_with_who_how_and_when(client):
    by = world.person(Role.OFFICE)
    client.force_login(by)
    made = factory.customer()
    address = f"/kunder/{made.pk}/samtycke/"
    wrong = client.post(address, {"state": "granted", "channel": "phone", "text_version": ""})
    assert wrong.status_code == 422
    assert client.post(address, {"state": "perhaps", "channel": "phone"}).status_code == 422
    assert client.post(address, {"channel": "phone"}).status_code == 422
    told = {"state": "granted", "channel": "phone", "text_version": "2026-11"}
    assert client.post(address, told).status_code == 302
    page = client.get(f"/kunder/{made.pk}/").content.decode()
    for words in ("Har sagt ja", "telefon, text 2026-11", by.name, "Återkalla"):
        assert words in page
    client.post(address, {"state": "denied", "channel": "sms"})
    page = client.get(f"/kunder/{made.pk}/").content.decode()
    assert "Har sagt nej" in page
    assert "Alla svar (2)" in page
    assert [row.customer for row in client.get("/kunder/?utskick=nej").context["page"].rows] == [made]


def test_what_a_lead_said_follows_it_to_the_customer_and_a_merge():
    by, at = world.person(Role.OFFICE), now()
    lead = leads.record_lead(
        details=leads.LeadDetails(name="Astrid", phone="+46701740612"), step=None, owner=None, by=by, at=at
    )
    Consent.objects.create(lead=lead, kind=ConsentKind.MARKETING, state=ConsentState.GRANTED, at=at)
    Lead.objects.filter(pk=lead.pk).update(status="qualified", qualified_at=at)
    lead.refresh_from_db()
    made = to_customer(lead=lead, by=by, at=at)
    assert marketing(made) == "granted"
    kept = factory.customer("Astrid E")
    done = merging.merge(kept=kept, gone=made, by=by, at=at)
    assert marketing(kept) == "granted"
    merging.unmerge(done=done, by=by, at=at)
    assert (marketing(kept), marketing(made)) == ("unknown", "granted")
