"""What people write of leads: kept as it should be, or answered with what is wrong and what was typed."""

from datetime import timedelta

import pytest

from crm.models import BulkAct, FollowUp, Lead
from crm.services import lead_moves, leads
from crm.services.next_steps import finish_step, set_next_step, write_step
from crm.states import LeadStatus, LostReason
from perforia.base.clock import now
from perforia.base.models import User
from perforia.base.permissions import Role
from tests.factories.leads import lead, step

pytestmark = pytest.mark.django_db
ASTRID = {
    "name": " Astrid Exempelsson ", "phone": "070 174 06 12", "email": "Astrid@Example.SE", "address": "Provvägen 4",
    "postal_code": "12345", "city": "Storköping", "services": ["moving", "move_cleaning"], "wanted_on": "2027-01-12",
    "value": "5900", "area_m2": "72", "floor": "2", "wants_rut": "yes", "message": "Hund finns.",
}  # fmt: skip


def test_somebody_who_called_is_written_down_in_one_form(client, seller):
    answer = client.post("/leads/nytt/", {**ASTRID, "owner": seller.pk, "next_step": "", "due": "imorgon 10"})
    made = Lead.objects.get()

    assert answer.url == f"/leads/{made.pk}/"
    assert (made.name, made.phone, made.email) == ("Astrid Exempelsson", "+46701740612", "astrid@example.se")
    assert (made.postal_code, made.services, str(made.value)) == ("123 45", ["moving", "move_cleaning"], "5900")
    assert made.details == {"area_m2": 72, "floor": "2", "wants_rut": "yes"}
    assert (made.owner, made.next_step, made.first_contact_at is None) == (seller, "Ring", False)
    assert FollowUp.objects.get().owner == seller


def test_without_a_step_and_an_owner_it_is_one_to_call(client, seller):
    client.post("/leads/nytt/", {"phone": "070-174 06 12", "owner": ""})
    made = Lead.objects.get()

    assert (made.owner, made.first_contact_at, made.status) == (None, None, LeadStatus.NEW)
    assert Lead.objects.to_call().get() == made


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"phone": "", "email": ""}, "Skriv telefon eller e-post"),
        ({"phone": "12"}, "Skriv ett telefonnummer"),
        ({"email": "astrid"}, "Skriv en e-postadress"),
        ({"postal_code": "1234"}, "Skriv fem siffror"),
        ({"wanted_on": "snart"}, "Skriv datumet så här: 2026-12-24."),
        ({"value": "-5"}, "Det får vara minst 0."),
        ({"value": "mycket"}, "Skriv ett tal"),
        ({"area_m2": "0"}, "Det får vara minst 1."),
        ({"services": ["flyga"]}, "Välj ett av alternativen i listan."),
        ({"next_step": "Ring", "due": "nån gång"}, "Skriv när"),
        ({"next_step": "Ring", "due": ""}, "Skriv när"),
        ({"owner": "x"}, "Välj ett av alternativen i listan."),
        ({"name": "x" * 121}, "120"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, seller, wrong, words):
    answer = client.post("/leads/nytt/", {**ASTRID, **wrong})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert words in page
    assert "Hund finns." in page
    assert not Lead.objects.exists()


@pytest.mark.parametrize("name", ["🚚 Flyttbil", "'; DROP TABLE crm_lead; --", "<b>Astrid</b>", "Åsa" * 40])
def test_whatever_somebody_is_called_is_kept_and_shown_as_it_is(client, seller, name):
    client.post("/leads/nytt/", {"name": name, "phone": "070-174 06 12"})
    made = Lead.objects.get()
    page = client.get(f"/leads/{made.pk}/").content.decode()

    assert made.name == name
    assert "<b>Astrid</b>" not in page


def test_what_is_corrected_leaves_the_rest(client, seller):
    made = lead(details={"rooms": "3", "area_m2": 60}, value=1000)
    page = client.get(f"/leads/{made.pk}/andra/").content.decode()
    client.post(f"/leads/{made.pk}/andra/", {**ASTRID, "rooms": "3", "area_m2": ""})
    made.refresh_from_db()

    assert 'value="60"' in page
    assert (str(made.value), made.details) == ("5900", {"rooms": "3", "floor": "2", "wants_rut": "yes"})
    assert client.post(f"/leads/{made.pk}/andra/", {"phone": "x"}).status_code == 422


def test_a_lead_that_was_merged_meanwhile_is_not_corrected(client, seller):
    kept, gone = lead(), lead()
    Lead.objects.filter(pk=gone.pk).update(merged_into=kept)
    answer = client.post(f"/leads/{gone.pk}/andra/", ASTRID)

    assert answer.status_code == 422
    assert f"L-{kept.pk}" in answer.content.decode()


def test_a_lead_is_given_away_and_back(client, seller):
    made = lead()
    client.post(f"/leads/{made.pk}/agare/", {"owner": seller.pk})
    assert "densamma" in client.post(f"/leads/{made.pk}/agare/", {"owner": seller.pk}, follow=True).content.decode()
    assert Lead.objects.get().owner == seller
    client.post(f"/leads/flera/{BulkAct.objects.get().pk}/angra/")

    assert Lead.objects.get().owner is None


def test_only_those_who_work_with_leads_are_given_one(client, seller):
    staff = User.objects.create_user(email="elin@example.test", name="Elin", role=Role.STAFF)

    assert client.post(f"/leads/{lead().pk}/agare/", {"owner": staff.pk}).status_code == 422


def test_a_step_is_planned_and_finished_in_the_dialog(client, seller):
    made = lead(owner=seller)
    address = f"/leads/{made.pk}/nasta-steg/"
    assert client.post(address, {"next_step": "Hembesök", "due": "imorgon 10"}).status_code == 302
    assert client.post(f"{address}?klart=1", {"next_step": "Skicka offert", "due": "om 3 dagar"}).status_code == 302
    made.refresh_from_db()

    assert made.next_step == "Skicka offert"
    assert FollowUp.objects.exclude(done_at=None).get().text == "Hembesök"
    assert client.post(address, {"next_step": "", "due": ""}).status_code == 422
    assert client.get(f"{address}?klart=1").status_code == 200


@pytest.mark.parametrize("query", ["", "?klart=1"])
def test_nothing_is_planned_for_a_closed_lead_and_the_dialog_says_why(client, seller, query):
    made = lead()
    lead_moves.lose(lead=made, reason=LostReason.SPAM, by=seller, at=now())
    answer = client.post(f"/leads/{made.pk}/nasta-steg/{query}", {"next_step": "Ring", "due": "imorgon"})

    assert answer.status_code == 422
    assert "avslutat" in answer.content.decode()


def test_a_dialog_on_the_list_answers_with_a_toast_and_elsewhere_with_the_page(client, seller):
    made, asked = lead(), {"status": "lost", "reason": "price"}
    on_list = {"HX-Request": "true", "HX-Current-URL": "http://testserver/leads/?sort=namn"}
    answer = client.post(f"/leads/{made.pk}/status/", asked, headers=on_list)

    assert answer.status_code == 204
    assert "leads-changed" in answer["HX-Trigger"]
    undo = {"HX-Request": "true"}
    assert client.post(f"/leads/flera/{BulkAct.objects.get().pk}/angra/", headers=undo).status_code == 204


def test_a_wrong_move_stays_in_the_dialog_with_its_reason(client, seller):
    made = lead()
    answer = client.post(f"/leads/{made.pk}/status/", {"status": "won"}, headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert b"<!DOCTYPE" not in answer.content


def test_a_lead_is_put_away_and_taken_back_on_its_page(client, seller):
    made = lead()
    for is_away in (True, False):
        client.post(f"/leads/{made.pk}/arkivera/")
        made.refresh_from_db()
        assert (made.archived_at is not None) is is_away


def test_a_lead_with_a_step_from_the_start_is_not_one_to_call(seller):
    details = leads.LeadDetails(name="Astrid", phone="+46701740612")
    leads.record_lead(details=details, step=step(), owner=seller, by=seller, at=now())

    assert not Lead.objects.to_call().exists()


def test_steps_that_are_taken_away_or_finished_without_one_leave_nothing_behind(seller):
    made = lead(owner=seller)
    write_step(made, None, by=seller, at=now())
    finish_step(lead=made, then=step("Ring"), by=seller, at=now())
    write_step(made, None, by=seller, at=now())

    assert not FollowUp.objects.waiting().exists()
    set_next_step(lead=made, step=step(days=2), by=None, at=now())
    assert FollowUp.objects.waiting().get().due_at > now() + timedelta(days=1)


def test_a_contract_is_sent_once(seller):
    made = lead()
    lead_moves.qualify(lead=made, step=step(), by=seller, at=now())
    for _ in range(2):
        lead_moves.send_contract(lead=made, by=seller, at=now())

    assert made.moves.filter(new=LeadStatus.CONTRACT_SENT).count() == 1
