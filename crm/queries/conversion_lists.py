"""Lists of conversions: what would be sent, and what has become of those that were."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count

from crm.models import AdAccount, Conversion, ConversionRequest
from crm.models.conversions import ConversionQuerySet
from crm.queries.conversions import known_of, policy_of
from crm.rules.ad_reports import Report
from crm.rules.ad_words import Words, in_words
from crm.rules.conversions import judge, trace
from crm.states import ConversionAct, ConversionState, Milestone
from perforia.base.models import User

AT_ONCE = 500
RELATED = ("lead", "lead__source", "lead__customer", "rule")
# Ring and tone of each state, as the design guide draws states.
RINGS: dict[str, tuple[str, str]] = {
    ConversionState.WAITING: ("is-new", "accent"), ConversionState.SENDING: ("33", "accent"),
    ConversionState.SENT: ("66", "info"), ConversionState.CONFIRMED: ("is-done", "ok"),
    ConversionState.REJECTED: ("is-alert", "bad"), ConversionState.SKIPPED: ("is-lost", ""),
    ConversionState.RETRACTED: ("is-lost", ""), ConversionState.UNKNOWN: ("is-alert", "warn"),
}  # fmt: skip


@dataclass(frozen=True)
class Due:
    """A row that is due: what would go, or why it would not; `value` is kronor."""

    lead: str
    action: str
    value: Decimal | None
    known_by: list[str]
    why_not: str


@dataclass(frozen=True)
class Shown:
    """A conversion as a list shows it."""

    row: Conversion
    ring: str
    tone: str
    words: Words

    @property
    def at(self) -> datetime:
        """When the last thing happened to it."""
        return self.row.settled_at or self.row.sent_at or self.row.decided_at


def preview(*, at: datetime, since: datetime | None = None) -> Iterator[Due]:
    """What a run would send now, row by row, without sending it."""
    policy = policy_of(AdAccount.objects.first())
    waiting = Conversion.objects.filter(state=ConversionState.WAITING, next_try_at__lte=at)
    if since is not None:
        waiting = waiting.filter(occurred_at__gte=since)
    last = 0
    while rows := list(waiting.filter(pk__gt=last).select_related(*RELATED).order_by("pk")[:AT_ONCE]):
        known = known_of([row.lead for row in rows])
        for row in rows:
            facts = known[row.lead_id].facts
            is_first = row.act == ConversionAct.REPORT
            verdict = judge(facts, policy, Milestone(row.milestone), at=at) if is_first else trace(facts, policy, at=at)
            kinds = verdict.identifiers.kinds
            yield Due(row.lead.number, str(row.rule), row.value, kinds, verdict.why_not or "")
        last = rows[-1].pk


def reports_of(request: ConversionRequest, *, at: datetime) -> Iterator[tuple[Report, str]]:
    """What a file of conversions tells, with the names of the actions; those who have said no since are left out."""
    policy = policy_of(AdAccount.objects.first())
    rows = list(Conversion.objects.filter(request=request).select_related(*RELATED).order_by("position", "pk"))
    known = known_of([row.lead for row in rows])
    for row in rows:
        verdict = trace(known[row.lead_id].facts, policy, at=at)
        if verdict.why_not and request.act != ConversionAct.RETRACT:
            continue
        yield (
            Report(
                row.transaction_id, row.action_id, row.occurred_at, row.reported_value, verdict.identifiers,
                is_personalized=known[row.lead_id].is_personalized,
            ),
            str(row.rule),
        )  # fmt: skip


def conversions(user: User, *, state: str = "") -> ConversionQuerySet:
    """Conversions that somebody may see, all of them or those in a state."""
    found = Conversion.objects.visible_to(user).select_related("lead", "lead__customer", "rule")
    return found.filter(state=state) if state in ConversionState.values else found


def shown(rows: Iterable[Conversion]) -> list[Shown]:
    """Rows with their ring and their reason in words."""
    return [Shown(row, *RINGS[row.state], in_words(row.reason)) for row in rows]


def counts_by_state(user: User) -> dict[str, int]:
    """How many there are in each state; one question."""
    found = Conversion.objects.visible_to(user).order_by().values("state").annotate(number=Count("pk"))
    return {each["state"]: each["number"] for each in found}
