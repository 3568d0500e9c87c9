"""What is written down about documents: who saw them, what was done to many at once, what the nightly check found."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from archive.models.documents import DocumentVersion
from archive.states import AccessAct, Act, Problem
from perforia.base.models import User
from perforia.base.privacy import Privacy, ledger


class AccessLog(models.Model):
    """Who saw or fetched which content, when."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="accesses")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=12, choices=AccessAct)
    at = models.DateTimeField()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id version act at", personal="user")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["version", "-at", "-id"], name="accesslog_version")]

    def __str__(self) -> str:
        return f"{self.act} {self.version_id}"


class BulkChangeQuerySet(models.QuerySet["BulkChange"]):
    """Each person undoes what he did himself."""

    def visible_to(self, user: User) -> "BulkChangeQuerySet":
        return self.filter(by=user)


class BulkChange(models.Model):
    """What one person did to one or more documents in one go, with what each was before: the way to undo it."""

    act = models.CharField(max_length=8, choices=Act)
    before = models.JSONField()  # id of the document: what it was, for the sort of the act
    after = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    objects = BulkChangeQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id act before after at undone_at", personal="by")

    def __str__(self) -> str:
        return f"{self.act} {len(self.before)}"


class StoreCheck(models.Model):
    """One run of the nightly check: how far it came and what it compared."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    checked = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id started_at finished_at checked found")

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d}: {self.checked}"


class StoreProblem(models.Model):
    """A disagreement between database, store and hash that the nightly check found and nobody has mended."""

    problem = models.CharField(max_length=10, choices=Problem)
    version = models.ForeignKey(DocumentVersion, null=True, on_delete=models.PROTECT, related_name="+")
    storage_key = models.CharField(max_length=200)
    found_at = models.DateTimeField()
    mended_at = models.DateTimeField(null=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id problem version storage_key found_at mended_at")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["storage_key", "problem"], condition=Q(mended_at=None), name="storeproblem_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.problem} {self.storage_key}"
