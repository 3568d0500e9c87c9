"""crm is told what has happened to a contract, in crm's words: the timeline, the lead, the customer's business.

Every event of a contract is a row that stays untold until it has been told, so that nothing is lost on the way and
nothing that crm refuses can keep a signature from being recorded.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from contracts.models import Contract, ContractEvent
from contracts.rules.contracts import before_vat
from contracts.services.moves import lock_by
from contracts.states import EventKind
from crm.models import Customer, Lead
from crm.rules.history import Happening, Source
from crm.services import activities, contracted
from crm.states import ActivityKind, Direction
from perforia.base.errors import DomainError

logger = logging.getLogger(__name__)
AT_ONCE = 200
# What is told, in whose direction; the rest is for the contract's own page.
_TITLES: dict[str, tuple[str, Direction]] = {
    EventKind.SENT: ("Skickade avtal {}", Direction.OUT),
    EventKind.OPENED: ("Öppnade avtal {}", Direction.IN),
    EventKind.SIGNED_BY_ONE: ("Signerade avtal {}", Direction.IN),
    EventKind.SIGNED: ("Avtal {} är signerat", Direction.IN),
    EventKind.DECLINED: ("Avböjde avtal {}", Direction.IN),
    EventKind.EXPIRED: ("Avtal {} gick ut utan signatur", Direction.NONE),
    EventKind.REVIVED: ("Avtal {} går att signera igen", Direction.NONE),
    EventKind.UNDELIVERED: ("Avtal {} kom inte fram", Direction.NONE),
    EventKind.SIGNATURE_RESET: ("Signaturen på avtal {} gäller inte längre", Direction.NONE),
    EventKind.REMOVED: ("Avtal {} finns inte längre i Oneflow", Direction.NONE),
    EventKind.WITHDRAWN: ("Tog tillbaka avtal {}", Direction.NONE),
    EventKind.REMINDED: ("Påminde om avtal {}", Direction.OUT),
}  # fmt: skip
_AGAIN = "Öppnade igen"  # of these only the page tells


@transaction.atomic
def tell_history(*, contract_id: int, at: datetime) -> None:
    """Tell crm of everything about a contract that is untold, in the order it was written. Locks it. Idempotent."""
    contract = lock_by(contract_id)
    customer = contracted.kept(contract.customer)
    lead = contracted.current(contract.lead) if contract.lead is not None else None
    for event in contract.events.filter(told_at=None).select_related("by").order_by("pk"):
        if customer.anonymised_at is None:
            _tell(contract, event, customer, lead, at)
        event.told_at = at
        event.save(update_fields=["told_at"])


def due_histories(at: datetime) -> list[dict[str, int]]:
    """Contracts of which something is untold."""
    untold = ContractEvent.objects.filter(told_at=None, written_at__lte=at).order_by("contract_id")
    return [{"contract_id": pk} for pk in untold.values_list("contract_id", flat=True).distinct()[:AT_ONCE]]


def _tell(contract: Contract, event: ContractEvent, customer: Customer, lead: Lead | None, at: datetime) -> None:
    if event.kind in _TITLES and event.text != _AGAIN:
        title, direction = _TITLES[event.kind]
        what = Happening(
            ActivityKind.CONTRACT, title.format(contract.number), text=_text(event), direction=direction,
            message_id=event.message_id, source=Source(contract.pk, contract.number, f"contract_event:{event.pk}"),
        )  # fmt: skip
        activities.log(what=what, lead=lead, customer=customer, by=event.by, at=event.at, written_at=at)
    follow = _FOLLOWS.get(event.kind)
    if follow is None:
        return
    try:
        with transaction.atomic():
            follow(contract, event, customer, lead, at)
    except DomainError:
        logger.warning("crm took no news of contract %s, event %s", contract.pk, event.pk)


def _text(event: ContractEvent) -> str:
    who = event.who if event.who and event.who not in event.text else ""
    return " · ".join(part for part in (who, event.text) if part)


def _sent(contract: Contract, event: ContractEvent, customer: Customer, lead: Lead | None, at: datetime) -> None:
    del customer
    if lead is not None:
        contracted.note_sent(lead=lead, agreement=_agreement(contract), by=event.by, at=at)


def _signed(contract: Contract, event: ContractEvent, customer: Customer, lead: Lead | None, at: datetime) -> None:
    contracted.note_signed(customer=customer, lead=lead, agreement=_agreement(contract), signed_at=event.at, at=at)


def _unsigned(contract: Contract, event: ContractEvent, customer: Customer, lead: Lead | None, at: datetime) -> None:
    del customer
    if lead is not None:
        said = EventKind(event.kind).label.lower()
        contracted.note_unsigned(lead=lead, agreement=_agreement(contract), said=said, at=at)


def _agreement(contract: Contract) -> contracted.Agreement:
    return contracted.Agreement(contract.number, before_vat(contract.value), f"contract:{contract.pk}")


_FOLLOWS: dict[str, Callable[[Contract, ContractEvent, Customer, Lead | None, datetime], None]] = {
    EventKind.SENT: _sent, EventKind.SIGNED: _signed, EventKind.DECLINED: _unsigned, EventKind.EXPIRED: _unsigned,
}  # fmt: skip
