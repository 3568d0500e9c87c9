"""The demo firm's account at Google Ads, where Google runs on this machine: what was reported, and what it came to."""

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from crm.models import AdAccount, ConversionRequest, ConversionRun, Lead
from crm.rules.conversions import without_vat
from crm.services import conversions, conversions_polling, conversions_runs, conversions_sending
from crm.services.ad_accounts import AccountDetails, RuleDetails, save_rule, set_up
from crm.services.conversions import Told
from crm.services.conversions_claiming import claim_batch
from crm.states import ConversionAct, LeadStatus, Milestone, ValueKind
from perforia.base.models import User
from perforia.base.outcomes import Outcome, OutcomeKind, Verdicts

LOOPBACK = frozenset({"127.0.0.1", "localhost"})
KEY = Path("var") / "google-ads-key.json"  # written by script/server for the Google it starts
CUSTOMER, QUALIFIED, CONVERTED = "1234567890", "7001002003", "7001002004"
DAY = timedelta(days=1)
PAID_EVERY, UNKNOWN_CLICK, BROKEN_CLICK = 2, 9, 23


@transaction.atomic
def load(*, by: User, at: datetime) -> None:
    """Set the account up where nobody has, with some weeks behind it. Idempotent."""
    if urlsplit(settings.GOOGLE_DATA_MANAGER_URL).hostname not in LOOPBACK or AdAccount.objects.exists():
        return
    _earn(by)
    key = Path(settings.BASE_DIR) / KEY
    details = AccountDetails(CUSTOMER, key_file=key.read_text(encoding="utf-8") if key.exists() else "")
    set_up(details=details, by=by, at=at - 30 * DAY)
    first = RuleDetails(Milestone.QUALIFIED, QUALIFIED, "Kvalificerat lead", amount=Decimal(2400))
    booked = RuleDetails(Milestone.SIGNED, CONVERTED, "Bokat jobb", ValueKind.CONTRACT, amount=Decimal(9000))
    for rule in (first, booked):
        save_rule(rule=None, details=rule, by=by, at=at - 60 * DAY)
    for nights in (1, 0):
        _night(at - nights * DAY)


def _earn(by: User) -> None:
    """Those who were won have signed for what they were thought to be worth, and every other one has paid."""
    won = Lead.objects.filter(status=LeadStatus.WON).exclude(value=None).exclude(closed_at=None)
    for number, lead in enumerate(won.select_related("customer").order_by("pk")):
        if lead.value is None or lead.closed_at is None:
            continue
        told = Told(f"demo:{lead.pk}", without_vat(lead.value), lead.closed_at)
        conversions.note_contract(lead=lead, told=told, by=by, at=lead.closed_at)
        if number % PAID_EVERY and lead.customer is not None:
            conversions.note_invoice(customer=lead.customer, told=told, by=by, at=lead.closed_at)
            conversions.note_paid(customer=lead.customer, told=told, by=by, at=lead.closed_at)


def _night(at: datetime) -> None:
    """One nightly run and what was said of it afterwards."""
    night = at.replace(hour=4, minute=10, second=0, microsecond=0)
    account = AdAccount.objects.get()
    run = ConversionRun.objects.create(started_at=night, claimed_at=night)
    while conversions_runs.look_for_missed(run=run, at=night):
        pass
    while (batch := claim_batch(run=run, account=account, act=ConversionAct.REPORT, at=night)) is not None:
        answers = [Outcome(OutcomeKind.PENDING, request_id=f"demo-{row.action_id}-{row.pk}") for row in batch.rows]
        counts = conversions_sending.record_answers(batch=batch, answers=answers, at=night)
        conversions_runs.note_counts(run=run, counts={**counts, **batch.counts})
    conversions_runs.finish(run=run, at=night)
    for request in ConversionRequest.objects.filter(done_at=None).order_by("pk"):
        polled = Verdicts({0: verdict} if (verdict := _verdict(request.pk)) else {})
        conversions_polling.record_verdicts(request=request, polled=polled, at=night + timedelta(minutes=35))


def _verdict(number: int) -> Outcome | None:
    """Most go well; some clicks Google does not know."""
    if number % BROKEN_CLICK == BROKEN_CLICK - 1:
        return Outcome(OutcomeKind.REJECTED, "INVALID_GCLID")
    return Outcome(OutcomeKind.REJECTED, "CLICK_NOT_FOUND") if number % UNKNOWN_CLICK == UNKNOWN_CLICK - 1 else None
