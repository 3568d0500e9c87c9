"""Leads move as the table says, by one act each, and remember how."""

from itertools import product

import pytest

from crm.models import Lead, LeadMove
from crm.services import lead_contacts, lead_moves, leads
from crm.states import LEAD_MOVES, CallOutcome, LeadStatus, LostReason
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.models import AuditEvent
from perforia.base.permissions import Role
from tests.factories import world
from tests.factories.leads import lead, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller():
    return world.person(Role.OFFICE)


def at_status(status):
    made = lead()
    closed = now() if status in {LeadStatus.WON, LeadStatus.LOST} else None
    reason = LostReason.PRICE if status == LeadStatus.LOST else ""
    Lead.objects.filter(pk=made.pk).update(
        status=status, qualified_at=now(), closed_at=closed, lost_reason=reason, first_contact_at=now()
    )
    made.refresh_from_db()
    return made


def move(made, status, by, **more):
    if status == LeadStatus.LOST:
        return lead_moves.lose(lead=made, reason=LostReason.PRICE, by=by, at=now())
    return lead_moves.ACTS[status](lead=made, step=step(), by=by, at=now(), **more)


PAIRS = [
    (old, new) for old, new in product(LeadStatus, [*lead_moves.ACTS, LeadStatus.LOST]) if old != new
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_every_move_of_the_table_is_made_and_every_other_is_refused(seller, old, new):
    made = at_status(old)
    if new in LEAD_MOVES[old]:
        move(made, new, seller)
        made.refresh_from_db()
        kept = LeadMove.objects.get()
        assert (made.status, kept.old, kept.new, kept.by) == (new, old, new, seller)
        assert (made.closed_at is None) == (new not in {LeadStatus.WON, LeadStatus.LOST})
    else:
        with pytest.raises(DomainError):
            move(made, new, seller)
        made.refresh_from_db()
        assert made.status == old


def test_a_move_that_is_made_already_is_made_once(seller):
    made = lead()
    for _ in range(2):
        lead_moves.qualify(lead=made, step=step(), by=seller, at=now())

    assert LeadMove.objects.count() == 1


def test_qualifying_is_announced_once_however_often_it_is_taken_back(seller, django_capture_on_commit_callbacks):
    made = lead()
    with django_capture_on_commit_callbacks() as told:
        lead_moves.qualify(lead=made, step=step(), by=seller, at=now())
    with django_capture_on_commit_callbacks() as told_again:
        lead_moves.contact(lead=made, by=seller, at=now())
        lead_moves.qualify(lead=made, by=seller, at=now())

    assert (len(told), len(told_again)) == (1, 0)


def test_an_open_lead_that_somebody_has_talked_to_needs_a_next_step(seller):
    made = lead()
    with pytest.raises(DomainError, match="nästa steg"):
        lead_moves.contact(lead=made, by=seller, at=now())

    made.refresh_from_db()
    assert (made.status, made.first_contact_at) == (LeadStatus.NEW, None)


def test_a_lost_lead_keeps_its_reason_and_nothing_is_left_to_do(seller):
    made = lead()
    lead_moves.contact(lead=made, step=step(), by=seller, at=now())
    lead_moves.lose(lead=made, reason=LostReason.COMPETITOR, note="Billigare", by=seller, at=now())
    made.refresh_from_db()

    assert (made.lost_reason, made.lost_note, made.next_step, made.next_step_at) == (
        "competitor",
        "Billigare",
        "",
        None,
    )
    assert not made.follow_ups.waiting().exists()


def test_a_lead_that_is_opened_again_forgets_why_it_was_lost(seller):
    made = at_status(LeadStatus.LOST)
    lead_moves.reopen(lead=made, step=step(), by=seller, at=now())
    made.refresh_from_db()

    assert (made.status, made.lost_reason, made.closed_at) == (LeadStatus.NEW, "", None)


def test_only_what_never_was_a_lead_is_disqualified(seller):
    with pytest.raises(DomainError, match="förlorat i stället"):
        lead_moves.disqualify(lead=lead(), reason=LostReason.PRICE, by=seller, at=now())
    lead_moves.disqualify(lead=lead(), reason=LostReason.SPAM, by=seller, at=now())

    assert Lead.objects.filter(status=LeadStatus.LOST).count() == 1


def test_every_move_is_in_the_audit(seller):
    lead_moves.qualify(lead=lead(), step=step(), by=seller, at=now())

    assert AuditEvent.objects.get(verb="lead.moved").data["new"] == "Kvalificerad"


def test_the_first_call_stops_the_clock_and_a_later_one_does_not_move_it(seller):
    made, first = lead(), now()
    call = lead_contacts.Call(CallOutcome.NO_ANSWER)
    lead_contacts.log_call(lead=made, call=call, step=step(), by=seller, at=first)
    lead_contacts.log_call(lead=made, call=call, step=None, by=seller, at=now())
    made.refresh_from_db()

    assert (made.first_contact_at, made.status) == (first, LeadStatus.CONTACTED)


def test_archiving_is_done_once_and_taken_back(seller):
    made = lead()
    for _ in range(2):
        leads.archive(lead=made, by=seller, at=now())
    assert not Lead.objects.open().exists()
    for _ in range(2):
        leads.unarchive(lead=made, by=seller, at=now())

    assert Lead.objects.open().exists()
    assert AuditEvent.objects.filter(verb__in=["lead.archived", "lead.unarchived"]).count() == 2


def test_a_lead_that_is_part_of_another_cannot_be_worked_with(seller):
    kept, gone = lead(), lead()
    Lead.objects.filter(pk=gone.pk).update(merged_into=kept)
    with pytest.raises(DomainError, match=f"L-{kept.pk}"):
        leads.assign(lead=gone, owner=seller, by=seller, at=now())
