"""No date passes unseen, and nobody is told twice."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection

from integrations.models import Message
from perforia.base.clock import now
from perforia.base.models import Notification
from perforia.base.permissions import Role
from rut.models import Case, CaseInvoice, Decision, Reminder
from rut.services import cases, reminders
from rut.states import CaseStatus, ClaimStatus, DocumentType, Subtype
from tests.factories import world
from tests.rut.test_flow import upload

DAY = date(2026, 6, 15)


def case_due(
    deadline: date | None = DAY, *, status: CaseStatus = CaseStatus.COLLECTING, number: str = "RUT-0001"
) -> Case:
    return Case.objects.create(
        number=number, status=status, kind=DocumentType.COMPLETION_REQUEST, reference=f"8-{number[-1]}",
        received_on=DAY, deadline=deadline, owner=world.person(), opened_at=now(),
    )  # fmt: skip


@pytest.mark.django_db
def test_a_case_without_a_date_is_told_of_every_day_until_it_has_one():
    case = case_due(None)

    given = [reminders.remind_of_deadlines(today=day, at=now()) for day in (DAY, DAY, DAY + timedelta(days=1))]
    cases.change_deadline(case=case, deadline=DAY + timedelta(days=30), reason="Läst", by=world.person(), at=now())

    assert given == [1, 0, 1]
    assert reminders.remind_of_deadlines(today=DAY + timedelta(days=2), at=now()) == 0
    assert set(Message.objects.values_list("subject", flat=True)) == {
        "RUT-0001 saknar svarsfrist. Läs brevet och skriv in den"
    }


@pytest.mark.django_db
def test_a_new_date_is_reminded_of_anew():
    case = case_due()
    reminders.remind_of_deadlines(today=DAY, at=now())

    cases.change_deadline(case=case, deadline=DAY + timedelta(days=3), reason="Anstånd", by=world.person(), at=now())

    assert reminders.remind_of_deadlines(today=DAY, at=now()) == 1
    assert set(Reminder.objects.values_list("deadline", "days_left")) == {(DAY, 0), (DAY + timedelta(days=3), 3)}


@pytest.mark.django_db
def test_owner_and_deputy_are_told_and_one_who_has_left_is_not():
    case = case_due()
    boss, deputy = world.person(Role.OWNER, "Olle Ägare"), world.person(name="Disa Ersättare")
    cases.assign(case=case, owner=world.person(), deputy=deputy, by=boss, at=now())
    reminders.remind_of_deadlines(today=DAY, at=now())
    assert set(Message.objects.values_list("to", flat=True)) == {world.person().email, deputy.email}

    for person in (world.person(), deputy):
        person.is_active = False
        person.save(update_fields=["is_active"])
    reminders.remind_of_deadlines(today=DAY + timedelta(days=1), at=now())

    assert Notification.objects.visible_to(boss).get().tone == "bad"


@pytest.mark.django_db
def test_an_answer_sent_while_reminders_are_given_is_seen(monkeypatch):
    case = case_due()

    def answered(_: Case) -> Case:
        cases.record_answer(case=case, by=world.person(), at=now())
        return cases.lock(case)

    monkeypatch.setattr(reminders, "lock", answered)

    assert reminders.remind_of_deadlines(today=DAY, at=now()) == 0
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_reminder_that_fails_is_logged_and_keeps_no_other_from_being_given(monkeypatch, caplog):
    case_due()
    other = case_due(number="RUT-0002")
    tell = reminders._tell

    def stumble(case, *arguments):
        if case.number == "RUT-0001":
            raise RuntimeError
        return tell(case, *arguments)

    monkeypatch.setattr(reminders, "_tell", stumble)

    assert reminders.remind_of_deadlines(today=DAY, at=now()) == 1
    assert Reminder.objects.get().case == other
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [RuntimeError]

    monkeypatch.setattr(reminders, "_tell", tell)
    assert reminders.remind_of_deadlines(today=DAY, at=now()) == 1
    assert Reminder.objects.count() == 2


@pytest.mark.django_db
def test_money_to_pay_back_is_reminded_of_until_it_is_paid():
    case = case_due(None, status=CaseStatus.REJECTED)
    invoice = CaseInvoice.objects.create(case=case, printed_number="F-1", position=1, status=ClaimStatus.REPAY_DECIDED)
    letter = upload(world.letter_pdf()).letters.get()
    decision = Decision.objects.create(
        case=case, letter=letter, outcome=Subtype.REPAYMENT, repay_amount=900, pay_by=DAY, ocr="12345",
        appeal_by=DAY, recorded_at=now(), recorded_by=world.person(),
    )  # fmt: skip

    assert reminders.remind_of_deadlines(today=DAY - timedelta(days=8), at=now()) == 0
    given = [reminders.remind_of_deadlines(today=DAY - timedelta(days=3), at=now()) for _ in range(2)]
    assert given == [1, 0]
    assert Message.objects.get().subject == "RUT-0001: återkravet ska vara betalt 2026-06-15, OCR 12345"
    Decision.objects.filter(pk=decision.pk).update(ocr="")
    assert reminders.remind_of_deadlines(today=DAY + timedelta(days=1), at=now()) == 1

    cases.record_repayment(case=case, by=world.person(), at=now())
    cases.record_repayment(case=case, by=world.person(), at=now())

    invoice.refresh_from_db()
    assert invoice.status == ClaimStatus.REPAID
    assert reminders.remind_of_deadlines(today=DAY + timedelta(days=2), at=now()) == 0


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_remind_exactly_once():
    case_due()
    gate, given = threading.Barrier(2), []

    def run() -> None:
        try:
            gate.wait(5)
            given.append(reminders.remind_of_deadlines(today=DAY, at=now()))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(given) == [0, 1]
    assert (Reminder.objects.count(), Message.objects.count(), Notification.objects.count()) == (1, 1, 1)
