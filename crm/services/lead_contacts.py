"""Calls and notes with a lead: kept in its timeline, and the first call stops its clock."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from crm.models import Activity, Lead
from crm.rules.history import Happening
from crm.services import activities
from crm.services.next_steps import Step
from crm.states import ActivityKind, CallOutcome, Direction
from perforia.base.models import User


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
    what = Happening(ActivityKind.CALL, text=call.text, direction=Direction.OUT, outcome=call.outcome)
    return activities.log_with_step(what=what, lead=lead, step=step, by=by, at=at, written_at=at)
