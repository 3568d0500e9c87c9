"""The firm's account at Google Ads, and which milestone of a lead is reported to which conversion action."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from crm.states import AdWay, Milestone, ValueKind
from integrations.models import Connection
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger


class AdAccountQuerySet(models.QuerySet["AdAccount"]):
    """The account, for who manages what the firm is connected to."""

    def visible_to(self, user: User) -> "AdAccountQuerySet":
        return self if user.has_permission(Permission.MANAGE_INTEGRATIONS) else self.none()


class AdAccount(models.Model):
    """Where conversions go: one row. `key` is the service account's key file, encrypted.

    `paused_at` is set while Google refuses the account itself; the next nightly run tries again. `connection` carries
    the calls made and how the connection is doing.
    """

    connection = models.OneToOneField(Connection, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField("rapportera till Google Ads", default=True)
    way = models.CharField("väg", max_length=12, choices=AdWay, default=AdWay.DATA_MANAGER)
    customer_id = models.CharField("kundnummer", max_length=10)
    login_customer_id = models.CharField("förvaltarkonto", max_length=10, blank=True)
    sends_contact = models.BooleanField(default=False)
    needs_click = models.BooleanField(default=True)
    may_retract = models.BooleanField(default=False)
    key = models.TextField(blank=True)
    key_email = models.CharField(max_length=200, blank=True)
    paused_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=80, blank=True)  # Google's own word
    detail = models.CharField(max_length=300, blank=True)
    test_asked_at = models.DateTimeField(null=True)
    tested_at = models.DateTimeField(null=True)
    test_problem = models.CharField(max_length=80, blank=True)
    test_detail = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict)  # what Google says of the account itself, as of the last test
    changed_at = models.DateTimeField()

    objects = AdAccountQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id connection is_active way customer_id login_customer_id sends_contact needs_click may_retract"
        " key_email paused_at problem detail test_asked_at tested_at test_problem test_detail facts changed_at",
        sealed="key",
    )

    def __str__(self) -> str:
        return f"{self.customer_id[:3]}-{self.customer_id[3:6]}-{self.customer_id[6:]}"


class ConversionRuleQuerySet(models.QuerySet["ConversionRule"]):
    """Rules by who may see them."""

    def visible_to(self, user: User) -> "ConversionRuleQuerySet":
        return self if user.has_permission(Permission.SEE_CONVERSIONS) else self.none()

    def active(self) -> "ConversionRuleQuerySet":
        return self.filter(is_active=True)


@pghistory.track()
class ConversionRule(models.Model):
    """A milestone is reported to a conversion action with a value, some hours after it was reached.

    What was reached before `active_since` is not reported. `amount` is kronor: the fixed value, or what counts until
    the real one is known. `version` counts the changes, so that the definition behind a report can be told.
    """

    milestone = models.CharField("läge", max_length=10, choices=Milestone)
    action_id = models.CharField("konverteringsåtgärdens id", max_length=20)
    action_name = models.CharField("konverteringsåtgärdens namn", max_length=100)
    value_kind = models.CharField("värde", max_length=10, choices=ValueKind, default=ValueKind.FIXED)
    amount = models.DecimalField("belopp, kronor", max_digits=10, decimal_places=2, null=True, blank=True)
    margin_percent = models.PositiveSmallIntegerField("marginal i procent", default=0)
    settle_hours = models.PositiveSmallIntegerField("vänta (timmar)", default=24)
    is_active = models.BooleanField("på", default=True)
    active_since = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    objects = ConversionRuleQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id milestone action_id action_name value_kind amount margin_percent settle_hours is_active"
        " active_since version changed_at"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["milestone", "action_id"], name="conversionrule_once"),
            models.CheckConstraint(
                condition=~Q(value_kind=ValueKind.FIXED) | Q(amount__isnull=False), name="conversionrule_fixed_has_sum"
            ),
        ]

    def __str__(self) -> str:
        return self.action_name
