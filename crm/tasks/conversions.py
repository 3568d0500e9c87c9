"""Reporting to Google Ads: nightly, in portions that survive the worker, and asking later what became of it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial

from celery import shared_task
from django.conf import settings

from crm.models import AdAccount, ConversionRun
from crm.rules.ad_reports import Report, is_of_row
from crm.services import ad_accounts, ad_consents, conversions_polling, conversions_runs, conversions_sending
from crm.services.conversions_claiming import Batch, claim_batch
from crm.states import AdWay, ConversionAct
from integrations.clients import ads, ads_data_manager, ads_google
from integrations.services import connections
from perforia.base.clock import now
from perforia.base.errors import DomainError, Refused, Unreachable
from perforia.base.outcomes import Outcome, OutcomeKind
from perforia.base.tasks import Queue

PORTION_SECONDS = 150  # well below the time limit of the queue
SINKS: dict[str, Callable[[ads.Account], ads.ConversionSink]] = {
    AdWay.DATA_MANAGER: ads_data_manager.DataManager, AdWay.GOOGLE_ADS: ads_google.GoogleAds,
}  # fmt: skip


@shared_task(name="crm.upload_conversions", queue=Queue.DEFAULT)
def upload_conversions() -> None:
    """Begin the nightly run, where an account is set up; safe to run any number of times."""
    _begin(is_retry=False)


@shared_task(name="crm.retry_conversions", queue=Queue.DEFAULT)
def retry_conversions() -> None:
    """Begin a run of what did not get through before; safe to run any number of times."""
    _begin(is_retry=True)


@shared_task(name="crm.work_on_conversions", queue=Queue.DEFAULT)
def work_on_conversions(*, run_id: int) -> None:
    """Send a portion of the outbox; what a worker that died had in hand goes again, by the same numbers."""
    run = conversions_runs.claim_run(run_id=run_id, at=now())
    if run is None:
        return
    account = AdAccount.objects.filter(is_active=True).exclude(way=AdWay.FILE).first()
    if account is None:
        conversions_runs.finish(run=run, at=now(), trouble=Outcome(OutcomeKind.CONFIG, "TURNED_OFF"))
        return
    while conversions_runs.look_for_missed(run=run, at=now()):
        pass
    ends = time.monotonic() + PORTION_SECONDS
    for act in ConversionAct:
        if (trouble := _send(run, account, act, ends)) is not None:
            if trouble.kind == OutcomeKind.CONFIG:
                conversions_runs.pause(trouble=trouble, at=now())
            conversions_runs.finish(run=run, at=now(), trouble=trouble)
            return
    if time.monotonic() >= ends:
        conversions_runs.leave(run=run)
    else:
        conversions_runs.finish(run=run, at=now())


@shared_task(name="crm.poll_conversions", queue=Queue.DEFAULT)
def poll_conversions(*, conversion_request_id: int) -> None:
    """Ask what became of one request; safe to run any number of times."""
    request = conversions_polling.claim_request(request_id=conversion_request_id, at=now())
    account = AdAccount.objects.first()
    if request is None or account is None:
        return
    try:
        found = _sink(account, request.way).poll(request.request_id, request.row_count)
    except Unreachable:
        return  # the next time is set
    except Refused as no:
        answer = Outcome(OutcomeKind.CONFIG, str(no))
        if str(no) == ads_data_manager.LOST:
            conversions_polling.record_lost(request=request, answer=answer, at=now())
        else:
            conversions_runs.pause(trouble=answer, at=now())
        return
    if found is None:
        conversions_polling.record_processing(request=request, at=now())
        return
    counts = conversions_polling.record_verdicts(request=request, polled=found, at=now())
    conversions_runs.warn_of_many(counts=counts, at=now())
    trouble = next((verdict for verdict in found.by_position.values() if verdict.kind == OutcomeKind.CONFIG), None)
    if trouble is not None:
        conversions_runs.pause(trouble=trouble, at=now())


@shared_task(name="crm.forget_clicks", queue=Queue.DEFAULT)
def forget_clicks() -> None:
    """Forget clicks that Google has forgotten; safe to run any number of times."""
    while ad_consents.forget_clicks(at=now()) == ad_consents.FORGOTTEN_AT_ONCE:
        pass


@shared_task(name="crm.try_ads", queue=Queue.DEFAULT)
def try_ads(*, account_id: int) -> None:
    """Try the connection with an event that Google only looks at; safe to run any number of times."""
    account = AdAccount.objects.filter(pk=account_id).first()
    if account is None or not ad_accounts.is_testing(account):
        return
    trouble = None
    for event in ad_accounts.synthetic_events(at=now()):
        outcome = _sink(account, account.way).upload([_conversion(event)], validate_only=True)[0]
        if outcome.kind not in {OutcomeKind.PENDING, OutcomeKind.FINAL}:
            trouble = outcome
            break
    ad_accounts.record_test(account=account, trouble=trouble, facts=_facts(account), at=now())


def _begin(*, is_retry: bool) -> ConversionRun | None:
    try:
        return conversions_runs.begin(by=None, at=now(), is_retry=is_retry)
    except DomainError:  # no account that takes conversions: nothing to do tonight
        return None


def _send(run: ConversionRun, account: AdAccount, act: ConversionAct, ends: float) -> Outcome | None:
    """Send everything of an act until it is late; the trouble that makes going on useless."""
    pace = 60 / settings.ADS_REQUESTS_A_MINUTE if settings.ADS_REQUESTS_A_MINUTE else 0
    while time.monotonic() < ends:
        began = time.monotonic()
        batch = claim_batch(run=run, account=account, act=act, at=now())
        if batch is None:
            return None
        counts = dict(batch.counts)
        if batch.rows:
            answers = _call(account, batch)
            counts |= conversions_sending.record_answers(batch=batch, answers=answers, at=now())
            conversions_runs.note_counts(run=run, counts=counts)
            if (trouble := _trouble(batch, answers)) is not None:
                return trouble
            time.sleep(max(0.0, began + pace - time.monotonic()))
        else:
            conversions_runs.note_counts(run=run, counts=counts)
    return None


def _call(account: AdAccount, batch: Batch) -> Sequence[Outcome]:
    sink, rows = _sink(account, batch.way), [_conversion(report) for report in batch.reports]
    if batch.act == ConversionAct.RETRACT and "retract" in sink.capabilities and batch.way == AdWay.GOOGLE_ADS:
        return sink.retract(rows, at=now())
    return sink.upload(rows) if batch.act == ConversionAct.REPORT else sink.restate(rows, at=now())


def _trouble(batch: Batch, answers: Sequence[Outcome]) -> Outcome | None:
    """What concerns the account or the line rather than a row. One that may not take back restates to 0 instead."""
    faults = [answer for answer in answers if answer.kind == OutcomeKind.CONFIG]
    if faults and batch.act == ConversionAct.RETRACT and batch.way == AdWay.GOOGLE_ADS:
        conversions_sending.zero_instead(batch=batch, at=now())
        return None
    if faults:
        return faults[0]
    is_down = all(answer.kind == OutcomeKind.RETRY and not is_of_row(answer) for answer in answers)
    return answers[0] if is_down else None


def _facts(account: AdAccount) -> dict[str, object]:
    """What the account says of itself, where the Ads API lets it be asked; nothing otherwise."""
    google = ads_google.GoogleAds(_account(account))
    try:
        own, actions = google.settings(), google.actions()
    except (Unreachable, Refused):
        return {}
    return {"owner_id": own.owner_id, "has_terms": own.has_terms, "actions": [asdict(action) for action in actions]}


def _sink(account: AdAccount, way: str) -> ads.ConversionSink:
    return SINKS[way](_account(account))


def _account(account: AdAccount) -> ads.Account:
    note = partial(connections.note_exchange, connection_id=account.connection_id)
    return ads.Account(account.customer_id, account.login_customer_id, ad_accounts.key_of(account), note)


def _conversion(report: Report) -> ads.Conversion:
    """A report in the words of the clients."""
    known = report.identifiers
    return ads.Conversion(
        report.transaction_id, report.action_id, report.occurred_at, report.value, known.click_kind, known.click_id,
        known.email_sha256, known.phone_sha256, report.source, report.is_personalized,
    )  # fmt: skip
