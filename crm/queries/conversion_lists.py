"""Lists of conversions: what would be sent, and what has become of those that were."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from crm.models import AdAccount, Conversion
from crm.queries.conversions import known_of, policy_of
from crm.rules.conversions import judge, trace
from crm.states import ConversionAct, ConversionState, Milestone

AT_ONCE = 500


@dataclass(frozen=True)
class Due:
    """A row that is due: what would go, or why it would not; `value` is kronor."""

    lead: str
    action: str
    value: Decimal | None
    known_by: list[str]
    why_not: str


def preview(*, at: datetime, since: datetime | None = None) -> Iterator[Due]:
    """What a run would send now, row by row, without sending it."""
    policy = policy_of(AdAccount.objects.first())
    waiting = Conversion.objects.filter(state=ConversionState.WAITING, next_try_at__lte=at)
    if since is not None:
        waiting = waiting.filter(occurred_at__gte=since)
    last = 0
    related = ("lead", "lead__source", "lead__customer", "rule")
    while rows := list(waiting.filter(pk__gt=last).select_related(*related).order_by("pk")[:AT_ONCE]):
        known = known_of([row.lead for row in rows])
        for row in rows:
            facts = known[row.lead_id].facts
            is_first = row.act == ConversionAct.REPORT
            verdict = judge(facts, policy, Milestone(row.milestone), at=at) if is_first else trace(facts, policy, at=at)
            yield Due(
                row.lead.number, str(row.rule), row.value, verdict.identifiers.kinds, verdict.why_not or ""
            )  # fmt: skip
        last = rows[-1].pk
