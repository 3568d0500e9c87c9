"""What the page of a lead says of its reports to Google Ads: what was told, what will be, and if not, why not."""

from dataclasses import dataclass
from datetime import datetime

from crm.models import AdAccount, ConversionRule, Lead
from crm.queries.conversion_lists import Shown, shown
from crm.queries.conversions import known_of, policy_of
from crm.rules.conversions import Facts, WhyNot, judge, trace
from crm.states import ConsentState, LeadStatus, Milestone
from perforia.base.models import User
from perforia.base.permissions import Permission

NOT_YET = {
    Milestone.QUALIFIED: "leadet kvalificeras", Milestone.SIGNED: "avtalet signeras",
    Milestone.PAID: "fakturan är betald",
}  # fmt: skip
_EARLIER = frozenset({WhyNot.UNFINISHED, WhyNot.UNQUALIFIED, WhyNot.UNSIGNED, WhyNot.UNPAID})


@dataclass(frozen=True)
class Line:
    """A rule that has not been applied to the lead: what is waited for, or why nothing is reported."""

    rule: ConversionRule
    waits_for: str
    why_not: str


@dataclass(frozen=True)
class Panel:
    """All of it; `may_withdraw` when there is a yes that can be taken back."""

    rows: list[Shown]
    lines: list[Line]
    may_withdraw: bool


def panel_of(user: User, lead: Lead, *, at: datetime) -> Panel | None:
    """What the page shows; None where nothing is reported at all, or for somebody who may not see it."""
    if not user.has_permission(Permission.SEE_CONVERSIONS):
        return None
    rules = list(ConversionRule.objects.visible_to(user).active().order_by("milestone", "pk"))
    rows = list(lead.conversions.select_related("rule").order_by("decided_at", "pk"))
    if not rules and not rows:
        return None
    facts = known_of([lead])[lead.pk].facts
    policy = policy_of(AdAccount.objects.first())
    have = {(row.action_id, row.milestone) for row in rows}
    lines = []
    for rule in rules:
        if (rule.action_id, rule.milestone) in have:
            continue
        milestone = Milestone(rule.milestone)
        why = judge(facts, policy, milestone, at=at).why_not
        if why in _EARLIER and not _is_over(facts):
            why = trace(facts, policy, at=at).why_not
            lines.append(Line(rule, "" if why else NOT_YET[milestone], why or ""))
        else:
            lines.append(Line(rule, "", why or _late(rule, facts)))
    return Panel(shown(rows), _merged(lines), facts.ad_user_data == ConsentState.GRANTED)


def _late(rule: ConversionRule, facts: Facts) -> str:
    """A lead that could be reported and is not: the rule is younger, or the next night sees to it."""
    reached = facts.reached.get(Milestone(rule.milestone))
    if reached is not None and reached < rule.active_since:
        return "regeln gällde inte när det hände"
    return "den prövas i natt"


def _is_over(facts: Facts) -> bool:
    return facts.status == LeadStatus.LOST


def _merged(lines: list[Line]) -> list[Line]:
    """The same reason is said once, however many rules it stops."""
    if len(lines) > 1 and lines[0].why_not and len({line.why_not for line in lines}) == 1:
        return lines[:1]
    return lines
