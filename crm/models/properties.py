"""Who else to talk to, where the work is done, and who shares the deduction."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from crm.models.customers import Customer
from crm.rules.lifts import lift_words
from crm.states import CONFIRMED, Frequency, PropertyPurpose, Verification
from perforia.base.geography import EAST, NORTH, SOUTH, WEST, WORDS_ONLY, Licence, Point, Precision
from perforia.base.models import User
from perforia.base.privacy import Privacy, ledger
from perforia.base.secrets import decrypt


class Contact(models.Model):
    """One more person to talk to."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField("namn", max_length=120)
    role = models.CharField("roll", max_length=60, blank=True)
    phone = models.CharField("telefon", max_length=20, blank=True)
    email = models.EmailField("e-post", blank=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id customer", personal="name role phone email")

    def __str__(self) -> str:
        return self.name


PINS = ("", "entrance_", "parking_")  # before latitude and longitude
# What an address is and how sure one is of it; earlier versions are kept.
LOCATED = (
    "latitude", "longitude", "precision", "confidence", "verification", "finding", "proposed", "provider",
    "provider_ref", "provider_version", "licence", "located_at",
)  # fmt: skip


class PropertyQuerySet(models.QuerySet["Property"]):
    """Addresses of customers."""

    def waiting_for_check(self) -> "PropertyQuerySet":
        """Those that the own register did not know and no provider outside has been asked about."""
        return self.filter(
            checked_at=None, retired_at=None, verification__in=[Verification.UNVERIFIED, Verification.PARTIAL]
        ).exclude(address="")


@pghistory.track(
    pghistory.UpdateEvent("before", row="OLD"),
    fields=[
        "address", "apartment", "postal_code", "city", *LOCATED, "verified_at", "verified_by", "entrance_latitude",
        "entrance_longitude", "parking_latitude", "parking_longitude",
    ],
    obj_field=pghistory.ObjForeignKey(related_name="revisions"),
    model_name="AddressRevision",
)  # fmt: skip
class Property(models.Model):
    """An address of a customer with what a crew must know. The door code is encrypted.

    The point is kept only where the licence of its source allows that; entrance and parking are the firm's own pins.
    """

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="properties")
    purpose = models.CharField("ändamål", max_length=10, choices=PropertyPurpose, default=PropertyPurpose.CURRENT)
    address = models.CharField("adress", max_length=160)
    apartment = models.CharField("lägenhetsnummer", max_length=20, blank=True)
    postal_code = models.CharField("postnummer", max_length=6, blank=True)
    city = models.CharField("ort", max_length=60, blank=True)
    area = models.PositiveSmallIntegerField("boyta (m²)", null=True, blank=True)
    rooms = models.DecimalField("rum", max_digits=4, decimal_places=1, null=True, blank=True)
    floor = models.SmallIntegerField("våning", null=True, blank=True)
    lift = models.CharField("hiss", max_length=40, blank=True)
    door_code = models.CharField("portkod", max_length=300, blank=True)
    parking = models.CharField("parkering", max_length=120, blank=True)
    frequency = models.CharField("hur ofta", max_length=10, choices=Frequency, default=Frequency.ONCE)
    conditions = models.TextField("särskilda villkor", blank=True)
    from_on = models.DateField("från", null=True, blank=True)
    until_on = models.DateField("till", null=True, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)  # nothing is done there any more
    carry_metres = models.PositiveSmallIntegerField("gångväg, meter", null=True, blank=True)  # from door to lorry
    latitude = models.FloatField("latitud", null=True, blank=True)
    longitude = models.FloatField("longitud", null=True, blank=True)
    precision = models.CharField("noggrannhet", max_length=12, choices=Precision, default=Precision.NONE)
    confidence = models.FloatField("säkerhet, 0-1", default=0)  # 0-1, ours
    verification = models.CharField(
        "kontroll av adressen", max_length=10, choices=Verification, default=Verification.UNVERIFIED
    )
    finding = models.CharField("avvikelse", max_length=12, blank=True)  # crm.rules.address_checks.AddressFinding
    proposed = models.CharField("förslag", max_length=120, blank=True)  # what the register says in its stead
    provider = models.CharField("adresskälla", max_length=20, blank=True)
    provider_ref = models.CharField("adresskällans beteckning", max_length=300, blank=True)
    provider_version = models.CharField("adresskällans datum", max_length=40, blank=True)  # the day of its data
    licence = models.CharField("adressens licens", max_length=20, choices=Licence, blank=True)
    located_at = models.DateTimeField("läget hämtat", null=True)
    checked_at = models.DateTimeField("eftersökt", null=True)  # when providers outside were asked last
    verified_at = models.DateTimeField("kontrollerad", null=True)
    verified_by = models.ForeignKey(  # None is Perforia
        User, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="kontrollerad av"
    )
    entrance_latitude = models.FloatField("ingång, latitud", null=True, blank=True)
    entrance_longitude = models.FloatField("ingång, longitud", null=True, blank=True)
    parking_latitude = models.FloatField("parkering, latitud", null=True, blank=True)
    parking_longitude = models.FloatField("parkering, longitud", null=True, blank=True)

    objects = PropertyQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id customer purpose area rooms floor lift frequency from_on until_on created_at changed_at"
        " retired_at carry_metres precision confidence verification finding provider provider_version licence"
        " located_at checked_at verified_at verified_by",
        personal="address apartment postal_code city parking conditions proposed provider_ref latitude longitude"
        " entrance_latitude entrance_longitude parking_latitude parking_longitude",
        sealed="door_code",
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(licence__in=sorted(WORDS_ONLY)) | Q(latitude=None, longitude=None),
                name="property_point_may_be_kept",
            ),
            models.CheckConstraint(condition=Q(confidence__gte=0, confidence__lte=1), name="property_confidence"),
            *[
                models.CheckConstraint(
                    condition=Q((f"{pin}latitude", None), (f"{pin}longitude", None))
                    | Q(
                        (f"{pin}latitude__isnull", False), (f"{pin}longitude__isnull", False),
                        (f"{pin}latitude__gte", SOUTH), (f"{pin}latitude__lte", NORTH),
                        (f"{pin}longitude__gte", WEST), (f"{pin}longitude__lte", EAST),
                    ),
                    name=f"property_{pin}in_sweden",
                )
                for pin in PINS
            ],
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["postal_code", "address"], name="property_by_address"),
            models.Index(
                fields=["id"], name="property_to_check",
                condition=Q(checked_at=None, retired_at=None, verification__in=["unverified", "partial"]),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.address

    @property
    def is_confirmed(self) -> bool:
        """Whether the register or a person has said that the address is right."""
        return self.verification in CONFIRMED

    @property
    def point(self) -> Point | None:
        """Where the address is, for maps and travel times."""
        return _point(self.latitude, self.longitude)

    @property
    def entrance(self) -> Point | None:
        """The pin at the door."""
        return _point(self.entrance_latitude, self.entrance_longitude)

    @property
    def parking_pin(self) -> Point | None:
        """The pin where the lorry stands."""
        return _point(self.parking_latitude, self.parking_longitude)

    @property
    def stop_point(self) -> Point | None:
        """Where a driver is sent: the pin at the door before the point of the address."""
        return self.entrance or self.point

    @property
    def lift_words(self) -> str:
        return lift_words(self.lift)

    @property
    def decrypted_door_code(self) -> str:
        """The code itself; only for a reveal that is logged, or for the crew of the day."""
        return decrypt(self.door_code) if self.door_code else ""


def _point(latitude: float | None, longitude: float | None) -> Point | None:
    return None if latitude is None or longitude is None else (latitude, longitude)


class RutPerson(models.Model):
    """Somebody who takes a share of the deduction on a customer's invoices; the number is encrypted."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="rut_people")
    name = models.CharField("namn", max_length=120)
    personal_number = models.CharField("personnummer", max_length=300)
    personal_number_hash = models.CharField(max_length=64)
    personal_number_masked = models.CharField(max_length=16)
    share = models.PositiveSmallIntegerField("andel (%)", default=100)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id customer share", personal="name personal_number_masked",
        sealed="personal_number personal_number_hash",
    )  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "personal_number_hash"], name="rutperson_once"),
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=100), name="rutperson_share"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def decrypted_personal_number(self) -> str:
        """All twelve digits; only for a reveal that is logged, or for a claim."""
        return decrypt(self.personal_number)
