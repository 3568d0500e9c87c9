"""Reminders: to the customer, with a link to our own page, and to us, of dates that come near.

The service has no call that reminds a counterparty, and its access links live six hours: ours leads to our page, which
asks for a fresh one when it is opened (developer.oneflow.com, "Create an access link to a contract").
"""

import secrets
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from contracts.documents.reminder import Reminder, mail_of, text_of
from contracts.models import Contract, Participant
from contracts.rules.contracts import EXPIRY_REMINDED, current_end, due_reminder, last_notice_day
from contracts.services.contracts import terms_of
from contracts.services.moves import Fact, lock, note, tell
from contracts.states import (
    FOLLOWED,
    OPEN,
    ContractStatus,
    DeliveryChannel,
    EventKind,
    Renewal,
    Side,
    SignState,
)
from crm.rules.contact import clean_email, parse_phone
from integrations.services.messages import queue_message, queue_text
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import Firm, User

TOKEN_BYTES = 24
PRESSED_TWICE = timedelta(minutes=5)
LONGEST_PERIOD = timedelta(days=400)


@transaction.atomic
def remind(
    *, contract: Contract, participants: Sequence[Participant], channel: DeliveryChannel, by: User, at: datetime
) -> None:
    """Send those who have not signed yet a mail or text message with a link to the contract, all or none.

    The messages are part of the outbox. Pressed twice they are sent once. Raises DomainError when there is nothing to
    sign, or nowhere to send it.
    """
    locked = lock(contract)
    if locked.status not in OPEN:
        raise DomainError("Avtalet väntar inte på någon signatur.")
    rows = Participant.objects.select_for_update(of=("self",), no_key=True).filter(contract=locked)
    for person in rows.filter(pk__in=[each.pk for each in participants]).order_by("position"):
        if person.side != Side.THEIRS or not person.is_signatory or person.sign_state != SignState.UNDECIDED:
            raise DomainError(f"{person.name} har redan svarat eller ska inte signera.")
        if person.reminded_at is None or person.reminded_at <= at - PRESSED_TWICE:
            _remind(locked, person, channel, by, at)


def _remind(contract: Contract, person: Participant, channel: DeliveryChannel, by: User, at: datetime) -> None:
    person.token, person.reminded_at = person.token or secrets.token_urlsafe(TOKEN_BYTES), at
    person.save(update_fields=["token", "reminded_at"])
    told = Reminder(
        name=person.name, title=contract.title, number=contract.number, url=link_of(person), firm=Firm.load(),
        expires_on=timezone.localdate(contract.expires_at) if contract.expires_at else None,
    )  # fmt: skip
    if channel == DeliveryChannel.SMS:
        if not (to := parse_phone(person.phone)):
            raise DomainError(f"Det finns inget mobilnummer till {person.name}. Välj e-post i stället.")
        message = queue_text(to=to, body=text_of(told), by=by, at=at)
    else:
        if not (to := clean_email(person.email)):
            raise DomainError(f"Det finns ingen e-postadress till {person.name}. Välj sms i stället.")
        subject, body = mail_of(told)
        message = queue_message(to=to, subject=subject, body=body, by=by, at=at)
    fact = Fact(at, by, text=f"{channel.label} till {person.name}", participant=person, message=message)
    note(contract, EventKind.REMINDED, f"reminded:{message.pk}", fact, at=at)
    audit.record(verb="contract.reminded", target=contract, by=by, at=at, channel=channel.value)


def link_of(participant: Participant) -> str:
    """The address of our own page for somebody who signs; the caller has seen to it that there is a token."""
    return f"{settings.BASE_URL}{reverse('contracts:sign_page', args=[participant.token])}"


def signer_behind(token: str) -> Participant | None:
    """Whom a link belongs to, while there is something to open at the service; None otherwise."""
    alive = Participant.objects.filter(contract__status__in=[*FOLLOWED, ContractStatus.SIGNED], token=token)
    found = alive.exclude(remote_id=None).exclude(token="").select_related("contract", "contract__customer")
    return found.first()


@transaction.atomic
def note_link_used(*, participant: Participant, at: datetime) -> None:
    """Somebody followed our link to the service; once a day is enough to know."""
    contract = lock(participant.contract)
    fact = Fact(at, who=participant.name, participant=participant)
    note(contract, EventKind.LINK_USED, f"link:{participant.pk}:{timezone.localdate(at)}", fact, at=at)


def remind_of_dates(*, today: date, at: datetime) -> int:
    """Tell who answers for a contract of days that come near: to give notice, the end, the last day to sign.

    Each day and step is told once, also after any silence; answers how many were told. Safe to run side by side.
    """
    told = 0
    for contract in _dated(today):
        for key, text in _dates(contract, today):
            told += tell(contract, text, key=f"contract:{contract.pk}:{key}", at=at, tone="warn")
    return told


def _dated(today: date) -> Iterator[Contract]:
    runs = Q(status=ContractStatus.SIGNED, ended_at=None) & ~Q(ends_on=None)
    near = Q(renewal=Renewal.AUTOMATIC) | Q(ends_on__range=(today, today + LONGEST_PERIOD))
    waits = Q(status__in=sorted(OPEN))
    rows = Contract.objects.filter((runs & near) | (waits & ~Q(expires_at=None)))
    yield from rows.select_related("customer", "owner", "created_by").order_by("pk").iterator()


def _dates(contract: Contract, today: date) -> Iterator[tuple[str, str]]:
    named = f"{contract.number}, {contract.customer.name}"
    if contract.status in OPEN:
        last = timezone.localdate(contract.expires_at) if contract.expires_at else None
        if (step := due_reminder(last, today=today, steps=EXPIRY_REMINDED)) is not None:
            yield f"unsigned:{last}:{step}", f"{named}: inte signerat än, går ut {last:%Y-%m-%d}. Påminn kunden."
        return
    terms = terms_of(contract)
    notice = last_notice_day(terms, on=today)
    if (step := due_reminder(notice, today=today)) is not None:
        yield f"notice:{notice}:{step}", f"{named}: förlängs om det inte sägs upp senast {notice:%Y-%m-%d}."
    end = current_end(terms, on=today)
    if notice is None and (step := due_reminder(end, today=today)) is not None:
        yield f"ends:{end}:{step}", f"{named}: avtalet går ut {end:%Y-%m-%d}. Ta kontakt om det ska förnyas."
