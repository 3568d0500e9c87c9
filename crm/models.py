"""Customers."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from crm.states import CustomerKind
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger
from perforia.base.secrets import decrypt


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Customers a person may see."""

    def visible_to(self, user: User) -> "CustomerQuerySet":
        return self if user.has_permission(Permission.SEE_CUSTOMERS) else self.none()


@pghistory.track()
class Customer(models.Model):
    """Somebody the firm works for. The personal number is encrypted, found by `personal_number_hash`, shown masked."""

    number = models.CharField("kundnummer", max_length=12, unique=True)
    kind = models.CharField("typ", max_length=10, choices=CustomerKind, default=CustomerKind.PRIVATE)
    name = models.CharField("namn", max_length=120)
    organisation_number = models.CharField("organisationsnummer", max_length=11, blank=True)
    personal_number = models.CharField("personnummer", max_length=300, blank=True)
    personal_number_hash = models.CharField(max_length=64, blank=True)
    personal_number_masked = models.CharField(max_length=16, blank=True)
    email = models.EmailField("e-post", blank=True)
    phone = models.CharField("telefon", max_length=30, blank=True)
    address = models.CharField("adress", max_length=120, blank=True)
    postal_code = models.CharField("postnummer", max_length=6, blank=True)
    city = models.CharField("ort", max_length=60, blank=True)
    note = models.TextField("anteckning", blank=True)
    created_at = models.DateTimeField()

    objects = CustomerQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id number kind organisation_number created_at",
        personal="name email phone address postal_code city note personal_number_masked",
        sealed="personal_number personal_number_hash",
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["name", "id"], name="customer_by_name"),
            models.Index(
                fields=["personal_number_hash"], name="customer_by_pnr", condition=~Q(personal_number_hash="")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def decrypted_personal_number(self) -> str:
        """All twelve digits; only for a reveal that is logged, or for matching."""
        return decrypt(self.personal_number)
