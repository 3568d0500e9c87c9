"""What the e-signing service says of a contract becomes what we know: compared under lock, applied once.

Callbacks and lists only say where to look: everything here is given a contract as it has just been read.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from contracts import events
from contracts.models import Contract, Participant
from contracts.rules.contracts import Reading, is_stale, next_reading, path_to
from contracts.services.moves import Fact, lock_by, move, need_attention, note, tell
from contracts.services.syncing_people import apply_people, first_visitor
from contracts.states import (
    FOLLOWED,
    ContractStatus,
    DeliveryChannel,
    EventKind,
    PdfState,
    RemovalState,
    SendState,
    SignState,
)
from perforia.base import audit

if TYPE_CHECKING:
    from integrations.clients.esign import RemoteContract

SIGNED_BEFORE_REMOVAL = "Kunden hann signera innan avtalet togs tillbaka. Kontakta kunden om det inte ska gälla."
REMOVED_THERE = "Avtalet finns inte längre i Oneflow. Det som vi vet om det är kvar här."
NOT_SIGNED_ANY_MORE = "Oneflow säger att avtalet inte är signerat längre. Kontrollera det i Oneflow."


@transaction.atomic
def apply_reading(*, contract_id: int, remote: "RemoteContract", began_at: datetime, at: datetime) -> bool:
    """Apply what a contract is at the service; True when anything of ours moved. Locks the contract. Idempotent.

    `began_at` is when the question was asked: a reading older than what is known is passed over, whichever came home
    first. Times and names are the service's own. Announces each move that is made.
    """
    contract = lock_by(contract_id)
    told = Reading(remote.state, remote.state_at, began_at)
    if is_stale(told, Reading(contract.remote_state, contract.remote_state_at, contract.read_at)):
        return False
    people = apply_people(contract, remote, at=at)
    _write_reading(contract, remote, began_at)
    was_signed = contract.signed_at is not None and contract.status == ContractStatus.SIGNED
    visited = first_visitor(people) is not None or contract.opened_at is not None
    steps = path_to(ContractStatus(contract.status), remote.state, was_opened=visited)
    if steps is None:
        _note_unknown(contract, remote, at)
        _plan_next(contract, at)
        return False
    for step in steps:
        _take(contract, step, remote, people, at)
    if was_signed and steps:
        need_attention(contract, NOT_SIGNED_ANY_MORE, key=f"unsigned:{remote.state_at}", at=at)
    _plan_next(contract, at)
    return bool(steps)


@transaction.atomic
def apply_missing(*, contract_id: int, began_at: datetime, at: datetime) -> bool:
    """The service does not have the contract any more: flagged, never deleted; True when anything moved. Idempotent.

    One that the firm is taking back is then taken back. One that has been signed stays signed.
    """
    contract = lock_by(contract_id)
    if contract.remote_id is None or (contract.read_at is not None and began_at < contract.read_at):
        return False
    if contract.removal_state in {RemovalState.WANTED, RemovalState.WORKING, RemovalState.STOPPED}:
        return complete_removal(contract, at=at)
    is_lost = contract.status in FOLLOWED or contract.status == ContractStatus.DECLINED
    if not is_lost and (contract.status != ContractStatus.SIGNED or contract.removed_at is not None):
        return False
    contract.read_at, contract.removed_at = began_at, at
    need_attention(contract, REMOVED_THERE, key=f"removed:{at.isoformat()}", at=at)
    if is_lost:
        move(contract, ContractStatus.REMOVED, Fact(at), at=at)
    else:
        note(contract, EventKind.REMOVED, f"removed:{at.isoformat()}", Fact(at), at=at)
    _plan_next(contract, at)
    return is_lost


def complete_removal(contract: Contract, *, at: datetime) -> bool:
    """A locked contract that the firm takes back is gone at the service. Idempotent."""
    contract.removal_state, contract.send_state = RemovalState.DONE, SendState.DONE
    contract.withdrawn_at, contract.withdrawn_by = at, contract.removal_asked_by
    contract.attention, contract.attention_at = "", None
    fact = Fact(at, contract.removal_asked_by, text=contract.removal_reason)
    return move(contract, ContractStatus.WITHDRAWN, fact, at=at)


def _plan_next(contract: Contract, at: datetime) -> None:
    contract.next_reading_at = next_reading(
        ContractStatus(contract.status), changed_at=contract.changed_at, at=timezone.localtime(at)
    )
    contract.save()


def _write_reading(contract: Contract, remote: "RemoteContract", began_at: datetime) -> None:
    contract.remote_state, contract.remote_state_at = remote.state[:40], remote.state_at or contract.remote_state_at
    contract.remote_url = remote.url[:300] or contract.remote_url
    contract.expires_at, contract.read_at = remote.expires_at, max(began_at, contract.read_at or began_at)
    if contract.removed_at is not None and contract.status == ContractStatus.SIGNED:
        contract.removed_at, contract.attention, contract.attention_at = None, "", None
    contract.save()


def _take(
    contract: Contract, step: ContractStatus, remote: "RemoteContract", people: list[Participant], at: datetime
) -> None:
    is_back = contract.status in {ContractStatus.EXPIRED, ContractStatus.REMOVED}
    if step == ContractStatus.SIGNED or is_back:
        contract.attention, contract.attention_at = "", None  # whatever was wrong on the way is so no more
    fact = _FACTS[step](contract, remote, people, at)
    contract.send_state, contract.next_try_at, contract.error, contract.problems = SendState.DONE, None, "", {}
    if step == ContractStatus.SIGNED and contract.removal_state not in {RemovalState.NONE, RemovalState.DONE}:
        contract.removal_state = RemovalState.NONE
        need_attention(contract, SIGNED_BEFORE_REMOVAL, key=f"signed-first:{fact.at.isoformat()}", at=at)
    if move(contract, step, fact, at=at):
        _announce(contract, step)


def _announce(contract: Contract, step: ContractStatus) -> None:
    if step == ContractStatus.SENT:
        events.contract_sent.announce(contract_id=contract.pk)
    elif step == ContractStatus.OPENED:
        events.contract_opened.announce(contract_id=contract.pk)
    elif step == ContractStatus.SIGNED:
        events.contract_signed.announce(contract_id=contract.pk)
    elif step == ContractStatus.DECLINED:
        events.contract_declined.announce(contract_id=contract.pk)
    elif step == ContractStatus.EXPIRED:
        events.contract_expired.announce(contract_id=contract.pk)


def _sent(contract: Contract, remote: "RemoteContract", people: list[Participant], at: datetime) -> Fact:
    del people
    contract.sent_at = contract.sent_at or remote.published_at or at
    if contract.status == ContractStatus.EXPIRED:
        return Fact(remote.state_at or at)
    uninvited = contract.participants.signing().filter(channel=DeliveryChannel.NONE).order_by("position").first()
    if uninvited is not None:
        text = f"{uninvited.name} får ingen inbjudan från Oneflow. Skicka länken själv med Skicka påminnelse."
        need_attention(contract, text, key="uninvited", at=at)
    return Fact(contract.sent_at, contract.asked_by)


def _opened(contract: Contract, remote: "RemoteContract", people: list[Participant], at: datetime) -> Fact:
    first = first_visitor(people)
    seen_at = (first.first_visited_at if first else None) or contract.opened_at or at
    is_back = contract.status == ContractStatus.EXPIRED
    contract.opened_at = contract.opened_at or seen_at
    if is_back:
        return Fact(remote.state_at or at)
    return Fact(seen_at, who=first.name if first else "", participant=first)


def _signed(contract: Contract, remote: "RemoteContract", people: list[Participant], at: datetime) -> Fact:
    signers = [row for row in people if row.sign_state == SignState.SIGNED]
    times = [row.sign_state_at for row in signers if row.sign_state_at is not None]
    contract.signed_at = remote.signed_at or max(times, default=at)
    contract.signed_on = timezone.localdate(contract.signed_at)
    if contract.pdf_state in {PdfState.NONE, PdfState.FILED}:  # signed again: the paper is another
        contract.pdf_state, contract.pdf_next_at, contract.pdf_attempts = PdfState.WANTED, at, 0
    names = ", ".join(row.name for row in signers)
    said = f"{contract.number}, {contract.customer.name}: avtalet är signerat."
    tell(contract, said, key=f"contract:{contract.pk}:signed:{contract.signed_at.isoformat()}", at=at, tone="ok")
    return Fact(contract.signed_at, who=names)


def _declined(contract: Contract, remote: "RemoteContract", people: list[Participant], at: datetime) -> Fact:
    who = next((row for row in people if row.sign_state == SignState.DECLINED), None)
    contract.declined_at = (who.sign_state_at if who else None) or remote.state_at or at
    name = who.name if who else ""
    need_attention(contract, f"{name or 'Kunden'} har avböjt avtalet.", key=f"declined:{contract.declined_at}", at=at)
    return Fact(contract.declined_at, who=name, participant=who)


def _expired(contract: Contract, remote: "RemoteContract", people: list[Participant], at: datetime) -> Fact:
    del people
    contract.expired_at = remote.state_at or remote.expires_at or at
    text = "Tiden för att signera har gått ut. Förläng den i Oneflow eller gör ett nytt avtal."
    need_attention(contract, text, key=f"expired:{contract.expired_at}", at=at)
    return Fact(contract.expired_at)


_FACTS = {
    ContractStatus.SENT: _sent, ContractStatus.OPENED: _opened, ContractStatus.SIGNED: _signed,
    ContractStatus.DECLINED: _declined, ContractStatus.EXPIRED: _expired,
}  # fmt: skip


def _note_unknown(contract: Contract, remote: "RemoteContract", at: datetime) -> None:
    """A state nobody here has heard of is kept and shown, and moves nothing."""
    text = f"Oneflow svarar med ett läge som Perforia inte känner: ”{remote.state[:40]}”."
    fact = Fact(remote.state_at or at, text=text)
    if note(contract, EventKind.UNKNOWN, f"unknown:{remote.state[:40]}", fact, at=at):
        need_attention(contract, f"{text} Kontrollera avtalet i Oneflow.", key=f"unknown:{remote.state[:40]}", at=at)
        contract.save()
        audit.record(verb="contract.unknown_state", target=contract, by=None, at=at, state=remote.state[:40])
