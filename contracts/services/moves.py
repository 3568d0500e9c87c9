"""What every move of a contract has in common: the lock, the check, the row of history, the word to people."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from contracts import events
from contracts.models import Contract, ContractEvent, Participant, StatusChange
from contracts.states import CONTRACT_MOVES, ContractStatus, EventKind
from integrations.models import Message
from perforia.base import audit
from perforia.base.models import Notification, User
from perforia.base.permissions import Permission, roles_with
from perforia.base.states import check_move

NOT_NOW = "Avtalet skickas just nu. Vänta en stund och läs om sidan."


@dataclass(frozen=True)
class Fact:
    """Something that happened to a contract: when it did, and who it was, in our house (`by`) or over there (`who`)."""

    at: datetime
    by: User | None = None
    who: str = ""
    text: str = ""
    participant: Participant | None = None
    message: Message | None = None


# What a state is called as something that happened.
_KINDS = {
    ContractStatus.SENT: EventKind.SENT, ContractStatus.OPENED: EventKind.OPENED,
    ContractStatus.SIGNED: EventKind.SIGNED, ContractStatus.DECLINED: EventKind.DECLINED,
    ContractStatus.EXPIRED: EventKind.EXPIRED, ContractStatus.REMOVED: EventKind.REMOVED,
    ContractStatus.WITHDRAWN: EventKind.WITHDRAWN, ContractStatus.CREATING: EventKind.ASKED,
    ContractStatus.DRAFT: EventKind.CHANGED,
}  # fmt: skip


def lock(contract: Contract) -> Contract:
    """The contract as it stands now, held until the transaction ends."""
    return lock_by(contract.pk)


def lock_by(contract_id: int) -> Contract:
    """The same by its number in the database."""
    rows = Contract.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("customer", "mapping", "owner", "created_by").get(pk=contract_id)


def move(contract: Contract, new: ContractStatus, fact: Fact, *, at: datetime) -> bool:
    """Move a locked contract and write down that, when and by whom; False when it is there already.

    The caller saves its own fields of the move first, as the database holds status and times together. Raises
    DomainError when the table of moves does not allow it.
    """
    old = ContractStatus(contract.status)
    if not check_move(old, new, CONTRACT_MOVES):
        return False
    contract.status, contract.changed_at = new, at
    contract.save()
    made = StatusChange.objects.create(
        contract=contract, old=old, new=new, at=fact.at, written_at=at, by=fact.by, who=fact.who[:200],
        reason=fact.text[:300],
    )  # fmt: skip
    is_back = old == ContractStatus.EXPIRED and new in {ContractStatus.SENT, ContractStatus.OPENED}
    is_first_look = new == ContractStatus.OPENED and fact.participant is not None and not is_back
    key = f"opened:{fact.participant.pk}" if is_first_look and fact.participant else f"move:{made.pk}"
    note(contract, EventKind.REVIVED if is_back else _KINDS[new], key, fact, at=at)
    audit.record(verb="contract.moved", target=contract, by=fact.by, at=at, old=old.label, new=new.label)
    return True


def note(contract: Contract, kind: EventKind, key: str, fact: Fact, *, at: datetime) -> bool:
    """Write down what happened, once per key; True when it is new. Announces contract_told."""
    _, is_new = ContractEvent.objects.get_or_create(
        contract=contract, key=key,
        defaults={
            "kind": kind, "at": fact.at, "written_at": at, "by": fact.by, "who": fact.who[:200],
            "text": fact.text[:300], "participant": fact.participant, "message": fact.message,
        },
    )  # fmt: skip
    if is_new:
        events.contract_told.announce(contract_id=contract.pk)
    return is_new


def need_attention(contract: Contract, text: str, *, key: str, at: datetime) -> None:
    """Somebody must look at a locked contract: marked on it, and said once per key to who answers for it.

    Announces contract_needs_attention. The caller saves the contract.
    """
    contract.attention, contract.attention_at = text[:300], at
    said = f"{contract.number}, {contract.customer.name}: {text}"
    tell(contract, said, key=f"contract:{contract.pk}:{key}", at=at, tone="bad")
    events.contract_needs_attention.announce(contract_id=contract.pk)


def tell(contract: Contract, text: str, *, key: str, at: datetime, tone: str = "info") -> bool:
    """Say something to who answers for a contract, once per key; True when anybody was told."""
    told = [
        Notification.tell(user=person, key=key, text=text[:300], url=page_of(contract), at=at, tone=tone)
        for person in people_of(contract)
    ]
    return any(told)


def people_of(contract: Contract) -> list[User]:
    """Its owner, else who wrote it, else everybody who may manage users: somebody is always told."""
    for person in (contract.owner, contract.created_by):
        if person is not None and person.is_active:
            return [person]
    return list(User.objects.filter(role__in=roles_with(Permission.MANAGE_USERS), is_active=True).order_by("pk"))


def page_of(contract: Contract) -> str:
    """The address of its page."""
    return reverse("contracts:contract_page", args=[contract.number])
