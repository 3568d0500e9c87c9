"""Leads in the browser."""

from datetime import timedelta

import pytest

from billing.models import Invoice
from crm.models import BulkAct, Customer, Lead, Merge
from crm.services import lead_moves, leads, merging
from crm.services.next_steps import Step
from crm.states import LeadStatus
from perforia.base.clock import now
from perforia.base.permissions import Role
from tests.factories import world

pytestmark = pytest.mark.django_db


def lead(name="Astrid Exempelsson", phone="+46701740612", **more):
    details = leads.LeadDetails(name=name, phone=phone, address="Provvägen 4", services=["moving"], **more)
    return leads.record_lead(details=details, step=None, owner=None, by=world.person(Role.OFFICE), at=now())


PAGES = [
    "/leads/",
    "/leads/?vy=tavla",
    "/leads/?q=astrid",
    "/leads/?sort=nasta",
    "/leads/?sort=varde&status=alla",
    "/leads/nytt/",
    "/leads/vyer/",
    "/leads/vyer/spara/?status=ring",
    "/leads/dubbletter/?phone=070-174+06+12",
]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_of_the_list_answers(client, seller, address):
    lead()
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("part", ["", "handelser/", "andra/", "status/", "agare/", "nasta-steg/", "kund/"])
def test_every_page_of_a_lead_answers(client, seller, part):
    assert client.get(f"/leads/{lead().pk}/{part}").status_code == 200


def test_a_reader_sees_and_changes_nothing_and_staff_see_nothing(client, login_as):
    made = lead()
    login_as(Role.READER)
    assert client.get(f"/leads/{made.pk}/").status_code == 200
    assert client.get(f"/leads/{made.pk}/status/").status_code == 403
    login_as(Role.STAFF)
    assert client.get("/leads/").status_code == 403


def test_qualify_then_customer_once(client, seller):
    made = lead()
    answer = client.post(f"/leads/{made.pk}/status/", {"status": "qualified"})
    assert answer.status_code == 422
    client.post(f"/leads/{made.pk}/status/", {"status": "qualified", "next_step": "Offert", "due": "imorgon 10"})
    made.refresh_from_db()
    assert made.status == LeadStatus.QUALIFIED
    for _ in range(2):
        client.post(f"/leads/{made.pk}/kund/", {"customer": ""})
    assert Customer.objects.get().properties.get().address == "Provvägen 4"


def test_many_at_once_are_previewed_done_and_undone(client, seller):
    rows = [lead(f"Nils {n}", f"+4670174061{n}") for n in range(3)]
    ids = [row.pk for row in rows]
    assert (
        "3 leads ändras"
        in client.post(
            "/leads/flera/", {"id": ids, "act": "assign", "owner": seller.pk, "preview": "1"}
        ).content.decode()
    )
    client.post("/leads/flera/", {"id": ids, "act": "assign", "owner": seller.pk, "go": "1"})
    assert Lead.objects.filter(owner=seller).count() == 3
    client.post(f"/leads/flera/{BulkAct.objects.get().pk}/angra/")
    assert Lead.objects.filter(owner=None).count() == 3


def test_merging_moves_everything_and_is_taken_apart(client, seller):
    one, two = lead(), lead("A Exempelsson", email="a@example.se")
    lead_moves.contact(lead=two, step=Step("Ring", now() + timedelta(days=1)), by=seller, at=now())
    client.post(f"/leads/{one.pk}/sla-ihop/{two.pk}/")
    one.refresh_from_db()
    assert one.email == "a@example.se"
    assert one.activities.count() == 2
    assert client.get(f"/leads/{two.pk}/").status_code == 302
    client.post(f"/sammanslagningar/{Merge.objects.get().pk}/angra/")
    one.refresh_from_db()
    assert (one.email, one.activities.count()) == ("", 1)


def test_merging_customers_moves_invoices(seller):
    kept, gone = world.invoice("F-1").customer, world.invoice("F-2").customer
    done = merging.merge(kept=kept, gone=gone, by=seller, at=now())
    assert done.moved["tables"]["billing.invoice.customer_id"]
    merging.unmerge(done=done, by=seller, at=now())
    assert Invoice.objects.get(number="F-2").customer == gone
