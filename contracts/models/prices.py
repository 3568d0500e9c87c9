"""The price list: what the firm sells, what it has cost from which day, and the terms it offers on."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from contracts.rules.pricing import VAT_RATES
from contracts.states import Basis, RowKind, RutWork, Unit
from crm.rules.details import EXTRAS
from crm.states import Service
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger

VAT_CHOICES = [(rate, f"{rate} %") for rate in VAT_RATES]


class PriceItemQuerySet(models.QuerySet["PriceItem"]):
    """What is sold, by who may see it."""

    def visible_to(self, user: User) -> "PriceItemQuerySet":
        return self if user.has_permission(Permission.SEE_OFFERS) else self.none()

    def listed(self) -> "PriceItemQuerySet":
        return self.filter(retired_at=None)


class PriceItem(models.Model):
    """Something on the price list; its prices are rows of their own, by the day they hold from.

    `service` and `extra` say which wishes of a lead it is suggested for, `basis` and `usual_quantity` how much of it.
    """

    name = models.CharField("benämning", max_length=120, unique=True)
    kind = models.CharField("slag", max_length=10, choices=RowKind)
    work = models.CharField("rutarbete", max_length=12, choices=RutWork, blank=True)
    unit = models.CharField("enhet", max_length=10, choices=Unit)
    vat = models.PositiveSmallIntegerField("moms", choices=VAT_CHOICES, default=25)
    service = models.CharField("föreslås för tjänst", max_length=14, choices=Service, blank=True)
    extra = models.CharField("föreslås för tillval", max_length=12, choices=list(EXTRAS.items()), blank=True)
    basis = models.CharField("mängd efter", max_length=8, choices=Basis, default=Basis.USUAL)
    usual_quantity = models.DecimalField("vanlig mängd", max_digits=9, decimal_places=2, default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)  # no longer sold; offers that name it keep it

    objects = PriceItemQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id name kind work unit vat service extra basis usual_quantity created_at changed_at retired_at"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(work="") | Q(kind=RowKind.LABOUR), name="priceitem_only_labour_is_rut_work"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Price(models.Model):
    """What an item costs from a day on, in kronor with VAT. The latest written of the latest day that has come holds.

    Rows are only added, so that what held on any day can be told.
    """

    item = models.ForeignKey(PriceItem, on_delete=models.PROTECT, related_name="prices")
    amount = models.DecimalField("pris med moms, kronor", max_digits=10, decimal_places=2)
    from_on = models.DateField("gäller från")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id item amount from_on created_at created_by")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="price_not_negative"),
        ]
        indexes: ClassVar = [models.Index(fields=["item", "-from_on", "-id"], name="price_of_item")]
        triggers: ClassVar = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.amount} {self.from_on}"


class OfferTermsQuerySet(models.QuerySet["OfferTerms"]):
    """Texts a person may offer on."""

    def visible_to(self, user: User) -> "OfferTermsQuerySet":
        return self if user.has_permission(Permission.SEE_OFFERS) else self.none()


class OfferTerms(models.Model):
    """A text of terms; an offer gets a copy, so that changing it changes nothing that has been sent."""

    name = models.CharField("namn", max_length=80, unique=True)
    body = models.TextField("villkor")
    is_default = models.BooleanField("förvalda", default=False)
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    objects = OfferTermsQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id name body is_default changed_at retired_at")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_default"], name="offerterms_one_default", condition=Q(is_default=True, retired_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.name
