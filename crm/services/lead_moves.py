"""The moves of a lead, one function each; all go through LEAD_MOVES, and an open lead always has a next step."""

from datetime import datetime
from typing import Protocol

from django.db import transaction

from crm import events
from crm.models import Lead, LeadMove
from crm.services.conversions_deciding import review
from crm.services.next_steps import Step, is_closing, lock, need_step, write_step
from crm.states import DISQUALIFYING, LEAD_MOVES, LeadStatus, LostReason
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from perforia.base.states import check_move

QUALIFIED_FOR = (LeadStatus.CONTRACT_SENT, LeadStatus.WON)


@transaction.atomic
def contact(*, lead: Lead, step: Step | None = None, by: User | None, at: datetime, reason: str = "") -> Lead:
    """Somebody has been in touch. Idempotent. Raises DomainError without a next step."""
    locked = lock(lead)
    locked.first_contact_at = locked.first_contact_at or at
    return _move(locked, LeadStatus.CONTACTED, step=step, by=by, at=at, reason=reason)


@transaction.atomic
def qualify(*, lead: Lead, step: Step | None = None, by: User | None, at: datetime, reason: str = "") -> Lead:
    """It is a job the firm wants and can do. Announces lead_qualified once. Raises DomainError without a next step."""
    locked = lock(lead)
    is_first = locked.qualified_at is None
    locked.first_contact_at = locked.first_contact_at or at
    locked.qualified_at, locked.qualified_by = locked.qualified_at or at, locked.qualified_by or by
    _move(locked, LeadStatus.QUALIFIED, step=step, by=by, at=at, reason=reason)
    if is_first:
        events.lead_qualified.announce(lead_id=locked.pk)
    return locked


@transaction.atomic
def send_contract(*, lead: Lead, step: Step | None = None, by: User | None, at: datetime, reason: str = "") -> Lead:
    """A contract has left the house. Idempotent."""
    return _move(lock(lead), LeadStatus.CONTRACT_SENT, step=step, by=by, at=at, reason=reason)


@transaction.atomic
def win(*, lead: Lead, step: Step | None = None, by: User | None, at: datetime, reason: str = "") -> Lead:
    """The job is booked; nothing more is to be done here, so a step that is handed in is not kept. Idempotent."""
    del step
    return _move(lock(lead), LeadStatus.WON, step=None, by=by, at=at, reason=reason)


@transaction.atomic
def lose(*, lead: Lead, reason: LostReason, note: str = "", by: User | None, at: datetime) -> Lead:
    """It came to nothing, and why; a reason of DISQUALIFYING means it never was a lead. Announces lead_lost once."""
    locked = lock(lead)
    if locked.status == LeadStatus.LOST:
        return locked
    locked.lost_reason, locked.lost_note = reason, note
    _move(locked, LeadStatus.LOST, step=None, by=by, at=at, reason=reason.label)
    events.lead_lost.announce(lead_id=locked.pk)
    return locked


@transaction.atomic
def disqualify(*, lead: Lead, reason: LostReason, note: str = "", by: User, at: datetime) -> Lead:
    """It never was a lead. Raises DomainError for a reason that only a real lead can have."""
    if reason not in DISQUALIFYING:
        message = f"”{reason.label}” gäller ett riktigt lead. Ange det som förlorat i stället."
        raise DomainError(message)
    return lose(lead=lead, reason=reason, note=note, by=by, at=at)


@transaction.atomic
def reopen(*, lead: Lead, step: Step | None = None, by: User, at: datetime, reason: str = "") -> Lead:
    """Begin again with a lead. Idempotent. Raises DomainError without a next step when somebody has been in touch."""
    return _move(lock(lead), LeadStatus.NEW, step=step, by=by, at=at, reason=reason)


class Act(Protocol):
    """A move to an open state, or to won."""

    def __call__(self, *, lead: Lead, step: Step | None = None, by: User, at: datetime, reason: str = "") -> Lead:
        """Make the move."""


ACTS: dict[LeadStatus, Act] = {
    LeadStatus.NEW: reopen,
    LeadStatus.CONTACTED: contact,
    LeadStatus.QUALIFIED: qualify,
    LeadStatus.CONTRACT_SENT: send_contract,
    LeadStatus.WON: win,
}


def _move(lead: Lead, new: LeadStatus, *, step: Step | None, by: User | None, at: datetime, reason: str) -> Lead:
    """Move a locked lead, write its step, tell the history; nothing when it is there already but the step."""
    old = LeadStatus(lead.status)
    if not check_move(old, new, LEAD_MOVES):
        if step is not None:
            write_step(lead, step, by=by, at=at)
        return lead
    lead.status, lead.changed_at = new, at
    need_step(lead, step)
    lead.closed_at = at if is_closing(new) else None
    if new != LeadStatus.LOST:
        lead.lost_reason = lead.lost_note = ""
    if new in QUALIFIED_FOR:
        lead.qualified_at = lead.qualified_at or at
    lead.save(
        update_fields=[
            "status", "changed_at", "closed_at", "lost_reason", "lost_note", "qualified_at", "qualified_by",
            "first_contact_at",
        ]
    )  # fmt: skip
    LeadMove.objects.create(lead=lead, old=old, new=new, at=at, by=by, reason=reason[:200])
    audit.record(verb="lead.moved", target=lead, by=by, at=at, old=old.label, new=new.label, reason=reason[:200])
    if step is not None or is_closing(new):
        write_step(lead, step, by=by, at=at)
    review(lead=lead, by=by, at=at)
    return lead
