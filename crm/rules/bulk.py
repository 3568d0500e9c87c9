"""What is done with many leads at once, and why one of them is left out. Pure."""

from dataclasses import dataclass
from datetime import datetime

from crm.states import LEAD_MOVES, OPEN_LEADS, TO_CALL, BulkKind, LeadStatus, LostReason

MOST = 500
NEEDS_STEP = "saknar nästa steg"


@dataclass(frozen=True)
class Act:
    """One act: `owner` an id or None for nobody, `status` with its reason, a step with its moment."""

    kind: BulkKind
    owner: int | None = None
    status: LeadStatus | None = None
    reason: LostReason | None = None
    note: str = ""
    step: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True)
class State:
    """What decides whether an act can be done with a lead."""

    status: LeadStatus
    owner: int | None
    is_archived: bool
    has_step: bool
    is_contacted: bool


def refusal(state: State, act: Act) -> str:
    """Why a lead is left out, in Swedish; empty when it is not."""
    if act.kind == BulkKind.ASSIGN:
        return "har redan den ägaren" if state.owner == act.owner else ""
    if act.kind == BulkKind.ARCHIVE:
        return "är redan arkiverat" if state.is_archived else ""
    if act.kind == BulkKind.STEP:
        return "" if state.status in OPEN_LEADS else "är avslutat"
    return _refused_move(state, act)


def _refused_move(state: State, act: Act) -> str:
    new = act.status
    if new is None or new == state.status:
        return "har redan den statusen"
    if new not in LEAD_MOVES[state.status]:
        return f"kan inte gå från {state.status.label} till {new.label}"
    if new == LeadStatus.LOST:
        return "" if act.reason else "saknar orsak"
    is_to_call = new in TO_CALL and not state.is_contacted
    needs_step = new in OPEN_LEADS and not is_to_call and not state.has_step and not act.step
    return NEEDS_STEP if needs_step else ""
