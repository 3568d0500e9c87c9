"""Packages and replies: what leaves the house, frozen once it has left."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from archive.models import Document, DocumentVersion
from integrations.models import Message
from perforia.base.models import User
from perforia.base.privacy import Privacy, ledger
from rut.models.cases import Case, RequestedItem
from rut.states import Channel, PackageState, ReplyKind, ReplyState


@pghistory.track()
class Package(models.Model):
    """One merged PDF and one ZIP of a case's papers, built by a worker; found again by the sweep until it is built."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="packages")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=PackageState, default=PackageState.QUEUED)
    is_partial = models.BooleanField(default=False)
    done_steps = models.PositiveIntegerField(default=0)
    total_steps = models.PositiveIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    pdf = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    archive_file = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    built_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id case number state is_partial done_steps total_steps claimed_at attempts error pdf archive_file"
        " requested_at requested_by built_at sent_at",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="package_number_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=["queued", "building"]), name="package_one_at_work"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PackageState.BUILT, PackageState.SENT])
                | (Q(pdf__isnull=False) & Q(archive_file__isnull=False) & Q(built_at__isnull=False)),
                name="package_built_has_files",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["claimed_at"], name="package_to_build", condition=Q(state__in=["queued", "building"])),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number}"

    @property
    def percent(self) -> int:
        """Whole percent done, 0-100."""
        return 100 * self.done_steps // self.total_steps if self.total_steps else 0


class PackageItem(models.Model):
    """One appendix of a package: the exact version that went in, frozen."""

    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    item = models.ForeignKey(RequestedItem, null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=300)
    title = models.CharField(max_length=200)
    first_page = models.PositiveIntegerField(null=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id package position item version first_page", personal="path title"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["package", "position"], name="packageitem_position_once"),
        ]

    def __str__(self) -> str:
        return self.path


class CaseReply(models.Model):
    """A letter to the case officer: a draft until a person sends it, then frozen."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="replies")
    kind = models.CharField(max_length=10, choices=ReplyKind, default=ReplyKind.ANSWER)
    state = models.CharField(max_length=10, choices=ReplyState, default=ReplyState.DRAFT)
    channel = models.CharField("sätt", max_length=10, choices=Channel, default=Channel.MAIL)
    to = models.EmailField("till", blank=True)
    subject = models.CharField("ämne", max_length=200)
    body = models.TextField("text")
    package = models.ForeignKey(Package, null=True, on_delete=models.PROTECT, related_name="+")
    message = models.OneToOneField(Message, null=True, on_delete=models.PROTECT, related_name="+")
    new_deadline = models.DateField("önskad ny frist", null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id case kind state channel package message new_deadline created_at created_by sent_at sent_by",
        personal="to subject body",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "kind"], condition=Q(state="draft"), name="casereply_one_draft"),
            models.CheckConstraint(
                condition=~Q(state=ReplyState.SENT) | (Q(sent_at__isnull=False) & Q(sent_by__isnull=False)),
                name="casereply_sent_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
