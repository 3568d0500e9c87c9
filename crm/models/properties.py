"""Who else to talk to, where the work is done, and who shares the deduction."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from crm.models.customers import Customer
from crm.states import Frequency, PropertyPurpose
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


class Property(models.Model):
    """An address of a customer with what a crew must know. The door code is encrypted."""

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

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id customer purpose area rooms floor lift frequency from_on until_on created_at changed_at"
        " retired_at",
        personal="address apartment postal_code city parking conditions",
        sealed="door_code",
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["postal_code", "address"], name="property_by_address")]

    def __str__(self) -> str:
        return self.address

    @property
    def decrypted_door_code(self) -> str:
        """The code itself; only for a reveal that is logged, or for the crew of the day."""
        return decrypt(self.door_code) if self.door_code else ""


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
