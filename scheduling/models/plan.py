"""The plan and what was told of it: assignments are the office's draft, bookings what the crew knows."""

import uuid
from datetime import timedelta
from typing import ClassVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger
from scheduling.models.jobs import Job
from scheduling.models.resources import Resource
from scheduling.states import AssignmentRole, ChangeSource, Code

# Longer than a job: a vehicle is taken out before and brought home after.
LONGEST = timedelta(hours=30)
NO_OVERLAP = "booking_no_overlap"


@pghistory.track()
class Assignment(models.Model):
    """Somebody or something on a job, as it is planned. Drafts may overlap while somebody plans."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="assignments")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=6, choices=AssignmentRole, default=AssignmentRole.MEMBER)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id job resource role starts_at ends_at created_at created_by"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "resource"], name="assignment_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), ends_at__lte=F("starts_at") + LONGEST),
                name="assignment_times_in_order",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["starts_at", "id"], name="assignment_by_start"),
            models.Index(fields=["resource", "starts_at"], name="assignment_of_resource"),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} on {self.job_id}"


class BookingQuerySet(models.QuerySet["Booking"]):
    """Bookings by who may see them and whether they stand."""

    def visible_to(self, user: User) -> "BookingQuerySet":
        """All who see the schedule; the others their own."""
        if user.has_permission(Permission.SEE_SCHEDULE):
            return self
        return self.filter(resource__employee__user=user)

    def standing(self) -> "BookingQuerySet":
        """Those that have not been taken back."""
        return self.filter(cancelled_at=None)


@pghistory.track()
class Booking(models.Model):
    """What was published: who is where, when. Two that stand never overlap for one resource, whoever writes.

    `told` is what the crew was told beside the time (label, address, with whom), so that a change can be spelled out.
    One that is taken back stays a while, cancelled, for the calendars that have it.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="bookings")
    assignment = models.OneToOneField(Assignment, null=True, on_delete=models.SET_NULL, related_name="booking")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="bookings")
    role = models.CharField(max_length=6, choices=AssignmentRole, default=AssignmentRole.MEMBER)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    told = models.JSONField(default=dict)
    sequence = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    objects = BookingQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id uuid job assignment resource role starts_at ends_at sequence published_at published_by"
        " cancelled_at",
        personal="told",
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), ends_at__lte=F("starts_at") + LONGEST),
                name="booking_times_in_order",
            ),
            models.UniqueConstraint(
                fields=["job", "resource"], name="booking_once", condition=Q(cancelled_at=None)
            ),
            # Of core PostgreSQL alone: a range of one number stands for equality, so that no extension is needed.
            ExclusionConstraint(
                name=NO_OVERLAP,
                expressions=[
                    (
                        Func(
                            F("resource"), F("resource"), Value("[]"), function="int8range",
                            output_field=BigIntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(
                            F("starts_at"), F("ends_at"), Value("[)"), function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(cancelled_at=None),
                violation_error_code="double_booked",
                violation_error_message="Den tiden är redan bokad.",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["starts_at", "id"], name="booking_by_start", condition=Q(cancelled_at=None)),
            models.Index(fields=["resource", "starts_at"], name="booking_of_resource"),
            models.Index(fields=["cancelled_at"], name="booking_cancelled", condition=~Q(cancelled_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} on {self.job_id}"


class Override(models.Model):
    """Why a warning about the plan of a job was passed over."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="overrides")
    resource = models.ForeignKey(Resource, null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=14, choices=Code)
    sentence = models.CharField(max_length=300)
    reason = models.CharField("varför", max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id job resource code at by", personal="sentence reason")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["job", "-at", "-id"], name="override_of_job")]

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"


class PlanChange(models.Model):
    """One change of the plan of a job, with the plan before and after: what undoing goes back to.

    Changes made in one act share `batch`. A plan is `{"starts_at", "ends_at", "crew": [[resource, role, from, to]]}`.
    """

    batch = models.UUIDField(default=uuid.uuid4)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="changes")
    source = models.CharField(max_length=10, choices=ChangeSource)
    old = models.JSONField()
    new = models.JSONField()
    version = models.PositiveIntegerField()  # the job's, after it
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id batch job source old new version at by undone_at")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["by", "-at", "-id"], name="planchange_of_person"),
            models.Index(fields=["job", "-at", "-id"], name="planchange_of_job"),
            models.Index(fields=["batch"], name="planchange_batch"),
        ]

    def __str__(self) -> str:
        return f"change of {self.job_id}"
