"""The next step of a lead: a line on the lead, and a follow-up of whoever answers for it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from crm.models import FollowUp, Lead
from crm.states import OPEN_LEADS, TO_CALL, LeadStatus
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User

MISSING = "Skriv nästa steg och när det ska göras, så att leadet inte glöms bort."


@dataclass(frozen=True)
class Step:
    """What to do next, and when."""

    text: str
    due_at: datetime


def lock(lead: Lead) -> Lead:
    """The lead as it stands now, held until the transaction ends. Raises DomainError when it is part of another."""
    locked = Lead.objects.select_for_update(of=("self",), no_key=True).get(pk=lead.pk)
    if locked.merged_into_id is not None:
        message = f"{locked.number} är ihopslaget med L-{locked.merged_into_id}. Arbeta med det i stället."
        raise DomainError(message)
    return locked


@transaction.atomic
def set_next_step(*, lead: Lead, step: Step, by: User | None, at: datetime) -> None:
    """Decide what is done next and when. Idempotent. Raises DomainError for a lead that is closed."""
    locked = lock(lead)
    if locked.status not in OPEN_LEADS:
        raise DomainError("Leadet är avslutat. Öppna det igen innan du planerar något.")
    if (locked.next_step, locked.next_step_at) != (step.text, step.due_at):
        write_step(locked, step, by=by, at=at)
        audit.record(verb="lead.step_set", target=locked, by=by, at=at)


@transaction.atomic
def finish_step(*, lead: Lead, then: Step, by: User, at: datetime) -> None:
    """The step is done and another follows: an open lead is never without. Raises DomainError for a closed lead."""
    locked = lock(lead)
    done = _waiting(locked)
    if done is not None:
        done.done_at, done.done_by = at, by
        done.save(update_fields=["done_at", "done_by"])
    set_next_step(lead=locked, step=then, by=by, at=at)


def need_step(lead: Lead, step: Step | None) -> None:
    """Raise DomainError when a lead that is worked on would be left without a next step."""
    is_to_call = lead.status in TO_CALL and lead.first_contact_at is None
    if lead.status in OPEN_LEADS and not is_to_call and step is None and lead.next_step_at is None:
        raise DomainError(MISSING)


def write_step(lead: Lead, step: Step | None, *, by: User | None, at: datetime) -> None:
    """Put the step on a locked lead and in its owner's follow-ups; None takes it away, as done."""
    lead.next_step, lead.next_step_at = (step.text, step.due_at) if step else ("", None)
    lead.changed_at = at
    lead.save(update_fields=["next_step", "next_step_at", "changed_at"])
    waiting, owner = _waiting(lead), lead.owner or by
    if step is None:
        if waiting is not None:
            waiting.done_at, waiting.done_by = at, by
            waiting.save(update_fields=["done_at", "done_by"])
    elif waiting is not None:
        waiting.text, waiting.due_at, waiting.reminded_at = step.text, step.due_at, None
        waiting.owner, waiting.changed_at = lead.owner or waiting.owner, at
        waiting.save(update_fields=["text", "due_at", "reminded_at", "owner", "changed_at"])
    elif owner is not None:
        FollowUp.objects.create(
            lead=lead, customer=lead.customer, text=step.text, owner=owner, due_at=step.due_at, is_next_step=True,
            created_at=at, created_by=by,
        )  # fmt: skip


def hand_over(lead: Lead) -> None:
    """A locked lead's waiting step follows its new owner."""
    if lead.owner is not None:
        lead.follow_ups.waiting().filter(is_next_step=True).update(owner=lead.owner, reminded_at=None)


def is_closing(status: LeadStatus) -> bool:
    """Whether nothing more is to be done in a state."""
    return status not in OPEN_LEADS


def _waiting(lead: Lead) -> FollowUp | None:
    return lead.follow_ups.waiting().filter(is_next_step=True).order_by("-pk").first()
