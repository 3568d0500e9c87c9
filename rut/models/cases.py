"""Cases: what Skatteverket asks, by when, for which invoices, and what has been found."""

from datetime import date
from typing import ClassVar

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q, When
from django.db.models.functions import Coalesce

from archive.models import Document, Folder
from billing.models import Invoice
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger
from rut.states import ANSWERING, CaseStatus, ClaimStatus, DocumentType, ItemState

# Where a case stands in the list when it has no date that counts.
UNDATED, ANSWERED, ENDED = date(1900, 1, 1), date(9998, 1, 1), date(9999, 1, 1)


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases a person may see, by what they wait for."""

    def visible_to(self, user: User) -> "CaseQuerySet":
        return self if user.has_permission(Permission.SEE_CASES) else self.none()

    def open(self) -> "CaseQuerySet":
        """Those that are not decided or closed; said by the order of the list, so that its index ends where they do."""
        return self.filter(due_order__lt=ENDED)

    def answering(self) -> "CaseQuerySet":
        """Those where the firm owes Skatteverket an answer."""
        return self.filter(due_order__lt=ANSWERED)

    def overdue(self, today: date) -> "CaseQuerySet":
        return self.filter(due_order__gt=UNDATED, due_order__lt=today)

    def by_deadline(self) -> "CaseQuerySet":
        """What lacks a date first, then the nearest date; answered cases and those decided come last."""
        return self.order_by("due_order", "id")


@pghistory.track(exclude=["search", "due_order"])
class Case(models.Model):
    """One matter with Skatteverket; `number` is ours (RUT-0142), `reference` theirs. Amounts in whole kronor."""

    number = models.CharField("ärende", max_length=12, unique=True)
    status = models.CharField(max_length=20, choices=CaseStatus, default=CaseStatus.REVIEW)
    kind = models.CharField("gäller", max_length=20, choices=DocumentType)
    subtype = models.CharField(max_length=15, blank=True)
    reference = models.CharField("referens", max_length=60)
    references = models.JSONField(default=list)
    officer_name = models.CharField("handläggare", max_length=120, blank=True)
    officer_email = models.EmailField("handläggarens e-post", blank=True)
    officer_phone = models.CharField("handläggarens telefon", max_length=30, blank=True)
    officer_office = models.CharField("kontor", max_length=120, blank=True)
    received_on = models.DateField("ankom")
    deadline = models.DateField("svara senast", null=True)
    is_deadline_estimated = models.BooleanField(default=False)
    appeal_by = models.DateField("överklaga senast", null=True)
    owner = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    folder = models.ForeignKey(Folder, null=True, on_delete=models.PROTECT, related_name="+")
    amount = models.IntegerField("begärt belopp, kronor", default=0)
    item_count = models.PositiveIntegerField(default=0)
    settled_count = models.PositiveIntegerField(default=0)
    check_count = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    decided_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    due_order = models.GeneratedField(
        expression=models.Case(
            When(status__in=ANSWERING, then=Coalesce(F("deadline"), UNDATED)),
            When(status=CaseStatus.AWAITING_DECISION, then=ANSWERED),
            default=ENDED,
        ),
        output_field=models.DateField(),
        db_persist=True,
    )
    search = SearchVectorField(null=True)  # written by rut.services.searching from rut.rules.searching

    objects = CaseQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id number status kind subtype reference references officer_office received_on deadline"
        " is_deadline_estimated appeal_by owner deputy folder amount item_count settled_count check_count opened_at"
        " answered_at decided_on closed_at due_order",
        personal="officer_name officer_email officer_phone search",
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(status=CaseStatus.AWAITING_DECISION) | Q(answered_at__isnull=False),
                name="case_awaiting_has_answer",
            ),
            models.CheckConstraint(
                condition=~Q(status=CaseStatus.CLOSED) | Q(closed_at__isnull=False), name="case_closed_has_time"
            ),
            models.UniqueConstraint(
                fields=["reference"],
                condition=Q(status__in=["review", "collecting", "package_ready", "awaiting_decision"])
                & ~Q(reference=""),
                name="case_open_reference_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_order", "id"], name="case_in_order"),
            models.Index(fields=["status", "due_order", "id"], name="case_by_status"),
            models.Index(fields=["owner", "due_order", "id"], name="case_by_owner"),
            models.Index(fields=["reference"], name="case_by_reference"),
            models.Index(fields=["decided_on"], name="case_decided", include=["status", "amount"]),
            GinIndex(fields=["references"], opclasses=["jsonb_path_ops"], name="case_any_reference"),
            GinIndex(fields=["search"], name="case_search"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_answering(self) -> bool:
        """True while the firm owes an answer."""
        return self.status in ANSWERING

    @property
    def is_complete(self) -> bool:
        """Every paper asked for is found, uploaded or explained."""
        return self.item_count > 0 and self.settled_count == self.item_count

    @property
    def missing_count(self) -> int:
        return self.item_count - self.settled_count - self.check_count


@pghistory.track()
class CaseInvoice(models.Model):
    """An invoice of a case and where its claim stands. Without `invoice` it is not found in the system yet."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="invoices")
    invoice = models.ForeignKey(Invoice, null=True, on_delete=models.PROTECT, related_name="+")
    printed_number = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=20, choices=ClaimStatus, default=ClaimStatus.COMPLETION_ASKED)
    requested_amount = models.IntegerField(null=True)
    granted_amount = models.IntegerField(null=True)
    refused_amount = models.IntegerField(null=True)
    repay_amount = models.IntegerField(null=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id case invoice printed_number position status requested_amount granted_amount refused_amount"
        " repay_amount",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "invoice"], name="caseinvoice_once"),
            models.UniqueConstraint(fields=["case", "position"], name="caseinvoice_position_once"),
        ]

    def __str__(self) -> str:
        return self.printed_number


@pghistory.track()
class RequestedItem(models.Model):
    """One cell of the matrix: paper `code` for one invoice, or for the case as a whole when `case_invoice` is null."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="items")
    case_invoice = models.ForeignKey(CaseInvoice, null=True, on_delete=models.CASCADE, related_name="items")
    code = models.CharField(max_length=3)
    state = models.CharField(max_length=15, choices=ItemState, default=ItemState.MISSING)
    reason = models.CharField("varför den inte behövs", max_length=300, blank=True)
    hint = models.CharField(max_length=120, blank=True)
    is_conditional = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id case case_invoice code state reason hint is_conditional changed_at changed_by",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "case_invoice", "code"], name="requesteditem_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=~Q(state=ItemState.NOT_APPLICABLE) | ~Q(reason=""), name="requesteditem_reason_given"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class RequestedItemDocument(models.Model):
    """A document in a cell: chosen, or one of several proposals a person must choose from."""

    item = models.ForeignKey(RequestedItem, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    is_chosen = models.BooleanField(default=True)
    is_uploaded = models.BooleanField(default=False)
    score = models.FloatField(default=1)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id item document is_chosen is_uploaded score added_at added_by"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "document"], name="requesteditemdocument_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.document_id}"


class StatusChange(models.Model):
    """One move of a case or of an invoice's claim in it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="status_changes")
    case_invoice = models.ForeignKey(CaseInvoice, null=True, on_delete=models.CASCADE, related_name="+")
    old = models.CharField(max_length=20, blank=True)
    new = models.CharField(max_length=20)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id case case_invoice old new at by", personal="reason")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "at", "id"], name="statuschange_case")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class CaseNote(models.Model):
    """Something a person wrote down about a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField("anteckning")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id case at by", personal="text")

    def __str__(self) -> str:
        return self.text[:40]


class Reminder(models.Model):
    """A reminder that has been given: once per case, deadline and day, whatever crashes."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reminders")
    deadline = models.DateField()
    days_left = models.SmallIntegerField()
    given_at = models.DateTimeField()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id case deadline days_left given_at")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "deadline", "days_left"], name="reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.days_left}"


class Decision(models.Model):
    """A letter of decision applied to a case; amounts in whole kronor."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    letter = models.OneToOneField("rut.Letter", on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=15)
    decided_on = models.DateField(null=True)
    granted_amount = models.IntegerField(null=True)
    refused_amount = models.IntegerField(null=True)
    repay_amount = models.IntegerField(null=True)
    pay_by = models.DateField(null=True)
    ocr = models.CharField(max_length=30, blank=True)
    appeal_by = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id case letter outcome decided_on granted_amount refused_amount repay_amount pay_by ocr appeal_by"
        " recorded_at recorded_by",
    )

    def __str__(self) -> str:
        return self.outcome


class DecisionRow(models.Model):
    """What a decision says about one invoice; amounts in whole kronor."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="rows")
    case_invoice = models.ForeignKey(CaseInvoice, on_delete=models.PROTECT, related_name="+")
    requested_amount = models.IntegerField(null=True)
    granted_amount = models.IntegerField(null=True)
    repay_amount = models.IntegerField(null=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id decision case_invoice requested_amount granted_amount repay_amount",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "case_invoice"], name="decisionrow_once"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.case_invoice_id}"
