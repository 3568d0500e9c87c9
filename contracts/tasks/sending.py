"""A contract is created at the e-signing service once, filled, and published: claim, call, record."""

from contextlib import suppress

from celery import shared_task

from contracts.models import Contract
from contracts.services import creating
from contracts.tasks.drafts import draft_of, person_of, values_of
from contracts.tasks.reaching import NOT_CONNECTED, NOT_LET_IN, account_let_in, again, is_refused
from integrations.clients import esign
from integrations.clients.esign import Account, RemoteContract
from perforia.base.clock import now
from perforia.base.tasks import Queue

DRAFT = "draft"
INCOMPLETE = "Oneflow säger att något saknas i avtalet. Kontrollera personerna och fälten och skicka igen."
TEMPLATE_GONE = "Mallen eller arbetsytan finns inte längre i Oneflow. Hämta mallarna igen och välj en annan."


@shared_task(name="contracts.send_contract", queue=Queue.DEFAULT)
def send_contract(*, contract_id: int) -> None:
    """Create, fill and publish one contract; safe to run any number of times, and after anything that died."""
    if is_refused():  # it stays due; nothing is asked of a service that does not let us in
        creating.note_waiting(contract_id=contract_id, reason=NOT_LET_IN)
        return
    claim = creating.claim_sending(contract_id=contract_id, at=now())
    if claim is None:
        return
    account = account_let_in()
    if account is None:
        creating.stop_sending(claim=claim, reason=NOT_CONNECTED, at=now())
        return
    try:
        remote = _create_and_publish(account, claim)
    except esign.NotLetIn:
        creating.hold_sending(claim=claim, reason=NOT_LET_IN, at=now())
    except esign.Said as refusal:
        creating.stop_sending(claim=claim, reason=str(refusal), told=refusal.problems, at=now())
    except esign.Refused as refusal:
        creating.stop_sending(claim=claim, reason=str(refusal), at=now())
    except esign.Unheard as broken:
        wait = creating.postpone_sending(claim=claim, reason=str(broken), unsure=True, at=now())
        again(send_contract, contract_id=contract_id, wait=wait)
    except esign.Unreachable as silence:
        wait = creating.postpone_sending(
            claim=claim, reason=str(silence), after=silence.retry_after, unsure=False, at=now()
        )  # fmt: skip
        again(send_contract, contract_id=contract_id, wait=wait)
    else:
        if remote is not None:
            creating.record_published(claim=claim, remote=remote, at=now())


def _create_and_publish(account: Account, claim: Contract) -> RemoteContract | None:
    """The contract as it is when it has been published; None when it was found to be gone, or somebody else's."""
    is_first = claim.attempts == 1 and claim.remote_id is None and not claim.is_unsure
    known = _known(account, claim) if claim.remote_id is not None else _find_or_create(account, claim)
    if known is None or known.state != DRAFT:
        return known  # published before, and the answer was lost
    if not is_first:
        _remove_doubles(account, claim, known.id)
    _fill(account, claim, known)
    return _publish(account, claim, known.id)


def _known(account: Account, claim: Contract) -> RemoteContract | None:
    """What an earlier try has made of it; None when somebody has deleted it over there."""
    try:
        return esign.contract(account, claim.remote_id or 0)
    except esign.Gone:
        creating.record_gone(claim=claim, at=now())
        return None


def _find_or_create(account: Account, claim: Contract) -> RemoteContract | None:
    """The contract that an earlier try made, else a new one; None when the claim has been lost meanwhile."""
    found = _looked_up(account, claim) if claim.is_unsure else None
    if found is not None:
        claim.is_changed_there = True  # ours may have been changed since it was made
        is_ours = creating.record_created(claim=claim, remote=found, was_found=True, at=now())
        return found if is_ours else None
    draft = draft_of(claim)
    if not creating.note_asking(claim=claim):
        return None
    try:
        remote = esign.create(account, draft)
    except esign.Gone as gone:
        raise esign.Refused(TEMPLATE_GONE) from gone
    if creating.record_created(claim=claim, remote=remote, was_found=False, at=now()):
        return remote
    esign.delete(account, remote.id)  # another worker was faster: nobody has seen this one
    return None


def _looked_up(account: Account, claim: Contract) -> RemoteContract | None:
    """The oldest contract over there that carries our id; a search may still show what has been deleted."""
    for remote_id in _lookup(account, claim):
        with suppress(esign.Gone):
            return esign.contract(account, remote_id)
    return None


def _lookup(account: Account, claim: Contract) -> list[int]:
    """Contracts over there that carry our id, the oldest first."""
    own = claim.mapping.id_field if claim.mapping else ""
    return sorted(esign.find_by_field(account, own, str(claim.uuid)))


def _remove_doubles(account: Account, claim: Contract, remote_id: int) -> None:
    """Before anybody is invited: drafts that an earlier try made, and a search that lagged behind did not show."""
    for other in _lookup(account, claim):
        with suppress(esign.Gone):
            if other != remote_id and esign.contract(account, other).state == DRAFT:
                esign.delete(account, other)


def _fill(account: Account, claim: Contract, known: RemoteContract) -> None:
    """Bring the draft over there up to what ours says: all of it when it lags behind, always worth and last day."""
    if claim.is_changed_there:
        esign.set_name(account, known.id, name=claim.title)
        rows = claim.participants.written().exclude(remote_id=None)
        for row in rows.order_by("position"):
            esign.change_participant(account, known.id, row.remote_party_id or 0, row.remote_id or 0, person_of(row))
        cleared = dict.fromkeys(set(known.data_fields) & set(_emptied(claim)), "")
        esign.set_fields(account, known.id, {**values_of(claim), **cleared})
    if claim.value is not None and known.value != claim.value:
        esign.set_value(account, known.id, amount=claim.value)
    if claim.sign_by is not None:
        esign.set_expiry(account, known.id, expires_on=claim.sign_by)
    creating.record_filled(claim=claim)


def _emptied(claim: Contract) -> list[str]:
    return list(claim.values.filter(value="").values_list("custom_id", flat=True))


def _publish(account: Account, claim: Contract, remote_id: int) -> RemoteContract | None:
    try:
        return esign.publish(account, remote_id, subject=claim.subject, message=claim.message)
    except esign.Conflict as conflict:
        known = esign.contract(account, remote_id)
        if known.state == DRAFT:
            raise esign.Refused(INCOMPLETE) from conflict
        return known
    except esign.Gone:
        creating.record_gone(claim=claim, at=now())
        return None
