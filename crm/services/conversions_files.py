"""Reporting by a file that a person imports in Google Ads: handed out, confirmed by the person, or taken back."""

from datetime import datetime

from django.db import transaction

from crm.models import AdAccount, Conversion, ConversionRequest
from crm.services.conversions_claiming import claim_rows
from crm.services.conversions_deciding import wait
from crm.services.conversions_sending import confirm, record_answers
from crm.services.conversions_telling import tell
from crm.states import AdWay, ConversionAct, ConversionState
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from perforia.base.outcomes import Outcome, OutcomeKind

MOST = 5000


@transaction.atomic
def hand_out(*, act: ConversionAct, by: User, at: datetime) -> ConversionRequest:
    """Put everything of an act that is due into a file. Raises DomainError when there is nothing to put there."""
    account = AdAccount.objects.select_for_update().first()
    if account is None or account.way != AdWay.FILE:
        raise DomainError("Kontot rapporterar inte genom en fil. Ändra väg under Konto först.")
    due = Conversion.objects.filter(state=ConversionState.WAITING, act=act, next_try_at__lte=at)
    rows = list(due.select_for_update(of=("self",), no_key=True).order_by("next_try_at", "pk")[:MOST])
    batch = claim_rows(rows=rows, account=account, act=act, at=at) if rows else None
    if batch is None or not batch.rows:
        raise DomainError("Det finns inget att rapportera just nu.")
    answers = [Outcome(OutcomeKind.PENDING) for _ in batch.rows]
    record_answers(batch=batch, answers=answers, at=at)
    request = ConversionRequest.objects.filter(conversions=batch.rows[0].pk).get()
    request.sent_by = by
    request.save(update_fields=["sent_by"])
    audit.record(verb="conversion.file_made", target=request, by=by, at=at, count=request.row_count)
    return request


@transaction.atomic
def confirm_file(*, request: ConversionRequest, by: User, at: datetime) -> int:
    """A person has imported the file: its rows are confirmed. Answers how many. Idempotent."""
    rows = _open_rows(request, at)
    for row in rows:
        confirm(row, at=at)
    tell(rows, at=at)
    if rows:
        audit.record(verb="conversion.file_confirmed", target=request, by=by, at=at, count=len(rows))
    return len(rows)


@transaction.atomic
def take_back_file(*, request: ConversionRequest, by: User, at: datetime) -> int:
    """The file was not used: its rows wait again. Answers how many. Idempotent."""
    rows = _open_rows(request, at)
    for row in rows:
        wait(row, at=at)
    if rows:
        audit.record(verb="conversion.file_taken_back", target=request, by=by, at=at, count=len(rows))
    return len(rows)


def _open_rows(request: ConversionRequest, at: datetime) -> list[Conversion]:
    """What of a file is not settled; the file itself is closed with this."""
    locked = ConversionRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)
    if locked.way != AdWay.FILE or locked.done_at is not None:
        return []
    locked.done_at = at
    locked.save(update_fields=["done_at"])
    rows = Conversion.objects.filter(request=locked, state=ConversionState.SENT).select_related("rule")
    return list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
