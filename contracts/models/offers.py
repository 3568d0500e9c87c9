"""Offers with rows and those who share the deduction, and every move they have made."""

from datetime import date
from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from archive.models import Document
from contracts.models.prices import VAT_CHOICES, PriceItem
from contracts.states import OPEN_OFFERS, OfferDelivery, OfferStatus, Pricing, RowKind, RutWork, Unit
from crm.models import Customer, Lead
from integrations.models import Message
from perforia.base.models import User
from perforia.base.permissions import Permission
from perforia.base.privacy import Privacy, ledger

# What an offer says: fixed by the database from the moment it is sent, whoever writes.
SAID = (
    "number", "version", "title", "pricing", "includes_vat", "discount", "has_rut", "paid_on", "work_on", "valid_until",
    "total", "vat", "labour", "deduction", "to_pay", "content_hash", "sent_at",
)  # fmt: skip
_OLD, _NEW = (", ".join(f"{row}.{name}" for name in SAID) for row in ("OLD", "NEW"))
_PARTS_STAND = """
    IF EXISTS (
        SELECT 1 FROM contracts_offer
        WHERE id = COALESCE(NEW.offer_id, OLD.offer_id) AND status <> 'draft'
    ) THEN
        RAISE EXCEPTION 'a sent offer is never edited';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


def parts_stand(name: str, change: pgtrigger.Operation) -> pgtrigger.Trigger:
    """The guard of a table of an offer's parts: none is added, changed or taken away once the offer is sent."""
    operation = pgtrigger.Insert | pgtrigger.Delete | change
    return pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=operation, func=_PARTS_STAND)


class OfferQuerySet(models.QuerySet["Offer"]):
    """Offers by who may see them and where they are in their life."""

    def visible_to(self, user: User) -> "OfferQuerySet":
        """Nothing without SEE_OFFERS; those to protected customers only with their own permission."""
        if not user.has_permission(Permission.SEE_OFFERS):
            return self.none()
        if user.has_permission(Permission.SEE_PROTECTED):
            return self
        protected = Customer.objects.filter(is_protected=True)
        return self.exclude(customer__in=protected).exclude(lead__customer__in=protected)

    def listed(self) -> "OfferQuerySet":
        """Those that no later version has taken the place of."""
        return self.filter(superseded_at=None)

    def open(self) -> "OfferQuerySet":
        """Those a customer may still answer."""
        return self.filter(status__in=sorted(OPEN_OFFERS))

    def expiring(self, by: date) -> "OfferQuerySet":
        """Open ones whose last day is that day or before."""
        return self.open().filter(valid_until__lte=by)


@pghistory.track(exclude=["search", "claimed_at", "attempts", "views", "last_viewed_at"])
class Offer(models.Model):
    """One version of an offer. `number` is that of all its versions; `superseded_at` says that a later one was sent.

    Sums in kronor with VAT; `labour` is what the deduction is counted on. The customer's link is known by its keyed
    hash alone. `answered_hash` is the fingerprint of what was accepted.
    """

    number = models.CharField("offert", max_length=16)
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    superseded_at = models.DateTimeField(null=True)
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="kund")
    lead = models.ForeignKey(Lead, null=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=OfferStatus, default=OfferStatus.DRAFT)
    title = models.CharField("rubrik", max_length=120)
    pricing = models.CharField("prissättning", max_length=8, choices=Pricing, default=Pricing.FIXED)
    includes_vat = models.BooleanField("priser med moms", default=True)
    discount = models.DecimalField("rabatt på allt, %", max_digits=5, decimal_places=2, default=0)
    has_rut = models.BooleanField("rutavdrag", default=True)
    paid_on = models.DateField("väntad betalning", null=True, blank=True)
    work_on = models.DateField("arbetet utförs", null=True, blank=True)
    work_address = models.CharField("arbetets adress", max_length=200, blank=True)
    work_address_to = models.CharField("till adress", max_length=200, blank=True)
    intro = models.TextField("inledning", blank=True)
    terms = models.TextField("villkor", blank=True)
    valid_until = models.DateField("gäller till och med")
    recipient_name = models.CharField("namn", max_length=120)
    recipient_email = models.CharField("e-post", max_length=254, blank=True)
    recipient_address = models.CharField("adress", max_length=200, blank=True)
    total = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    vat = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    labour = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    deduction = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    to_pay = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    content_hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True)

    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    delivery = models.CharField(max_length=10, choices=OfferDelivery, default=OfferDelivery.NONE)
    delivery_error = models.CharField(max_length=300, blank=True)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    mail_to = models.CharField(max_length=254, blank=True)  # empty: filed, but handed over in another way
    mail_subject = models.CharField(max_length=200, blank=True)
    mail_text = models.TextField(blank=True)
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, blank=True)
    link_until = models.DateField(null=True)

    first_viewed_at = models.DateTimeField(null=True)
    last_viewed_at = models.DateTimeField(null=True)
    views = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")  # None: the customer
    answered_name = models.CharField(max_length=120, blank=True)
    answered_address = models.CharField(max_length=45, blank=True)  # the network address the answer came from
    answered_hash = models.CharField(max_length=64, blank=True)
    answer_note = models.CharField(max_length=500, blank=True)
    search = SearchVectorField(null=True)  # written by contracts.services.offers

    objects = OfferQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id number version replaces superseded_at customer lead owner status pricing includes_vat discount"
        " has_rut paid_on work_on valid_until total vat labour deduction to_pay content_hash created_at created_by"
        " changed_at sent_at sent_by delivery delivery_error claimed_at attempts message document link_until"
        " first_viewed_at last_viewed_at views answered_at answered_by answered_hash terms",
        personal="title work_address work_address_to intro recipient_name recipient_email recipient_address mail_to"
        " mail_subject mail_text answered_name answered_address answer_note search",
        sealed="token_hash",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number", "version"], name="offer_version_once"),
            models.UniqueConstraint(fields=["number"], name="offer_one_draft", condition=Q(status=OfferStatus.DRAFT)),
            models.UniqueConstraint(fields=["token_hash"], name="offer_token_once", condition=~Q(token_hash="")),
            models.CheckConstraint(
                condition=Q(customer__isnull=False) | Q(lead__isnull=False), name="offer_is_somebodys"
            ),
            models.CheckConstraint(
                condition=Q(status=OfferStatus.DRAFT) | (Q(sent_at__isnull=False) & ~Q(content_hash="")),
                name="offer_sent_has_time_and_hash",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[OfferStatus.ACCEPTED, OfferStatus.DECLINED]) | Q(answered_at__isnull=False),
                name="offer_answered_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=OfferStatus.ACCEPTED) | ~Q(answered_hash=""), name="offer_accepted_has_hash"
            ),
            models.CheckConstraint(condition=Q(discount__gte=0, discount__lte=100), name="offer_discount_is_part"),
            models.CheckConstraint(condition=Q(has_rut=False) | Q(paid_on__isnull=False), name="offer_rut_has_day"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "-id"], name="offer_newest", condition=Q(superseded_at=None)),
            models.Index(
                fields=["status", "-created_at", "-id"], name="offer_by_status", condition=Q(superseded_at=None)
            ),
            models.Index(fields=["customer", "-created_at", "-id"], name="offer_of_customer"),
            models.Index(fields=["lead", "-created_at", "-id"], name="offer_of_lead", condition=~Q(lead=None)),
            models.Index(
                fields=["valid_until", "id"], name="offer_expiring", condition=Q(status__in=sorted(OPEN_OFFERS))
            ),
            models.Index(fields=["id"], name="offer_to_deliver", condition=Q(delivery__in=["queued", "building"])),
            GinIndex(fields=["search"], name="offer_search"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="sent_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"OLD.status <> 'draft' AND ({_OLD}) IS DISTINCT FROM ({_NEW})"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}, version {self.version}" if self.version > 1 else self.number

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_OFFERS

    @property
    def is_draft(self) -> bool:
        return self.status == OfferStatus.DRAFT

    def is_late(self, today: date) -> bool:
        """Whether its last day has passed while nobody has answered."""
        return self.is_open and self.valid_until < today


@pghistory.track()
class OfferRow(models.Model):
    """One row; the price per unit as the offer's prices are (with VAT or without), kronor.

    `listed_price` is what the price list said, with VAT, when the row was filled in from `item`.
    """

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField("slag", max_length=10, choices=RowKind)
    description = models.CharField("beskrivning", max_length=200)
    quantity = models.DecimalField("antal", max_digits=9, decimal_places=2)
    unit = models.CharField("enhet", max_length=10, choices=Unit)
    unit_price = models.DecimalField("à-pris", max_digits=12, decimal_places=2)
    discount = models.DecimalField("rabatt, %", max_digits=5, decimal_places=2, default=0)
    vat = models.PositiveSmallIntegerField("moms", choices=VAT_CHOICES, default=25)
    work = models.CharField("rutarbete", max_length=12, choices=RutWork, blank=True)
    item = models.ForeignKey(PriceItem, null=True, on_delete=models.PROTECT, related_name="+")
    listed_price = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(
        internal="id offer position kind description quantity unit unit_price discount vat work item listed_price"
        " amount"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offer", "position"], name="offerrow_position_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="offerrow_quantity_positive"),
            models.CheckConstraint(condition=Q(discount__gte=0, discount__lte=100), name="offerrow_discount_is_part"),
            models.CheckConstraint(
                condition=Q(work="") | Q(kind=RowKind.LABOUR), name="offerrow_only_labour_is_rut_work"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["item"], name="offerrow_of_item", condition=~Q(item=None))]
        triggers: ClassVar = [parts_stand("rows_of_sent_stand", pgtrigger.Update)]

    def __str__(self) -> str:
        return self.description


@pghistory.track()
class OfferBuyer(models.Model):
    """Somebody who takes a part of the deduction: percent of the labour, and kronor of the year used already."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="buyers")
    position = models.PositiveSmallIntegerField()
    name = models.CharField("namn", max_length=120, blank=True)
    percent = models.PositiveSmallIntegerField("andel, %", default=100)
    used = models.DecimalField("redan använt i år", max_digits=9, decimal_places=2, default=0)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id offer position percent used", personal="name")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offer", "position"], name="offerbuyer_position_once"),
            models.CheckConstraint(condition=Q(percent__gte=1, percent__lte=100), name="offerbuyer_percent"),
        ]
        # The name alone may go, when its bearer is forgotten.
        triggers: ClassVar = [parts_stand("buyers_of_sent_stand", pgtrigger.UpdateOf("percent", "used"))]  # type: ignore[no-untyped-call]

    def __str__(self) -> str:
        return self.name


class OfferMove(models.Model):
    """One move between states; `by` is None for the customer and for Perforia itself."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="moves")
    old = models.CharField(max_length=10, choices=OfferStatus)
    new = models.CharField(max_length=10, choices=OfferStatus)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)

    PRIVACY: ClassVar[dict[str, Privacy]] = ledger(internal="id offer old new at by", personal="reason")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["offer", "at", "id"], name="offermove_of_offer")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
