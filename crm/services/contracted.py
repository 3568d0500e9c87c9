"""What the app of contracts tells of a lead and a customer, in crm's words: sent, signed, or come to nothing."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from crm.models import Customer, Lead
from crm.services import conversions, customers, lead_moves
from crm.services.next_steps import Step, lock, write_step
from crm.states import OPEN_LEADS, FactKind, LeadStatus
from perforia.base.models import User

FOLLOW_UP_DAYS = 3
OPENS = time(9)
_AFTER_QUALIFYING = frozenset({LeadStatus.QUALIFIED, LeadStatus.CONTRACT_SENT, LeadStatus.WON})


@dataclass(frozen=True)
class Agreement:
    """What crm is told of a contract: its number, its worth in kronor without VAT if that is known, and its own key."""

    number: str
    worth: Decimal | None
    key: str


def current(lead: Lead) -> Lead:
    """The lead that a merged one is part of now, or itself."""
    while lead.merged_into_id is not None:
        lead = Lead.objects.get(pk=lead.merged_into_id)
    return lead


def kept(customer: Customer) -> Customer:
    """The customer that a merged one is part of now, or itself."""
    while customer.merged_into_id is not None:
        customer = Customer.objects.get(pk=customer.merged_into_id)
    return customer


@transaction.atomic
def note_sent(*, lead: Lead, agreement: Agreement, by: User | None, at: datetime) -> None:
    """A contract has gone to the customer, and somebody follows it up in some days. Idempotent.

    Whoever is sent a contract is qualified. A lead that is closed stays so.
    """
    locked = lock(lead)
    if locked.status not in OPEN_LEADS:
        return
    step = Step(f"Följ upp avtal {agreement.number}", morning(at, days=FOLLOW_UP_DAYS))
    reason = f"Avtal {agreement.number} skickat"
    if locked.status not in _AFTER_QUALIFYING:
        lead_moves.qualify(lead=locked, step=step, by=by, at=at, reason=reason)
    lead_moves.send_contract(lead=locked, step=step, by=by, at=at, reason=reason)


@transaction.atomic
def note_signed(
    *, customer: Customer, lead: Lead | None, agreement: Agreement, signed_at: datetime, at: datetime
) -> None:
    """The customer has signed: the lead is won, and the customer has done business that day. Idempotent.

    A lead that was counted as lost is won after all.
    """
    customers.note_business(customer=customer, on=timezone.localdate(signed_at), at=at)
    if lead is None:
        return
    locked = lock(lead)
    reason = f"Avtal {agreement.number} signerat"
    if locked.status not in _AFTER_QUALIFYING:
        step = Step(reason, at)
        lead_moves.qualify(lead=locked, step=step, by=None, at=at, reason=reason)
    lead_moves.win(lead=locked, by=None, at=at, reason=reason)
    told = conversions.Told(key=agreement.key, amount=agreement.worth, on=signed_at)
    conversions.note_contract(lead=locked, told=told, by=None, at=at)


@transaction.atomic
def note_unsigned(*, lead: Lead, agreement: Agreement, said: str, at: datetime) -> None:
    """A contract came to nothing, and why in a word: what becomes of the lead a person decides. Idempotent.

    One that counted as signed, and was reported as such, does so no longer.
    """
    conversions.withdraw_facts(keys=[agreement.key], kinds=[FactKind.SIGNED], by=None, at=at)
    locked = lock(lead)
    if locked.status in OPEN_LEADS:
        write_step(locked, Step(f"Ring: avtal {agreement.number} är {said}", morning(at, days=1)), by=None, at=at)


def morning(at: datetime, *, days: int) -> datetime:
    """When the office opens, so many days later; a weekend's is Monday's."""
    day = timezone.localdate(at) + timedelta(days=days)
    saturday = 5
    if day.weekday() >= saturday:
        day += timedelta(days=7 - day.weekday())
    return datetime.combine(day, OPENS, tzinfo=timezone.get_current_timezone())
