"""Mails and text messages to one or many: kept with every receiver, then handed to the outbox some at a time.

Every receiver is a row with its own state; the message of the outbox is made in the same transaction as the row's move,
so that whoever dies in the middle leaves each receiver either waiting or with exactly one message.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from crm import events
from crm.models import Activity, Mailing, MailingRecipient
from crm.queries.audiences import latest_consents, way_out_of
from crm.rules.history import Happening
from crm.rules.mailing import MOST, Draft, Plan
from crm.services.activities import log
from crm.states import ActivityKind, Channel, Direction, RecipientStatus
from integrations.models import Message
from integrations.services import queue_bulk_mail, queue_text, send_again
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User

AT_ONCE = 50
PRESSED_TWICE = timedelta(minutes=5)
_KINDS = {Channel.MAIL: ActivityKind.MAIL, Channel.SMS: ActivityKind.SMS}


@transaction.atomic
def start(*, draft: Draft, plan: Plan, by: User, at: datetime) -> Mailing:
    """Keep what was shown and let a worker send it; who is left out is kept with the reason. Announces mailing_started.

    Idempotent: the same texts to the same people by the same person within minutes are one mailing. Raises DomainError
    when nobody would get it, too many would, or a text has a hole.
    """
    if plan.incomplete:
        raise DomainError("Någon text saknar ett värde. Fyll i det, eller lämna personen utanför utskicket.")
    if not plan.sent:
        raise DomainError("Ingen i urvalet kan få utskicket. Se skälen i listan.")
    if len(plan.rows) > MOST:
        raise DomainError(f"Välj högst {MOST} mottagare åt gången. Dela upp urvalet.")
    if (begun := _begun(draft, plan, by, at)) is not None:
        return begun
    mailing = Mailing.objects.create(
        channel=draft.channel, subject=draft.subject, body=draft.body, is_marketing=draft.is_marketing,
        created_at=at, created_by=by,
    )  # fmt: skip
    MailingRecipient.objects.bulk_create(
        MailingRecipient(
            mailing=mailing, lead_id=row.person.lead_id, customer_id=row.person.customer_id, address=row.address,
            subject=row.subject, body=row.body, status=row.status, reason=row.reason, changed_at=at,
        )
        for row in plan.rows
    )  # fmt: skip
    audit.record(verb="mailing.started", target=mailing, by=by, at=at, count=len(plan.sent))
    events.mailing_started.announce(mailing_id=mailing.pk)
    return mailing


def _begun(draft: Draft, plan: Plan, by: User, at: datetime) -> Mailing | None:
    """The same mailing, begun by the same person a moment ago: a button that was pressed twice. Locks the person."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    recent = Mailing.objects.filter(
        created_by=by, channel=draft.channel, subject=draft.subject, body=draft.body, created_at__gt=at - PRESSED_TWICE
    )
    wanted = {(row.address, row.body) for row in plan.sent}
    for mailing in recent.order_by("-pk"):
        rows = mailing.recipients.exclude(status=RecipientStatus.SKIPPED).order_by("pk")
        if set(rows.values_list("address", "body")) == wanted:
            return mailing
    return None


@transaction.atomic
def hand_over_some(*, mailing: Mailing, at: datetime) -> int:
    """Hand the next receivers to the outbox, and finish when none waits; answers how many there were.

    Locks them, so that two workers never take the same; who has withdrawn since is left out. Safe to repeat.
    """
    waiting = MailingRecipient.objects.filter(mailing=mailing, status=RecipientStatus.WAITING).order_by("pk")
    rows = list(waiting.select_for_update(of=("self",), skip_locked=True).select_related("lead", "customer")[:AT_ONCE])
    is_alone = mailing.recipients.count() == 1
    withdrawn = _withdrawn(rows) if mailing.is_marketing else set()
    for row in rows:
        if row.pk in withdrawn:
            row.status, row.reason = RecipientStatus.SKIPPED, "Tackade nej innan det skickades."
        else:
            row.message_id = _queue(mailing, row, is_alone=is_alone, at=at)
            row.status = RecipientStatus.QUEUED
        row.changed_at = at
        row.save(update_fields=["status", "reason", "message_id", "changed_at"])
    if not rows and not waiting.exists():
        _finish(mailing, at)
    return len(rows)


@transaction.atomic
def stop(*, mailing: Mailing, by: User, at: datetime) -> int:
    """Send nothing to those who still wait; answers how many they were. Idempotent."""
    waiting = MailingRecipient.objects.filter(mailing=mailing, status=RecipientStatus.WAITING).order_by("pk")
    ids = list(waiting.select_for_update(of=("self",)).values_list("pk", flat=True))
    MailingRecipient.objects.filter(pk__in=ids).update(
        status=RecipientStatus.SKIPPED, reason="Utskicket stoppades.", changed_at=at
    )
    if ids:
        audit.record(verb="mailing.stopped", target=mailing, by=by, at=at, count=len(ids))
    return len(ids)


def send_once_more(*, recipient: MailingRecipient, by: User, at: datetime) -> None:
    """A person decides that a failed or doubtful message of a mailing is sent again.

    Raises DomainError when it has been sent, or the receiver has withdrawn since.
    """
    if recipient.mailing.is_marketing and _withdrawn([recipient]):
        raise DomainError("Mottagaren har tackat nej till utskick. Ring eller skriv själv i stället.")
    message = Message.objects.filter(pk=recipient.message_id or 0).first()
    if message is None:
        raise DomainError("Det finns inget meddelande att skicka igen.")
    send_again(message=message, by=by, at=at)


def due_mailings(at: datetime) -> list[dict[str, int]]:
    """Mailings that are not finished; their task may be started any number of times."""
    begun = Mailing.objects.filter(finished_at=None, created_at__lte=at).order_by("pk")
    return [{"mailing_id": pk} for pk in begun.values_list("pk", flat=True)]


def _queue(mailing: Mailing, row: MailingRecipient, *, is_alone: bool, at: datetime) -> int:
    """The message of a receiver, and its event in the timeline; answers the message's id."""
    by = mailing.created_by
    if mailing.channel == Channel.SMS:
        message = queue_text(to=row.address, body=row.body, by=None, at=at, is_bulk=True)
    else:
        way_out = way_out_of(lead_id=row.lead_id, customer_id=row.customer_id) if mailing.is_marketing else ""
        message = queue_bulk_mail(to=row.address, subject=row.subject, body=row.body, unsubscribe_url=way_out, at=at)
    kind = _KINDS[Channel(mailing.channel)]
    text = f"{row.subject}\n\n{row.body}".strip()
    what = Happening(kind, text=text, direction=Direction.OUT, message_id=message.pk)
    if is_alone and (row.lead is None or row.lead.merged_into_id is None):
        log(what=what, lead=row.lead, customer=row.customer, by=by, at=at, written_at=at)
    else:  # one text to many is no contact that stops the clock of a lead
        Activity.objects.create(
            lead=row.lead, customer=row.customer, kind=kind, direction=Direction.OUT, title=what.called, text=text,
            message_id=message.pk, by=by, at=at, written_at=at,
        )  # fmt: skip
    return message.pk


def _withdrawn(rows: Sequence[MailingRecipient]) -> set[int]:
    """Receivers whose latest word on mailings is not yes any more."""
    leads = [row.lead_id for row in rows if row.lead_id]
    said = latest_consents(leads=leads, customers=[row.customer_id for row in rows if row.customer_id])
    keys = {row.pk: ("customer", row.customer_id) if row.customer_id else ("lead", row.lead_id or 0) for row in rows}
    return {pk for pk, key in keys.items() if not said.get(key)}


def _finish(mailing: Mailing, at: datetime) -> None:
    if Mailing.objects.filter(pk=mailing.pk, finished_at=None).update(finished_at=at):
        audit.record(verb="mailing.finished", target=mailing, by=None, at=at)
