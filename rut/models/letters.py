"""Uploaded files, the letters in them, and the facts read from each."""

from datetime import date
from typing import ClassVar

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from archive.models import Document, DocumentVersion
from billing.models import Invoice
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger
from rut.models.cases import Case
from rut.states import DocumentType, FieldName, IntakeState, LetterState, Subtype


class IntakeQuerySet(models.QuerySet["Intake"]):
    """Uploaded files a person may see."""

    def visible_to(self, user: User) -> "IntakeQuerySet":
        return self if user.has_permission(Permission.SEE_LETTERS) else self.none()


class Intake(models.Model):
    """One file dropped in the inbox; it may hold several letters. Found again by the sweep until it is read."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    version = models.OneToOneField(DocumentVersion, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    state = models.CharField(max_length=12, choices=IntakeState, default=IntakeState.WAITING)
    received_on = models.DateField("ankom")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    page_count = models.PositiveIntegerField(null=True)
    quarantine_code = models.CharField(max_length=30, blank=True)
    quarantine_sentence = models.CharField(max_length=300, blank=True)
    dismissed_at = models.DateTimeField(null=True)

    objects = IntakeQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id document version state received_on uploaded_at uploaded_by claimed_at attempts read_at page_count"
        " quarantine_code quarantine_sentence dismissed_at",
        personal="file_name",
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=IntakeState.QUARANTINED) | ~Q(quarantine_sentence=""),
                name="intake_quarantine_says_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["claimed_at"], name="intake_to_read", condition=Q(state__in=["waiting", "reading"])),
            models.Index(
                fields=["-uploaded_at", "-id"],
                name="intake_unread",
                condition=Q(state=IntakeState.QUARANTINED, dismissed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class LetterPage(models.Model):
    """The words of one page with their places, as read; `words` is [[text, left, top, right, bottom, confidence]]."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    width = models.FloatField()
    height = models.FloatField()
    method = models.CharField(max_length=10)
    is_gated = models.BooleanField(default=False)
    turn = models.SmallIntegerField(default=0)
    words = models.JSONField(default=list)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id intake number width height method is_gated turn", personal="words"
    )

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["intake", "number"], name="letterpage_once")]

    def __str__(self) -> str:
        return f"sida {self.number}"


class LetterQuerySet(models.QuerySet["Letter"]):
    """Letters a person may see, and those that wait for one."""

    def visible_to(self, user: User) -> "LetterQuerySet":
        return self if user.has_permission(Permission.SEE_LETTERS) else self.none()

    def to_review(self) -> "LetterQuerySet":
        return self.filter(state=LetterState.REVIEW)

    def by_deadline(self) -> "LetterQuerySet":
        """The nearest date first, those without a date last."""
        return self.order_by("due_order", "id")


@pghistory.track(exclude=["search", "due_order"])
class Letter(models.Model):
    """One letter of a file. The facts that lists sort by are copied here from its fields, confirmed or not."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="letters")
    first_page = models.PositiveIntegerField()
    last_page = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.REVIEW)
    document_type = models.CharField(max_length=20, choices=DocumentType, blank=True)
    subtype = models.CharField(max_length=15, choices=Subtype, blank=True)
    reference_number = models.CharField(max_length=60, blank=True)
    response_deadline = models.DateField(null=True)
    letter_date = models.DateField(null=True)
    doubt_count = models.PositiveSmallIntegerField(default=0)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="letters")
    suggested_case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    references = models.JSONField(default=list)
    created_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    due_order = models.GeneratedField(
        expression=Coalesce(F("response_deadline"), date(9999, 12, 31)),
        output_field=models.DateField(),
        db_persist=True,
    )
    search = SearchVectorField(null=True)  # written by rut.services.searching from rut.rules.searching

    objects = LetterQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id intake first_page last_page state document_type subtype reference_number response_deadline"
        " letter_date doubt_count case suggested_case references created_at reviewed_at reviewed_by due_order",
        personal="search",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["intake", "first_page"], name="letter_start_once"),
            models.CheckConstraint(
                condition=~Q(state=LetterState.CONFIRMED) | Q(reviewed_at__isnull=False),
                name="letter_confirmed_has_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_order", "id"], name="letter_to_review", condition=Q(state=LetterState.REVIEW)),
            models.Index(fields=["reference_number"], name="letter_reference"),
            models.Index(fields=["-created_at", "-id"], name="letter_newest"),
            GinIndex(fields=["search"], name="letter_search"),
        ]

    def __str__(self) -> str:
        return self.reference_number or f"brev {self.pk}"


@pghistory.track()
class ExtractedField(models.Model):
    """One fact with where it stands and how sure the reader is; a person's word (`confirmed_at`) settles it.

    `box` is [left, top, right, bottom] in points of the displayed page.
    """

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="fields")
    name = models.CharField(max_length=30, choices=FieldName)
    value = models.CharField(max_length=300, blank=True)
    raw = models.CharField(max_length=300, blank=True)
    page = models.PositiveIntegerField(null=True)
    box = models.JSONField(null=True)
    method = models.CharField(max_length=10, blank=True)
    confidence = models.FloatField(default=0)
    is_certain = models.BooleanField(default=False)
    read_value = models.CharField(max_length=300, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id letter name page box method confidence is_certain confirmed_at confirmed_by",
        personal="value raw read_value",
    )

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["letter", "name"], name="extractedfield_once")]

    def __str__(self) -> str:
        return f"{self.get_name_display()}: {self.value}"

    @property
    def is_settled(self) -> bool:
        """True when a case may act on it."""
        return self.is_certain or self.confirmed_at is not None


class AffectedRow(models.Model):
    """One purchase the letter lists, and the invoice it means. Amounts in whole kronor; box as in ExtractedField."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="affected")
    position = models.PositiveSmallIntegerField()
    invoice_number = models.CharField(max_length=40, blank=True)
    personal_number = models.CharField(max_length=300, blank=True)
    personal_number_hash = models.CharField(max_length=64, blank=True)
    personal_number_masked = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=120, blank=True)
    payment_date = models.DateField(null=True)
    requested_amount = models.IntegerField(null=True)
    granted_amount = models.IntegerField(null=True)
    repay_amount = models.IntegerField(null=True)
    page = models.PositiveIntegerField(null=True)
    box = models.JSONField(null=True)
    confidence = models.FloatField(default=0)
    is_certain = models.BooleanField(default=False)
    invoice = models.ForeignKey(Invoice, null=True, on_delete=models.PROTECT, related_name="+")
    suggested_invoice = models.ForeignKey(Invoice, null=True, on_delete=models.PROTECT, related_name="+")
    is_excluded = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id letter position invoice_number payment_date requested_amount granted_amount repay_amount page box"
        " confidence is_certain invoice suggested_invoice is_excluded confirmed_at confirmed_by",
        personal="name personal_number_masked",
        sealed="personal_number personal_number_hash",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["letter", "position"], name="affectedrow_position_once"),
        ]

    def __str__(self) -> str:
        return self.invoice_number or self.name


class LetterRequest(models.Model):
    """One kind of paper the letter asks for: a code of the catalogue (K01-K23) and the words it stood in."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="requests")
    code = models.CharField(max_length=3)
    raw = models.CharField(max_length=500, blank=True)
    page = models.PositiveIntegerField(null=True)
    box = models.JSONField(null=True)
    confidence = models.FloatField(default=0)
    is_conditional = models.BooleanField(default=False)
    is_included = models.BooleanField(default=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id letter code page box confidence is_conditional is_included confirmed_at confirmed_by",
        personal="raw",
    )

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["letter", "code"], name="letterrequest_code_once")]

    def __str__(self) -> str:
        return self.code
