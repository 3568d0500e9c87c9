"""The outbox to Google Ads: what is reported of which lead, the requests it went with, and the runs that sent it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from crm.models.ad_accounts import ConversionRule
from crm.models.leads import Lead
from crm.states import AdWay, ConversionAct, ConversionState, FactKind, Milestone
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger


class LeadFact(models.Model):
    """What an app above has told of a lead's worth, once per kind and `key` (`invoice:812`); kronor without VAT.

    One that no longer holds, a cancelled contract or a payment that was taken back, keeps its row with `withdrawn_at`.
    """

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=10, choices=FactKind)
    key = models.CharField(max_length=40)
    amount = models.DecimalField("belopp utan moms, kronor", max_digits=12, decimal_places=2, null=True)
    at = models.DateTimeField()
    told_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id lead kind key amount at told_at withdrawn_at")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="leadfact_once")]
        indexes: ClassVar = [models.Index(fields=["lead", "kind"], name="leadfact_of_lead")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class ConversionRun(models.Model):
    """One emptying of the outbox, by night or by hand; at most one is open. `counts` is what became of its rows."""

    started_at = models.DateTimeField()
    started_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(null=True)
    is_retry = models.BooleanField(default=False)  # only what has been tried before
    looked_to = models.BigIntegerField(default=0)  # how far it has looked for leads that were missed
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    problem = models.CharField(max_length=80, blank=True)
    detail = models.CharField(max_length=300, blank=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id started_at started_by since is_retry looked_to claimed_at finished_at counts problem detail"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["finished_at"], name="conversionrun_one_open", condition=Q(finished_at=None),
                nulls_distinct=False,
            ),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["-started_at", "-id"], name="conversionrun_newest")]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class ConversionRequestQuerySet(models.QuerySet["ConversionRequest"]):
    """Requests, for who manages what the firm is connected to."""

    def visible_to(self, user: User) -> "ConversionRequestQuerySet":
        return self if user.has_permission(Permission.MANAGE_INTEGRATIONS) else self.none()


class ConversionRequest(models.Model):
    """What was handed over at once; with Google's `request_id` it is asked later what became of its rows.

    The payload is not kept, only its hash: it holds hashed personal data.
    """

    way = models.CharField(max_length=12, choices=AdWay)
    act = models.CharField(max_length=8, choices=ConversionAct)
    request_id = models.CharField(max_length=200, blank=True)
    payload_sha256 = models.CharField(max_length=64, blank=True)
    row_count = models.PositiveIntegerField()
    warnings = models.JSONField(default=list)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    poll_at = models.DateTimeField(null=True)
    polls = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    objects = ConversionRequestQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id way act request_id payload_sha256 row_count warnings sent_at sent_by poll_at polls done_at"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["poll_at", "id"], name="conversionrequest_open", condition=Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return self.request_id or f"{self.way} {self.pk}"


class ConversionQuerySet(models.QuerySet["Conversion"]):
    """Conversions by who may see them and what they wait for."""

    def visible_to(self, user: User) -> "ConversionQuerySet":
        """Nothing without SEE_CONVERSIONS, and only those of leads that a person may see."""
        if not user.has_permission(Permission.SEE_CONVERSIONS):
            return self.none()
        return self.filter(lead__in=Lead.objects.visible_to(user).values("pk"))

    def needing_attention(self) -> "ConversionQuerySet":
        return self.filter(state__in=[ConversionState.REJECTED, ConversionState.UNKNOWN])


class Conversion(models.Model):
    """One lead and one conversion action. `transaction_id` is ours and never changes: with it a repeat is told.

    `value` is what should be known of it in kronor, `reported_value` what Google was told last. `is_alone`: sent in a
    request of its own, because Google did not say which row of many it meant. `is_zeroed`: taken back by the value 0.
    `is_stale`: its lead has changed while it was on its way.
    """

    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="conversions")
    rule = models.ForeignKey(ConversionRule, on_delete=models.PROTECT, related_name="conversions")
    milestone = models.CharField(max_length=10, choices=Milestone)
    action_id = models.CharField(max_length=20)
    rule_version = models.PositiveIntegerField(default=1)
    transaction_id = models.CharField(max_length=64, unique=True)
    act = models.CharField(max_length=8, choices=ConversionAct, default=ConversionAct.REPORT)
    state = models.CharField(max_length=10, choices=ConversionState, default=ConversionState.WAITING)
    occurred_at = models.DateTimeField()
    value = models.DecimalField("värde, kronor", max_digits=12, decimal_places=2, null=True)
    reported_value = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    known_by = ArrayField(models.CharField(max_length=10), default=list)
    reason = models.CharField(max_length=80, blank=True)  # Google's word, or a sentence of crm.rules.conversions
    detail = models.CharField(max_length=300, blank=True)
    next_try_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    request = models.ForeignKey(ConversionRequest, null=True, on_delete=models.PROTECT, related_name="conversions")
    position = models.PositiveIntegerField(null=True)
    is_alone = models.BooleanField(default=False)
    is_zeroed = models.BooleanField(default=False)
    is_stale = models.BooleanField(default=False)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    objects = ConversionQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id lead rule milestone action_id rule_version transaction_id act state occurred_at value"
        " reported_value known_by reason detail next_try_at attempts claimed_at request position is_alone is_zeroed"
        " is_stale decided_at decided_by sent_at settled_at"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lead", "action_id", "milestone"], name="conversion_once"),
            models.CheckConstraint(
                condition=~Q(state=ConversionState.WAITING) | Q(next_try_at__isnull=False),
                name="conversion_waiting_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=ConversionState.SENT) | Q(sent_at__isnull=False, request__isnull=False),
                name="conversion_sent_has_request",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ConversionState.REJECTED, ConversionState.SKIPPED]) | ~Q(reason=""),
                name="conversion_refused_has_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at", "id"], name="conversion_due", condition=Q(state=ConversionState.WAITING)
            ),
            models.Index(fields=["claimed_at"], name="conversion_claimed", condition=Q(state=ConversionState.SENDING)),
            models.Index(fields=["request", "position"], name="conversion_of_request"),
            models.Index(fields=["-decided_at", "-id"], name="conversion_newest"),
            models.Index(fields=["state", "-decided_at", "-id"], name="conversion_by_state"),
        ]

    def __str__(self) -> str:
        return self.transaction_id
