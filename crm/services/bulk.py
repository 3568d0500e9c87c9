"""One act on many leads, remembered with what was before, so that it can be undone as one. One lead is many of one."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from crm.models import BulkAct, Lead, LeadMove
from crm.rules.bulk import MOST, NEEDS_STEP, Act, State, refusal
from crm.services import lead_moves, leads
from crm.services.conversions_deciding import review
from crm.services.next_steps import MISSING, Step, set_next_step, write_step
from crm.states import BulkKind, LeadStatus, ListTarget
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User

REMEMBERED = (
    "status", "owner_id", "archived_at", "closed_at", "lost_reason", "lost_note", "qualified_at", "qualified_by_id",
    "first_contact_at", "next_step", "next_step_at",
)  # fmt: skip


def state_of(lead: Lead) -> State:
    """What decides whether an act can be done with a lead."""
    return State(
        status=LeadStatus(lead.status), owner=lead.owner_id, is_archived=lead.archived_at is not None,
        has_step=lead.next_step_at is not None, is_contacted=lead.first_contact_at is not None,
    )  # fmt: skip


def refused(lead: Lead, act: Act) -> str:
    """Why an act cannot be done with a lead, as a sentence; empty when it can."""
    reason = refusal(state_of(lead), act)
    if reason == NEEDS_STEP:
        return MISSING
    return f"Leadet {reason}." if reason else ""


@transaction.atomic
def apply(*, act: Act, ids: Sequence[int], by: User, at: datetime) -> BulkAct:
    """Do the act with every lead it can be done with, and remember how they were.

    Locks the leads in the order of their keys. Raises DomainError when it can be done with none, or with too many.
    """
    if len(ids) > MOST:
        raise DomainError(f"Välj högst {MOST} leads åt gången.")
    rows = Lead.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=list(ids), merged_into=None)
    changed = [lead for lead in rows.order_by("pk") if not refusal(state_of(lead), act)]
    if not changed:
        raise DomainError("Inget av de valda leaden kan ändras så. Kontrollera valet.")
    before = {}
    for lead in changed:
        was = _snapshot(lead)
        _DO[act.kind](lead, act, by, at)
        lead.refresh_from_db()
        before[str(lead.pk)] = _difference(was, _snapshot(lead))
    label = _label(act, len(changed))
    return BulkAct.objects.create(target=ListTarget.LEADS, act=act.kind, label=label, before=before, by=by, at=at)


@transaction.atomic
def undo(*, done: BulkAct, by: User, at: datetime) -> int:
    """Put every lead back as it was, but what somebody has changed since; answers how many were put back. Idempotent.

    Raises DomainError when another person did the act.
    """
    locked = BulkAct.objects.select_for_update(of=("self",), no_key=True).get(pk=done.pk)
    if locked.by_id != by.pk:
        raise DomainError("Det var någon annan som gjorde ändringen. Be den personen ångra.")
    if locked.undone_at is not None:
        return 0
    ids = [int(pk) for pk in locked.before]
    rows = Lead.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk")
    count = sum(_put_back(lead, locked.before[str(lead.pk)], by, at) for lead in rows)
    locked.undone_at = at
    locked.save(update_fields=["undone_at"])
    return count


def _label(act: Act, count: int) -> str:
    """What was done: `3 leads tilldelade`, `1 lead har status Kvalificerad`."""
    number = f"{count} {'lead' if count == 1 else 'leads'}"
    if act.kind == BulkKind.STATUS and act.status is not None:
        return f"{number} har status {act.status.label}"
    if act.kind == BulkKind.STEP:
        return f"{number} har nytt nästa steg"
    done = {BulkKind.ASSIGN: ("tilldelat", "tilldelade"), BulkKind.ARCHIVE: ("arkiverat", "arkiverade")}[act.kind]
    return f"{number} {done[count != 1]}"


def _put_back(lead: Lead, changes: dict[str, list[Any]], by: User, at: datetime) -> bool:  # Any: of every column
    now = _snapshot(lead)
    if any(now[name] != after for name, (_, after) in changes.items()):
        return False
    old = LeadStatus(lead.status)
    for name, (was, _) in changes.items():
        setattr(lead, name, _field(name).to_python(was))
    lead.changed_at = at
    lead.save(update_fields=[*(_field(name).name for name in changes), "changed_at"])
    if {"next_step", "next_step_at"} & set(changes):
        step = Step(lead.next_step, lead.next_step_at) if lead.next_step_at else None
        write_step(lead, step, by=by, at=at)
    if lead.status != old:
        LeadMove.objects.create(lead=lead, old=old, new=lead.status, at=at, by=by, reason="Ångrat")
        review(lead=lead, by=by, at=at)
    audit.record(verb="lead.put_back", target=lead, by=by, at=at)
    return True


def _assign(lead: Lead, act: Act, by: User, at: datetime) -> None:
    owner = None if act.owner is None else User.objects.get(pk=act.owner)
    leads.assign(lead=lead, owner=owner, by=by, at=at)


def _move(lead: Lead, act: Act, by: User, at: datetime) -> None:
    if act.status == LeadStatus.LOST and act.reason is not None:
        lead_moves.lose(lead=lead, reason=act.reason, note=act.note, by=by, at=at)
    elif act.status is not None:
        lead_moves.ACTS[act.status](lead=lead, step=_step(act), by=by, at=at, reason=act.note)


def _plan(lead: Lead, act: Act, by: User, at: datetime) -> None:
    step = _step(act)
    if step is not None:
        set_next_step(lead=lead, step=step, by=by, at=at)


def _archive(lead: Lead, act: Act, by: User, at: datetime) -> None:
    del act
    leads.archive(lead=lead, by=by, at=at)


_DO: dict[str, Callable[[Lead, Act, User, datetime], None]] = {
    BulkKind.ASSIGN: _assign, BulkKind.STATUS: _move, BulkKind.STEP: _plan, BulkKind.ARCHIVE: _archive,
}  # fmt: skip


def _step(act: Act) -> Step | None:
    return Step(act.step, act.due_at) if act.step and act.due_at else None


def _snapshot(lead: Lead) -> dict[str, str | int | None]:
    values = {name: getattr(lead, name) for name in REMEMBERED}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def _difference(
    was: dict[str, str | int | None], now: dict[str, str | int | None]
) -> dict[str, list[str | int | None]]:
    return {name: [was[name], now[name]] for name in was if was[name] != now[name]}


def _field(name: str) -> Any:  # Any: of every column
    return next(field for field in Lead._meta.concrete_fields if name in {field.name, field.attname})
