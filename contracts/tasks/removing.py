"""Contracts that the firm takes back are removed at the e-signing service: looked at, deleted, recorded."""

from celery import shared_task

from contracts.models import Contract
from contracts.services import syncing, withdrawing
from contracts.tasks.reaching import NOT_CONNECTED, account_let_in, is_refused
from integrations.clients import esign
from integrations.clients.esign import Account
from perforia.base.clock import now
from perforia.base.tasks import Queue

SIGNED = "signed"


@shared_task(name="contracts.remove_contract", queue=Queue.DEFAULT)
def remove_contract(*, contract_id: int) -> None:
    """Remove one contract at the service, unless the customer was faster; safe to run any number of times."""
    if is_refused():
        return
    claim = withdrawing.claim_removal(contract_id=contract_id, at=now())
    if claim is None:
        return
    account = account_let_in()
    if account is None:
        withdrawing.stop_removal(claim=claim, reason=NOT_CONNECTED, at=now())
        return
    try:
        left = [each for each in _ids(account, claim) if not _remove(account, claim, each)]
    except esign.NotLetIn:
        withdrawing.hold_removal(claim=claim, at=now())
    except esign.Refused as refusal:
        withdrawing.stop_removal(claim=claim, reason=str(refusal), at=now())
    except esign.Unreachable as silence:
        withdrawing.postpone_removal(claim=claim, reason=str(silence), after=silence.retry_after, at=now())
    else:
        if not left:
            withdrawing.record_withdrawn(claim=claim, at=now())


def _ids(account: Account, claim: Contract) -> list[int]:
    """The contract over there; of one whose creation was never answered, what carries our id."""
    if claim.remote_id is not None:
        return [claim.remote_id]
    own = claim.mapping.id_field if claim.mapping else ""
    return esign.find_by_field(account, own, str(claim.uuid))


def _remove(account: Account, claim: Contract, remote_id: int) -> bool:
    """Whether it is gone: one that has been signed is not deleted, it is recorded as signed."""
    began_at = now()
    try:
        known = esign.contract(account, remote_id)
    except esign.Gone:
        return True
    if known.state == SIGNED and claim.remote_id == remote_id:
        syncing.apply_reading(contract_id=claim.pk, remote=known, began_at=began_at, at=now())
        return False
    esign.delete(account, remote_id)
    return True
