"""What people keep up of contracts in the register: dates, value, notice, renewal, and what has been looked at."""

from dataclasses import fields
from datetime import date, datetime

from django.db import transaction

from contracts.models import Contract
from contracts.rules.contracts import Terms
from contracts.services.moves import Fact, lock, note
from contracts.states import EventKind, Renewal
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User


@transaction.atomic
def change_terms(*, contract: Contract, terms: Terms, by: User, at: datetime) -> Contract:
    """Correct what the register holds: dates, value, notice and renewal are ours and change nothing that was signed.

    Idempotent. Raises DomainError when the period ends before it begins.
    """
    locked = lock(contract)
    if terms.starts_on and terms.ends_on and terms.ends_on < terms.starts_on:
        raise DomainError("Slutdatumet är före startdatumet. Ändra ett av dem.")
    changed = [each.name for each in fields(Terms) if getattr(locked, each.name) != getattr(terms, each.name)]
    if changed:
        for name in changed:
            setattr(locked, name, getattr(terms, name))
        locked.changed_at = at
        locked.save(update_fields=[*changed, "changed_at"])
        note(locked, EventKind.REGISTERED, f"terms:{at.isoformat()}", Fact(at, by), at=at)
        audit.record(verb="contract.terms_changed", target=locked, by=by, at=at, fields=", ".join(changed)[:200])
    return locked


@transaction.atomic
def give_notice(*, contract: Contract, last_day: date, by: User, at: datetime) -> Contract:
    """A running agreement has been given notice and ends on a day. Idempotent.

    Raises DomainError unless it is signed, and for a day before it begins.
    """
    locked = lock(contract)
    if locked.signed_at is None:
        raise DomainError("Bara signerade avtal kan sägas upp. Ta tillbaka avtalet i stället.")
    if locked.starts_on is not None and last_day < locked.starts_on:
        raise DomainError("Sista dagen är före avtalets början. Välj en senare dag.")
    if locked.ended_at is None or locked.ends_on != last_day:
        locked.ended_at, locked.ended_by, locked.ends_on = at, by, last_day
        locked.renewal, locked.changed_at = Renewal.NONE, at
        locked.save(update_fields=["ended_at", "ended_by", "ends_on", "renewal", "changed_at"])
        text = f"Uppsagt, gäller till {last_day:%Y-%m-%d}"
        note(locked, EventKind.REGISTERED, f"notice:{last_day}", Fact(at, by, text=text), at=at)
        audit.record(verb="contract.notice_given", target=locked, by=by, at=at, last_day=last_day.isoformat())
    return locked


@transaction.atomic
def settle_attention(*, contract: Contract, by: User, at: datetime) -> None:
    """Somebody has looked at what needed attention. Idempotent."""
    locked = lock(contract)
    if locked.attention:
        audit.record(verb="contract.attention_settled", target=locked, by=by, at=at, text=locked.attention[:100])
        locked.attention, locked.attention_at = "", None
        locked.save(update_fields=["attention", "attention_at"])
