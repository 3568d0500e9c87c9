"""Files with leads or customers: checked first, imported as one, undone as one."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from crm.states import ImportOutcome, ImportState, ListTarget
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger


class ContactImportQuerySet(models.QuerySet["ContactImport"]):
    """Imports a person may see."""

    def visible_to(self, user: User) -> "ContactImportQuerySet":
        return self if user.has_permission(Permission.IMPORT_CUSTOMERS) else self.none()


class ContactImport(models.Model):
    """One file; its bytes lie in the store under `storage_key` until it is done."""

    target = models.CharField(max_length=10, choices=ListTarget)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    storage_key = models.CharField(max_length=200)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.MAPPING)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)  # outcome → rows, as the check and the import found them
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    objects = ContactImportQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id target name sha256 storage_key columns mapping state rows_total rows_done counts claimed_at"
        " attempts created_at created_by finished_at undone_at error"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["claimed_at"], name="contactimport_due", condition=Q(state__in=["checking", "importing"])
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ContactImportRow(models.Model):
    """One row of a file: what it says, what is wrong with it, what it would change and what it became."""

    contact_import = models.ForeignKey(ContactImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=ImportOutcome, blank=True)
    values = models.JSONField(default=dict)
    errors = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    object_id = models.BigIntegerField(null=True)
    is_new = models.BooleanField(null=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id contact_import number outcome object_id is_new", personal="values errors before"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contact_import", "number"], name="contactimportrow_once"),
        ]

    def __str__(self) -> str:
        return f"rad {self.number}"
