"""What other parts of the house tell of a lead's worth: offers, signed contracts, invoices, money and margins.

Each act is told once per key (`contract:12`, `invoice:812`); telling it again corrects it. Sums are kronor without
VAT and before any deduction: the deduction changes who pays, not what the firm earns.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from crm.models import Customer, Lead, LeadFact
from crm.services.conversions_deciding import review
from crm.states import FactKind
from perforia.base.models import User

EARNS_FOR = timedelta(days=90)  # what is invoiced later has come of more than the ad


@dataclass(frozen=True)
class Told:
    """One fact: `key` names what it comes from, `amount` is kronor without VAT, `on` when it happened."""

    key: str
    amount: Decimal | None
    on: datetime


def note_offer(*, lead: Lead, told: Told, by: User | None, at: datetime) -> None:
    """An offer was sent, or changed. Call inside the transaction of the act. Idempotent."""
    _note(lead, FactKind.OFFERED, told, by, at)


def note_contract(*, lead: Lead, told: Told, by: User | None, at: datetime) -> None:
    """A contract was signed, or its value is known better. Call inside the transaction of the act. Idempotent."""
    _note(lead, FactKind.SIGNED, told, by, at)


def note_margin(*, lead: Lead, told: Told, by: User | None, at: datetime) -> None:
    """What was left of a job when everything was paid. Call inside the transaction of the act. Idempotent."""
    _note(lead, FactKind.MARGIN, told, by, at)


def note_invoice(*, customer: Customer, told: Told, by: User | None, at: datetime) -> None:
    """An invoice was written or changed; its lead is the customer's latest before it. Idempotent."""
    if (lead := _lead_behind(customer, FactKind.INVOICED, told)) is not None:
        _note(lead, FactKind.INVOICED, told, by, at)


def note_paid(*, customer: Customer, told: Told, by: User | None, at: datetime) -> None:
    """An invoice is paid in full. Idempotent."""
    if (lead := _lead_behind(customer, FactKind.PAID, told)) is not None:
        _note(lead, FactKind.PAID, told, by, at)


@transaction.atomic
def withdraw_facts(*, keys: Sequence[str], kinds: Collection[FactKind], by: User | None, at: datetime) -> None:
    """What was told under some keys holds no longer: cancelled, credited, a payment taken back. Idempotent."""
    for fact in LeadFact.objects.filter(key__in=keys, kind__in=kinds, withdrawn_at=None).order_by("pk"):
        lead = _lock(fact.lead_id)
        LeadFact.objects.filter(pk=fact.pk).update(withdrawn_at=at)
        review(lead=lead, by=by, at=at)


@transaction.atomic
def _note(lead: Lead, kind: FactKind, told: Told, by: User | None, at: datetime) -> None:
    locked = _lock(lead.pk)
    fact, is_new = LeadFact.objects.get_or_create(
        kind=kind, key=told.key, defaults={"lead": locked, "amount": told.amount, "at": told.on, "told_at": at}
    )
    if not is_new:
        if (fact.amount, fact.at, fact.withdrawn_at) == (told.amount, told.on, None):
            return
        fact.amount, fact.at, fact.told_at, fact.withdrawn_at = told.amount, told.on, at, None
        fact.save(update_fields=["amount", "at", "told_at", "withdrawn_at"])
        locked = _lock(fact.lead_id)
    review(lead=locked, by=by, at=at)


def _lead_behind(customer: Customer, kind: FactKind, told: Told) -> Lead | None:
    """The lead an invoice came of: the one it was told of before, else the latest that was qualified before it."""
    known = LeadFact.objects.filter(Q(kind=kind) | Q(kind=FactKind.INVOICED), key=told.key).first()
    if known is not None:
        return known.lead
    earlier = Lead.objects.filter(
        customer=customer, merged_into=None, qualified_at__lte=told.on + timedelta(days=1),
        qualified_at__gte=told.on - EARNS_FOR,
    )  # fmt: skip
    return earlier.order_by("-qualified_at", "-pk").first()


def _lock(lead_id: int) -> Lead:
    """The lead, or the one it was merged into, held until the transaction ends."""
    lead = Lead.objects.select_for_update(of=("self",), no_key=True).get(pk=lead_id)
    while lead.merged_into_id is not None:
        lead = Lead.objects.select_for_update(of=("self",), no_key=True).get(pk=lead.merged_into_id)
    return lead
