"""Customers."""

from datetime import date
from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Upper

from crm.states import ConsentState, CustomerFlag, CustomerKind, Lifecycle
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger
from perforia.base.secrets import decrypt

# What the list is ordered by where nothing has been bought yet: those come last.
NO_BUSINESS = date(1900, 1, 1)
BUSINESS_ORDER = Coalesce("last_business_on", Value(NO_BUSINESS))


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Customers a person may see."""

    def visible_to(self, user: User) -> "CustomerQuerySet":
        return self if user.has_permission(Permission.SEE_CUSTOMERS) else self.none()

    def listed(self) -> "CustomerQuerySet":
        """Neither merged into another nor anonymised."""
        return self.filter(merged_into=None, anonymised_at=None)

    def open_to(self, user: User) -> "CustomerQuerySet":
        """Those whose address and phone a person may see."""
        return self if user.has_permission(Permission.SEE_PROTECTED) else self.filter(is_protected=False)


@pghistory.track(exclude=["search", "marketing", "has_open_case"])
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
    flags = ArrayField(models.CharField(max_length=10, choices=CustomerFlag), default=list, blank=True)
    tags = ArrayField(models.CharField(max_length=30), verbose_name="etiketter", default=list, blank=True)
    # The latest answer to marketing, for lists; written by crm.services.searching from the consents themselves.
    marketing = models.CharField(max_length=8, choices=ConsentState, default=ConsentState.UNKNOWN)
    has_open_case = models.BooleanField(default=False)  # with Skatteverket: the app above tells it
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    anonymised_at = models.DateTimeField(null=True)
    kept_until = models.DateField(null=True)  # anonymised, but bookkeeping needs name and number until then
    search = SearchVectorField(null=True)  # written by crm.services.searching from crm.rules.searching

    objects = CustomerQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id number kind owner lifecycle last_business_on is_protected marketing has_open_case created_at"
        " changed_at merged_into anonymised_at kept_until",
        personal="name organisation_number email phone address postal_code city note flags tags"
        " personal_number_masked search",
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
            models.Index(
                fields=["organisation_number"], name="customer_by_orgnr", condition=~Q(organisation_number="")
            ),
            models.Index(fields=["-created_at", "-id"], name="customer_newest"),
            models.Index(BUSINESS_ORDER.desc(), F("id").desc(), name="customer_by_business"),
            models.Index(fields=["kind", "name", "id"], name="customer_by_kind", condition=~Q(kind="private")),
            models.Index(fields=["owner", "name", "id"], name="customer_by_owner", condition=~Q(owner=None)),
            models.Index(fields=["marketing", "name", "id"], name="customer_by_consent"),
            models.Index(Upper("city"), "name", "id", name="customer_by_city"),
            models.Index(fields=["postal_code"], name="customer_by_code", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["name", "id"], name="customer_with_case", condition=Q(has_open_case=True)),
            models.Index(fields=["name", "id"], name="customer_protected", condition=Q(is_protected=True)),
            models.Index(fields=["last_business_on"], name="customer_to_age", condition=Q(lifecycle="active")),
            models.Index(fields=["kept_until"], name="customer_to_forget", condition=~Q(kept_until=None)),
            GinIndex(fields=["tags"], name="customer_tags"),
            GinIndex(fields=["flags"], name="customer_flags"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def decrypted_personal_number(self) -> str:
        """All twelve digits; only for a reveal that is logged, or for matching."""
        return decrypt(self.personal_number)

    def may_be_reached_by(self, user: User) -> bool:
        """Whether a person may see address and phone: those of protected people only with their own permission."""
        return not self.is_protected or user.has_permission(Permission.SEE_PROTECTED)
