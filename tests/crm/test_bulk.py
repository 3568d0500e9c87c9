"""One act on many leads: what can be done is done, what cannot is left, all of it is undone as one."""

from datetime import timedelta

import pytest

from crm.models import BulkAct, FollowUp, Lead, LeadMove
from crm.rules.bulk import MOST, Act, State, refusal
from crm.services import bulk, lead_moves, leads
from crm.states import BulkKind, LeadStatus, LostReason
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Role
from tests.factories import world
from tests.factories.leads import lead, step

pytestmark = pytest.mark.django_db


def apply(act, rows, by):
    return bulk.apply(act=act, ids=[row.pk for row in rows], by=by, at=now())


CALLED = State(LeadStatus.CONTACTED, owner=1, is_archived=False, has_step=True, is_contacted=True)
NEW = State(LeadStatus.NEW, owner=None, is_archived=False, has_step=False, is_contacted=False)


@pytest.mark.parametrize(
    ("state", "act", "why"),
    [
        (CALLED, Act(BulkKind.ASSIGN, owner=1), "har redan den ägaren"),
        (CALLED, Act(BulkKind.ASSIGN, owner=2), ""),
        (CALLED, Act(BulkKind.STEP, step="Ring", due_at=None), ""),
        (CALLED, Act(BulkKind.STATUS, status=LeadStatus.CONTACTED), "har redan den statusen"),
        (CALLED, Act(BulkKind.STATUS, status=LeadStatus.WON), "kan inte gå från Kontaktad till Vunnen"),
        (CALLED, Act(BulkKind.STATUS, status=LeadStatus.LOST), "saknar orsak"),
        (CALLED, Act(BulkKind.STATUS, status=LeadStatus.LOST, reason=LostReason.PRICE), ""),
        (CALLED, Act(BulkKind.STATUS), "har redan den statusen"),
        (NEW, Act(BulkKind.STATUS, status=LeadStatus.QUALIFIED), "saknar nästa steg"),
        (NEW, Act(BulkKind.STATUS, status=LeadStatus.QUALIFIED, step="Ring"), ""),
        (NEW, Act(BulkKind.ARCHIVE), ""),
        (State(LeadStatus.WON, None, True, False, True), Act(BulkKind.ARCHIVE), "är redan arkiverat"),
        (State(LeadStatus.WON, None, False, False, True), Act(BulkKind.STEP, step="Ring"), "är avslutat"),
    ],
)  # fmt: skip
def test_a_lead_is_left_out_for_a_reason(state, act, why):
    assert refusal(state, act) == why


def test_giving_many_away_is_undone_for_those_nobody_has_touched_since(seller):
    rows, other = [lead() for _ in range(3)], world.person(Role.OFFICE, "Kim Utkastsson")
    made = apply(Act(BulkKind.ASSIGN, owner=seller.pk), rows, seller)
    leads.assign(lead=rows[0], owner=other, by=other, at=now())

    assert made.label == "3 leads tilldelade"
    assert bulk.undo(done=made, by=seller, at=now()) == 2
    assert bulk.undo(done=made, by=seller, at=now()) == 0
    assert list(Lead.objects.order_by("pk").values_list("owner", flat=True)) == [other.pk, None, None]


def test_losing_many_is_undone_with_reasons_steps_and_follow_ups(seller):
    rows = [lead(owner=seller) for _ in range(2)]
    for row in rows:
        lead_moves.contact(lead=row, step=step("Hembesök"), by=seller, at=now())
    act = Act(BulkKind.STATUS, status=LeadStatus.LOST, reason=LostReason.PRICE)
    made = apply(act, rows, seller)
    assert Lead.objects.filter(status=LeadStatus.LOST, next_step_at=None).count() == 2

    bulk.undo(done=made, by=seller, at=now())

    assert set(Lead.objects.values_list("status", "lost_reason", "next_step", "closed_at")) == {
        ("contacted", "", "Hembesök", None)
    }
    assert FollowUp.objects.waiting().filter(is_next_step=True).count() == 2
    assert LeadMove.objects.filter(reason="Ångrat").count() == 2


@pytest.mark.parametrize(
    ("act", "label"),
    [
        (Act(BulkKind.ARCHIVE), "1 lead arkiverat"),
        (Act(BulkKind.STEP, step="Ring", due_at=now() + timedelta(days=1)), "1 lead har nytt nästa steg"),
        (
            Act(BulkKind.STATUS, status=LeadStatus.QUALIFIED, step="Ring", due_at=now() + timedelta(days=1)),
            "1 lead har status Kvalificerad",
        ),
    ],
)  # fmt: skip
def test_every_act_says_what_it_did_and_is_undone(seller, act, label):
    made = lead(owner=seller)
    columns = ("status", "next_step", "archived_at", "qualified_at")
    before = Lead.objects.values(*columns).get()
    done = apply(act, [made], seller)

    assert done.label == label
    assert Lead.objects.values(*columns).get() != before
    bulk.undo(done=done, by=seller, at=now())
    assert Lead.objects.values(*columns).get() == before


def test_nobody_undoes_what_another_did(seller):
    made = apply(Act(BulkKind.ARCHIVE), [lead()], seller)
    with pytest.raises(DomainError, match="någon annan"):
        bulk.undo(done=made, by=world.person(Role.OFFICE, "Kim Utkastsson"), at=now())


def test_too_many_or_none_that_can_change_is_refused_and_nothing_kept(seller):
    with pytest.raises(DomainError, match=f"{MOST}"):
        bulk.apply(act=Act(BulkKind.ARCHIVE), ids=range(MOST + 1), by=seller, at=now())
    with pytest.raises(DomainError, match="Inget av"):
        apply(Act(BulkKind.ASSIGN), [lead()], seller)

    assert not BulkAct.objects.exists()


def post(client, rows, **more):
    return client.post("/leads/flera/", {"id": [row.pk for row in rows], **more})


def test_the_preview_tells_who_is_left_and_why_and_changes_nothing(client, seller):
    rows = [lead("Nils Ny"), lead("Vera Vunnen")]
    Lead.objects.filter(pk=rows[1].pk).update(status=LeadStatus.WON, qualified_at=now(), closed_at=now())
    asked = {"act": "status", "status": "lost", "reason": "price", "preview": "1"}
    page = post(client, rows, **asked).content.decode()

    assert "1 lead ändras" in page
    assert "kan inte gå från Vunnen till Förlorad" in page
    assert not BulkAct.objects.exists()


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ({"act": "okänd"}, 400, ""),
        ({"act": "status", "go": "1"}, 422, "måste fyllas i"),
        ({"act": "status", "status": "lost", "go": "1"}, 422, "Välj varför"),
        ({"act": "step", "next_step": "Ring", "due": "när det blir av", "go": "1"}, 422, "Skriv när"),
        ({"act": "assign", "owner": "999999", "go": "1"}, 422, "Välj ett av alternativen i listan."),
        ({"act": "status", "status": "qualified", "go": "1"}, 422, "Inget av de valda"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_a_sentence(client, seller, asked, status, words):
    answer = post(client, [lead()], **asked)

    assert answer.status_code == status
    assert words in answer.content.decode()


@pytest.mark.parametrize("key", ["x", "99999999999999999999", "-1", "²", ""])
def test_keys_that_are_no_leads_are_passed_over(client, seller, key):
    answer = client.post("/leads/flera/", {"id": [key], "act": "archive", "go": "1"})

    assert answer.status_code == 422
    assert "Inget av de valda leaden" in answer.content.decode()


def test_all_of_a_list_is_those_of_its_filters(client, seller):
    lead("Nils", owner=seller)
    lead("Vera")
    page = client.get("/leads/flera/?lista=1&act=archive&agare=jag").content.decode()

    assert "Nils" in page
    assert "Vera" not in page


def test_the_same_act_posted_twice_is_done_once(client, seller):
    rows = [lead()]
    first = post(client, rows, act="archive", go="1")
    second = post(client, rows, act="archive", go="1")

    assert (first.status_code, second.status_code) == (302, 422)
    assert BulkAct.objects.count() == 1


def test_what_was_done_has_a_page_of_its_own_for_its_doer_alone(client, seller, login_as):
    made = apply(Act(BulkKind.ARCHIVE), [lead("Nils")], seller)
    assert "1 lead arkiverat" in client.get(f"/leads/flera/{made.pk}/").content.decode()
    login_as(Role.OWNER)

    assert client.get(f"/leads/flera/{made.pk}/").status_code == 404
    assert client.post(f"/leads/flera/{made.pk}/angra/").status_code == 404
