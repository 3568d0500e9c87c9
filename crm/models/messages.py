"""Mails and text messages to one or many: templates, mailings and what became of each."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from crm.models.customers import Customer
from crm.models.leads import Lead
from crm.states import Channel, RecipientStatus
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger


class MessageTemplateQuerySet(models.QuerySet["MessageTemplate"]):
    """Texts a person may use."""

    def visible_to(self, user: User) -> "MessageTemplateQuerySet":
        return self if user.has_permission(Permission.SEND_MESSAGES) else self.none()


class MailingQuerySet(models.QuerySet["Mailing"]):
    """Mailings a person may see."""

    def visible_to(self, user: User) -> "MailingQuerySet":
        return self if user.has_permission(Permission.SEND_MESSAGES) else self.none()


class MessageTemplate(models.Model):
    """A text with places for names and dates, written by the office."""

    name = models.CharField("namn", max_length=80, unique=True)
    channel = models.CharField("kanal", max_length=4, choices=Channel)
    subject = models.CharField("ämne", max_length=200, blank=True)
    body = models.TextField("text")
    is_marketing = models.BooleanField("reklam", default=False)  # then only to those who said yes
    changed_at = models.DateTimeField()

    objects = MessageTemplateQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id name channel subject body is_marketing changed_at")

    def __str__(self) -> str:
        return self.name


class Mailing(models.Model):
    """One text to some people, as it was when somebody pressed send."""

    channel = models.CharField(max_length=4, choices=Channel)
    subject = models.CharField("ämne", max_length=200, blank=True)
    body = models.TextField("text")
    is_marketing = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)

    objects = MailingQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id channel is_marketing created_at created_by finished_at", personal="subject body"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "-id"], name="mailing_newest"),
            models.Index(fields=["id"], name="mailing_unfinished", condition=Q(finished_at=None)),
        ]

    def __str__(self) -> str:
        return self.subject or self.body[:40]


class MailingRecipient(models.Model):
    """One person of a mailing: the exact text they get and what became of it."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="recipients")
    lead = models.ForeignKey(Lead, null=True, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey(Customer, null=True, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    status = models.CharField(max_length=8, choices=RecipientStatus, default=RecipientStatus.WAITING)
    reason = models.CharField(max_length=200, blank=True)
    message_id = models.BigIntegerField(null=True)  # integrations' row
    changed_at = models.DateTimeField()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id mailing lead customer status reason message_id changed_at", personal="address subject body"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mailing", "address"], name="mailingrecipient_sent_once",
                condition=~Q(status=RecipientStatus.SKIPPED),
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["mailing", "id"], name="mailingrecipient_waiting", condition=Q(status="waiting")),
        ]

    def __str__(self) -> str:
        return self.address
