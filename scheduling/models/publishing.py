"""What was published, and what each person was told of it."""

from typing import ClassVar

from django.db import models

from integrations.models import Message
from perforia.base.models import User
from perforia.base.privacy import Privacy, ledger
from scheduling.models.resources import Resource


class DayPublication(models.Model):
    """One press on "publish" for a day."""

    day = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    changes = models.PositiveSmallIntegerField(default=0)  # bookings made, moved, changed or taken back

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id day at by changes")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["day", "-at", "-id"], name="daypublication_of_day")]

    def __str__(self) -> str:
        return f"{self.day}"


class Notice(models.Model):
    """What one person was told of a publication, spelled out; `changes` is the same as data."""

    publication = models.ForeignKey(DayPublication, on_delete=models.CASCADE, related_name="notices")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="notices")
    text = models.TextField()
    changes = models.JSONField(default=list)
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id publication resource message at seen_at", personal="text changes"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["publication", "resource"], name="notice_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["resource", "-at", "-id"], name="notice_of_resource")]

    def __str__(self) -> str:
        return self.text
