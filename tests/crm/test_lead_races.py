"""Two people at once: what both do happens once, nothing is lost, nobody waits for ever."""

import pytest

from crm.models import Activity, BulkAct, Customer, FollowUp, Lead, LeadMove, Merge
from crm.rules.bulk import Act
from crm.services import bulk, lead_moves, leads, merging, qualifying
from crm.services.next_steps import set_next_step
from crm.states import BulkKind, LeadStatus, LostReason
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Role
from tests.factories import world
from tests.factories.leads import lead, step
from tests.support.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def people():
    return world.person(Role.OFFICE), world.person(Role.OFFICE, "Kim Utkastsson")


def test_two_who_qualify_a_lead_at_once_qualify_it_once(people):
    made = lead()
    errors = at_once(
        *(lambda by=by: lead_moves.qualify(lead=made, step=step(), by=by, at=now()) for by in people for _ in range(3))
    )

    assert errors == []
    assert LeadMove.objects.count() == 1
    assert FollowUp.objects.waiting().count() == 1


def test_one_who_qualifies_and_one_who_loses_leave_a_lead_that_is_whole(people):
    made, (one, other) = lead(), people
    at_once(
        lambda: lead_moves.qualify(lead=made, step=step(), by=one, at=now()),
        lambda: lead_moves.lose(lead=made, reason=LostReason.SPAM, by=other, at=now()),
    )
    made.refresh_from_db()

    assert made.status in {LeadStatus.LOST, LeadStatus.QUALIFIED}
    assert (made.closed_at is not None) == (made.status == LeadStatus.LOST) == (made.next_step_at is None)
    assert LeadMove.objects.latest("pk").new == made.status


def test_two_who_give_a_lead_away_at_once_both_stand_in_its_history_and_one_has_it(people):
    made = lead()
    set_next_step(lead=made, step=step(), by=people[0], at=now())
    errors = at_once(*(lambda by=by: leads.assign(lead=made, owner=by, by=by, at=now()) for by in people))
    made.refresh_from_db()

    assert errors == []
    assert made.owner in people
    assert FollowUp.objects.get().owner == made.owner


def test_one_customer_is_made_of_a_lead_however_many_press(people):
    made = lead(address="Provvägen 4")
    lead_moves.qualify(lead=made, step=step(), by=people[0], at=now())
    errors = at_once(*(lambda by=by: qualifying.to_customer(lead=made, by=by, at=now()) for by in people * 2))

    assert errors == []
    assert Customer.objects.count() == 1


def test_many_at_once_by_two_in_opposite_order_do_not_lock_each_other_out(people):
    rows = [lead().pk for _ in range(6)]
    acts = [Act(BulkKind.ASSIGN, owner=people[0].pk), Act(BulkKind.ARCHIVE)]
    errors = at_once(
        lambda: bulk.apply(act=acts[0], ids=rows, by=people[0], at=now()),
        lambda: bulk.apply(act=acts[1], ids=rows[::-1], by=people[1], at=now()),
    )

    assert errors == []
    assert BulkAct.objects.count() == 2
    assert Lead.objects.filter(owner=people[0]).exclude(archived_at=None).count() == 6


def test_undoing_twice_at_once_puts_back_once(people):
    rows = [lead(owner=people[0]).pk for _ in range(3)]
    act = Act(BulkKind.STATUS, status=LeadStatus.LOST, reason=LostReason.PRICE)
    done = bulk.apply(act=act, ids=rows, by=people[0], at=now())
    at_once(*(lambda: bulk.undo(done=done, by=people[0], at=now()) for _ in range(3)))

    assert LeadMove.objects.filter(reason="Ångrat").count() == 3


def test_two_who_merge_the_same_two_either_way_leave_one(people):
    one, two = lead("Astrid"), lead("A. Exempelsson")
    errors = at_once(
        lambda: merging.merge(kept=one, gone=two, by=people[0], at=now()),
        lambda: merging.merge(kept=two, gone=one, by=people[1], at=now()),
    )

    assert [type(error) for error in errors] == [DomainError]
    assert Merge.objects.count() == 1
    assert Lead.objects.filter(merged_into=None).count() == 1
    assert Activity.objects.exclude(lead__merged_into=None).count() == 0
