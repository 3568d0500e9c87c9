"""Writing down what became of conversions that were handed over: at once, or when they were asked about."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from crm.models import Conversion, ConversionRequest
from crm.rules.ad_reports import FIRST_POLL, GAVE_UP, next_try
from crm.services.conversions_claiming import Batch
from crm.services.conversions_deciding import follow, wait
from crm.services.conversions_telling import tell
from crm.states import CONVERSION_MOVES, AdWay, ConversionAct, ConversionState
from perforia.base.outcomes import Outcome, OutcomeKind
from perforia.base.states import check_move

DONE = frozenset({OutcomeKind.FINAL, OutcomeKind.ALREADY})
MOST_WARNINGS = 20


@transaction.atomic
def record_answers(*, batch: Batch, answers: Sequence[Outcome], at: datetime) -> dict[str, int]:
    """Write down what became of a claimed batch, row by row; answers how many went which way. Idempotent."""
    claimed = Conversion.objects.filter(pk__in=[row.pk for row in batch.rows], state=ConversionState.SENDING)
    claimed = claimed.select_related("rule").select_for_update(of=("self",), no_key=True)
    rows = {row.pk: row for row in claimed.order_by("pk")}
    requests = {key: _request(batch, answers, key, at) for key in _keys(answers)}
    positions = dict.fromkeys(requests, 0)
    counts: dict[str, int] = {}
    sent: dict[str, list[Conversion]] = {}
    settled = []
    for taken, answer in zip(batch.rows, answers, strict=True):
        row = rows.get(taken.pk)
        if answer.kind == OutcomeKind.PENDING:
            place, positions[answer.request_id] = positions[answer.request_id], positions[answer.request_id] + 1
            if row is not None:
                row.position = place
                sent.setdefault(answer.request_id, []).append(row)
        elif row is not None and settle(row, answer, at=at):
            settled.append(row)
        counts[answer.kind.value] = counts.get(answer.kind.value, 0) + 1
    for key, mine in sent.items():
        Conversion.objects.bulk_update(mine, ["position"])
        Conversion.objects.filter(pk__in=[row.pk for row in mine]).update(
            state=ConversionState.SENT, request=requests[key], sent_at=at, reason="", detail=""
        )
    tell(settled, at=at)
    return counts


def settle(row: Conversion, answer: Outcome, *, at: datetime) -> bool:
    """What a verdict means for one row, claimed or sent; answers whether it is settled now."""
    if answer.kind in DONE:
        confirm(row, at=at)
        return True
    if answer.kind == OutcomeKind.CONFIG:
        row.attempts = max(row.attempts - 1, 0)  # the account's fault is no try of the row
        wait(row, at=at, reason=answer.reason, detail=answer.detail)
        return False
    is_retry = answer.kind == OutcomeKind.RETRY
    due = next_try(row.attempts, at=at, retry_after=answer.retry_after, reason=answer.reason) if is_retry else None
    if due is not None:
        wait(row, at=due, reason=answer.reason, detail=answer.detail)
        return False
    check_move(ConversionState(row.state), ConversionState.REJECTED, CONVERSION_MOVES)
    row.state, row.settled_at = ConversionState.REJECTED, at
    row.reason = (GAVE_UP if is_retry else answer.reason or "UNKNOWN")[:80]
    row.detail = (f"{answer.reason} {answer.detail}".strip() if is_retry else answer.detail)[:300]
    row.save(update_fields=["state", "reason", "detail", "settled_at"])
    return True


def confirm(row: Conversion, *, at: datetime) -> None:
    """Google knows it; when the lead has changed meanwhile, what follows is lined up at once."""
    state = ConversionState.RETRACTED if row.act == ConversionAct.RETRACT else ConversionState.CONFIRMED
    if not check_move(ConversionState(row.state), state, CONVERSION_MOVES):
        return
    row.state, row.settled_at, row.sent_at = state, at, row.sent_at or at
    row.reason, row.detail, row.next_try_at, row.attempts = "", "", None, 0
    row.save(update_fields=["state", "settled_at", "sent_at", "reason", "detail", "next_try_at", "attempts"])
    if row.is_stale:
        catch_up(row, at=at)


def catch_up(row: Conversion, *, at: datetime) -> None:
    """The lead of a row changed while it was on its way: what follows from that is decided now."""
    wanted, row.is_stale, row.value = row.value, False, row.reported_value
    row.save(update_fields=["is_stale", "value"])
    if wanted != row.reported_value:
        follow(row, at=at)


@transaction.atomic
def zero_instead(*, batch: Batch, at: datetime) -> None:
    """Google does not let the account take back: the rows are told to be worth 0 instead. Idempotent."""
    ids = [row.pk for row in batch.rows]
    rows = Conversion.objects.filter(pk__in=ids, act=ConversionAct.RETRACT, state=ConversionState.WAITING)
    rows.update(is_zeroed=True, next_try_at=at)


def free_claimed(*, at: datetime) -> int:
    """Line up again what a worker that died had in hand; its number makes a repeat harmless. Answers how many."""
    left = Conversion.objects.filter(state=ConversionState.SENDING)
    return left.update(state=ConversionState.WAITING, next_try_at=at)


def _keys(answers: Sequence[Outcome]) -> list[str]:
    return list(dict.fromkeys(answer.request_id for answer in answers if answer.kind == OutcomeKind.PENDING))


def _request(batch: Batch, answers: Sequence[Outcome], key: str, at: datetime) -> ConversionRequest:
    mine = [answer for answer in answers if answer.kind == OutcomeKind.PENDING and answer.request_id == key]
    return ConversionRequest.objects.create(
        way=batch.way, act=batch.act, request_id=key, payload_sha256=mine[0].payload_sha256, row_count=len(mine),
        warnings=list(mine[0].warnings)[:MOST_WARNINGS], sent_at=at,
        poll_at=at + FIRST_POLL if batch.way == AdWay.DATA_MANAGER else None,
        done_at=at if batch.way == AdWay.GOOGLE_ADS else None,
    )  # fmt: skip
