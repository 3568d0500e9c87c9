"""What is done next with a lead: never forgotten, always somebody's, told of when it is due."""

from datetime import timedelta

import pytest

from crm.models import FollowUp, Lead
from crm.services import lead_moves, lead_reminders, leads
from crm.services.next_steps import finish_step, set_next_step
from crm.states import LostReason
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.models import Notification
from perforia.base.permissions import Role
from tests.factories import world
from tests.factories.leads import lead, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller():
    return world.person(Role.OFFICE)


def test_a_step_stands_on_the_lead_and_among_its_owners_follow_ups(seller):
    made, plan = lead(owner=seller), step("Hembesök")
    for _ in range(2):
        set_next_step(lead=made, step=plan, by=seller, at=now())
    made.refresh_from_db()
    follow_up = FollowUp.objects.get()

    assert (made.next_step, made.next_step_at) == ("Hembesök", plan.due_at)
    assert (follow_up.text, follow_up.owner, follow_up.is_next_step) == ("Hembesök", seller, True)


def test_a_changed_step_changes_the_follow_up_instead_of_adding_one(seller):
    made = lead(owner=seller)
    set_next_step(lead=made, step=step("Ring"), by=seller, at=now())
    set_next_step(lead=made, step=step("Skicka offert", days=3), by=seller, at=now())

    assert FollowUp.objects.get().text == "Skicka offert"


def test_a_step_that_is_done_is_followed_by_the_next(seller):
    made = lead(owner=seller)
    set_next_step(lead=made, step=step("Ring"), by=seller, at=now())
    finish_step(lead=made, then=step("Hembesök"), by=seller, at=now())
    made.refresh_from_db()

    assert made.next_step == "Hembesök"
    assert FollowUp.objects.exclude(done_at=None).get().text == "Ring"
    assert FollowUp.objects.waiting().get().text == "Hembesök"


def test_a_step_follows_the_lead_to_its_new_owner(seller):
    made, other = lead(owner=seller), world.person(Role.OFFICE, "Kim Utkastsson")
    set_next_step(lead=made, step=step(), by=seller, at=now())
    leads.assign(lead=made, owner=other, by=seller, at=now())

    assert FollowUp.objects.get().owner == other


def test_nothing_is_planned_for_a_lead_that_is_closed(seller):
    made = lead()
    lead_moves.lose(lead=made, reason=LostReason.SPAM, by=seller, at=now())
    with pytest.raises(DomainError, match="avslutat"):
        set_next_step(lead=made, step=step(), by=seller, at=now())


def late_lead(**more):
    made = lead(**more)
    Lead.objects.filter(pk=made.pk).update(received_at=now() - timedelta(days=2))
    made.refresh_from_db()
    return made


def test_a_lead_nobody_has_called_in_time_is_told_of_once_to_all_sellers(seller):
    world.person(Role.OWNER, "Maja Mallgren")
    made = late_lead()
    for due in lead_reminders.due_reminders(now()):
        lead_reminders.remind_of_lead(**due, at=now())
        lead_reminders.remind_of_lead(**due, at=now())

    assert Notification.objects.filter(text__contains="väntar på samtal").count() == 2
    assert {told.url for told in Notification.objects.all()} == {f"/leads/{made.pk}/"}
    assert lead_reminders.due_reminders(now()) == []


def test_a_new_lead_is_not_told_of_within_its_five_minutes(seller):
    made = lead()

    assert lead_reminders.remind_of_lead(lead_id=made.pk, at=made.received_at) == 0


def test_a_step_that_is_due_is_told_of_to_whoever_answers_for_the_lead(seller):
    world.person(Role.OWNER, "Maja Mallgren")
    made = lead(owner=seller)
    Lead.objects.filter(pk=made.pk).update(
        next_step="Ring", next_step_at=now() - timedelta(minutes=1), first_contact_at=now()
    )
    for due in lead_reminders.due_reminders(now()):
        lead_reminders.remind_of_lead(**due, at=now())

    assert Notification.objects.get().user == seller


@pytest.mark.parametrize("change", [{"archived_at": now()}, {"closed_at": now()}])
def test_a_lead_that_is_put_away_is_not_told_of(seller, change):
    made = late_lead()
    Lead.objects.filter(pk=made.pk).update(**change)

    assert lead_reminders.remind_of_lead(lead_id=made.pk, at=now()) == 0


def test_a_lead_that_is_gone_is_not_told_of():
    assert lead_reminders.remind_of_lead(lead_id=1, at=now()) == 0
