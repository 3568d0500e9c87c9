"""Calls, notes and messages with a lead: kept in its history, and the first one stops its clock."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from crm.models import Activity, Lead
from crm.services.lead_moves import contact
from crm.services.next_steps import Step, lock, set_next_step
from crm.states import TO_CALL, ActivityKind, CallOutcome, Direction
from perforia.base import audit
from perforia.base.models import User

TITLES = {
    CallOutcome.ANSWERED: "Ringde, fick svar", CallOutcome.NO_ANSWER: "Ringde, fick inte svar",
    CallOutcome.VOICEMAIL: "Ringde, telefonsvarare", CallOutcome.WRONG: "Ringde, fel nummer",
}  # fmt: skip


@dataclass(frozen=True)
class Call:
    """How a call went, and what was said."""

    outcome: CallOutcome
    text: str = ""


@transaction.atomic
def log_call(*, lead: Lead, call: Call, step: Step | None, by: User, at: datetime) -> Activity:
    """Write down a call that was made, whether or not anybody answered: a new lead is contacted and its clock stops.

    Raises DomainError when the lead would be left without a next step.
    """
    locked = lock(lead)
    made = Activity.objects.create(
        lead=locked, customer=locked.customer, kind=ActivityKind.CALL, direction=Direction.OUT, outcome=call.outcome,
        title=TITLES[call.outcome], text=call.text, at=at, by=by, written_at=at,
    )  # fmt: skip
    if locked.status in TO_CALL:
        contact(lead=locked, step=step, by=by, at=at)
    elif step is not None:
        set_next_step(lead=locked, step=step, by=by, at=at)
    audit.record(verb="lead.called", target=locked, by=by, at=at, outcome=call.outcome.label)
    return made


@transaction.atomic
def add_note(*, lead: Lead, text: str, by: User, at: datetime) -> Activity:
    """Write something down about a lead."""
    locked = lock(lead)
    return Activity.objects.create(
        lead=locked, customer=locked.customer, kind=ActivityKind.NOTE, title="Anteckning", text=text, at=at, by=by,
        written_at=at,
    )  # fmt: skip
