"""How people look at lists: saved views, and acts on many rows that can be undone."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from crm.states import ListTarget, Visibility
from perforia.base.models import User
from perforia.base.privacy import Privacy, ledger


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Views by who may use them."""

    def visible_to(self, user: User) -> "SavedViewQuerySet":
        return self.filter(Q(owner=user) | Q(visibility=Visibility.SHARED))


class SavedView(models.Model):
    """A name for a list's filters and order (`query` is the part of its address after the question mark)."""

    target = models.CharField(max_length=10, choices=ListTarget)
    name = models.CharField("namn", max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    visibility = models.CharField("vem ser den", max_length=8, choices=Visibility, default=Visibility.PRIVATE)
    is_pinned = models.BooleanField("fäst som flik", default=True)
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id target name query owner visibility is_pinned position created_at"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "target", "name"], name="savedview_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class BulkAct(models.Model):
    """One act on many rows with each row's values before it, so that it can be undone as one."""

    target = models.CharField(max_length=10, choices=ListTarget)
    act = models.CharField(max_length=20)
    label = models.CharField(max_length=120)
    before = models.JSONField(default=dict)  # id → the fields that changed, as they were
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id target act label by at undone_at", personal="before")

    def __str__(self) -> str:
        return self.label
