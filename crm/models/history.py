"""What happened and what should: the timeline, follow-ups and consents of leads and customers."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from crm.models.customers import Customer
from crm.models.leads import Lead
from crm.states import ActivityKind, CallOutcome, ConsentKind, ConsentState, Direction, Repeat
from perforia.base.models import User
from perforia.base.privacy import Privacy, ledger


class Activity(models.Model):
    """One event in the timeline of a lead, a customer or both. `at` is when it really happened."""

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

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id lead customer kind direction outcome at by written_at minutes message_id", personal="title text"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(lead__isnull=False) | Q(customer__isnull=False), name="activity_is_about_somebody"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["lead", "-at", "-id"], name="activity_of_lead"),
            models.Index(fields=["customer", "-at", "-id"], name="activity_of_customer"),
        ]

    def __str__(self) -> str:
        return self.title


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """What is still to be done."""

    def waiting(self) -> "FollowUpQuerySet":
        return self.filter(done_at=None)


class FollowUp(models.Model):
    """Something to do by a time: about a lead, a customer, or nobody. A repeated one makes the next when done."""

    lead = models.ForeignKey(Lead, null=True, blank=True, on_delete=models.CASCADE, related_name="follow_ups")
    customer = models.ForeignKey(Customer, null=True, blank=True, on_delete=models.CASCADE, related_name="follow_ups")
    text = models.CharField("vad", max_length=200)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="vem")
    due_at = models.DateTimeField("när")
    repeat = models.CharField("upprepas", max_length=10, choices=Repeat, default=Repeat.NEVER)
    is_next_step = models.BooleanField(default=False)  # the lead's mandatory next step
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = FollowUpQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id lead customer owner due_at repeat is_next_step created_at created_by reminded_at done_at done_by",
        personal="text",
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["owner", "due_at", "id"], name="followup_of_owner", condition=Q(done_at=None)),
            models.Index(fields=["due_at", "id"], name="followup_due", condition=Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return self.text


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
