"""Jobs: one occasion of work with its addresses, its checklist and every move it has made."""

from datetime import timedelta
from typing import ClassVar

import pghistory
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from contracts.states import RutWork
from crm.models import Property
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger
from scheduling.models.series import Series
from scheduling.models.work import WORK_INTERNAL, WORK_PERSONAL, Work
from scheduling.states import OPEN_JOBS, PLANNABLE, JobStatus, StopKind

FIRST_NUMBER = 1000  # what the number of a job is counted from
LONGEST = timedelta(hours=24)


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs by who may see them, and when they are."""

    def visible_to(self, user: User) -> "JobQuerySet":
        """All who see the schedule; the others the jobs they have been told to do."""
        if user.has_permission(Permission.SEE_SCHEDULE):
            return self
        if not user.has_permission(Permission.WORK_OWN_JOBS):
            return self.none()
        return self.filter(bookings__resource__employee__user=user, bookings__cancelled_at=None).distinct()

    def open(self) -> "JobQuerySet":
        """Those that are still to be done."""
        return self.filter(status__in=sorted(OPEN_JOBS))

    def plannable(self) -> "JobQuerySet":
        """Those whose time and people may still be changed."""
        return self.filter(status__in=sorted(PLANNABLE))

    def numbered(self, number: str) -> "JobQuerySet":
        """The one with a number as people write it: `U-8821`, `u8821`, `8821`."""
        digits = number.strip().upper().removeprefix("U").lstrip("- ")
        return self.filter(pk=int(digits) - FIRST_NUMBER) if digits.isdecimal() and len(digits) < 12 else self.none()  # noqa: PLR2004 -- more digits than a key has


# Neither the count of changes nor the moments of work: those have rows of their own.
@pghistory.track(
    exclude=["version", "changed_at"], obj_field=pghistory.ObjForeignKey(related_name="versions"),
    model_name="JobVersion",
)  # fmt: skip
class Job(Work):
    """One occasion. `starts_at`–`ends_at` is the plan as the office sees it; what a crew was told is its bookings.

    Without times it waits to be planned, on `wanted_on` if a day is agreed. `window` is what the customer was
    promised. `version` grows with every change of the plan: who changes says which one was seen.
    """

    series = models.ForeignKey(Series, null=True, on_delete=models.PROTECT, related_name="jobs")
    occurrence_on = models.DateField(null=True)  # the day of the rule, whatever day the job is moved to
    is_detached = models.BooleanField(default=False)  # changed alone: changes of the series leave it as it is
    status = models.CharField(max_length=10, choices=JobStatus, default=JobStatus.PLANNED)
    wanted_on = models.DateField("önskad dag", null=True, blank=True)
    is_anytime = models.BooleanField("valfri tid under dagen", default=False)
    window_from = models.DateTimeField("lovat tidigast", null=True, blank=True)
    window_until = models.DateTimeField("lovat senast", null=True, blank=True)
    starts_at = models.DateTimeField("börjar", null=True, blank=True)
    ends_at = models.DateTimeField("slutar", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    cancel_reason = models.CharField("varför", max_length=200, blank=True)

    objects = JobQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id series occurrence_on is_detached status wanted_on is_anytime window_from window_until starts_at"
        " ends_at version created_at created_by changed_at published_at started_at started_by done_at done_by"
        f" cancelled_at cancelled_by {WORK_INTERNAL}",
        personal=f"cancel_reason {WORK_PERSONAL}",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["series", "occurrence_on"], name="job_once_per_occurrence", condition=~Q(series=None)
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None)
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at"), ends_at__lte=F("starts_at") + LONGEST),
                name="job_times_in_order",
            ),
            models.CheckConstraint(
                condition=Q(window_from=None) | Q(window_until=None) | Q(window_until__gt=F("window_from")),
                name="job_window_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(status=JobStatus.ONGOING) | Q(started_at__isnull=False), name="job_ongoing_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(status=JobStatus.DONE) | Q(done_at__isnull=False), name="job_done_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(status=JobStatus.CANCELLED) | Q(cancelled_at__isnull=False), name="job_cancelled_has_time"
            ),
            models.CheckConstraint(condition=Q(minutes__gte=15, minutes__lte=1440), name="job_minutes"),
            models.CheckConstraint(condition=Q(break_minutes__lt=F("minutes")), name="job_break_is_part"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["starts_at", "id"], name="job_by_start", condition=~Q(starts_at=None)),
            models.Index(fields=["wanted_on", "id"], name="job_unplanned", condition=Q(starts_at=None)),
            models.Index(fields=["customer", "-starts_at", "-id"], name="job_of_customer"),
            models.Index(fields=["contract"], name="job_of_contract", condition=~Q(contract=None)),
            models.Index(fields=["offer"], name="job_of_offer", condition=~Q(offer=None)),
            models.Index(fields=["status", "starts_at", "id"], name="job_by_status"),
            models.Index(fields=["-cancelled_at", "-id"], name="job_cancelled", condition=Q(status="cancelled")),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What people call it: `U-8821`."""
        return f"U-{FIRST_NUMBER + (self.pk or 0)}"

    @property
    def is_plannable(self) -> bool:
        return self.status in PLANNABLE


class JobStop(models.Model):
    """One address of a job, in order: one for cleaning, two or more for a move.

    The address stands here as it was when the job was made; the facts of access are read from the place. Without
    `confirmed_at` nobody has made sure that the address is right.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="stops")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=StopKind, default=StopKind.WORK)
    place = models.ForeignKey(Property, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    address = models.CharField("adress", max_length=160)
    postal_code = models.CharField("postnummer", max_length=6, blank=True)
    city = models.CharField("ort", max_length=60, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id job position kind place minutes confirmed_at confirmed_by",
        personal="address postal_code city latitude longitude",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "position"], name="jobstop_position_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["place"], name="jobstop_of_place", condition=~Q(place=None)),
            # What the search of the list looks up: how an address begins, in small letters or large.
            models.Index(OpClass(Upper("address"), "text_pattern_ops"), name="jobstop_by_address"),
        ]

    def __str__(self) -> str:
        return self.address


class JobWork(models.Model):
    """The hours of one kind of RUT work that a job is planned to take, all people together."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="works")
    work = models.CharField("rutarbete", max_length=12, choices=RutWork)
    hours = models.DecimalField("timmar", max_digits=6, decimal_places=2)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id job work hours")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "work"], name="jobwork_once"),
            models.CheckConstraint(condition=Q(hours__gt=0), name="jobwork_hours_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.get_work_display()} {self.hours}"


class ChecklistItem(models.Model):
    """One thing a crew ticks off."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="checklist")
    position = models.PositiveSmallIntegerField()
    text = models.CharField("vad", max_length=120)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id job position text done_at done_by")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "position"], name="checklistitem_position_once"),
        ]

    def __str__(self) -> str:
        return self.text


class StatusChange(models.Model):
    """One move of a job between states; `by` is None for Perforia itself."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="moves")
    old = models.CharField(max_length=10, choices=JobStatus)
    new = models.CharField(max_length=10, choices=JobStatus)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id job old new at by", personal="reason")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["job", "at", "id"], name="jobmove_of_job")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
