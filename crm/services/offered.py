"""What the app of offers tells of a lead, in crm's words: what was offered, and what the customer answered."""

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction

from crm.models import Lead
from crm.services import conversions, lead_moves
from crm.services.contracted import FOLLOW_UP_DAYS, morning
from crm.services.next_steps import Step, lock, write_step
from crm.states import OPEN_LEADS, TO_CALL, LeadStatus
from perforia.base import audit
from perforia.base.models import User

_QUALIFIED = frozenset({LeadStatus.QUALIFIED, LeadStatus.CONTRACT_SENT, LeadStatus.WON})


@dataclass(frozen=True)
class Told:
    """What crm is told of an offer: its number, and its worth in kronor with VAT and without."""

    number: str
    worth: Decimal
    net: Decimal


@transaction.atomic
def note_offered(*, lead: Lead, offer: Told, by: User | None, at: datetime) -> None:
    """An offer has been sent: it is what the lead is worth, and somebody follows it up in some days.

    A lead that nobody had been in touch with is contacted now; one that is closed stays so. Idempotent.
    """
    locked = lock(lead)
    _value(locked, offer, by, at)
    if locked.status not in OPEN_LEADS:
        return
    step = Step(f"Följ upp offert {offer.number}", morning(at, days=FOLLOW_UP_DAYS))
    if locked.status in TO_CALL:
        lead_moves.contact(lead=locked, step=step, by=by, at=at, reason=f"Offert {offer.number} skickad")
    else:
        write_step(locked, step, by=by, at=at)


@transaction.atomic
def note_accepted(*, lead: Lead, offer: Told, by: User | None, at: datetime) -> None:
    """The customer said yes: the job is wanted on both sides, and the contract is the next step. Idempotent.

    One that was counted as lost is qualified again. Announces lead_qualified the first time.
    """
    locked = lock(lead)
    _value(locked, offer, by, at)
    step = Step(f"Skicka avtal, offert {offer.number} är accepterad", at)
    if locked.status not in _QUALIFIED:
        lead_moves.qualify(lead=locked, step=step, by=by, at=at, reason=f"Kunden accepterade offert {offer.number}")
    elif locked.status in OPEN_LEADS:
        write_step(locked, step, by=by, at=at)


@transaction.atomic
def note_unanswered(*, lead: Lead, number: str, said: str, at: datetime) -> None:
    """An offer came to nothing, and why in two words: whether the lead did too, a person decides. Idempotent."""
    locked = lock(lead)
    if locked.status in OPEN_LEADS:
        write_step(locked, Step(f"Ring: offert {number} är {said}", morning(at, days=1)), by=None, at=at)


def _value(lead: Lead, offer: Told, by: User | None, at: datetime) -> None:
    told = conversions.Told(key=f"offer:{offer.number}", amount=offer.net, on=at)
    conversions.note_offer(lead=lead, told=told, by=by, at=at)
    whole = offer.worth.quantize(Decimal(1), ROUND_HALF_UP)
    if lead.value != whole:
        lead.value, lead.changed_at = whole, at
        lead.save(update_fields=["value", "changed_at"])
        audit.record(verb="lead.valued", target=lead, by=by, at=at, value=str(whole))
