"""The people of a contract as the e-signing service tells of them: who got it, who opened it, who signed."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from contracts.models import Contract, Participant
from contracts.models.contracts import FIRST_OF_TEMPLATE
from contracts.services.moves import Fact, need_attention, note
from contracts.states import UNDELIVERED, EventKind, Side, SignState

if TYPE_CHECKING:
    from integrations.clients.esign import RemoteContract, RemoteParticipant, RemoteParty

_TOLD = (
    "remote_id", "remote_party_id", "delivery_status", "sign_state", "sign_state_at", "visits", "first_visited_at",
    "last_visited_at",
)  # fmt: skip


def match(contract: Contract, remote: "RemoteContract") -> dict[int, Participant]:
    """Our people by the service's ids of them, found by id, address, phone, name, then order; kept with their rows.

    Signatories of our own side, whom the template names, get rows of their own.
    """
    unmatched = list(contract.participants.order_by("position"))
    found: dict[int, Participant] = {}
    told = [(party, person) for party in remote.parties for person in party.participants]
    for is_same in (_by_id, _by_email, _by_phone, _by_name, _by_order):
        for party, person in told:
            if person.id in found:
                continue
            side = Side.OURS if party.is_ours else Side.THEIRS
            row = next((row for row in unmatched if row.side == side and is_same(row, person)), None)
            if row is not None:
                unmatched.remove(row)
                found[person.id] = row
    for party, person in told:
        if person.id not in found and person.is_signatory:
            found[person.id] = _new(contract, party, person)
    for party, person in told:
        known = found.get(person.id)
        if known is not None and (known.remote_id, known.remote_party_id) != (person.id, party.id):
            known.remote_id, known.remote_party_id = person.id, party.id
            known.save(update_fields=["remote_id", "remote_party_id"])
    return found


def apply_people(contract: Contract, remote: "RemoteContract", *, at: datetime) -> list[Participant]:
    """Write down what is new of each person of a locked contract, and what happened to them; answers those matched.

    Undelivered invitations and signatures taken back need attention. The caller saves the contract.
    """
    found = match(contract, remote)
    people = [person for party in remote.parties for person in party.participants]
    for person in people:
        row = found.get(person.id)
        if row is not None:
            _apply(contract, row, person, is_last=remote.state == "signed", at=at)
    return sorted(found.values(), key=lambda row: row.position)


def first_visitor(people: Iterable[Participant]) -> Participant | None:
    """Who of the other side opened the contract first."""
    theirs = [row for row in people if row.side == Side.THEIRS and row.visits]
    return min(theirs, key=lambda row: (row.first_visited_at is None, row.first_visited_at, row.position), default=None)


def _apply(contract: Contract, row: Participant, told: "RemoteParticipant", *, is_last: bool, at: datetime) -> None:
    was = (row.delivery_status, row.sign_state, row.sign_state_at, row.visits)
    row.delivery_status = told.delivery_status[:40] or row.delivery_status
    row.sign_state = told.sign_state[:40] or row.sign_state
    row.sign_state_at = told.sign_state_at or (at if row.sign_state == SignState.SIGNED else None)
    row.visits = max(row.visits, told.visits)  # missing for who may not see them: never fewer
    row.first_visited_at = told.first_visited_at or row.first_visited_at
    row.last_visited_at = told.last_visited_at or row.last_visited_at
    if was == (row.delivery_status, row.sign_state, row.sign_state_at, row.visits):
        return
    row.save(update_fields=list(_TOLD))
    _note_delivery(contract, row, was[0], at)
    _note_signature(contract, row, was[1], was[2], is_last=is_last, at=at)
    if row.side == Side.THEIRS and row.visits > was[3]:
        is_first = was[3] == 0
        seen_at = (row.first_visited_at if is_first else row.last_visited_at) or at
        key = f"opened:{row.pk}" if is_first else f"visit:{row.pk}:{row.visits}"
        fact = Fact(seen_at, who=row.name, participant=row, text="" if is_first else "Öppnade igen")
        note(contract, EventKind.OPENED, key, fact, at=at)


def _note_delivery(contract: Contract, row: Participant, was: str, at: datetime) -> None:
    if row.delivery_status == was or row.delivery_status not in UNDELIVERED:
        return
    where = row.email if row.channel == "email" else row.phone
    text = f"Avtalet kom inte fram till {row.name}" + (f" ({where})" if where else "")
    fact = Fact(at, who=row.name, participant=row, text=text)
    if note(contract, EventKind.UNDELIVERED, f"undelivered:{row.pk}:{row.delivery_status}", fact, at=at):
        advice = "Kontrollera uppgifterna, skicka en länk på annat sätt eller gör ett nytt avtal."
        need_attention(contract, f"{text}. {advice}", key=f"undelivered:{row.pk}:{row.delivery_status}", at=at)


def _note_signature(
    contract: Contract, row: Participant, was: str, was_at: datetime | None, *, is_last: bool, at: datetime
) -> None:
    if was == SignState.SIGNED and row.sign_state == SignState.UNDECIDED:
        key = f"reset:{row.pk}:{was_at.isoformat() if was_at else ''}"
        text = f"{row.name}s signatur gäller inte längre, eftersom avtalet ändrades i Oneflow. Be om en ny."
        if note(contract, EventKind.SIGNATURE_RESET, key, Fact(at, who=row.name, participant=row), at=at):
            need_attention(contract, text, key=key, at=at)
    elif row.sign_state == SignState.SIGNED and was != SignState.SIGNED:
        is_only_one = contract.participants.signing().count() == 1
        if not (is_last and is_only_one):
            signed_at = row.sign_state_at or at
            key = f"signed:{row.pk}:{signed_at.isoformat()}"
            note(contract, EventKind.SIGNED_BY_ONE, key, Fact(signed_at, who=row.name, participant=row), at=at)


def _new(contract: Contract, party: "RemoteParty", told: "RemoteParticipant") -> Participant:
    """Somebody whom only the template knows: our own signatory, or another party of it."""
    taken = contract.participants.filter(position__gte=FIRST_OF_TEMPLATE).order_by("-position")
    newest = taken.values_list("position", flat=True).first()
    return Participant.objects.create(
        contract=contract, position=FIRST_OF_TEMPLATE if newest is None else newest + 1,
        side=Side.OURS if party.is_ours else Side.THEIRS, party_kind=party.kind[:10],
        company_name=party.name[:100] if party.kind == "company" else "", name=told.name[:100] or "–",
        email=told.email[:254], phone=told.phone[:20], is_signatory=True, sign_method=told.sign_method[:40],
        channel=told.channel[:40],
    )  # fmt: skip


def _by_id(row: Participant, told: "RemoteParticipant") -> bool:
    return row.remote_id == told.id


def _by_email(row: Participant, told: "RemoteParticipant") -> bool:
    return bool(row.email) and row.email.casefold() == told.email.casefold()


def _by_phone(row: Participant, told: "RemoteParticipant") -> bool:
    return bool(row.phone) and row.phone == told.phone


def _by_name(row: Participant, told: "RemoteParticipant") -> bool:
    return row.name.casefold() == told.name.casefold()


def _by_order(row: Participant, told: "RemoteParticipant") -> bool:
    """Whoever is left on a side is the next one left over there, unless a row is somebody else's already."""
    del told
    return row.remote_id is None and row.side == Side.THEIRS
