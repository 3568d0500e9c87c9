"""Where leads come from, what was posted, and the leads themselves."""

from datetime import UTC, datetime
from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from crm.models.customers import Customer
from crm.models.properties import Property
from crm.states import OPEN_LEADS, TO_CALL, LeadStatus, LostReason, SourceKind, SubmissionState
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger

# What lists are ordered by where a column may be empty: those without a step or a value come last.
NO_STEP = datetime(9999, 1, 1, tzinfo=UTC)
STEP_ORDER = Coalesce("next_step_at", Value(NO_STEP))
VALUE_ORDER = Coalesce("value", Value(0), output_field=models.DecimalField(max_digits=10, decimal_places=0))
IS_LISTED = Q(merged_into=None, archived_at=None)
IS_OPEN = IS_LISTED & Q(status__in=sorted(OPEN_LEADS))


class LeadSource(models.Model):
    """A form, a site or an ad. `key` is in its address; `secret` (encrypted) signs what servers post."""

    name = models.CharField("namn", max_length=80, unique=True)
    kind = models.CharField("typ", max_length=12, choices=SourceKind)
    key = models.CharField("nyckel", max_length=64, unique=True)
    secret = models.CharField(max_length=300, blank=True)
    is_signed = models.BooleanField("kräver signatur", default=False)
    origins = ArrayField(models.CharField(max_length=200), verbose_name="webbplatser", default=list, blank=True)
    mapping = models.JSONField("fält", default=dict, blank=True)
    saves_per_field = models.BooleanField("spara fält för fält", default=False)
    assumes_ad_consent = models.BooleanField("samtycke till annonsmätning", default=False)
    notice_version = models.CharField("informationstextens version", max_length=20, default="2026-11")
    purge_after_days = models.PositiveSmallIntegerField("gallra påbörjade efter (dagar)", default=30)
    silent_after_hours = models.PositiveIntegerField("varna efter tystnad (timmar)", default=72)
    is_active = models.BooleanField("aktiv", default=True)
    last_received_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)
    last_error_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id name kind is_signed origins mapping saves_per_field assumes_ad_consent notice_version"
        " purge_after_days silent_after_hours is_active last_received_at last_error last_error_at created_at",
        sealed="key secret",
    )

    def __str__(self) -> str:
        return self.name


class LeadQuerySet(models.QuerySet["Lead"]):
    """Leads by who may see them and where they are in their life."""

    def visible_to(self, user: User) -> "LeadQuerySet":
        """Nothing without SEE_LEADS; those of protected customers only with their own permission."""
        if not user.has_permission(Permission.SEE_LEADS):
            return self.none()
        if user.has_permission(Permission.SEE_PROTECTED):
            return self
        return self.exclude(customer__in=Customer.objects.filter(is_protected=True))

    def listed(self) -> "LeadQuerySet":
        """Neither merged into another nor archived."""
        return self.filter(IS_LISTED)

    def open(self) -> "LeadQuerySet":
        return self.filter(IS_OPEN)

    def to_call(self) -> "LeadQuerySet":
        """Nobody has been in touch yet."""
        return self.filter(IS_LISTED, status__in=sorted(TO_CALL), first_contact_at=None)


@pghistory.track(exclude=["search"])
class Lead(models.Model):
    """Somebody who may become a customer. One row per submission id of a source, however often the form was posted."""

    source = models.ForeignKey(LeadSource, on_delete=models.PROTECT, related_name="leads")
    submission_id = models.CharField(max_length=80, blank=True)
    seq = models.BigIntegerField(default=0)
    field_seqs = models.JSONField(default=dict)  # which post each value came from: late posts never undo newer data
    step = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    status = models.CharField("status", max_length=14, choices=LeadStatus, default=LeadStatus.NEW)
    name = models.CharField("namn", max_length=120, blank=True)
    email = models.CharField("e-post", max_length=254, blank=True)
    phone = models.CharField("telefon", max_length=20, blank=True)  # E.164 when it is a number, else as written
    services = ArrayField(models.CharField(max_length=14), verbose_name="tjänster", default=list, blank=True)
    address = models.CharField("adress", max_length=160, blank=True)
    postal_code = models.CharField("postnummer", max_length=6, blank=True)
    city = models.CharField("ort", max_length=60, blank=True)
    to_address = models.CharField("till adress", max_length=160, blank=True)
    to_postal_code = models.CharField("till postnummer", max_length=6, blank=True)
    to_city = models.CharField("till ort", max_length=60, blank=True)
    wanted_on = models.DateField("önskat datum", null=True, blank=True)
    message = models.TextField("meddelande", blank=True)
    details = models.JSONField(default=dict)  # home, extras, RUT wish: the keys of crm.rules.details
    extra = models.JSONField(default=dict)  # fields nobody has a word for, as they came
    attribution = models.JSONField(default=dict)
    clicked_at = models.DateTimeField(null=True)
    value = models.DecimalField("värde", max_digits=10, decimal_places=0, null=True, blank=True)
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    next_step = models.CharField("nästa steg", max_length=120, blank=True)
    next_step_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    first_contact_at = models.DateTimeField(null=True)
    qualified_at = models.DateTimeField(null=True)
    qualified_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    lost_reason = models.CharField(max_length=14, choices=LostReason, blank=True)
    lost_note = models.CharField(max_length=200, blank=True)
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT, related_name="leads")
    place = models.ForeignKey(Property, null=True, on_delete=models.PROTECT, related_name="+")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    archived_at = models.DateTimeField(null=True)
    is_test = models.BooleanField(default=False)
    search = SearchVectorField(null=True)  # written by crm.services.searching from crm.rules.searching

    objects = LeadQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id source submission_id seq field_seqs step steps status services wanted_on value owner next_step_at"
        " received_at changed_at completed_at first_contact_at qualified_at qualified_by closed_at lost_reason customer"
        " place merged_into archived_at is_test clicked_at",
        personal="name email phone address postal_code city to_address to_postal_code to_city message details extra"
        " attribution next_step lost_note search",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "submission_id"], name="lead_submission_once", condition=~Q(submission_id="")
            ),
            models.CheckConstraint(
                condition=~Q(status=LeadStatus.LOST) | ~Q(lost_reason=""), name="lead_lost_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[LeadStatus.QUALIFIED, LeadStatus.CONTRACT_SENT, LeadStatus.WON])
                | Q(qualified_at__isnull=False),
                name="lead_qualified_has_time",
            ),
        ]
        indexes: ClassVar = [
            GinIndex(fields=["search"], name="lead_search"),
            models.Index(
                fields=["-received_at", "-id"], name="lead_newest", condition=Q(merged_into=None, archived_at=None)
            ),
            models.Index(
                fields=["status", "-received_at", "-id"], name="lead_by_status",
                condition=Q(merged_into=None, archived_at=None),
            ),
            models.Index(
                fields=["owner", "-received_at", "-id"], name="lead_by_owner",
                condition=Q(merged_into=None, archived_at=None),
            ),
            models.Index(
                fields=["owner", "status", "-received_at", "-id"], name="lead_by_owner_status",
                condition=Q(merged_into=None, archived_at=None),
            ),
            models.Index(
                fields=["source", "-received_at", "-id"], name="lead_by_source",
                condition=Q(merged_into=None, archived_at=None),
            ),
            models.Index(fields=["next_step_at", "id"], name="lead_next_step", condition=~Q(next_step_at=None)),
            models.Index(
                fields=["-received_at", "-id"], name="lead_open_newest", condition=IS_OPEN, include=["status", "value"]
            ),
            models.Index(fields=["owner", "-received_at", "-id"], name="lead_open_owner", condition=IS_OPEN),
            models.Index(fields=["name", "id"], name="lead_open_name", condition=IS_OPEN),
            models.Index(STEP_ORDER.asc(), "id", name="lead_open_step", condition=IS_OPEN),
            models.Index(VALUE_ORDER.desc(), F("id").desc(), name="lead_open_value", condition=IS_OPEN),
            models.Index(fields=["name", "id"], name="lead_by_name", condition=IS_LISTED),
            models.Index(VALUE_ORDER.desc(), F("id").desc(), name="lead_by_value", condition=IS_LISTED),
            models.Index(
                fields=["received_at", "id"], name="lead_to_call",
                condition=IS_LISTED & Q(status__in=sorted(TO_CALL), first_contact_at=None),
            ),
            models.Index(
                fields=["status", "-closed_at", "-id"], name="lead_closed", condition=IS_LISTED & ~Q(closed_at=None)
            ),
            models.Index(
                fields=["-received_at", "-id"], name="lead_without_step",
                condition=IS_OPEN & Q(next_step_at=None)
                & (Q(first_contact_at__isnull=False) | Q(status__in=sorted(OPEN_LEADS - TO_CALL))),
            ),
            models.Index(fields=["-archived_at", "-id"], name="lead_archived", condition=~Q(archived_at=None)),
            models.Index(fields=["phone"], name="lead_by_phone", condition=~Q(phone="")),
            models.Index(fields=["email"], name="lead_by_email", condition=~Q(email="")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name or self.phone or self.email or self.number

    @property
    def number(self) -> str:
        """`L-5822`: the row's own number, so that nothing has to be counted when a form is posted."""
        return f"L-{self.pk}"


class LeadMove(models.Model):
    """One move between states."""

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="moves")
    old = models.CharField(max_length=14, choices=LeadStatus)
    new = models.CharField(max_length=14, choices=LeadStatus)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id lead old new at by", personal="reason")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["lead", "at", "id"], name="leadmove_of_lead")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class LeadSubmission(models.Model):
    """One post as it came, kept before anything is made of it; the body is wiped after the source's days."""

    source = models.ForeignKey(LeadSource, on_delete=models.PROTECT, related_name="submissions")
    lead = models.ForeignKey(Lead, null=True, on_delete=models.SET_NULL, related_name="submissions")
    external_id = models.CharField(max_length=120, blank=True)  # the sender's own id of this post
    submission_id = models.CharField(max_length=80, blank=True)
    seq = models.BigIntegerField(default=0)
    state = models.CharField(max_length=12, choices=SubmissionState)
    content_type = models.CharField(max_length=100, blank=True)
    body = models.TextField(blank=True)
    address_hash = models.CharField(max_length=64, blank=True)  # keyed hash of the sender's address, for rate limits
    user_agent = models.CharField(max_length=200, blank=True)
    score = models.PositiveSmallIntegerField(default=0)
    reasons = ArrayField(models.CharField(max_length=40), default=list)
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    error = models.CharField(max_length=200, blank=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id source lead external_id submission_id seq state content_type score reasons received_at handled_at"
        " handled_by error",
        personal="body address_hash user_agent",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "external_id"], name="leadsubmission_external_once", condition=~Q(external_id="")
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["source", "-received_at", "-id"], name="leadsubmission_newest"),
            models.Index(
                fields=["-received_at", "-id"], name="leadsubmission_quarantine",
                condition=Q(state=SubmissionState.QUARANTINED),
            ),
            models.Index(fields=["lead"], name="leadsubmission_of_lead", condition=~Q(lead=None)),
            models.Index(
                fields=["source", "submission_id"], name="leadsubmission_waiting",
                condition=Q(state=SubmissionState.QUARANTINED),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.source_id} {self.received_at:%Y-%m-%d %H:%M}"


class Merge(models.Model):
    """Two that were one: what moved where, so that it can be taken apart again."""

    target = models.CharField(max_length=10)  # lead or customer
    kept_id = models.BigIntegerField()
    gone_id = models.BigIntegerField()
    moved = models.JSONField(default=dict)  # table → ids that followed, and the kept one's fields as they were
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id target kept_id gone_id at by undone_at", personal="moved"
    )

    def __str__(self) -> str:
        return f"{self.target} {self.gone_id} → {self.kept_id}"
