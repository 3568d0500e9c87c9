"""Work that comes back: the rule it comes back by, who does it, and the times it does not."""

from datetime import date
from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from crm.models import Property
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger
from scheduling.models.resources import Resource
from scheduling.models.work import WORK_INTERNAL, WORK_PERSONAL, Work
from scheduling.states import AssignmentRole, HolidayPolicy


class SeriesQuerySet(models.QuerySet["Series"]):
    """Series by who may see them and whether they go on."""

    def visible_to(self, user: User) -> "SeriesQuerySet":
        return self if user.has_permission(Permission.SEE_SCHEDULE) else self.none()

    def running(self) -> "SeriesQuerySet":
        """Those that still make jobs."""
        return self.filter(ended_at=None)

    def going_on(self, today: date) -> "SeriesQuerySet":
        """Those nobody has ended, whose last day is not past."""
        return self.running().exclude(until__lt=today)

    def over(self, today: date) -> "SeriesQuerySet":
        """The others."""
        return self.filter(~Q(ended_at=None) | Q(until__lt=today))


@pghistory.track(exclude=["horizon_on"])
class Series(Work):
    """A recurring job. `rule` is an RRULE without dates (RFC 5545), counted from `starts_on` at a local time of day.

    Jobs are made up to `horizon_on`. A change of "this and all that follow" closes a series with `until` and begins a
    new one that `follows` it.
    """

    rule = models.CharField("upprepning", max_length=200)
    starts_on = models.DateField("från")
    start_time = models.TimeField("klockan")
    until = models.DateField("till och med", null=True, blank=True)
    is_anytime = models.BooleanField("valfri tid under dagen", default=False)
    holidays = models.CharField("på helgdagar", max_length=10, choices=HolidayPolicy, default=HolidayPolicy.SKIP)
    place = models.ForeignKey(Property, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checklist = ArrayField(models.CharField(max_length=120), default=list)
    hours = models.JSONField("timmar per arbete", default=dict)  # kind of RUT work: hours as text
    horizon_on = models.DateField(null=True)
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followed_by")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = SeriesQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id rule starts_on start_time until is_anytime holidays place checklist hours horizon_on follows"
        f" version created_at created_by changed_at ended_at ended_by {WORK_INTERNAL}",
        personal=WORK_PERSONAL,
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("starts_on")), name="series_in_order"),
            models.CheckConstraint(condition=Q(minutes__gte=15, minutes__lte=1440), name="series_minutes"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["horizon_on", "id"], name="series_to_extend", condition=Q(ended_at=None)),
            models.Index(fields=["customer", "id"], name="series_of_customer"),
        ]

    def __str__(self) -> str:
        return self.title


class SeriesMember(models.Model):
    """Who usually does it: each new job of the series is planned with them."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="members")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=6, choices=AssignmentRole, default=AssignmentRole.MEMBER)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id series resource role")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "resource"], name="seriesmember_once"),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} in {self.series_id}"


class SeriesSkip(models.Model):
    """A day of the rule on which nothing is done."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="skips")
    occurrence_on = models.DateField()
    reason = models.CharField("varför", max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id series occurrence_on at by", personal="reason")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "occurrence_on"], name="seriesskip_once"),
        ]

    def __str__(self) -> str:
        return f"{self.occurrence_on}"
