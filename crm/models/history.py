"""What happened and what should: the timeline, follow-ups and consents of leads and customers."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from crm.models.customers import Customer
from crm.models.leads import Lead
from crm.states import (
    KIND_PERMISSIONS,
    WRITTEN_BY_HAND,
    ActivityKind,
    CallOutcome,
    ConsentKind,
    ConsentState,
    Direction,
    Repeat,
    Subject,
)
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Events by who may see them."""

    def visible_to(self, user: User) -> "ActivityQuerySet":
        """Nothing without leads or customers; events of other parts of the house only with their own permission."""
        allowed = Q(pk__in=[])
        if user.has_permission(Permission.SEE_CUSTOMERS):
            allowed |= Q(customer__isnull=False)
        if user.has_permission(Permission.SEE_LEADS):
            allowed |= Q(lead__isnull=False)
        hidden = [kind for kind, permission in KIND_PERMISSIONS.items() if not user.has_permission(permission)]
        return self.filter(allowed).exclude(kind__in=hidden) if hidden else self.filter(allowed)

    def kept(self) -> "ActivityQuerySet":
        return self.filter(removed_at=None)


# What stood before each correction; new events are not copied, as leads come in by the thousand.
@pghistory.track(
    pghistory.UpdateEvent("before", row="OLD"),
    fields=["kind", "direction", "outcome", "title", "text", "at", "minutes", "removed_at"],
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
    model_name="ActivityVersion",
)
class Activity(models.Model):
    """One event in the timeline of a lead, a customer or both. `at` is when it really happened.

    What an app above tells of carries the number of its source and a `key`, so that telling twice changes nothing.
    """

    lead = models.ForeignKey(Lead, null=True, on_delete=models.CASCADE, related_name="activities")
    customer = models.ForeignKey(Customer, null=True, on_delete=models.CASCADE, related_name="activities")
    kind = models.CharField(max_length=8, choices=ActivityKind)
    direction = models.CharField(max_length=4, choices=Direction, default=Direction.NONE)
    outcome = models.CharField(max_length=10, choices=CallOutcome, blank=True)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")  # None is Perforia
    written_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(null=True)
    message_id = models.BigIntegerField(null=True)  # integrations' row of a mail or sms
    source_id = models.BigIntegerField(null=True)  # the invoice, case or letter that it is about
    source_label = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=80, blank=True)
    changed_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ActivityQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id lead customer kind direction outcome at by written_at minutes message_id source_id source_label"
        " key changed_at removed_at removed_by",
        personal="title text",
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(lead__isnull=False) | Q(customer__isnull=False), name="activity_is_about_somebody"
            ),
            models.UniqueConstraint(fields=["key"], name="activity_key_once", condition=~Q(key="")),
        ]
        indexes: ClassVar = [
            models.Index(fields=["lead", "-at", "-id"], name="activity_of_lead"),
            models.Index(fields=["customer", "-at", "-id"], name="activity_of_customer"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def about(self) -> Customer | Lead:
        """Whose timeline it is in first of all; the database keeps events about nobody out."""
        found = self.customer or self.lead
        if found is None:
            message = "an event is about somebody"
            raise ValueError(message)
        return found

    def is_written_by(self, user: User) -> bool:
        """Whether somebody wrote it by hand, and so may correct it; what was sent or told by the house stands."""
        return self.by_id == user.pk and self.kind in WRITTEN_BY_HAND and self.message_id is None and not self.key


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """What is to be done, by who may see it."""

    def visible_to(self, user: User) -> "FollowUpQuerySet":
        """One's own; others' by what they are about; those about nothing also for who manages the people."""
        allowed = Q(owner=user) | Q(created_by=user)
        if user.has_permission(Permission.SEE_LEADS):
            allowed |= Q(lead__isnull=False)
        if user.has_permission(Permission.SEE_CUSTOMERS):
            allowed |= Q(customer__isnull=False)
        if user.has_permission(Permission.SEE_CASES):
            allowed |= Q(subject=Subject.CASE)
        if user.has_permission(Permission.MANAGE_USERS):
            allowed |= Q(lead=None, customer=None, subject="")
        return self.filter(allowed)

    def waiting(self) -> "FollowUpQuerySet":
        return self.filter(done_at=None)


class FollowUp(models.Model):
    """Something to do by a time: about a lead, a customer, a case or nothing. A repeated one makes the next when done.

    Of a thing in an app above only its sort, number and label are known here (`subject`).
    """

    lead = models.ForeignKey(Lead, null=True, blank=True, on_delete=models.CASCADE, related_name="follow_ups")
    customer = models.ForeignKey(Customer, null=True, blank=True, on_delete=models.CASCADE, related_name="follow_ups")
    text = models.CharField("vad", max_length=200)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="vem")
    due_at = models.DateTimeField("när")
    repeat = models.CharField("upprepas", max_length=10, choices=Repeat, default=Repeat.NEVER)
    series_at = models.DateTimeField(null=True)  # when the series it is part of began; putting it off leaves that
    is_next_step = models.BooleanField(default=False)  # the lead's mandatory next step
    subject = models.CharField(max_length=8, choices=Subject, blank=True)
    subject_id = models.BigIntegerField(null=True)
    subject_label = models.CharField(max_length=40, blank=True)
    follows = models.OneToOneField("self", null=True, on_delete=models.SET_NULL, related_name="followed_by")
    changed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = FollowUpQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id lead customer owner due_at repeat series_at is_next_step subject subject_id subject_label follows"
        " changed_at created_at created_by reminded_at done_at done_by",
        personal="text",
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(subject="", subject_id=None) | (~Q(subject="") & Q(subject_id__isnull=False)),
                name="followup_subject_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "due_at", "id"], name="followup_of_owner", condition=Q(done_at=None)),
            models.Index(fields=["due_at", "id"], name="followup_due", condition=Q(done_at=None)),
            models.Index(fields=["due_at", "id"], name="followup_unsaid", condition=Q(done_at=None, reminded_at=None)),
            models.Index(fields=["subject", "subject_id"], name="followup_subject", condition=~Q(subject="")),
            models.Index(
                fields=["owner", "-done_at", "-id"], name="followup_done_of_owner", condition=~Q(done_at=None)
            ),
            models.Index(fields=["-done_at", "-id"], name="followup_done", condition=~Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return self.text


class CalendarFeed(models.Model):
    """The secret address of a person's calendar; only a keyed hash of it is kept, so it is shown once."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id user created_at", sealed="token_hash")

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"


class Consent(models.Model):
    """One answer to one question; later answers are new rows, the latest counts."""

    lead = models.ForeignKey(Lead, null=True, on_delete=models.CASCADE, related_name="consents")
    customer = models.ForeignKey(Customer, null=True, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=20, choices=ConsentKind)
    state = models.CharField(max_length=8, choices=ConsentState)
    source = models.CharField(max_length=60, blank=True)
    text_version = models.CharField(max_length=40, blank=True)
    page = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id lead customer kind state source text_version at by", personal="page"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(lead__isnull=False) | Q(customer__isnull=False), name="consent_is_somebodys"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["lead", "kind", "-at", "-id"], name="consent_of_lead"),
            models.Index(fields=["customer", "kind", "-at", "-id"], name="consent_of_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.state}"
