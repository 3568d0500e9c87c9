"""What becomes of a contract at the e-signing service: read after callbacks, now and then, and when somebody asks."""

from datetime import timedelta

from celery import shared_task

from contracts.models import Contract
from contracts.services import reading, syncing
from contracts.tasks.reaching import account_let_in, again
from integrations.clients import esign
from integrations.clients.esign import Account
from integrations.readers.callbacks import remote_contract_id
from integrations.services import callbacks
from perforia.base.clock import now
from perforia.base.tasks import Queue

PATIENCE = 60  # seconds until a callback is taken up again when the service did not answer


@shared_task(name="contracts.apply_esign_callback", queue=Queue.DEFAULT)
def apply_esign_callback(*, callback_id: int) -> None:
    """Go and look at the contract that a callback is about; safe to run any number of times, in any order.

    Only the id of a callback is signed: nothing else in it is acted upon. A contract we do not know may be one whose
    creation is not committed yet; it is looked for again, then dropped: people make contracts over there by hand.
    """
    account = account_let_in()
    if account is None:
        return  # it stays due until we are let in again
    claim = callbacks.claim_callback(callback_id=callback_id, at=now())
    if claim is None:
        return
    remote_id = remote_contract_id(claim.payload)
    contract = Contract.objects.filter(remote_id=remote_id).first() if remote_id is not None else None
    if contract is None:
        at = now()
        later = callbacks.look_later(callback=claim, at=at)
        again(apply_esign_callback, wait=later - at if later else None, callback_id=callback_id)
        return
    try:
        _read(account, contract)
    except esign.Unreachable as silence:
        seconds = silence.retry_after or min(PATIENCE, 5 * claim.attempts)
        callbacks.postpone(callback=claim, seconds=seconds, at=now())
        again(apply_esign_callback, wait=timedelta(seconds=seconds), callback_id=callback_id)
    except esign.NotLetIn:
        callbacks.postpone(callback=claim, seconds=PATIENCE, at=now())
    except esign.Refused as refusal:
        callbacks.drop(callback=claim, reason=str(refusal), at=now())
    else:
        callbacks.note_handled(callback=claim, at=now())


@shared_task(name="contracts.read_contract", queue=Queue.DEFAULT, rate_limit="4/s")
def read_contract(*, contract_id: int) -> None:
    """Read one contract whose time has come, at most four a second; safe to run any number of times.

    One that cannot be read now comes back in some minutes.
    """
    account = account_let_in()
    if account is None:
        return
    contract = reading.claim_reading(contract_id=contract_id, at=now())
    if contract is None:
        return
    try:
        _read(account, contract)
    except (esign.Unreachable, esign.Refused):
        return  # noted by the connection; the row is due again soon


def _read(account: Account, contract: Contract) -> None:
    if contract.remote_id is None:
        return
    began_at = now()
    try:
        remote = esign.contract(account, contract.remote_id)
    except esign.Gone:
        syncing.apply_missing(contract_id=contract.pk, began_at=began_at, at=now())
    else:
        syncing.apply_reading(contract_id=contract.pk, remote=remote, began_at=began_at, at=now())
