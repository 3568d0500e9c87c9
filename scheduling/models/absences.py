"""When somebody, or something, is away."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger
from scheduling.models.resources import Resource
from scheduling.states import AbsenceKind, AbsenceState


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Absences by who may see them and whether they stand."""

    def visible_to(self, user: User) -> "AbsenceQuerySet":
        """All for the office, one's own for the others."""
        if user.has_permission(Permission.SEE_STAFF):
            return self
        return self.filter(resource__employee__user=user)

    def standing(self) -> "AbsenceQuerySet":
        """Those that are decided: who has one is away."""
        return self.filter(state=AbsenceState.APPROVED)

    def waiting(self) -> "AbsenceQuerySet":
        """Those that somebody must decide on."""
        return self.filter(state=AbsenceState.REQUESTED)


@pghistory.track()
class Absence(models.Model):
    """One time away. It never stops a booking by itself: sickness is reported when the day is planned already."""

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField("varför", max_length=14, choices=AbsenceKind)
    starts_at = models.DateTimeField("från")
    ends_at = models.DateTimeField("till")
    is_whole_days = models.BooleanField("hela dagar", default=True)
    state = models.CharField(max_length=10, choices=AbsenceState, default=AbsenceState.REQUESTED)
    note = models.CharField("anteckning", max_length=200, blank=True)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField("svar", max_length=200, blank=True)

    objects = AbsenceQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id resource starts_at ends_at is_whole_days state requested_at requested_by decided_at decided_by",
        personal="kind note decision",
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="absence_in_order"),
            models.CheckConstraint(
                condition=Q(state=AbsenceState.REQUESTED) | Q(decided_at__isnull=False), name="absence_decided_has_time"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["resource", "ends_at"], name="absence_of_resource"),
            models.Index(fields=["ends_at", "starts_at"], name="absence_standing", condition=Q(state="approved")),
            models.Index(fields=["starts_at", "id"], name="absence_waiting", condition=Q(state="requested")),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
