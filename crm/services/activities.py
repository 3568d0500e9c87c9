"""Events in the timeline: calls, notes and messages as people write them, and what the apps above tell of."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from crm.models import Activity, Customer, Lead
from crm.rules.history import CONTACTS, Happening, Source
from crm.services.lead_moves import contact
from crm.services.next_steps import Step, lock, set_next_step
from crm.states import TO_CALL, Direction
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User

NOT_YOURS = "Bara den som skrev kan ändra eller ta bort. Skriv en egen anteckning i stället."


@transaction.atomic
def log(
    *,
    what: Happening,
    lead: Lead | None = None,
    customer: Customer | None = None,
    by: User | None,
    at: datetime,
    written_at: datetime,
) -> Activity:
    """Write an event into the timeline of a lead, a customer, or both; `at` is when it really happened.

    A lead's customer gets it too. The first call, mail, sms or meeting that goes out stops the clock of a lead.
    An event with a source is told again without a second row: what is known now stands. The caller holds the source's
    row. Raises DomainError for a lead that is part of another.
    """  # fmt: skip
    locked = lock(lead) if lead is not None else None
    facts = {
        "kind": what.kind, "direction": what.direction, "outcome": what.outcome, "title": what.called[:200],
        "text": what.text, "minutes": what.minutes, "message_id": what.message_id, "at": at, "by": by,
        "written_at": written_at, "lead": locked, "customer": customer or (locked.customer if locked else None),
    }  # fmt: skip
    if what.source is not None:
        return _tell(what.source, facts)
    made = Activity.objects.create(**facts)
    if locked is not None and what.kind in CONTACTS and what.direction == Direction.OUT:
        first = locked.first_contact_at
        if first is None or at < first:
            locked.first_contact_at = at
            locked.save(update_fields=["first_contact_at"])
    return made


def untell(*, keys: Collection[str]) -> None:
    """What was told of some sources is not so any more, in the caller's transaction. Idempotent."""
    told(keys=keys).delete()


def told(*, keys: Collection[str]) -> QuerySet[Activity]:
    """What has been told of some sources; the exclusion is what lets their partial index be used."""
    return Activity.objects.filter(key__in=keys).exclude(key="").order_by("pk")


@transaction.atomic
def log_with_step(
    *, what: Happening, lead: Lead, step: Step | None, by: User, at: datetime, written_at: datetime
) -> Activity:
    """Write an event down and what is done next with the lead; a contact that goes out moves a new lead to contacted.

    Raises DomainError when the lead would be left without a next step.
    """
    made = log(what=what, lead=lead, by=by, at=at, written_at=written_at)
    is_contact = what.kind in CONTACTS and what.direction == Direction.OUT
    if is_contact and lock(lead).status in TO_CALL:
        contact(lead=lead, step=step, by=by, at=written_at)
    elif step is not None:
        set_next_step(lead=lead, step=step, by=by, at=written_at)
    audit.record(verb="lead.activity_logged", target=lead, by=by, at=written_at, kind=what.kind, outcome=what.outcome)
    return made


@transaction.atomic
def change(*, activity: Activity, what: Happening, happened_at: datetime, by: User, at: datetime) -> None:
    """Correct what one wrote oneself; what stood before is kept. Idempotent. Raises DomainError for others' events."""
    locked = _own(activity, by)
    after = {
        "kind": what.kind, "direction": what.direction, "outcome": what.outcome, "text": what.text,
        "minutes": what.minutes, "at": happened_at, "title": what.called[:200],
    }  # fmt: skip
    changed = [name for name, value in after.items() if getattr(locked, name) != value]
    if changed:
        for name in changed:
            setattr(locked, name, after[name])
        locked.changed_at = at
        locked.save(update_fields=[*changed, "changed_at"])
        audit.record(verb="activity.changed", target=locked, by=by, at=at)


@transaction.atomic
def remove(*, activity: Activity, by: User, at: datetime) -> None:
    """Take what one wrote oneself out of the timeline; it can be put back. Idempotent. Raises DomainError."""
    locked = _own(activity, by)
    if locked.removed_at is None:
        locked.removed_at, locked.removed_by = at, by
        locked.save(update_fields=["removed_at", "removed_by"])
        audit.record(verb="activity.removed", target=locked, by=by, at=at)


@transaction.atomic
def put_back(*, activity: Activity, by: User, at: datetime) -> None:
    """Show an event that was removed again. Idempotent. Raises DomainError for others' events."""
    locked = _own(activity, by)
    if locked.removed_at is not None:
        locked.removed_at = locked.removed_by = None
        locked.save(update_fields=["removed_at", "removed_by"])
        audit.record(verb="activity.put_back", target=locked, by=by, at=at)


def _tell(source: Source, facts: Mapping[str, object]) -> Activity:
    known = told(keys=[source.key]).first()
    if known is None:
        number, label = source.number, source.label[:40]
        return Activity.objects.create(**facts, key=source.key, source_id=number, source_label=label)
    changed = [name for name in ("customer", "title", "text", "at") if getattr(known, name) != facts[name]]
    for name in changed:
        setattr(known, name, facts[name])
    if changed:
        known.save(update_fields=changed)
    return known


def _own(activity: Activity, by: User) -> Activity:
    locked = Activity.objects.select_for_update(of=("self",), no_key=True).get(pk=activity.pk)
    if not locked.is_written_by(by):
        raise DomainError(NOT_YOURS)
    return locked
