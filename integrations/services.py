"""The outbox: queue a mail with the facts it tells of, claim it, record what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import make_msgid

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from integrations import events
from integrations.models import Message, MessageAttachment
from integrations.rules import next_try
from integrations.states import MESSAGE_MOVES, MessageStatus
from perforia.base import audit
from perforia.base.claims import dead_before
from perforia.base.errors import DomainError
from perforia.base.models import Notification, User
from perforia.base.states import check_move


@dataclass(frozen=True)
class Attachment:
    """A file of the document store that goes with a mail; `size` in bytes."""

    name: str
    content_type: str
    storage_key: str
    size: int


def queue_message(
    *,
    to: str,
    subject: str,
    body: str,
    by: User | None,
    at: datetime,
    cc: str = "",
    attachments: Sequence[Attachment] = (),
) -> Message:
    """Put a mail in the outbox together with what the caller writes; announces message_queued.

    Raises RuntimeError outside a transaction: a mail may only leave if its reason was committed.
    """
    if not connection.in_atomic_block:
        message = "a message is queued in the transaction of the fact it tells of"
        raise RuntimeError(message)
    queued = Message.objects.create(
        message_id=make_msgid(domain=settings.DEFAULT_FROM_EMAIL.partition("@")[2].strip("> ")),
        to=to,
        cc=cc,
        subject=" ".join(subject.split()),
        body=body,
        created_at=at,
        created_by=by,
        next_try_at=at,
    )
    MessageAttachment.objects.bulk_create(
        MessageAttachment(
            message=queued,
            name=attachment.name,
            content_type=attachment.content_type,
            storage_key=attachment.storage_key,
            size=attachment.size,
        )
        for attachment in attachments
    )
    events.message_queued.announce(message_id=queued.pk)
    return queued


def claim_message(*, message_id: int, at: datetime) -> Message | None:
    """Take a queued message for sending; None when another worker has it or it is not due. Safe to repeat."""
    due = Message.objects.filter(pk=message_id, status=MessageStatus.QUEUED, next_try_at__lte=at)
    taken = due.update(status=MessageStatus.SENDING, claimed_at=at, handed_over_at=None, attempts=F("attempts") + 1)
    return Message.objects.get(pk=message_id) if taken else None


def note_handover(*, message: Message, at: datetime) -> None:
    """Write down, committed at once, that from now on nobody can know without an answer whether it arrived."""
    Message.objects.filter(pk=message.pk).update(handed_over_at=at)


@transaction.atomic
def record_sent(*, message: Message, at: datetime) -> None:
    """The server took it. Idempotent. Announces message_sent."""
    locked = _lock(message)
    if check_move(MessageStatus(locked.status), MessageStatus.SENT, MESSAGE_MOVES):
        locked.status, locked.sent_at, locked.error = MessageStatus.SENT, at, ""
        locked.save(update_fields=["status", "sent_at", "error"])
        events.message_sent.announce(message_id=locked.pk)


@transaction.atomic
def postpone(*, message: Message, reason: str, at: datetime) -> None:
    """Nothing was accepted: try again later, and give up visibly after the last try."""
    locked = _lock(message)
    later = next_try(attempts=locked.attempts, at=at)
    if later is None:
        _give_up(locked, MessageStatus.FAILED, reason, at)
        return
    if check_move(MessageStatus(locked.status), MessageStatus.QUEUED, MESSAGE_MOVES):
        locked.status, locked.next_try_at, locked.error = MessageStatus.QUEUED, later, reason[:300]
        locked.save(update_fields=["status", "next_try_at", "error"])


@transaction.atomic
def fail(*, message: Message, reason: str, at: datetime) -> None:
    """The server said no for good. Announces message_failed."""
    _give_up(_lock(message), MessageStatus.FAILED, reason, at)


@transaction.atomic
def doubt(*, message: Message, reason: str, at: datetime) -> None:
    """Nobody knows whether it arrived, so it is not sent again by itself. Announces message_failed."""
    _give_up(_lock(message), MessageStatus.UNSURE, reason, at)


@transaction.atomic
def send_again(*, message: Message, by: User, at: datetime) -> None:
    """A person decides that a failed or doubtful mail is sent once more. Announces message_queued."""
    locked = _lock(message)
    if check_move(MessageStatus(locked.status), MessageStatus.QUEUED, MESSAGE_MOVES):
        locked.status, locked.next_try_at, locked.attempts, locked.error = MessageStatus.QUEUED, at, 0, ""
        locked.save(update_fields=["status", "next_try_at", "attempts", "error"])
        audit.record(verb="message.sent_again", target=locked, by=by, at=at)
        events.message_queued.announce(message_id=locked.pk)


@transaction.atomic
def mark_as_sent(*, message: Message, by: User, at: datetime) -> None:
    """A person knows that a doubtful mail arrived. Announces message_sent.

    Raises DomainError for a mail that surely has not left.
    """
    locked = _lock(message)
    if locked.status not in (MessageStatus.UNSURE, MessageStatus.SENT):
        raise DomainError("Mejlet har inte lämnat Perforia. Skicka det igen i stället.")
    if check_move(MessageStatus(locked.status), MessageStatus.SENT, MESSAGE_MOVES):
        locked.status, locked.sent_at = MessageStatus.SENT, at
        locked.save(update_fields=["status", "sent_at"])
        audit.record(verb="message.marked_as_sent", target=locked, by=by, at=at)
        events.message_sent.announce(message_id=locked.pk)


def due_messages(at: datetime) -> list[dict[str, int]]:
    """What should be sent now; first frees messages whose worker died, or doubts them if they were handed over."""
    stale = Message.objects.filter(status=MessageStatus.SENDING, claimed_at__lt=dead_before(at))
    for message in stale.order_by("pk"):
        if message.handed_over_at is None:
            postpone(message=message, reason="Avbröts innan mejlet lämnades över.", at=at)
        else:
            doubt(message=message, reason="Avbröts medan mejlet lämnades över.", at=at)
    due = Message.objects.due().filter(next_try_at__lte=at).order_by("next_try_at", "pk")
    return [{"message_id": pk} for pk in due.values_list("pk", flat=True)[:500]]


def _lock(message: Message) -> Message:
    return Message.objects.select_for_update(of=("self",), no_key=True).get(pk=message.pk)


def _give_up(message: Message, status: MessageStatus, reason: str, at: datetime) -> None:
    if not check_move(MessageStatus(message.status), status, MESSAGE_MOVES):
        return
    message.status, message.error = status, reason[:300]
    message.save(update_fields=["status", "error"])
    audit.record(verb=f"message.{status}", target=message, by=None, at=at)
    if message.created_by is not None:
        Notification.tell(
            user=message.created_by,
            key=f"message:{message.pk}:{status}:{message.attempts}",
            text=f"{status.label}: ”{message.subject}”",
            url="/utgaende/",
            at=at,
            tone="bad",
        )
    events.message_failed.announce(message_id=message.pk)
