"""The outbox: mails and text messages that wait in the database until they have left the house, and what came back."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from integrations.states import NEEDS_ATTENTION, Channel, MessageStatus
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages by who may see them and where they are in their life."""

    def visible_to(self, user: User) -> "MessageQuerySet":
        return self if user.has_permission(Permission.SEND_ANSWERS) else self.none()

    def due(self) -> "MessageQuerySet":
        """Those that a worker should send now."""
        return self.filter(status=MessageStatus.QUEUED)

    def needing_attention(self) -> "MessageQuerySet":
        return self.filter(status__in=NEEDS_ATTENTION)


class Message(models.Model):
    """One mail or text message. `message_id` is ours, made before sending: with it a repeat or a report is told."""

    channel = models.CharField(max_length=4, choices=Channel, default=Channel.MAIL)
    message_id = models.CharField("Message-ID", max_length=120, unique=True)
    to = models.CharField("till", max_length=254)  # an e-mail address, or a number as E.164
    cc = models.CharField("kopia", max_length=300, blank=True)
    subject = models.CharField("ämne", max_length=200)
    body = models.TextField("text")
    unsubscribe_url = models.CharField(max_length=300, blank=True)  # one click withdraws (RFC 8058)
    is_bulk = models.BooleanField(default=False)  # one of many: the page of all of them tells how it went
    status = models.CharField(max_length=10, choices=MessageStatus, default=MessageStatus.QUEUED)
    external_id = models.CharField(max_length=80, blank=True)  # the gateway's own
    parts = models.PositiveSmallIntegerField(default=0)  # text messages it was paid as
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    objects = MessageQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id channel message_id is_bulk status external_id parts created_at created_by claimed_at"
        " handed_over_at sent_at delivered_at next_try_at attempts",
        personal="to cc subject body error",
        sealed="unsubscribe_url",
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(status=MessageStatus.SENT) | Q(sent_at__isnull=False),
                name="message_sent_has_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], name="message_waiting", condition=Q(status__in=["queued", "sending"])),
        ]

    def __str__(self) -> str:
        return self.subject


class IncomingText(models.Model):
    """A text message somebody sent to the firm, kept as it came until it has been worked on."""

    external_id = models.CharField(max_length=80, unique=True)
    sender = models.CharField(max_length=20)
    to = models.CharField(max_length=20)
    body = models.TextField()
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id external_id to received_at handled_at", personal="sender body"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], name="incomingtext_waiting", condition=Q(handled_at=None)),
        ]

    def __str__(self) -> str:
        return self.external_id


class MessageAttachment(models.Model):
    """A file that goes with a message; the bytes stay in the document store under `storage_key`."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    storage_key = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id message content_type storage_key size", personal="name")

    def __str__(self) -> str:
        return self.name
