"""A contract is taken back: at once while nobody has seen it, else when it is gone at the service too.

A contract that has been sent is never changed; it is taken back and a new one is made of it. Ours is kept.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from contracts import events
from contracts.models import Contract
from contracts.rules.contracts import next_wait
from contracts.services.moves import NOT_NOW, Fact, lock, move, need_attention
from contracts.services.syncing import complete_removal
from contracts.states import REMOVAL_MOVES, ContractStatus, RemovalState, SendState
from perforia.base import audit
from perforia.base.claims import dead_before
from perforia.base.errors import DomainError
from perforia.base.models import User
from perforia.base.states import check_move

AT_ONCE = 200
HELD = timedelta(minutes=5)


@transaction.atomic
def withdraw(*, contract: Contract, reason: str, by: User, at: datetime) -> Contract:
    """Take a contract back. One that exists at the service is removed there first, by a worker. Idempotent.

    Announces contract_taken_back when the service must be told. Raises DomainError for a signed one and for one that is
    being sent this very moment.
    """
    locked = lock(contract)
    if locked.status == ContractStatus.WITHDRAWN or locked.removal_state in {RemovalState.WANTED, RemovalState.WORKING}:
        return locked
    if locked.status == ContractStatus.SIGNED:
        raise DomainError("Ett signerat avtal går inte att ta tillbaka. Säg upp det i stället.")
    if locked.send_state in {SendState.WAITING, SendState.WORKING}:
        raise DomainError(NOT_NOW)
    locked.removal_reason, locked.removal_asked_by = reason.strip()[:200], by
    if (locked.remote_id is None and not locked.is_unsure) or locked.status == ContractStatus.REMOVED:
        locked.withdrawn_at, locked.withdrawn_by, locked.send_state = at, by, SendState.DONE
        locked.attention, locked.attention_at = "", None
        move(locked, ContractStatus.WITHDRAWN, Fact(at, by, text=locked.removal_reason), at=at)
        return locked
    check_move(RemovalState(locked.removal_state), RemovalState.WANTED, REMOVAL_MOVES)
    locked.removal_state, locked.removal_next_at, locked.removal_attempts = RemovalState.WANTED, at, 0
    locked.save(
        update_fields=[
            "removal_state", "removal_next_at", "removal_attempts", "removal_reason", "removal_asked_by",
        ]
    )  # fmt: skip
    audit.record(verb="contract.removal_asked", target=locked, by=by, at=at, reason=locked.removal_reason)
    events.contract_taken_back.announce(contract_id=locked.pk)
    return locked


def claim_removal(*, contract_id: int, at: datetime) -> Contract | None:
    """Take a contract that is to be removed at the service; None when it is done, not due or another worker has it."""
    due = Contract.objects.filter(pk=contract_id, removal_state=RemovalState.WANTED, removal_next_at__lte=at)
    taken = due.update(
        removal_state=RemovalState.WORKING, removal_claimed_at=at, removal_attempts=F("removal_attempts") + 1
    )
    return Contract.objects.select_related("mapping").get(pk=contract_id) if taken else None


@transaction.atomic
def record_withdrawn(*, claim: Contract, at: datetime) -> None:
    """It is gone at the service. Idempotent. One that the customer signed meanwhile stays signed."""
    contract = lock(claim)
    if contract.removal_state in {RemovalState.WANTED, RemovalState.WORKING, RemovalState.STOPPED}:
        complete_removal(contract, at=at)


@transaction.atomic
def postpone_removal(*, claim: Contract, reason: str, at: datetime, after: int | None = None) -> None:
    """The service is away: tried again with longer and longer waits, a day in all."""
    contract = lock(claim)
    if not _is_mine(contract, claim):
        return
    wait = next_wait(contract.removal_attempts)
    if wait is None:
        _stop(contract, reason, at)
        return
    check_move(RemovalState(contract.removal_state), RemovalState.WANTED, REMOVAL_MOVES)
    contract.removal_state = RemovalState.WANTED
    contract.removal_next_at = at + max(wait, timedelta(seconds=after or 0))
    contract.save(update_fields=["removal_state", "removal_next_at"])


@transaction.atomic
def hold_removal(*, claim: Contract, at: datetime) -> None:
    """The service does not let us in at all: it waits, without counting the try, until somebody mends that."""
    contract = lock(claim)
    if _is_mine(contract, claim):
        check_move(RemovalState(contract.removal_state), RemovalState.WANTED, REMOVAL_MOVES)
        contract.removal_state, contract.removal_next_at = RemovalState.WANTED, at + HELD
        contract.removal_attempts = max(0, contract.removal_attempts - 1)
        contract.save(update_fields=["removal_state", "removal_next_at", "removal_attempts"])


@transaction.atomic
def stop_removal(*, claim: Contract, reason: str, at: datetime) -> None:
    """The service refuses to remove it: a person must look, and may ask again."""
    contract = lock(claim)
    if _is_mine(contract, claim):
        _stop(contract, reason, at)


def due_removals(at: datetime) -> list[dict[str, int]]:
    """Contracts to remove at the service now; first frees those whose worker died."""
    dead = Contract.objects.filter(removal_state=RemovalState.WORKING, removal_claimed_at__lt=dead_before(at))
    dead.update(removal_state=RemovalState.WANTED, removal_next_at=at)
    due = Contract.objects.filter(removal_state=RemovalState.WANTED, removal_next_at__lte=at)
    return [{"contract_id": pk} for pk in due.order_by("removal_next_at", "pk").values_list("pk", flat=True)[:AT_ONCE]]


def _is_mine(contract: Contract, claim: Contract) -> bool:
    return (
        contract.removal_state == RemovalState.WORKING and contract.removal_claimed_at == claim.removal_claimed_at
    )  # fmt: skip


def _stop(contract: Contract, reason: str, at: datetime) -> None:
    check_move(RemovalState(contract.removal_state), RemovalState.STOPPED, REMOVAL_MOVES)
    contract.removal_state = RemovalState.STOPPED
    need_attention(contract, f"Avtalet gick inte att ta bort i Oneflow. {reason}", key=f"kept:{at.isoformat()}", at=at)
    contract.save()
