"""Reminders: to who has not signed, with a link that leads to our own page, and to us, of days that come near."""

from datetime import date, timedelta

import pytest

from contracts.models import Contract, Participant
from contracts.rules.contracts import Terms, add_months, current_end, due_reminder, last_notice_day
from contracts.services import reminding
from contracts.states import ContractStatus, DeliveryChannel, EventKind, PdfState, Renewal, SignState
from integrations.models import Message
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.models import Notification
from perforia.base.permissions import Role
from tests.factories import world
from tests.factories.contracts import draft, person

YEARLY = Terms(
    starts_on=date(2025, 2, 1), ends_on=date(2026, 1, 31), notice_months=3, renewal=Renewal.AUTOMATIC, renewal_months=12
)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)), (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)  # fmt: skip
def test_months_later_and_earlier_end_where_the_month_does(day, months, expected):
    assert add_months(day, months) == expected


def test_an_agreement_that_renews_itself_has_ever_later_ends_and_days_to_give_notice():
    assert current_end(YEARLY, on=date(2025, 6, 1)) == date(2026, 1, 31)
    assert current_end(YEARLY, on=date(2026, 2, 1)) == date(2027, 1, 31)
    assert last_notice_day(YEARLY, on=date(2025, 6, 1)) == date(2025, 10, 31)
    assert last_notice_day(YEARLY, on=date(2025, 12, 1)) == date(2026, 10, 31)  # too late for this period
    assert last_notice_day(Terms(ends_on=date(2026, 1, 31)), on=date(2025, 6, 1)) is None


@pytest.mark.parametrize(
    ("left", "step"), [(61, None), (60, 60), (45, 60), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)]
)
def test_days_are_told_of_at_their_steps(left, step):
    day = date(2026, 6, 1)
    assert due_reminder(day + timedelta(days=left), today=day) == step


def sent(**decided) -> Contract:
    """A contract that lies with the customer."""
    made = draft(**decided)
    Contract.objects.filter(pk=made.pk).update(status=ContractStatus.SENT, remote_id=99, sent_at=now())
    made.participants.update(remote_id=7)
    made.refresh_from_db()
    return made


def remind(made: Contract, channel=DeliveryChannel.MAIL) -> None:
    people = list(made.participants.order_by("position"))
    reminding.remind(contract=made, participants=people, channel=channel, by=world.person(Role.OFFICE), at=now())


@pytest.mark.django_db
def test_a_reminder_leads_to_our_own_page_and_is_sent_once_however_often_it_is_pressed():
    made = sent()

    remind(made)
    remind(made)

    signer = made.participants.get()
    mail = Message.objects.get()
    assert mail.to == "bengt@exempel.test"
    assert made.title in mail.subject
    assert f"/avtal/signera/{signer.token}/" in mail.body
    assert reminding.signer_behind(signer.token) == signer
    assert made.events.get(kind=EventKind.REMINDED).message == mail


@pytest.mark.django_db
def test_a_text_message_needs_a_mobile_number():
    made = sent()
    with pytest.raises(DomainError, match="mobilnummer"):
        remind(made, DeliveryChannel.SMS)
    assert not Participant.objects.get().token

    made.participants.update(phone="+46701740612")
    remind(made, DeliveryChannel.SMS)

    assert Message.objects.get().to == "+46701740612"


@pytest.mark.django_db
def test_nobody_is_reminded_of_what_is_signed_or_over():
    made = sent()
    made.participants.update(sign_state=SignState.SIGNED, sign_state_at=now())
    with pytest.raises(DomainError, match="redan svarat"):
        remind(made)
    Contract.objects.update(status=ContractStatus.WITHDRAWN, withdrawn_at=now())
    with pytest.raises(DomainError, match="väntar inte"):
        remind(made)
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_link_leads_nowhere_when_there_is_nothing_to_open():
    made = sent()
    remind(made)
    token = made.participants.get().token
    assert reminding.signer_behind("") is None
    assert reminding.signer_behind("annat") is None

    Contract.objects.update(status=ContractStatus.WITHDRAWN, withdrawn_at=now())

    assert reminding.signer_behind(token) is None


@pytest.mark.django_db
def test_who_answers_for_a_contract_is_told_once_of_each_day_that_comes_near():
    day = today()
    ending = sent(terms=Terms(ends_on=day + timedelta(days=20)))
    renewing = draft(
        terms=Terms(ends_on=add_months(day, 2), notice_months=1, renewal=Renewal.AUTOMATIC, renewal_months=12),
        people=[person("Eva", "eva@exempel.test")],
    )
    waiting = draft()
    signed = {"signed_at": now(), "signed_on": day, "pdf_state": PdfState.WANTED, "sent_at": now()}
    Contract.objects.filter(pk=ending.pk).update(status=ContractStatus.SIGNED, **signed)
    Contract.objects.filter(pk=renewing.pk).update(status=ContractStatus.SIGNED, remote_id=100, **signed)
    Contract.objects.filter(pk=waiting.pk).update(
        status=ContractStatus.SENT, remote_id=101, sent_at=now(), expires_at=now() + timedelta(days=2)
    )

    assert reminding.remind_of_dates(today=day, at=now()) == 3
    assert reminding.remind_of_dates(today=day, at=now()) == 0

    texts = " ".join(Notification.objects.order_by("pk").values_list("text", flat=True))
    assert f"{ending.number}, Bengt Påhittsson: avtalet går ut" in texts
    assert f"{renewing.number}, Bengt Påhittsson: förlängs om det inte sägs upp" in texts
    assert f"{waiting.number}, Bengt Påhittsson: inte signerat än" in texts
