"""Leads, customers and what there is to do about them, for tests."""

from datetime import timedelta

from crm.models import Customer, FollowUp, Lead
from crm.services import followups, leads
from crm.services.customers import CustomerDetails, record_customer
from crm.services.next_steps import Step
from crm.states import Repeat
from perforia.base.clock import now
from perforia.base.models import User
from perforia.base.permissions import Role
from tests.factories import world


def seller() -> User:
    """Somebody at the office."""
    return world.person(Role.OFFICE)


def lead(name: str = "Astrid Exempelsson", *, step: str = "") -> Lead:
    """A lead that somebody called in; with a step it is due tomorrow."""
    details = leads.LeadDetails(name=name, phone="+46701740612", address="Provvägen 4", services=["moving"])
    planned = Step(step, now() + timedelta(days=1)) if step else None
    return leads.record_lead(details=details, step=planned, owner=seller() if step else None, by=seller(), at=now())


def customer(name: str = "Bengt Påhittsson", *, is_protected: bool = False) -> Customer:
    """A customer; with protected personal data if so said."""
    made = record_customer(details=CustomerDetails(name=name), by=seller(), at=now())
    if is_protected:
        made.is_protected = True
        made.save(update_fields=["is_protected"])
    return made


def follow_up(
    text: str = "Ring om pris",
    *,
    days: float = 1,
    owner: User | None = None,
    repeat: Repeat = Repeat.NEVER,
    **about: object,
) -> FollowUp:
    """Something to do in so many days; `lead`, `customer` or `subject` say what about."""
    person = owner or seller()
    details = followups.Details(text, person, now() + timedelta(days=days), repeat)
    tied = followups.About(**about)  # type: ignore[arg-type]
    return followups.add(details=details, about=tied, by=person, at=now())
