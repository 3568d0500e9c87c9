"""Asking what became of requests: a 200 was a receipt, the verdict on each row comes later."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from crm.models import Conversion, ConversionRequest
from crm.models.conversions import ConversionQuerySet
from crm.rules.ad_reports import next_poll
from crm.services.conversions_deciding import wait
from crm.services.conversions_sending import catch_up, settle
from crm.services.conversions_telling import tell
from crm.states import AdWay, ConversionAct, ConversionState
from perforia.base.outcomes import Outcome, OutcomeKind, Verdicts

AT_ONCE = 500


def due_requests(at: datetime) -> list[dict[str, int]]:
    """Requests that are old enough to be asked about."""
    due = ConversionRequest.objects.filter(done_at=None, poll_at__lte=at).order_by("poll_at", "pk")
    return [{"conversion_request_id": pk} for pk in due.values_list("pk", flat=True)[:AT_ONCE]]


def claim_request(*, request_id: int, at: datetime) -> ConversionRequest | None:
    """Take a request for asking; None when it is not due or another worker has it. The next time is set already."""
    request = ConversionRequest.objects.filter(pk=request_id, done_at=None, poll_at__lte=at).first()
    if request is None or request.way == AdWay.FILE:
        return None
    after = next_poll(request.polls + 1, sent_at=request.sent_at, at=at) or at
    taken = ConversionRequest.objects.filter(pk=request.pk, poll_at=request.poll_at, done_at=None)
    return request if taken.update(poll_at=after, polls=F("polls") + 1) else None


@transaction.atomic
def record_processing(*, request: ConversionRequest, at: datetime) -> None:
    """Google is not done. After a week its rows are called unanswered: sent, but nobody knows."""
    locked = _lock(request)
    if locked.done_at is not None or next_poll(locked.polls, sent_at=locked.sent_at, at=at) is not None:
        return
    rows = Conversion.objects.filter(request=locked, state=ConversionState.SENT)
    rows.update(state=ConversionState.UNKNOWN, settled_at=at, reason="NO_ANSWER")
    _finish(locked, at)


@transaction.atomic
def record_verdicts(*, request: ConversionRequest, polled: Verdicts, at: datetime) -> dict[str, int]:
    """Settle the rows of a request: those that were named as they were named, all others went well. Idempotent.

    When Google only counted its errors, the rows it may have meant are sent again, each by itself; those it has
    already it knows by their number.
    """
    locked = _lock(request)
    if locked.done_at is not None:
        return {}
    sent = _sent(locked)
    named = list(sent.filter(position__in=list(polled.by_position)).order_by("pk"))
    settled = [row for row in named if settle(row, polled.by_position[row.position or 0], at=at)]
    counts: dict[str, int] = {}
    for row in named:
        kind = polled.by_position[row.position or 0].kind.value
        counts[kind] = counts.get(kind, 0) + 1
    if polled.is_vague:
        for row in sent.order_by("pk"):
            row.is_alone = True
            row.save(update_fields=["is_alone"])
            wait(row, at=at, reason="UNPLACED")
    else:
        settled += _confirm_all(locked, counts, at)
    tell(settled, at=at)
    if polled.warnings:
        locked.warnings = [*locked.warnings, *polled.warnings][:20]
    _finish(locked, at)
    return counts


def _confirm_all(request: ConversionRequest, counts: dict[str, int], at: datetime) -> list[Conversion]:
    """Everything that is left of a request, in one statement."""
    rows = list(_sent(request).order_by("pk"))
    is_gone = request.act == ConversionAct.RETRACT
    state = ConversionState.RETRACTED if is_gone else ConversionState.CONFIRMED
    Conversion.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=state, settled_at=at, reason="", detail="", next_try_at=None, attempts=0
    )
    for row in rows:
        row.state, row.settled_at, row.attempts = state, at, 0
        if row.is_stale:
            catch_up(row, at=at)
    counts[OutcomeKind.FINAL.value] = len(rows)
    return rows


@transaction.atomic
def record_lost(*, request: ConversionRequest, answer: Outcome, at: datetime) -> None:
    """Google knows no such request: its rows are sent again, which their number makes harmless."""
    locked = _lock(request)
    if locked.done_at is not None:
        return
    for row in _sent(locked).order_by("pk"):
        settle(row, Outcome(OutcomeKind.RETRY, answer.reason, answer.detail), at=at)
    _finish(locked, at)


def _sent(request: ConversionRequest) -> ConversionQuerySet:
    """What of a request has no verdict, locked: a change of its lead waits until it has."""
    rows = Conversion.objects.filter(request=request, state=ConversionState.SENT)
    return rows.select_related("rule").select_for_update(of=("self",), no_key=True)


def _finish(request: ConversionRequest, at: datetime) -> None:
    request.done_at, request.poll_at = at, None
    request.save(update_fields=["done_at", "poll_at", "warnings"])


def _lock(request: ConversionRequest) -> ConversionRequest:
    return ConversionRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)
