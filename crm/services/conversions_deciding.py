"""Whether a lead is reported to Google Ads, and what follows for its reports when something about it changes."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from django.db import transaction

from crm.models import AdAccount, Conversion, ConversionRule, Lead
from crm.queries.conversions import Known, known_of, policy_of, pricing_of
from crm.rules.conversions import Policy, WhyNot, judge, value_of, void
from crm.states import CONVERSION_MOVES, ConversionAct, ConversionState, Milestone
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from perforia.base.states import check_move

SUFFIXES = {Milestone.QUALIFIED: "ql", Milestone.SIGNED: "sg", Milestone.PAID: "pd"}
ON_ITS_WAY = frozenset({ConversionState.SENDING, ConversionState.SENT})
NOTHING = Decimal(0)


def review(*, lead: Lead, by: User | None, at: datetime) -> None:
    """Bring the reports of a locked lead in line with it: new ones, other values, and those taken back. Idempotent.

    Call it in the transaction of the change. A report is made only of what a person or a rule has decided. Locks the
    reports after the lead; who holds a report never waits for a lead.
    """
    rules = list(ConversionRule.objects.active().order_by("pk"))
    mine = Conversion.objects.filter(lead=lead).select_related("rule").order_by("pk")
    rows = list(mine.select_for_update(of=("self",), no_key=True))
    if not rules and not rows:
        return
    account = AdAccount.objects.first()
    fresh = Lead.objects.select_related("source", "customer").get(pk=lead.pk)
    known, policy = known_of([fresh])[lead.pk], policy_of(account)
    have = {(row.action_id, row.milestone) for row in rows}
    missing = [rule for rule in rules if (rule.action_id, rule.milestone) not in have]
    line_up(decide(lead=fresh, known=known, rule=rule, policy=policy, by=by, at=at) for rule in missing)
    for row in rows:
        _follow(row, known, policy, takes_back=account is not None and account.may_retract, at=at)


def follow(row: Conversion, *, at: datetime) -> None:
    """Bring one locked report in line with its lead, which may have changed while it was on its way."""
    account = AdAccount.objects.first()
    lead = Lead.objects.select_related("source", "customer").get(pk=row.lead_id)
    _follow(
        row, known_of([lead])[lead.pk], policy_of(account), takes_back=account is not None and account.may_retract,
        at=at,
    )  # fmt: skip


def decide(
    *, lead: Lead, known: Known, rule: ConversionRule, policy: Policy, by: User | None, at: datetime
) -> Conversion | None:
    """The row that puts a lead into the outbox for a rule, not saved; None when it is not to be reported."""
    milestone = Milestone(rule.milestone)
    reached = known.facts.reached.get(milestone)
    if reached is None or reached < rule.active_since:
        return None
    verdict = judge(known.facts, policy, milestone, at=at)
    if verdict.why_not:
        return None
    return Conversion(
        lead=lead, action_id=rule.action_id, milestone=milestone, rule=rule, rule_version=rule.version,
        occurred_at=reached, next_try_at=max(reached + timedelta(hours=rule.settle_hours), verdict.not_before or at),
        decided_at=at, decided_by=by, value=value_of(pricing_of(rule), known.worth),
        known_by=verdict.identifiers.kinds, transaction_id=f"lead-{uuid4().hex}-{SUFFIXES[milestone]}",
    )  # fmt: skip


def line_up(rows: Iterable[Conversion | None]) -> None:
    """Write decided rows into the outbox; a lead that is there already for the same action stays as it is."""
    Conversion.objects.bulk_create([row for row in rows if row is not None], ignore_conflicts=True)


@transaction.atomic
def send_again(*, conversion: Conversion, by: User, at: datetime) -> None:
    """Put one that was rejected, skipped or never answered for back in line. Idempotent.

    Raises DomainError when its lead may not be reported, with the reason.
    """
    row = Conversion.objects.select_for_update(of=("self",), no_key=True).select_related("lead").get(pk=conversion.pk)
    if not check_move(ConversionState(row.state), ConversionState.WAITING, CONVERSION_MOVES):
        return
    lead = Lead.objects.select_related("source", "customer").get(pk=row.lead_id)
    known = known_of([lead])[lead.pk]
    verdict = judge(known.facts, policy_of(AdAccount.objects.first()), Milestone(row.milestone), at=at)
    if verdict.why_not and row.act != ConversionAct.RETRACT:
        raise DomainError(f"Konverteringen kan inte skickas: {verdict.why_not}.")
    row.attempts = 0
    wait(row, at=at)
    audit.record(verb="conversion.sent_again", target=row, by=by, at=at)


def wait(row: Conversion, *, at: datetime, reason: str = "", detail: str = "") -> None:
    """Line a conversion up for a moment; `reason` is why it was not done at once."""
    row.state, row.next_try_at, row.reason, row.detail = ConversionState.WAITING, at, reason[:80], detail[:300]
    row.save(update_fields=["state", "next_try_at", "reason", "detail", "act", "value", "attempts", "is_stale"])


def _follow(row: Conversion, known: Known, policy: Policy, *, takes_back: bool, at: datetime) -> None:
    """What a change of the lead means for one report."""
    why = void(known.facts, Milestone(row.milestone))
    if why is None and takes_back and judge_withdrawn(known):
        why = WhyNot.WITHDRAWN
    value = NOTHING if why else value_of(pricing_of(row.rule), known.worth)
    state = ConversionState(row.state)
    if state in ON_ITS_WAY:
        if value != row.value:
            row.value, row.is_stale = value, True
            row.save(update_fields=["value", "is_stale"])
    elif row.act == ConversionAct.REPORT and state != ConversionState.CONFIRMED:
        _follow_unsent(row, known, policy, why, at)
    elif value != row.value:
        _change(row, value, why, at)


def judge_withdrawn(known: Known) -> bool:
    """Whether somebody has taken a yes back."""
    return known.facts.was_granted and known.facts.ad_user_data != "granted"


def _follow_unsent(row: Conversion, known: Known, policy: Policy, why: WhyNot | None, at: datetime) -> None:
    """One that Google knows nothing of yet: it waits with another value, is skipped, or is taken up again."""
    state = ConversionState(row.state)
    if state == ConversionState.WAITING:
        if why:
            skip(row, why, at=at)
            return
        row.value = value_of(pricing_of(row.rule), known.worth)
        row.save(update_fields=["value"])
    elif state == ConversionState.SKIPPED:
        verdict = judge(known.facts, policy, Milestone(row.milestone), at=at)
        if verdict.why_not is None:
            row.value = value_of(pricing_of(row.rule), known.worth)
            wait(row, at=max(at, verdict.not_before or at))


def _change(row: Conversion, value: Decimal | None, why: WhyNot | None, at: datetime) -> None:
    """Google knows it: another value, or it is taken back; nothing when what it knows is right again."""
    was_waiting = row.state == ConversionState.WAITING
    if row.state not in {ConversionState.CONFIRMED, ConversionState.WAITING, ConversionState.RETRACTED}:
        row.value = value
        row.save(update_fields=["value"])
        return
    if row.state == ConversionState.RETRACTED and not row.is_zeroed:
        return  # Google takes no new value for what was taken back
    row.value, row.attempts = value, 0
    if was_waiting and why is None and value == row.reported_value:
        row.state, row.act, row.reason, row.next_try_at = ConversionState.CONFIRMED, ConversionAct.REPORT, "", None
        row.save(update_fields=["state", "act", "reason", "next_try_at", "value", "attempts"])
        return
    row.act = ConversionAct.RETRACT if why else ConversionAct.RESTATE
    wait(row, at=at, reason=why or "")


def skip(row: Conversion, why: str, *, at: datetime) -> None:
    """It is not sent after all, and why."""
    row.state, row.reason, row.settled_at = ConversionState.SKIPPED, why[:80], at
    row.save(update_fields=["state", "reason", "settled_at"])
