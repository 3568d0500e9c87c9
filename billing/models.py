"""Invoices with rows, buyers and payments, and the files they were imported from."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from archive.models import Document
from billing.states import DeductionKind, ImportKind, ImportState, LineKind, PaymentMethod, ServiceKind
from crm.models import Customer
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger
from perforia.base.secrets import decrypt


class ImportMapping(models.Model):
    """Which column of a file means what, remembered by the file's header row."""

    kind = models.CharField(max_length=10, choices=ImportKind)
    header_hash = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id kind header_hash columns used_at")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "header_hash"], name="importmapping_header_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.header_hash[:8]}"


class ImportRun(models.Model):
    """One imported file: tried first, imported as one act, undone as one act."""

    kind = models.CharField(max_length=10, choices=ImportKind)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.MAPPING)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    columns = models.JSONField(default=dict)
    row_count = models.PositiveIntegerField(default=0)
    error_count = models.PositiveIntegerField(default=0)
    errors = models.JSONField(default=list)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    rows_done = models.PositiveIntegerField(default=0)
    made_count = models.PositiveIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    imported_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id kind state document columns row_count error_count created_at created_by rows_done made_count"
        " claimed_at imported_at undone_at",
        personal="errors",
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["claimed_at"], name="importrun_due", condition=Q(state=ImportState.IMPORTING)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.created_at:%Y-%m-%d}"


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    """Invoices a person may see, and how they stand."""

    def visible_to(self, user: User) -> "InvoiceQuerySet":
        return self if user.has_permission(Permission.SEE_INVOICES) else self.none()

    def paid(self) -> "InvoiceQuerySet":
        return self.filter(remaining__lte=0)

    def unpaid(self) -> "InvoiceQuerySet":
        return self.filter(remaining__gt=0)

    def overdue(self, today: date) -> "InvoiceQuerySet":
        return self.unpaid().filter(due_on__lt=today)


@pghistory.track(exclude=["search", "paid", "remaining"])
class Invoice(models.Model):
    """What the firm asked a customer to pay; `number_key` is the number without signs, for matching letters."""

    number = models.CharField("fakturanummer", max_length=30, unique=True)
    number_key = models.CharField(max_length=30)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+", verbose_name="kund")
    job_reference = models.CharField("uppdrag", max_length=40, blank=True)
    issued_on = models.DateField("fakturadatum")
    due_on = models.DateField("förfallodatum", null=True, blank=True)
    work_from = models.DateField("arbetet började", null=True, blank=True)
    work_to = models.DateField("arbetet slutade", null=True, blank=True)
    work_address = models.CharField("arbetets adress", max_length=200, blank=True)
    work_address_to = models.CharField("till adress", max_length=200, blank=True)
    deduction_kind = models.CharField("avdrag", max_length=5, choices=DeductionKind, default=DeductionKind.RUT)
    service_kind = models.CharField("tjänst", max_length=10, choices=ServiceKind, default=ServiceKind.MOVING)
    total = models.DecimalField("summa med moms, kronor", max_digits=12, decimal_places=2)
    deduction = models.DecimalField("avdrag, kronor", max_digits=12, decimal_places=2, default=Decimal(0))
    paid = models.DecimalField("betalt, kronor", max_digits=12, decimal_places=2, default=Decimal(0))
    remaining = models.GeneratedField(  # what the customer still owes: Skatteverket pays the deduction
        expression=F("total") - F("deduction") - F("paid"),
        output_field=models.DecimalField(max_digits=12, decimal_places=2),
        db_persist=True,
    )
    credits = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="credit_invoices")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    import_run = models.ForeignKey(ImportRun, null=True, on_delete=models.PROTECT, related_name="+")
    search = SearchVectorField(null=True)  # written by billing.services.searching

    objects = InvoiceQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id number number_key customer job_reference issued_on due_on work_from work_to deduction_kind"
        " service_kind total deduction paid remaining credits created_at changed_at created_by import_run",
        personal="work_address work_address_to search",
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(work_from=None) | Q(work_to=None) | Q(work_to__gte=F("work_from")),
                name="invoice_work_in_order",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["number_key"], name="invoice_by_key"),
            models.Index(fields=["-issued_on", "-id"], name="invoice_newest"),
            models.Index(fields=["customer", "-issued_on", "-id"], name="invoice_of_customer"),
            models.Index(fields=["-issued_on", "-id"], name="invoice_unpaid", condition=Q(remaining__gt=0)),
            GinIndex(fields=["search"], name="invoice_search"),
        ]

    def __str__(self) -> str:
        return self.number


@pghistory.track()
class InvoiceLine(models.Model):
    """One row: labour with hours, material, or other; amounts in kronor with VAT."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField("slag", max_length=10, choices=LineKind)
    description = models.CharField("beskrivning", max_length=200)
    hours = models.DecimalField("timmar", max_digits=7, decimal_places=2, null=True, blank=True)
    amount = models.DecimalField("belopp med moms, kronor", max_digits=12, decimal_places=2)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id invoice position kind hours amount description")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invoice", "position"], name="invoiceline_position_once"),
        ]

    def __str__(self) -> str:
        return self.description


@pghistory.track()
class Buyer(models.Model):
    """One person's share of an invoice's deduction; several may share one invoice."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="buyers")
    name = models.CharField("namn", max_length=120)
    personal_number = models.CharField("personnummer", max_length=300, blank=True)
    personal_number_hash = models.CharField(max_length=64, blank=True)
    personal_number_masked = models.CharField(max_length=16, blank=True)
    deduction = models.DecimalField("avdrag, kronor", max_digits=12, decimal_places=2)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id invoice deduction",
        personal="name personal_number_masked",
        sealed="personal_number personal_number_hash",
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["personal_number_hash"], name="buyer_by_pnr", condition=~Q(personal_number_hash="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def decrypted_personal_number(self) -> str:
        """All twelve digits; only for a reveal that is logged, or for matching."""
        return decrypt(self.personal_number)


@pghistory.track()
class Payment(models.Model):
    """Money that came in for an invoice."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    paid_on = models.DateField("betald")
    payer = models.CharField("betalare", max_length=120, blank=True)
    amount = models.DecimalField("belopp, kronor", max_digits=12, decimal_places=2)
    method = models.CharField("sätt", max_length=10, choices=PaymentMethod)
    reference = models.CharField("referens", max_length=80, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    import_run = models.ForeignKey(ImportRun, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id invoice paid_on amount method created_at created_by import_run",
        personal="payer reference",
    )

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(amount=0), name="payment_not_zero")]

    def __str__(self) -> str:
        return f"{self.amount} {self.paid_on}"
