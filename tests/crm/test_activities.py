"""Calls, notes and meetings as people write them: when they really happened, corrected by their writer, kept."""

from datetime import timedelta

import pytest

from crm.models import Activity, Lead
from crm.queries.timeline import versions_of
from crm.rules.history import Happening, as_act, title_of
from crm.services import activities
from crm.services.next_steps import Step
from crm.states import ActivityKind, Direction, LeadStatus
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Role
from tests.factories import followups as made
from tests.factories import world

NOTE = Happening(ActivityKind.NOTE, text="Vill börja klockan 08.")
CALL = Happening(ActivityKind.CALL, direction=Direction.OUT, outcome="no_answer", minutes=2)


def note(customer, by, what=NOTE):
    return activities.log(what=what, customer=customer, by=by, at=now(), written_at=now())


@pytest.mark.parametrize(
    ("kind", "direction", "outcome", "words"),
    [
        ("call", "out", "answered", "ringde, fick svar"), ("call", "out", "", "ringde"),
        ("call", "in", "answered", "fick samtal"), ("mail", "out", "", "skickade mejl"), ("sms", "in", "", "fick sms"),
        ("meeting", "out", "", "hade möte"), ("note", "none", "", "skrev en anteckning"),
    ],
)  # fmt: skip
def test_what_somebody_did_is_said_after_the_name(kind, direction, outcome, words):
    assert as_act(title_of(ActivityKind(kind), Direction(direction), outcome)) == words


def test_the_first_contact_that_goes_out_stops_the_clock_and_later_ones_do_not_move_it(office):
    lead, at = made.lead(), now()
    activities.log(what=NOTE, lead=lead, by=office, at=at, written_at=at)
    assert Lead.objects.get().first_contact_at is None
    came = Happening(ActivityKind.MAIL, text="Hej", direction=Direction.IN)
    activities.log(what=came, lead=lead, by=office, at=at, written_at=at)
    assert Lead.objects.get().first_contact_at is None
    activities.log(what=CALL, lead=lead, by=office, at=at, written_at=at)
    activities.log(what=CALL, lead=lead, by=office, at=at + timedelta(hours=1), written_at=at)
    assert Lead.objects.get().first_contact_at == at
    earlier = at - timedelta(hours=1)
    activities.log(what=CALL, lead=lead, by=office, at=earlier, written_at=at)
    assert Lead.objects.get().first_contact_at == earlier


def test_a_call_to_a_new_lead_needs_a_next_step_and_moves_it(office):
    lead = made.lead()
    call = {"what": CALL, "lead": lead, "by": office, "at": now(), "written_at": now()}
    with pytest.raises(DomainError, match="nästa steg"):
        activities.log_with_step(step=None, **call)
    assert Activity.objects.filter(kind=ActivityKind.CALL).count() == 0
    activities.log_with_step(step=Step("Hembesök", now() + timedelta(days=1)), **call)
    lead.refresh_from_db()
    assert (lead.status, lead.next_step) == (LeadStatus.CONTACTED, "Hembesök")


def test_a_mail_that_came_in_moves_nothing_and_may_bring_a_step(office):
    lead = made.lead()
    came = Happening(ActivityKind.MAIL, text="Kan ni lördag?", direction=Direction.IN)
    step = Step("Svara", now() + timedelta(hours=2))
    activities.log_with_step(what=came, lead=lead, step=step, by=office, at=now(), written_at=now())
    lead.refresh_from_db()
    assert (lead.status, lead.next_step) == (LeadStatus.NEW, "Svara")


def test_what_is_written_of_a_lead_is_its_customers_too(office):
    lead, customer = made.lead(), made.customer()
    lead.customer = customer
    lead.save(update_fields=["customer"])
    activities.log(what=NOTE, lead=lead, by=office, at=now(), written_at=now())
    assert customer.activities.get().lead == lead


def test_a_correction_keeps_what_stood_before_and_the_same_words_change_nothing(office):
    activity = note(made.customer(), office)
    then = now() - timedelta(hours=3)
    call = Happening(ActivityKind.CALL, text="Klockan 09.", direction=Direction.OUT, outcome="answered")
    for _ in range(2):
        activities.change(activity=activity, what=call, happened_at=then, by=office, at=now())
    activity.refresh_from_db()
    assert (activity.title, activity.text, activity.at) == ("Ringde, fick svar", "Klockan 09.", then)
    (before,) = versions_of(activity)
    assert (before.title, before.text) == ("Anteckning", "Vill börja klockan 08.")


def test_a_removed_note_can_be_put_back(client, office):
    customer = made.customer()
    activity = note(customer, office)
    answer = client.post(f"/handelser/{activity.pk}/ta-bort/", headers={"HX-Request": "true"})
    assert f"/handelser/{activity.pk}/lagg-tillbaka/" in answer.headers["HX-Trigger"]
    client.post(f"/handelser/{activity.pk}/ta-bort/")
    assert "Vill börja" not in client.get(f"/kunder/{customer.pk}/handelser/").content.decode()
    assert client.get(f"/handelser/{activity.pk}/").status_code == 200
    for _ in range(2):
        client.post(f"/handelser/{activity.pk}/lagg-tillbaka/")
    assert "Vill börja" in client.get(f"/kunder/{customer.pk}/handelser/").content.decode()


def test_nobody_corrects_what_another_wrote_or_what_the_house_told(client, office):
    other = world.person(Role.OWNER, "Maja Mallgren")
    theirs = note(made.customer(), other)
    told = Activity.objects.create(
        customer=theirs.customer, kind=ActivityKind.MAIL, title="Mejl", at=now(), by=office, written_at=now(),
        message_id=7,
    )  # fmt: skip
    for activity in (theirs, told):
        with pytest.raises(DomainError, match="Bara den som skrev"):
            activities.change(activity=activity, what=NOTE, happened_at=now(), by=office, at=now())
        with pytest.raises(DomainError):
            activities.remove(activity=activity, by=office, at=now())
        page = client.get(f"/handelser/{activity.pk}/").content.decode()
        assert "Spara ändringen" not in page
        client.post(f"/handelser/{activity.pk}/", {"kind": "note", "text": "ändrat"})
    assert not Activity.objects.filter(text="ändrat").exists()


def test_the_page_of_an_event_shows_what_stood_before_it_was_corrected(client, office):
    activity = note(made.customer(), office)
    answer = client.post(f"/handelser/{activity.pk}/", {"kind": "note", "text": "Vill börja klockan 10."})
    assert answer.status_code == 302
    page = client.get(f"/handelser/{activity.pk}/").content.decode()
    assert "Vill börja klockan 08." in page
    assert "Vill börja klockan 10." in page
    assert client.post(f"/handelser/{activity.pk}/", {"kind": "note", "text": ""}).status_code == 422


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": ""}, "Skriv vad som hände"), ({"kind": "fax"}, "Välj ett av alternativen i listan."),
        ({"minutes": "fem"}, "med siffror"),
        ({"minutes": "0"}, "minst en minut"), ({"minutes": "99999"}, "högst ett dygn"),
        ({"happened_at": "2999-01-01T10:00"}, "inte hänt än"), ({"happened_at": "1066-01-01T10:00"}, "för länge sedan"),
        ({"happened_at": "igår"}, "dag och klockslag"), ({"text": "x" * 4001}, "4000"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_htmx", [True, False])
def test_bad_input_is_told_and_what_was_typed_stays(client, office, wrong, said, is_htmx):
    customer = made.customer()
    typed = {"kind": "mail", "direction": "in", "text": "Emojin 🙂 och <b>'; DROP TABLE"} | wrong
    headers = {"HX-Request": "true"} if is_htmx else {}
    answer = client.post(f"/kunder/{customer.pk}/handelser/ny/", typed, headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert not customer.activities.exists()
    if "text" not in wrong:
        assert "Emojin 🙂 och &lt;b&gt;" in page


def test_a_call_to_a_lead_without_a_step_or_with_an_unclear_time_is_told(client, office):
    lead = made.lead()
    call = {"kind": "call", "outcome": "answered", "text": "Ville ha pris"}
    for more in ({}, {"due": "nån gång"}):
        answer = client.post(f"/leads/{lead.pk}/handelser/ny/", call | more)
        assert answer.status_code == 422
        assert "Ville ha pris" in answer.content.decode()
    assert client.post(f"/leads/{lead.pk}/handelser/ny/", call | {"due": "imorgon 10"}).status_code == 302
    lead.refresh_from_db()
    assert (lead.next_step, lead.status) == ("Ring", LeadStatus.CONTACTED)


def test_what_happened_yesterday_is_written_as_of_yesterday(client, office):
    customer = made.customer()
    then = (now() - timedelta(days=1)).replace(second=0, microsecond=0)
    typed = {"kind": "meeting", "text": "Hembesök", "happened_at": f"{then:%Y-%m-%dT%H:%M}", "minutes": "45"}
    assert client.post(f"/kunder/{customer.pk}/handelser/ny/", typed).status_code == 302
    activity = customer.activities.get()
    assert (activity.at, activity.minutes) == (then, 45)
    page = client.get(f"/kunder/{customer.pk}/handelser/").content.decode()
    assert "hade möte, 45 min" in page
    assert "skrivet idag" in page


def test_a_reader_writes_nothing(client, login_as):
    customer, lead = made.customer(), made.lead()
    login_as(Role.READER)
    assert client.post(f"/kunder/{customer.pk}/handelser/ny/", {"kind": "note", "text": "x"}).status_code == 403
    assert client.post(f"/leads/{lead.pk}/handelser/ny/", {"kind": "note", "text": "x"}).status_code == 403
    assert "p-composer" not in client.get(f"/kunder/{customer.pk}/handelser/").content.decode()


def test_a_lead_that_is_part_of_another_is_not_written_to(office):
    lead, kept = made.lead(), made.lead("Annan")
    lead.merged_into = kept
    lead.save(update_fields=["merged_into"])
    with pytest.raises(DomainError, match="ihopslaget"):
        activities.log(what=NOTE, lead=lead, by=office, at=now(), written_at=now())
    assert not Activity.objects.filter(kind=ActivityKind.NOTE).exists()
