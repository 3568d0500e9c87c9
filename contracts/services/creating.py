"""A contract on its way to the e-signing service: claimed, created once, published, or stopped with what is wrong.

The service knows no idempotency key. Our uuid is in a data field of the contract, and that a creation was asked for is
written down before it is (`is_unsure`), so that after any lost answer or dead worker it is looked for before another.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from contracts.models import Contract, Participant
from contracts.rules.contracts import next_wait
from contracts.rules.participants import our_problems
from contracts.services import syncing
from contracts.services.contracts import people_details
from contracts.services.moves import Fact, lock, need_attention, note
from contracts.services.syncing_people import match
from contracts.states import SEND_MOVES, ContractStatus, EventKind, SendState
from perforia.base import audit
from perforia.base.claims import dead_before
from perforia.base.states import check_move

if TYPE_CHECKING:  # what a task brings home; services never call
    from integrations.clients.esign import RemoteContract

AT_ONCE = 200
# Search at the service may lag behind: an unknown outcome is not looked into earlier (practice told by its users).
LOOK_AFTER = timedelta(seconds=30)
HELD = timedelta(minutes=5)
GONE = "Utkastet har tagits bort i Oneflow. Skicka igen, så skapas ett nytt med samma uppgifter."
SILENT = "Oneflow har inte svarat på ett dygn. Skicka igen när Oneflow fungerar."


def claim_sending(*, contract_id: int, at: datetime) -> Contract | None:
    """Take a contract for creating and publishing; None when it is not due or another worker has it."""
    due = Contract.objects.filter(
        pk=contract_id, status=ContractStatus.CREATING, send_state=SendState.WAITING, next_try_at__lte=at
    )
    if not due.update(send_state=SendState.WORKING, claimed_at=at, attempts=F("attempts") + 1):
        return None
    return Contract.objects.select_related("mapping").get(pk=contract_id)


def note_waiting(*, contract_id: int, reason: str) -> None:
    """Say why a contract that is due is not taken up. Idempotent."""
    waiting = Contract.objects.filter(pk=contract_id, send_state=SendState.WAITING)
    waiting.exclude(error=reason[:300]).update(error=reason[:300])


def note_asking(*, claim: Contract) -> bool:
    """Write down, committed at once, that from now on nobody can know without looking whether it was created.

    False when the claim has been given to another worker meanwhile: then nothing may be created.
    """
    mine = Contract.objects.filter(pk=claim.pk, send_state=SendState.WORKING, claimed_at=claim.claimed_at)
    return bool(mine.filter(remote_id=None).update(is_unsure=True))


@transaction.atomic
def record_created(*, claim: Contract, remote: "RemoteContract", was_found: bool, at: datetime) -> bool:
    """The contract exists at the service: its id and those of its people are kept. Idempotent.

    False when the contract has another id already: then this one is a double that may be removed. One that was found
    again is filled anew before it is published, as ours may have been changed since.
    """
    locked = lock(claim)
    if locked.remote_id is None:
        locked.remote_id, locked.remote_url, locked.is_unsure = remote.id, remote.url[:300], False
        locked.is_changed_there = was_found
        locked.save(update_fields=["remote_id", "remote_url", "is_unsure", "is_changed_there"])
        match(locked, remote)
        audit.record(verb="contract.created_there", target=locked, by=None, at=at, remote_id=remote.id)
    return locked.remote_id == remote.id


def record_filled(*, claim: Contract) -> None:
    """What the draft at the service says is what ours says. Idempotent."""
    Contract.objects.filter(pk=claim.pk, claimed_at=claim.claimed_at).update(is_changed_there=False)


@transaction.atomic
def record_published(*, claim: Contract, remote: "RemoteContract", at: datetime) -> None:
    """The invitation has left: what the service told is applied. Idempotent. Announces contract_sent."""
    syncing.apply_reading(contract_id=claim.pk, remote=remote, began_at=at, at=at)


@transaction.atomic
def record_gone(*, claim: Contract, at: datetime) -> None:
    """The draft was deleted over there before it was published: it waits for a person, and would be created anew."""
    locked = lock(claim)
    if locked.status == ContractStatus.CREATING:
        locked.remote_id, locked.remote_url, locked.is_unsure = None, "", False
        locked.remote_state, locked.remote_state_at, locked.read_at = "", None, None
        Participant.objects.filter(contract=locked).update(remote_id=None, remote_party_id=None)
        _stop(locked, GONE, {}, at)


@transaction.atomic
def stop_sending(
    *, claim: Contract, reason: str, at: datetime, told: Mapping[str, Collection[str]] | None = None
) -> None:
    """The service said no: the contract waits for a person, with the reason and the fields it is about.

    It keeps its id at the service, so that it can be put right and sent again without being created anew. `told` are
    the service's complaints by its paths.
    """
    locked = lock(claim)
    if not _is_mine(locked, claim):
        return
    problems = our_problems(told or {}, people_details(locked), fields_sent(locked))
    locked.is_unsure = claim.is_unsure and locked.remote_id is None
    _stop(locked, reason, problems, at)


@transaction.atomic
def postpone_sending(
    *, claim: Contract, reason: str, at: datetime, after: int | None = None, unsure: bool
) -> timedelta | None:
    """Nothing came of it, or nobody knows (`unsure`): tried again later, `after` seconds at least; a day in all.

    Answers how long it waits, None when it does not. After an unknown outcome it is looked for first, not earlier than
    LOOK_AFTER.
    """
    locked = lock(claim)
    if not _is_mine(locked, claim):
        return None
    wait = next_wait(locked.attempts)
    if wait is None:
        _stop(locked, SILENT, {}, at)
        return None
    least = LOOK_AFTER if unsure else timedelta(seconds=after or 0)
    if not unsure and locked.remote_id is None:
        locked.is_unsure = claim.is_unsure  # this time nothing happened; what was unknown before still is
    check_move(SendState(locked.send_state), SendState.WAITING, SEND_MOVES)
    locked.send_state, locked.error = SendState.WAITING, reason[:300]
    locked.next_try_at = at + max(wait, least)
    locked.save(update_fields=["send_state", "error", "next_try_at", "is_unsure"])
    return max(wait, least)


@transaction.atomic
def hold_sending(*, claim: Contract, reason: str, at: datetime) -> None:
    """The service does not let us in at all: the contract waits, without counting the try, until somebody mends it."""
    locked = lock(claim)
    if not _is_mine(locked, claim):
        return
    check_move(SendState(locked.send_state), SendState.WAITING, SEND_MOVES)
    locked.send_state, locked.error, locked.next_try_at = SendState.WAITING, reason[:300], at + HELD
    locked.attempts, locked.is_unsure = max(0, locked.attempts - 1), claim.is_unsure and locked.remote_id is None
    locked.save(update_fields=["send_state", "error", "next_try_at", "attempts", "is_unsure"])


def due_sendings(at: datetime) -> list[dict[str, int]]:
    """Contracts to create and publish now; first frees those whose worker died, to be looked for if need be."""
    stale = Contract.objects.filter(send_state=SendState.WORKING, claimed_at__lt=dead_before(at))
    for contract in stale.order_by("pk")[:AT_ONCE]:
        _free(contract, at)
    due = Contract.objects.filter(
        status=ContractStatus.CREATING, send_state=SendState.WAITING, next_try_at__lte=at
    ).order_by("next_try_at", "pk")  # fmt: skip
    return [{"contract_id": pk} for pk in due.values_list("pk", flat=True)[:AT_ONCE]]


def fields_sent(contract: Contract) -> list[str]:
    """The data fields in the order in which they are sent: our own id first."""
    filled = contract.values.exclude(value="").order_by("position").values_list("custom_id", flat=True)
    own = contract.mapping.id_field if contract.mapping else ""
    return [own, *(name for name in filled if name != own)]


def people_sent(contract: Contract) -> list[Participant]:
    """The other side's people in the order in which they are sent."""
    return list(contract.participants.written().order_by("position"))


@transaction.atomic
def _free(contract: Contract, at: datetime) -> None:
    locked = lock(contract)
    if locked.send_state == SendState.WORKING and locked.claimed_at == contract.claimed_at:
        earliest = (locked.claimed_at or at) + LOOK_AFTER
        check_move(SendState(locked.send_state), SendState.WAITING, SEND_MOVES)
        locked.send_state, locked.next_try_at = SendState.WAITING, max(at, earliest) if locked.is_unsure else at
        locked.save(update_fields=["send_state", "next_try_at"])


def _is_mine(locked: Contract, claim: Contract) -> bool:
    return locked.send_state == SendState.WORKING and locked.claimed_at == claim.claimed_at


def _stop(locked: Contract, reason: str, problems: Mapping[str, Collection[str]], at: datetime) -> None:
    check_move(SendState(locked.send_state), SendState.STOPPED, SEND_MOVES)
    locked.send_state, locked.error, locked.next_try_at = SendState.STOPPED, reason[:300], None
    locked.problems = {name: list(words) for name, words in problems.items()}
    need_attention(locked, f"Avtalet kunde inte skickas. {reason}", key=f"stopped:{at.isoformat()}", at=at)
    locked.save()
    note(locked, EventKind.STOPPED, f"stopped:{at.isoformat()}", Fact(at, text=reason), at=at)
    audit.record(verb="contract.stopped", target=locked, by=None, at=at, reason=reason[:200])
