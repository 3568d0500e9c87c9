"""The papers of a finished job that prove to Skatteverket what was done: hours per person and day, and the work."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from archive.models import Document
from perforia.base.privacy import Privacy, ledger
from scheduling.models.jobs import Job
from scheduling.states import PaperState


class JobPapers(models.Model):
    """The time report and the description of the work of one job, made when its times have been decided.

    They are wanted again whenever a time is decided anew; `content_hash` tells whether anything has changed since.
    """

    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="papers")
    state = models.CharField(max_length=8, choices=PaperState, default=PaperState.WANTED)
    wanted_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    filed_at = models.DateTimeField(null=True)
    content_hash = models.CharField(max_length=64, blank=True)
    time_record = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    description = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id job state wanted_at claimed_at filed_at content_hash time_record description"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=PaperState.FILED) | Q(filed_at__isnull=False), name="jobpapers_filed_has_time"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["wanted_at", "id"], name="jobpapers_due", condition=~Q(state=PaperState.FILED)),
        ]

    def __str__(self) -> str:
        return f"papers of {self.job_id}"
