"""What a crew sends from its phones: how it comes in, the time it worked, and what it leaves at a job."""

from datetime import timedelta
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from archive.models import Document
from contracts.states import RutWork, Unit
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger
from scheduling.models.jobs import Job
from scheduling.models.resources import Resource
from scheduling.states import ActKind, ActState, CrewLinkKind, DeviationKind, TimeState

LONGEST_TIME = timedelta(hours=24)


class CrewLink(models.Model):
    """A personal address: one that opens the person's day on a phone, or one that a calendar reads.

    Only the hash of its secret is kept. One for the day is used once, by whoever it was sent to; the phone it opened
    stays open until `expires_at` or until it is taken back. One for a calendar is read again and again.
    """

    kind = models.CharField(max_length=10, choices=CrewLinkKind)
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    usable_until = models.DateTimeField(null=True)  # the last moment it opens anything; None for a calendar
    used_at = models.DateTimeField(null=True)  # when it opened a phone
    expires_at = models.DateTimeField(null=True)  # until when that phone stays open
    seen_at = models.DateTimeField(null=True)  # when it was last of use
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id kind resource created_at created_by usable_until used_at expires_at seen_at revoked_at revoked_by",
        sealed="token_hash",
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(expires_at__isnull=False) | ~Q(kind=CrewLinkKind.DAY),
                name="crewlink_opened_ends",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["resource", "kind", "-created_at"], name="crewlink_of_resource")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.resource_id}"


class CrewAct(models.Model):
    """One thing somebody did on a phone, as it came in; the same `uuid` is carried out once however often it comes.

    `done_at` is what the phone's clock said, `moment` the time that was used: the same, or put right by as much as the
    clock of the phone was wrong when it sent. One that is refused stays, with the sentence that was answered: in
    Swedish for the office, and in the other language that crews read.
    """

    uuid = models.UUIDField(unique=True)
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="acts")
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=12, choices=ActKind)
    payload = models.JSONField(default=dict)
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField()
    moment = models.DateTimeField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=ActState, default=ActState.RECEIVED)
    sentence = models.CharField(max_length=300, blank=True)
    sentence_en = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id uuid resource job kind document done_at moment received_at state by",
        personal="payload sentence sentence_en",
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["resource", "-received_at", "-id"], name="crewact_of_resource"),
            models.Index(fields=["job", "-received_at", "-id"], name="crewact_of_job", condition=~Q(job=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"

    @property
    def answer(self) -> str:
        """The sentence in the language that is spoken now."""
        return self.sentence_en if self.sentence_en and get_language() == "en" else self.sentence


class TimeEntryQuerySet(models.QuerySet["TimeEntry"]):
    """Time by who may see it, where it is on its way to approval, and as it counts."""

    def visible_to(self, user: User) -> "TimeEntryQuerySet":
        """All who see the schedule or approve time; the others their own."""
        if user.has_permission(Permission.SEE_SCHEDULE) or user.has_permission(Permission.APPROVE_TIME):
            return self
        return self.filter(resource__employee__user=user)

    def running(self) -> "TimeEntryQuerySet":
        return self.filter(state=TimeState.RUNNING)

    def ended(self) -> "TimeEntryQuerySet":
        """Those that have an end, whatever the office has said of them."""
        return self.exclude(state=TimeState.RUNNING)

    def as_counted(self) -> "TimeEntryQuerySet":
        """With `from_at`, `until_at`, `rest` (minutes) and `as_work` of the newest correction, else as reported.

        `why` and `put_right_by` (a user's key) are of that correction, None where there is none.
        """
        newest = TimeCorrection.objects.filter(entry=models.OuterRef("pk")).order_by("-at", "-pk")
        told = {"from_at": "started_at", "until_at": "ended_at", "rest": "break_minutes", "as_work": "work"}
        return self.annotate(
            **{name: Coalesce(models.Subquery(newest.values(field)[:1]), F(field)) for name, field in told.items()},
            why=models.Subquery(newest.values("reason")[:1]),
            put_right_by=models.Subquery(newest.values("by")[:1]),
        )


# What was reported never changes once it has an end; what the office puts right stands beside it.
_REPORTED = ("job_id", "resource_id", "work", "started_at", "ended_at", "break_minutes", "note")
_OLD = ", ".join(f"OLD.{column}" for column in _REPORTED)
_NEW = ", ".join(f"NEW.{column}" for column in _REPORTED)


@pghistory.track()
class TimeEntry(models.Model):
    """Work of one person at one job, of one kind of RUT work or none, as the person reported it.

    `started_at`, `ended_at` and `break_minutes` are the original: they stand once the work has ended, and the database
    refuses to change them. Each correction is a row of its own; `as_counted` reads the newest.
    """

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="times")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="times")
    work = models.CharField("rutarbete", max_length=12, choices=RutWork, blank=True)
    started_at = models.DateTimeField("från")
    ended_at = models.DateTimeField("till", null=True, blank=True)
    break_minutes = models.PositiveSmallIntegerField("rast, minuter", default=0)
    paused_at = models.DateTimeField(null=True)  # since when there is a break now
    note = models.CharField("anteckning", max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=TimeState, default=TimeState.RUNNING)
    is_by_hand = models.BooleanField(default=False)  # written afterwards, not with check-in and check-out
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField("varför", max_length=200, blank=True)

    objects = TimeEntryQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id job resource work started_at ended_at break_minutes paused_at state is_by_hand created_at"
        " created_by reported_at decided_at decided_by",
        personal="note decision",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["resource"], name="timeentry_running_once", condition=Q(state=TimeState.RUNNING)
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None)
                | Q(ended_at__gte=F("started_at"), ended_at__lte=F("started_at") + LONGEST_TIME),
                name="timeentry_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state=TimeState.RUNNING, ended_at=None)
                | (~Q(state=TimeState.RUNNING) & Q(ended_at__isnull=False, paused_at=None)),
                name="timeentry_ended_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[TimeState.APPROVED, TimeState.REJECTED]) | Q(decided_at__isnull=False),
                name="timeentry_decided_has_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["resource", "-started_at", "-id"], name="timeentry_of_resource"),
            models.Index(fields=["job", "started_at", "id"], name="timeentry_of_job"),
            models.Index(fields=["state", "started_at", "id"], name="timeentry_by_state"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="reported_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"OLD.state <> 'running' AND ({_OLD}) IS DISTINCT FROM ({_NEW})"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} at {self.job_id}"


class TimeCorrection(models.Model):
    """What the office, or the person before it is approved, put right in a time, whole, and why."""

    entry = models.ForeignKey(TimeEntry, on_delete=models.CASCADE, related_name="corrections")
    work = models.CharField("rutarbete", max_length=12, choices=RutWork, blank=True)
    started_at = models.DateTimeField("från")
    ended_at = models.DateTimeField("till")
    break_minutes = models.PositiveSmallIntegerField("rast, minuter", default=0)
    reason = models.CharField("varför", max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id entry work started_at ended_at break_minutes at by", personal="reason"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_at__gte=F("started_at"), ended_at__lte=F("started_at") + LONGEST_TIME),
                name="timecorrection_in_order",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["entry", "-at", "-id"], name="timecorrection_of_entry")]
        triggers: ClassVar = [pgtrigger.Protect(name="stands", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.reason


class Deviation(models.Model):
    """Something at a job that was not as agreed; the planners are told at once."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="deviations")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="+")
    act = models.OneToOneField(CrewAct, on_delete=models.PROTECT, related_name="deviation")
    kind = models.CharField("vad", max_length=10, choices=DeviationKind)
    text = models.TextField("vad har hänt")
    at = models.DateTimeField()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id job resource act kind at", personal="text")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["job", "at", "id"], name="deviation_of_job")]

    def __str__(self) -> str:
        return self.get_kind_display()


class JobPhoto(models.Model):
    """A picture somebody took at a job; the picture itself lies in the archive."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="photos")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="+")
    act = models.OneToOneField(CrewAct, on_delete=models.PROTECT, related_name="photo")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    deviation = models.ForeignKey(Deviation, null=True, on_delete=models.PROTECT, related_name="photos")
    caption = models.CharField("vad", max_length=120, blank=True)
    at = models.DateTimeField()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id job resource act document deviation at", personal="caption"
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["job", "at", "id"], name="jobphoto_of_job")]

    def __str__(self) -> str:
        return self.caption


class MaterialUse(models.Model):
    """Something that was used up at a job; `price` in kronor with VAT for one unit, when the crew knows it."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="materials")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="+")
    act = models.OneToOneField(CrewAct, on_delete=models.PROTECT, related_name="material")
    text = models.CharField("vad", max_length=120)
    quantity = models.DecimalField("antal", max_digits=8, decimal_places=2, default=1)
    unit = models.CharField("enhet", max_length=8, choices=Unit, default=Unit.PIECE)
    price = models.DecimalField("pris", max_digits=10, decimal_places=2, null=True, blank=True)
    at = models.DateTimeField()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id job resource act text quantity unit price at")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="materialuse_quantity_positive"),
            models.CheckConstraint(condition=Q(price=None) | Q(price__gte=0), name="materialuse_price"),
        ]
        indexes: ClassVar = [models.Index(fields=["job", "at", "id"], name="materialuse_of_job")]

    def __str__(self) -> str:
        return self.text


class JobSignature(models.Model):
    """The customer's word on the spot that the work is done: drawn, or the name alone."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="signatures")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="+")
    act = models.OneToOneField(CrewAct, on_delete=models.PROTECT, related_name="signature")
    name = models.CharField("namnförtydligande", max_length=120)
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id job resource act document at", personal="name")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["job", "at", "id"], name="jobsignature_of_job")]

    def __str__(self) -> str:
        return self.name
