"""Contracts, who signs them, what is written into them, and what has happened to them."""

import uuid
from datetime import date
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from archive.models import Document
from contracts.models.mappings import TemplateMapping
from contracts.states import (
    FOLLOWED,
    OPEN,
    UNDELIVERED,
    ContractKind,
    ContractStatus,
    DeliveryChannel,
    PartyKind,
    PdfState,
    RemovalState,
    Renewal,
    SendState,
    Side,
    SignMethod,
    SignState,
    TwoStep,
)
from crm.models import Customer, Lead, Property
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger
from perforia.base.secrets import decrypt

FIRST_OF_TEMPLATE = 1000
# What the register is ordered by where a column may be empty: those without a value or an end come last.
NEVER = date(9999, 12, 31)
VALUE_ORDER = Coalesce("value", Value(0), output_field=models.DecimalField(max_digits=12, decimal_places=2))
END_ORDER = Coalesce("ends_on", Value(NEVER))
_AT_THE_SERVICE = sorted({*FOLLOWED, ContractStatus.SIGNED, ContractStatus.DECLINED})


class ContractQuerySet(models.QuerySet["Contract"]):
    """Contracts by who may see them and where they are in their life."""

    def visible_to(self, user: User) -> "ContractQuerySet":
        """Nothing without SEE_CONTRACTS; those of protected customers only with their own permission."""
        if not user.has_permission(Permission.SEE_CONTRACTS):
            return self.none()
        if user.has_permission(Permission.SEE_PROTECTED):
            return self
        return self.exclude(customer__in=Customer.objects.filter(is_protected=True))

    def open(self) -> "ContractQuerySet":
        """Those that lie with the customer."""
        return self.filter(status__in=sorted(OPEN))

    def followed(self) -> "ContractQuerySet":
        """Those whose state at the service may still change by itself."""
        return self.filter(status__in=sorted(FOLLOWED), remote_id__isnull=False)

    def needing_attention(self) -> "ContractQuerySet":
        """Those somebody must look at."""
        return self.exclude(attention="")

    def in_force(self, on: date) -> "ContractQuerySet":
        """Signed by then, begun, and neither ended nor run out; what renews itself runs on."""
        return self.filter(
            Q(starts_on=None) | Q(starts_on__lte=on),
            Q(ends_on=None) | Q(ends_on__gte=on) | Q(renewal=Renewal.AUTOMATIC),
            signed_at__isnull=False, signed_on__lte=on,
        )  # fmt: skip


# Not the moments of work and reading: they change all the time and say nothing about the agreement.
@pghistory.track(
    exclude=[
        "claimed_at", "next_try_at", "attempts", "read_at", "next_reading_at", "pdf_claimed_at", "pdf_next_at",
        "pdf_attempts", "removal_claimed_at", "removal_next_at", "removal_attempts",
    ],
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
    model_name="ContractVersion",
)  # fmt: skip
class Contract(models.Model):
    """One agreement: drafted here, signed at the e-signing service, filed here. Kept whatever happens to it there.

    `uuid` is made before anything is created at the service and goes with it in the template's field for our id: with
    it a creation whose answer was lost is found again. Times of moves are the service's own. `problems` says per field
    of ours what was wrong with it (`participants.0.phone`, `values.flyttdatum`, `title`, `message`).
    """

    number = models.CharField("avtal", max_length=16, unique=True)
    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+", verbose_name="kund")
    lead = models.ForeignKey(Lead, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Property, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    mapping = models.ForeignKey(
        TemplateMapping, null=True, blank=True, on_delete=models.PROTECT, related_name="contracts", verbose_name="mall"
    )
    offer = models.ForeignKey(
        "contracts.Offer", null=True, blank=True, on_delete=models.PROTECT, related_name="contracts"
    )  # fmt: skip
    copied_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="copies")
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("namn", max_length=130)
    subject = models.CharField("ämne", max_length=150, blank=True)
    message = models.TextField("meddelande", blank=True)
    sign_by = models.DateField("signeras senast", null=True, blank=True)

    kind = models.CharField("typ", max_length=10, choices=ContractKind, default=ContractKind.ONE_JOB)
    value = models.DecimalField("värde, kronor", max_digits=12, decimal_places=2, null=True, blank=True)
    starts_on = models.DateField("gäller från", null=True, blank=True)
    ends_on = models.DateField("gäller till", null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField("uppsägningstid, månader", null=True, blank=True)
    renewal = models.CharField("förlängning", max_length=12, choices=Renewal, default=Renewal.NONE)
    renewal_months = models.PositiveSmallIntegerField("förlängs med, månader", null=True, blank=True)
    ended_at = models.DateTimeField(null=True)  # given notice: ends_on is then its last day
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    status = models.CharField(max_length=10, choices=ContractStatus, default=ContractStatus.DRAFT)
    attention = models.CharField(max_length=300, blank=True)
    attention_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_on = models.DateField(null=True)  # the day of signed_at in Stockholm
    declined_at = models.DateTimeField(null=True)
    expired_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    send_state = models.CharField(max_length=8, choices=SendState, default=SendState.IDLE)
    claimed_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    is_unsure = models.BooleanField(default=False)  # a creation was asked for without an answer: look before another
    is_changed_there = models.BooleanField(default=False)  # the draft at the service lags behind ours
    error = models.CharField(max_length=300, blank=True)
    problems = models.JSONField(default=dict)

    remote_id = models.BigIntegerField(null=True, unique=True)
    remote_url = models.CharField(max_length=300, blank=True)
    remote_state = models.CharField(max_length=40, blank=True)  # in the service's word, also one we do not know
    remote_state_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)  # when the reading that is recorded here was begun
    next_reading_at = models.DateTimeField(null=True)

    pdf_state = models.CharField(max_length=8, choices=PdfState, default=PdfState.NONE)
    pdf_claimed_at = models.DateTimeField(null=True)
    pdf_next_at = models.DateTimeField(null=True)
    pdf_attempts = models.PositiveSmallIntegerField(default=0)
    pdf_error = models.CharField(max_length=300, blank=True)
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    document_sha256 = models.CharField(max_length=64, blank=True)
    filed_at = models.DateTimeField(null=True)

    removal_state = models.CharField(max_length=8, choices=RemovalState, default=RemovalState.NONE)
    removal_reason = models.CharField(max_length=200, blank=True)
    removal_asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    removal_claimed_at = models.DateTimeField(null=True)
    removal_next_at = models.DateTimeField(null=True)
    removal_attempts = models.PositiveSmallIntegerField(default=0)

    objects = ContractQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id number uuid customer lead place mapping copied_from owner sign_by kind value starts_on ends_on"
        " notice_months renewal renewal_months ended_at ended_by status attention_at created_at created_by changed_at"
        " asked_at asked_by sent_at opened_at signed_at signed_on declined_at expired_at removed_at withdrawn_at"
        " withdrawn_by send_state claimed_at next_try_at attempts is_unsure is_changed_there remote_id remote_url"
        " remote_state remote_state_at expires_at read_at next_reading_at pdf_state pdf_claimed_at pdf_next_at"
        " pdf_attempts pdf_error document document_sha256 filed_at removal_state removal_asked_by removal_claimed_at"
        " removal_next_at removal_attempts offer",
        personal="title subject message attention error problems removal_reason",
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(status=ContractStatus.SIGNED)
                | (Q(signed_at__isnull=False, signed_on__isnull=False) & ~Q(pdf_state=PdfState.NONE)),
                name="contract_signed_has_time_and_pdf",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=_AT_THE_SERVICE) | Q(remote_id__isnull=False, sent_at__isnull=False),
                name="contract_sent_is_known_there",
            ),
            models.CheckConstraint(
                condition=~Q(status=ContractStatus.CREATING)
                | (Q(asked_at__isnull=False) & Q(send_state__in=["waiting", "working", "stopped"])),
                name="contract_creating_is_work",
            ),
            models.CheckConstraint(
                condition=~Q(pdf_state=PdfState.FILED) | Q(document__isnull=False, filed_at__isnull=False),
                name="contract_filed_has_document",
            ),
            models.CheckConstraint(
                condition=~Q(status=ContractStatus.WITHDRAWN) | Q(withdrawn_at__isnull=False),
                name="contract_withdrawn_has_time",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="contract_period_in_order",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "-id"], name="contract_newest"),
            models.Index(fields=["kind", "-created_at", "-id"], name="contract_by_kind"),
            models.Index(VALUE_ORDER.desc(), F("id").desc(), name="contract_by_value"),
            models.Index(END_ORDER.asc(), "id", name="contract_by_end"),
            models.Index(fields=["status", "-created_at", "-id"], name="contract_by_status"),
            models.Index(fields=["customer", "-created_at", "-id"], name="contract_of_customer"),
            models.Index(fields=["lead"], name="contract_of_lead", condition=~Q(lead=None)),
            models.Index(fields=["-signed_on", "-id"], name="contract_signed", condition=~Q(signed_on=None)),
            models.Index(fields=["ends_on", "id"], name="contract_ending", condition=Q(status="signed")),
            models.Index(fields=["-attention_at", "-id"], name="contract_attention", condition=~Q(attention="")),
            models.Index(
                fields=["next_try_at", "id"], name="contract_to_send",
                condition=Q(send_state__in=["waiting", "working"]),
            ),
            models.Index(fields=["next_reading_at", "id"], name="contract_to_read", condition=~Q(next_reading_at=None)),
            models.Index(
                fields=["pdf_next_at", "id"], name="contract_to_file", condition=Q(pdf_state__in=["wanted", "fetching"])
            ),
            models.Index(
                fields=["removal_next_at", "id"], name="contract_to_remove",
                condition=Q(removal_state__in=["wanted", "working"]),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """People of contracts."""

    def written(self) -> "ParticipantQuerySet":
        """The other side as we wrote it down; those whom only the template names come after FIRST_OF_TEMPLATE."""
        return self.filter(side=Side.THEIRS, position__lt=FIRST_OF_TEMPLATE)

    def signing(self) -> "ParticipantQuerySet":
        return self.filter(is_signatory=True)

    def undelivered(self) -> "ParticipantQuerySet":
        """Those whom the invitation did not reach."""
        return self.filter(delivery_status__in=sorted(UNDELIVERED))


@pghistory.track(
    exclude=["visits", "last_visited_at", "token"],
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
    model_name="ParticipantVersion",
)
class Participant(models.Model):
    """One person of a contract: who signs, and how. The personal number is encrypted and kept only when needed.

    `token` is in the links that the firm sends itself; it leads to our own page, which asks for a fresh access link.
    """

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="participants")
    position = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=6, choices=Side, default=Side.THEIRS)
    party_kind = models.CharField("typ", max_length=10, choices=PartyKind, default=PartyKind.PERSON)
    company_name = models.CharField("företag", max_length=100, blank=True)
    company_number = models.CharField("organisationsnummer", max_length=25, blank=True)
    name = models.CharField("namn", max_length=100)
    title = models.CharField("roll", max_length=100, blank=True)
    email = models.CharField("e-post", max_length=254, blank=True)
    phone = models.CharField("telefon", max_length=20, blank=True)  # E.164
    personal_number = models.CharField("personnummer", max_length=300, blank=True)
    personal_number_masked = models.CharField(max_length=16, blank=True)
    is_signatory = models.BooleanField("signerar", default=True)
    may_fill_in = models.BooleanField("fyller i fält", default=True)
    # No choices: a template may offer ways of its own, told by TemplateMapping.
    sign_method = models.CharField("signerar med", max_length=40, default=SignMethod.STANDARD)
    channel = models.CharField("får avtalet via", max_length=40, default=DeliveryChannel.MAIL)
    two_step = models.CharField("legitimerar sig med", max_length=40, default=TwoStep.NONE)

    remote_id = models.BigIntegerField(null=True)
    remote_party_id = models.BigIntegerField(null=True)
    delivery_status = models.CharField(max_length=40, blank=True)
    sign_state = models.CharField(max_length=40, default=SignState.UNDECIDED)
    sign_state_at = models.DateTimeField(null=True)
    visits = models.PositiveIntegerField(default=0)
    first_visited_at = models.DateTimeField(null=True)
    last_visited_at = models.DateTimeField(null=True)
    token = models.CharField(max_length=64, blank=True)
    reminded_at = models.DateTimeField(null=True)

    objects = ParticipantQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id contract position side party_kind is_signatory may_fill_in sign_method channel two_step remote_id"
        " remote_party_id delivery_status sign_state sign_state_at visits first_visited_at last_visited_at reminded_at",
        personal="company_name company_number name title email phone personal_number_masked",
        sealed="personal_number token",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "position"], name="participant_position_once"),
            models.UniqueConstraint(fields=["token"], name="participant_token_once", condition=~Q(token="")),
            models.CheckConstraint(
                condition=~Q(sign_state=SignState.SIGNED) | Q(sign_state_at__isnull=False),
                name="participant_signed_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def decrypted_personal_number(self) -> str:
        """All twelve digits; only for what is sent to the e-signing service, or a reveal that is logged."""
        return decrypt(self.personal_number) if self.personal_number else ""


class ContractValue(models.Model):
    """What is written into one data field of the template, and where it was taken from."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="values")
    position = models.PositiveSmallIntegerField()
    custom_id = models.CharField(max_length=120)
    label = models.CharField("fält", max_length=200)
    value = models.TextField("värde", blank=True)
    source = models.CharField("hämtat från", max_length=60, blank=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id contract position custom_id label source", personal="value"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "custom_id"], name="contractvalue_field_once"),
        ]

    def __str__(self) -> str:
        return self.custom_id
