"""The firm's own register of addresses, filled from files: streets, their numbers, and which place has which codes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from perforia.base.geography import EAST, NORTH, SOUTH, WEST, Precision
from perforia.base.privacy import Privacy, ledger

# Made by crm.services.address_files where the database can compare words that are nearly the same (pg_trgm).
FUZZY_INDEX = "street_fuzzy"


class AddressFile(models.Model):
    """One file of addresses that is or was read. Its number is the generation of the addresses that it told of.

    `rows_done` rows of it are read; reading the same file again goes on from there. Once it is finished, the
    addresses that only older files knew are gone.
    """

    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    version = models.CharField(max_length=40, blank=True)  # the day of the data, as its source says it
    rows_done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)  # the first rows that could not be read: number and why
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id name sha256 version rows_done counts problems started_at finished_at"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sha256"], name="addressfile_reading_once", condition=Q(finished_at=None)),
        ]

    def __str__(self) -> str:
        return self.name


class Street(models.Model):
    """A street in a place. `norm` is name and place as they are looked for, `folded` the same without å, ä and ö.

    The point is the middle of its addresses, for what lies near to come first.
    """

    name = models.CharField(max_length=120)
    city = models.CharField(max_length=60, blank=True)
    municipality = models.CharField(max_length=4, blank=True)  # its code
    district = models.CharField(max_length=80, blank=True)  # kommundel: tells two of one name in one place apart
    norm = models.CharField(max_length=190)
    folded = models.CharField(max_length=190)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id name city municipality district norm folded latitude longitude"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "city", "municipality", "district"], name="street_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["norm"], name="street_by_norm", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["folded"], name="street_by_folded", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.name


class AddressPoint(models.Model):
    """One address of a street, by the register's own identity. Number 0 is an address without one."""

    uuid = models.UUIDField(primary_key=True)
    street = models.ForeignKey(Street, on_delete=models.CASCADE, related_name="points", db_index=False)
    number = models.PositiveIntegerField()
    letter = models.CharField(max_length=8, blank=True)  # A, or A UH with the side of a shared plot
    postal_code = models.CharField(max_length=5, blank=True)  # five digits
    latitude = models.FloatField()
    longitude = models.FloatField()
    precision = models.CharField(max_length=12, choices=Precision, default=Precision.BUILDING)
    generation = models.BigIntegerField()  # the AddressFile that told of it last

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="uuid street number letter postal_code latitude longitude precision generation"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(latitude__gte=SOUTH, latitude__lte=NORTH, longitude__gte=WEST, longitude__lte=EAST),
                name="addresspoint_in_sweden",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["street", "number", "letter"], name="addresspoint_of_street"),
            models.Index(fields=["latitude", "longitude"], name="addresspoint_near"),
        ]

    def __str__(self) -> str:
        return f"{self.number}{self.letter}"


class PostalPlace(models.Model):
    """Which place a postal code belongs to and how many addresses say so; made anew from the register."""

    postal_code = models.CharField(max_length=5)
    city = models.CharField(max_length=60)
    addresses = models.PositiveIntegerField(default=0)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id postal_code city addresses latitude longitude")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["postal_code", "city"], name="postalplace_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["postal_code"], name="postalplace_by_code", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.postal_code} {self.city}"
