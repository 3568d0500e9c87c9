"""Roads that a router has measured, kept between points, and how far the measuring of a day's roads has come."""

from typing import ClassVar

from django.db import models

from perforia.base.privacy import Privacy, ledger
from scheduling.states import VehicleClass


class TravelLeg(models.Model):
    """The road from one point to another. `pair` is both of them to four decimals, some ten metres (rules.travel).

    Nothing ties a pair to somebody; what is older than the router's data is good for is deleted.
    """

    pair = models.UUIDField()
    vehicle = models.CharField(max_length=5, choices=VehicleClass, default=VehicleClass.CAR)
    provider = models.CharField(max_length=12)
    seconds = models.PositiveIntegerField()
    metres = models.PositiveIntegerField()
    fetched_at = models.DateTimeField()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id pair vehicle provider seconds metres fetched_at")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["pair", "vehicle"], name="travelleg_once")]
        indexes: ClassVar = [models.Index(fields=["fetched_at"], name="travelleg_by_age")]

    def __str__(self) -> str:
        return f"{self.seconds} s"


class TravelDay(models.Model):
    """A day whose roads are measured. `measured_at` is the moment up to which changes of its plan are covered."""

    day = models.DateField(unique=True)
    measured_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id day measured_at claimed_at failures next_try_at error")

    def __str__(self) -> str:
        return f"{self.day}"
