"""Signed PDFs come home."""

from celery import shared_task

from contracts.models import Contract
from contracts.services import filing, syncing
from contracts.tasks.reaching import NOT_CONNECTED, NOT_LET_IN, account_let_in, again, is_refused
from integrations.clients import esign
from integrations.clients.esign import Account
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.tasks import Queue


@shared_task(name="contracts.fetch_signed_pdf", queue=Queue.DOCUMENTS)
def fetch_signed_pdf(*, contract_id: int) -> None:
    """Bring the signed PDF of one contract home; safe to run any number of times."""
    if is_refused():
        return
    claim = filing.claim_signed_pdf(contract_id=contract_id, at=now())
    if claim is None or claim.remote_id is None:
        return
    account = account_let_in()
    if account is None:
        filing.hold_signed_pdf(claim=claim, reason=NOT_CONNECTED, at=now())
        return
    try:
        content = esign.download(account, claim.remote_id)
        filing.file_signed_pdf(claim=claim, content=content, at=now())
    except esign.NotLetIn:
        filing.hold_signed_pdf(claim=claim, reason=NOT_LET_IN, at=now())
    except esign.Gone as gone:
        _look_at_contract(account, claim, reason=str(gone))
    except esign.Refused as refusal:
        filing.give_up_on_signed_pdf(claim=claim, reason=str(refusal), at=now())
    except DomainError as unwanted:
        filing.give_up_on_signed_pdf(claim=claim, reason=unwanted.message, at=now())
    except esign.Unreachable as silence:
        wait = filing.postpone_signed_pdf(claim=claim, reason=str(silence), after=silence.retry_after, at=now())
        again(fetch_signed_pdf, contract_id=contract_id, wait=wait)


def _look_at_contract(account: Account, claim: Contract, *, reason: str) -> None:
    """The PDF is not there: it is late as long as its contract is there, else somebody must get it another way."""
    began_at = now()
    try:
        esign.contract(account, claim.remote_id or 0)
    except esign.Gone:
        syncing.apply_missing(contract_id=claim.pk, began_at=began_at, at=now())
        filing.give_up_on_signed_pdf(claim=claim, reason=reason, at=now())
    except (esign.Unreachable, esign.Refused) as trouble:
        filing.postpone_signed_pdf(claim=claim, reason=str(trouble), at=now())
    else:
        filing.postpone_signed_pdf(claim=claim, reason=reason, at=now())
