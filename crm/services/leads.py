"""Leads by hand: written down, corrected, given to somebody, put away."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from secrets import token_urlsafe

from django.db import transaction

from crm.models import Activity, Lead, LeadSource
from crm.services.next_steps import Step, hand_over, lock, write_step
from crm.services.searching import index_lead
from crm.states import ActivityKind, LeadStatus, SourceKind
from perforia.base import audit
from perforia.base.models import User

BY_HAND = "Inlagd för hand"


@dataclass(frozen=True)
class LeadDetails:
    """What a person has written of a lead; phone as E.164, `details` by the keys of crm.rules.details."""

    name: str = ""
    phone: str = ""
    email: str = ""
    services: Sequence[str] = ()
    address: str = ""
    postal_code: str = ""
    city: str = ""
    to_address: str = ""
    to_postal_code: str = ""
    to_city: str = ""
    wanted_on: date | None = None
    value: Decimal | None = None
    message: str = ""
    details: Mapping[str, object] = field(default_factory=dict)


@transaction.atomic
def record_lead(*, details: LeadDetails, step: Step | None, owner: User | None, by: User | None, at: datetime) -> Lead:
    """Write down somebody who called or wrote. Without a step it is a lead to call, and its clock runs."""
    lead = Lead(source=_by_hand(at), status=LeadStatus.NEW, owner=owner, received_at=at, changed_at=at, completed_at=at)
    _fill(lead, details)
    lead.save()
    index_lead(lead)
    Activity.objects.create(
        lead=lead, kind=ActivityKind.SYSTEM, title="Leadet lades in för hand", at=at, by=by, written_at=at
    )
    audit.record(verb="lead.recorded", target=lead, by=by, at=at)
    if step is not None:
        lead.first_contact_at = at
        lead.save(update_fields=["first_contact_at"])
        write_step(lead, step, by=by, at=at)
    return lead


@transaction.atomic
def change_lead(*, lead: Lead, details: LeadDetails, by: User, at: datetime) -> None:
    """Write what is known now; what the form does not ask about stays. Idempotent."""
    locked = lock(lead)
    locked.changed_at = at
    _fill(locked, details)
    locked.save(update_fields=[*asdict(details), "changed_at"])
    index_lead(locked)
    audit.record(verb="lead.changed", target=locked, by=by, at=at)


@transaction.atomic
def assign(*, lead: Lead, owner: User | None, by: User, at: datetime) -> None:
    """Give a lead to somebody, or to nobody; the next step goes with it. Idempotent."""
    locked = lock(lead)
    if locked.owner != owner:
        locked.owner, locked.changed_at = owner, at
        locked.save(update_fields=["owner", "changed_at"])
        hand_over(locked)
        audit.record(verb="lead.assigned", target=locked, by=by, at=at, owner=owner.pk if owner else None)


@transaction.atomic
def archive(*, lead: Lead, by: User, at: datetime) -> None:
    """Take a lead out of the lists; it stays where it is searched for by its number. Idempotent."""
    locked = lock(lead)
    if locked.archived_at is None:
        locked.archived_at = locked.changed_at = at
        locked.save(update_fields=["archived_at", "changed_at"])
        audit.record(verb="lead.archived", target=locked, by=by, at=at)


@transaction.atomic
def unarchive(*, lead: Lead, by: User, at: datetime) -> None:
    """Put a lead back in the lists. Idempotent."""
    locked = lock(lead)
    if locked.archived_at is not None:
        locked.archived_at, locked.changed_at = None, at
        locked.save(update_fields=["archived_at", "changed_at"])
        audit.record(verb="lead.unarchived", target=locked, by=by, at=at)


def _fill(lead: Lead, details: LeadDetails) -> None:
    for name, value in asdict(details).items():
        if name == "details":
            lead.details = {key: found for key, found in {**lead.details, **value}.items() if found not in ("", None)}
        else:
            setattr(lead, name, list(value) if name == "services" else value)


def _by_hand(at: datetime) -> LeadSource:
    source, _ = LeadSource.objects.get_or_create(
        name=BY_HAND, defaults={"kind": SourceKind.MANUAL, "key": token_urlsafe(24), "created_at": at}
    )
    return source
