"""Customers."""

from typing import ClassVar

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from crm.states import CustomerKind, Lifecycle
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger
from perforia.base.secrets import decrypt


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Customers a person may see."""

    def visible_to(self, user: User) -> "CustomerQuerySet":
        return self if user.has_permission(Permission.SEE_CUSTOMERS) else self.none()

    def listed(self) -> "CustomerQuerySet":
        """Neither merged into another nor anonymised."""
        return self.filter(merged_into=None, anonymised_at=None)


@pghistory.track(exclude=["search"])
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
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lifecycle = models.CharField(max_length=10, choices=Lifecycle, default=Lifecycle.POTENTIAL)
    last_business_on = models.DateField(null=True)  # the latest contract, job or invoice: upper apps tell it
    is_protected = models.BooleanField("skyddade personuppgifter", default=False)
    created_at = models.DateTimeField()
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    anonymised_at = models.DateTimeField(null=True)
    search = SearchVectorField(null=True)  # written by crm.services.searching from crm.rules.searching

    objects = CustomerQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id number kind organisation_number owner lifecycle last_business_on is_protected created_at"
        " merged_into anonymised_at",
        personal="name email phone address postal_code city note personal_number_masked search",
        sealed="personal_number personal_number_hash",
    )

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["search"], name="customer_search"),
            models.Index(fields=["name", "id"], name="customer_by_name"),
            models.Index(fields=["lifecycle", "name", "id"], name="customer_by_lifecycle"),
            models.Index(fields=["phone"], name="customer_by_phone", condition=~Q(phone="")),
            models.Index(fields=["email"], name="customer_by_email", condition=~Q(email="")),
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
