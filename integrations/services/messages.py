"""The outbox: queue a message with the facts it tells of, claim it, record what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import make_msgid

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from integrations import events
from integrations.models import IncomingText, Message, MessageAttachment
from integrations.rules import next_try
from integrations.states import MESSAGE_MOVES, Channel, MessageStatus
from perforia.base import audit
from perforia.base.claims import dead_before
from perforia.base.errors import DomainError
from perforia.base.models import Notification, User
from perforia.base.states import check_move

TEXTS_KEPT = timedelta(days=90)


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
    queued = _queue(
        Message(to=to, cc=cc, subject=" ".join(subject.split()), body=body, created_by=by, created_at=at)
    )  # fmt: skip
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
    return queued


def queue_bulk_mail(*, to: str, subject: str, body: str, unsubscribe_url: str, at: datetime) -> Message:
    """Put one mail of many in the outbox, with a way out when it is advertising; announces message_queued.

    Raises RuntimeError outside a transaction.
    """
    return _queue(
        Message(
            to=to, subject=" ".join(subject.split()), body=body, unsubscribe_url=unsubscribe_url, is_bulk=True,
            created_at=at,
        )
    )  # fmt: skip


def queue_text(*, to: str, body: str, by: User | None, at: datetime, is_bulk: bool = False) -> Message:
    """Put a text message to a number (E.164) in the outbox; announces message_queued.

    Raises RuntimeError outside a transaction.
    """
    return _queue(Message(channel=Channel.SMS, to=to, body=body, is_bulk=is_bulk, created_by=by, created_at=at))


def _queue(message: Message) -> Message:
    if not connection.in_atomic_block:
        refusal = "a message is queued in the transaction of the fact it tells of"
        raise RuntimeError(refusal)
    message.message_id = make_msgid(domain=settings.DEFAULT_FROM_EMAIL.partition("@")[2].strip("> "))
    message.next_try_at = message.created_at
    message.save()
    events.message_queued.announce(message_id=message.pk)
    return message


def claim_message(*, message_id: int, at: datetime) -> Message | None:
    """Take a queued message for sending; None when another worker has it or it is not due. Safe to repeat."""
    due = Message.objects.filter(pk=message_id, status=MessageStatus.QUEUED, next_try_at__lte=at)
    taken = due.update(status=MessageStatus.SENDING, claimed_at=at, handed_over_at=None, attempts=F("attempts") + 1)
    return Message.objects.get(pk=message_id) if taken else None


def note_handover(*, message: Message, at: datetime) -> None:
    """Write down, committed at once, that from now on nobody can know without an answer whether it arrived."""
    Message.objects.filter(pk=message.pk).update(handed_over_at=at)


@transaction.atomic
def record_sent(*, message: Message, at: datetime, external_id: str = "", parts: int = 0) -> None:
    """The server took it, under its own id. Idempotent. Announces message_sent."""
    locked = _lock(message)
    if locked.status == MessageStatus.DELIVERED:
        return  # the report was faster than the answer
    if check_move(MessageStatus(locked.status), MessageStatus.SENT, MESSAGE_MOVES):
        locked.status, locked.sent_at, locked.error = MessageStatus.SENT, at, ""
        locked.external_id, locked.parts = external_id[:80], parts
        locked.save(update_fields=["status", "sent_at", "error", "external_id", "parts"])
        events.message_sent.announce(message_id=locked.pk)


@transaction.atomic
def record_delivered(*, message: Message, at: datetime) -> None:
    """The gateway knows that it came to the telephone, which also settles a doubt. Idempotent."""
    locked = _lock(message)
    if locked.status in {MessageStatus.SENDING, MessageStatus.UNSURE}:
        check_move(MessageStatus(locked.status), MessageStatus.SENT, MESSAGE_MOVES)
        locked.status = MessageStatus.SENT
    if locked.status in {MessageStatus.SENT, MessageStatus.DELIVERED} and check_move(
        MessageStatus(locked.status), MessageStatus.DELIVERED, MESSAGE_MOVES
    ):
        locked.status, locked.delivered_at, locked.error = MessageStatus.DELIVERED, at, ""
        locked.sent_at = locked.sent_at or at
        locked.save(update_fields=["status", "sent_at", "delivered_at", "error"])


@transaction.atomic
def record_undelivered(*, message: Message, at: datetime) -> None:
    """The gateway gave up on it, or its reports cross: what came to the telephone stays so. Idempotent."""
    locked = _lock(message)
    if locked.status in {MessageStatus.SENDING, MessageStatus.SENT, MessageStatus.UNSURE}:
        _give_up(locked, MessageStatus.FAILED, "Operatören kunde inte leverera sms:et.", at)


@transaction.atomic
def receive_text(*, external_id: str, sender: str, to: str, body: str, at: datetime) -> None:
    """Keep a text message that came in, once however often it is posted. Announces text_received."""
    kept, is_new = IncomingText.objects.get_or_create(
        external_id=external_id[:80],
        defaults={"sender": sender[:20], "to": to[:20], "body": body, "received_at": at},
    )
    if is_new:
        events.text_received.announce(text_id=kept.pk)


def note_handled(*, text: IncomingText, at: datetime) -> None:
    """What a text message asked for has been done; part of the caller's transaction. Idempotent."""
    IncomingText.objects.filter(pk=text.pk, handled_at=None).update(handled_at=at)


def forget_texts(*, at: datetime) -> int:
    """Forget text messages that came in long ago and are in the history of who sent them; answers how many."""
    old = IncomingText.objects.filter(handled_at__lt=at - TEXTS_KEPT)
    return old.delete()[0]


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
    """A person decides that a failed or doubtful message is sent once more. Announces message_queued."""
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
        named = message.subject or f"Sms till {message.to}"
        Notification.tell(
            user=message.created_by,
            key=f"message:{message.pk}:{status}:{message.attempts}",
            text=f"{status.label}: ”{named}”",
            url="/utgaende/",
            at=at,
            tone="bad",
        )
    events.message_failed.announce(message_id=message.pk)
