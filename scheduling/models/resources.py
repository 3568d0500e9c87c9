"""Whom and what a day can be planned with: people with skills and working hours, vehicles, equipment and teams."""

from datetime import date
from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from crm.models import Customer
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger
from scheduling.rules.words import initials
from scheduling.states import (
    VEHICLE_LICENCES,
    Language,
    PreferenceKind,
    ResourceKind,
    Skill,
    StaffGroup,
    StaffRole,
)


class ResourceQuerySet(models.QuerySet["Resource"]):
    """What can be booked, by who may see it and when it is there."""

    def visible_to(self, user: User) -> "ResourceQuerySet":
        return self if user.has_permission(Permission.SEE_SCHEDULE) else self.none()

    def on(self, day: date, last: date | None = None) -> "ResourceQuerySet":
        """Those that are in the firm on a day, or on some day up to `last`."""
        return self.filter(
            Q(active_from=None) | Q(active_from__lte=last or day), Q(active_until=None) | Q(active_until__gte=day)
        )


@pghistory.track()
class Resource(models.Model):
    """One person, vehicle or thing that can be in one place at a time: bookings point here, whatever it is."""

    kind = models.CharField(max_length=10, choices=ResourceKind)
    name = models.CharField("namn", max_length=80)
    active_from = models.DateField("från", null=True, blank=True)
    active_until = models.DateField("till", null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)  # its place in the schedule, within its group
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = ResourceQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id kind active_from active_until position created_at changed_at", personal="name"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(active_from=None) | Q(active_until=None) | Q(active_until__gte=F("active_from")),
                name="resource_period_in_order",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "position", "name", "id"], name="resource_in_order")]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """`AD` for Ali Demoström; the digits of `Bil 1`."""
        return initials(self.name, is_person=self.kind == ResourceKind.PERSON)

    @property
    def hue(self) -> int:
        """Which of the five category colours the avatar has; things have none."""
        return self.pk % 5 + 1 if self.kind == ResourceKind.PERSON else 0

    def is_active(self, day: date) -> bool:
        """Whether it is in the firm on a day."""
        begun = self.active_from is None or self.active_from <= day
        return begun and not self.has_left(day)

    def has_left(self, day: date) -> bool:
        """Whether its last day has passed; who begins later has not."""
        return self.active_until is not None and self.active_until < day


class EmployeeQuerySet(models.QuerySet["Employee"]):
    """Employees by who may see them."""

    def visible_to(self, user: User) -> "EmployeeQuerySet":
        """Everybody for the office, oneself for the others."""
        return self if user.has_permission(Permission.SEE_STAFF) else self.filter(user=user)


@pghistory.track()
class Employee(models.Model):
    """Somebody who works. No personal number is kept. `weekly_hours` is what the employment says."""

    resource = models.OneToOneField(Resource, on_delete=models.PROTECT, related_name="employee")
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    group = models.CharField("grupp", max_length=10, choices=StaffGroup, default=StaffGroup.MOVING)
    roles = ArrayField(models.CharField(max_length=10, choices=StaffRole), verbose_name="roller", default=list)
    languages = ArrayField(models.CharField(max_length=2, choices=Language), verbose_name="språk", default=list)
    language = models.CharField("språk i appen", max_length=2, default="sv")
    phone = models.CharField("telefon", max_length=20, blank=True)  # E.164
    email = models.EmailField("e-post", blank=True)
    address = models.CharField("adress", max_length=160, blank=True)
    postal_code = models.CharField("postnummer", max_length=6, blank=True)
    city = models.CharField("ort", max_length=60, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    weekly_hours = models.DecimalField("timmar i veckan", max_digits=4, decimal_places=1, default=40)
    note = models.TextField("anteckning", blank=True)

    objects = EmployeeQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id resource user group roles language weekly_hours",
        personal="languages phone email address postal_code city latitude longitude note",
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(weekly_hours__gte=0, weekly_hours__lte=60), name="employee_hours"),
        ]

    def __str__(self) -> str:
        return f"employee {self.pk}"


@pghistory.track()
class EmployeeSkill(models.Model):
    """Something somebody can or may do; a licence or a course runs out after `valid_until`."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="skills")
    skill = models.CharField("kompetens", max_length=20, choices=Skill)
    valid_until = models.DateField("gäller till och med", null=True, blank=True)
    told_until = models.DateField(null=True)  # the expiry that the office has been reminded of

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id employee told_until", personal="skill valid_until")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["employee", "skill"], name="employeeskill_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["valid_until", "id"], name="skill_expiring", condition=~Q(valid_until=None)),
        ]

    def __str__(self) -> str:
        return self.get_skill_display()


class WorkPattern(models.Model):
    """When somebody works: local time on a weekday (0 is Monday); an end not after the start is the next day.

    Of a rota of `cycle_weeks` weeks it is week number `cycle_week`, counted from the Monday of `valid_from`.
    """

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="patterns")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField("börjar")
    ends = models.TimeField("slutar")
    break_minutes = models.PositiveSmallIntegerField("rast, minuter", default=30)
    valid_from = models.DateField("från")
    valid_until = models.DateField("till", null=True, blank=True)
    cycle_weeks = models.PositiveSmallIntegerField(default=1)
    cycle_week = models.PositiveSmallIntegerField(default=0)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id resource weekday starts ends break_minutes valid_from valid_until cycle_weeks cycle_week"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="workpattern_weekday"),
            models.CheckConstraint(condition=Q(cycle_weeks__gte=1, cycle_weeks__lte=8), name="workpattern_cycle"),
            models.CheckConstraint(condition=Q(cycle_week__lt=F("cycle_weeks")), name="workpattern_week_of_cycle"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="workpattern_period"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["resource", "weekday"], name="workpattern_of_resource")]

    def __str__(self) -> str:
        return f"{self.weekday}: {self.starts:%H:%M}–{self.ends:%H:%M}"


@pghistory.track()
class Vehicle(models.Model):
    """Something to drive, where it stands at night, and the licence it takes."""

    resource = models.OneToOneField(Resource, on_delete=models.PROTECT, related_name="vehicle")
    registration = models.CharField("registreringsnummer", max_length=10, unique=True)
    volume = models.DecimalField("lastvolym, m³", max_digits=5, decimal_places=1, null=True, blank=True)
    licence = models.CharField("körkort", max_length=20, choices=VEHICLE_LICENCES, default=Skill.LICENCE_B)
    seats = models.PositiveSmallIntegerField("säten", default=3)
    address = models.CharField("står på", max_length=160, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    note = models.TextField("anteckning", blank=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id resource registration volume licence seats address latitude longitude note"
    )

    def __str__(self) -> str:
        return self.registration


class Equipment(models.Model):
    """A thing that is in one place at a time: a stair climber, a floor machine."""

    resource = models.OneToOneField(Resource, on_delete=models.PROTECT, related_name="equipment")
    serial = models.CharField("märkning", max_length=40, blank=True)
    note = models.TextField("anteckning", blank=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id resource serial note")

    def __str__(self) -> str:
        return self.serial


class Team(models.Model):
    """People and things that are planned together; planning a team plans its members of the day."""

    name = models.CharField("namn", max_length=60, unique=True)
    group = models.CharField("grupp", max_length=10, choices=StaffGroup, default=StaffGroup.MOVING)
    retired_at = models.DateTimeField(null=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id name group retired_at")

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """Who or what belongs to a team, from and until when; one of its people may lead it, for as long."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="members")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="teams")
    valid_from = models.DateField("från", null=True, blank=True)
    valid_until = models.DateField("till", null=True, blank=True)
    is_lead = models.BooleanField("arbetsledare", default=False)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id team resource valid_from valid_until is_lead")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "resource"], name="teammember_once"),
            models.UniqueConstraint(fields=["team"], name="teammember_one_lead", condition=Q(is_lead=True)),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} in {self.team_id}"


class StaffPreference(models.Model):
    """Whom a customer wants, or must not meet, and why."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="preferences")
    kind = models.CharField(max_length=10, choices=PreferenceKind)
    reason = models.CharField("varför", max_length=200, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id customer employee kind created_at created_by", personal="reason"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "employee"], name="staffpreference_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.employee_id}"
