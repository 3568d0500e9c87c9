"""The signed PDF comes home: claimed, fetched by a task, filed in the archive once, tied to customer and contract."""

import io
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from archive import services as archive
from archive.rules import retain_until
from archive.states import DocumentKind, LinkKind
from contracts import events
from contracts.models import Contract
from contracts.rules.contracts import next_wait
from contracts.services.moves import Fact, lock, need_attention, note
from contracts.states import PDF_MOVES, EventKind, PdfState
from perforia.base import audit
from perforia.base.claims import dead_before
from perforia.base.errors import DomainError
from perforia.base.models import User
from perforia.base.states import check_move

AT_ONCE = 200
FOLDER = "Avtal"
HELD = timedelta(minutes=5)
UNFETCHED = "Den signerade pdf:en kom inte hem från Oneflow."


def claim_signed_pdf(*, contract_id: int, at: datetime) -> Contract | None:
    """Take the PDF of a signed contract for fetching; None when it is filed, not due, or another worker has it."""
    due = Contract.objects.filter(pk=contract_id, pdf_state=PdfState.WANTED, pdf_next_at__lte=at)
    taken = due.update(pdf_state=PdfState.FETCHING, pdf_claimed_at=at, pdf_attempts=F("pdf_attempts") + 1)
    return Contract.objects.get(pk=contract_id) if taken else None


@transaction.atomic
def file_signed_pdf(*, claim: Contract, content: bytes, at: datetime) -> None:
    """Keep the PDF in the archive with its hash, tied to the contract and its customer. Announces contract_filed.

    All or nothing, and once: a contract that is filed already stays so, and the same bytes are the same document.
    """
    contract = lock(claim)
    if contract.pdf_state == PdfState.FILED or not contract.signed_at:
        return
    check_move(PdfState(contract.pdf_state), PdfState.FILED, PDF_MOVES)
    received = timezone.localdate(contract.signed_at)
    kept_from = max(received, contract.ends_on or received)  # what still runs is kept from its end
    folder = archive.ensure_folder(path=[FOLDER, str(received.year)])
    stored = archive.store(
        content=io.BytesIO(content), name=f"{contract.number} {contract.title}, signerat.pdf", by=None, at=at,
        kind=DocumentKind.AGREEMENT, folder=folder,
        retention=retain_until(DocumentKind.AGREEMENT, received=kept_from),
    )  # fmt: skip
    document = stored.document
    archive.change_kind(document=document, kind=DocumentKind.AGREEMENT, by=None, at=at)
    for kind, number, label in (
        (LinkKind.CUSTOMER, contract.customer_id, contract.customer.name),
        (LinkKind.CONTRACT, contract.pk, contract.number),
    ):
        archive.link(document=document, kind=kind, object_id=number, label=label, by=None, at=at)
    contract.pdf_state, contract.pdf_error, contract.filed_at = PdfState.FILED, "", at
    contract.document, contract.document_sha256 = document, stored.version.sha256
    contract.save(update_fields=["pdf_state", "pdf_error", "filed_at", "document", "document_sha256"])
    note(contract, EventKind.FILED, f"filed:{stored.version.sha256}", Fact(at), at=at)
    audit.record(verb="contract.filed", target=contract, by=None, at=at, document=document.pk)
    events.contract_filed.announce(contract_id=contract.pk)


@transaction.atomic
def postpone_signed_pdf(*, claim: Contract, reason: str, at: datetime, after: int | None = None) -> timedelta | None:
    """It is not there yet, or the service is away: tried again with longer and longer waits, a day in all.

    Answers how long it waits, None when it does not.
    """
    contract = lock(claim)
    if not _is_mine(contract, claim):
        return None
    wait = next_wait(contract.pdf_attempts)
    if wait is None:
        _give_up(contract, reason, at)
        return None
    check_move(PdfState(contract.pdf_state), PdfState.WANTED, PDF_MOVES)
    contract.pdf_state, contract.pdf_error = PdfState.WANTED, reason[:300]
    contract.pdf_next_at = at + max(wait, timedelta(seconds=after or 0))
    contract.save(update_fields=["pdf_state", "pdf_error", "pdf_next_at"])
    return contract.pdf_next_at - at


@transaction.atomic
def hold_signed_pdf(*, claim: Contract, reason: str, at: datetime) -> None:
    """The service does not let us in at all: it waits, without counting the try, until somebody mends that."""
    contract = lock(claim)
    if _is_mine(contract, claim):
        check_move(PdfState(contract.pdf_state), PdfState.WANTED, PDF_MOVES)
        contract.pdf_state, contract.pdf_error = PdfState.WANTED, reason[:300]
        contract.pdf_next_at, contract.pdf_attempts = at + HELD, max(0, contract.pdf_attempts - 1)
        contract.save(update_fields=["pdf_state", "pdf_error", "pdf_next_at", "pdf_attempts"])


@transaction.atomic
def give_up_on_signed_pdf(*, claim: Contract, reason: str, at: datetime) -> None:
    """The service said no for good, or the contract is gone there: a person must fetch the PDF some other way."""
    contract = lock(claim)
    if _is_mine(contract, claim):
        _give_up(contract, reason, at)


@transaction.atomic
def ask_again(*, contract: Contract, by: User, at: datetime) -> None:
    """A person asks for the PDF once more. Idempotent. Announces signed_pdf_wanted.

    Raises DomainError unless the contract is signed.
    """
    locked = lock(contract)
    if locked.pdf_state == PdfState.NONE:
        raise DomainError("Avtalet är inte signerat än.")
    if locked.pdf_state == PdfState.FAILED:
        locked.pdf_state, locked.pdf_next_at, locked.pdf_attempts = PdfState.WANTED, at, 0
        locked.save(update_fields=["pdf_state", "pdf_next_at", "pdf_attempts"])
        audit.record(verb="contract.pdf_asked", target=locked, by=by, at=at)
        events.signed_pdf_wanted.announce(contract_id=locked.pk)


def due_signed_pdfs(at: datetime) -> list[dict[str, int]]:
    """Signed contracts whose PDF is to be fetched now; first frees those whose worker died."""
    dead = Contract.objects.filter(pdf_state=PdfState.FETCHING, pdf_claimed_at__lt=dead_before(at))
    dead.update(pdf_state=PdfState.WANTED, pdf_next_at=at)
    due = Contract.objects.filter(pdf_state=PdfState.WANTED, pdf_next_at__lte=at).order_by("pdf_next_at", "pk")
    return [{"contract_id": pk} for pk in due.values_list("pk", flat=True)[:AT_ONCE]]


def _is_mine(contract: Contract, claim: Contract) -> bool:
    return contract.pdf_state == PdfState.FETCHING and contract.pdf_claimed_at == claim.pdf_claimed_at


def _give_up(contract: Contract, reason: str, at: datetime) -> None:
    check_move(PdfState(contract.pdf_state), PdfState.FAILED, PDF_MOVES)
    contract.pdf_state, contract.pdf_error = PdfState.FAILED, reason[:300]
    need_attention(contract, f"{UNFETCHED} {reason}", key=f"pdf:{at.isoformat()}", at=at)
    contract.save()
    audit.record(verb="contract.pdf_failed", target=contract, by=None, at=at, reason=reason[:200])
