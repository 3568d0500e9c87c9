"""Taking conversions for sending, each judged anew: what was right when it was decided may not be any more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from crm.models import AdAccount, Conversion, ConversionRun, Lead
from crm.models.conversions import ConversionQuerySet
from crm.queries.conversions import Known, known_of, policy_of
from crm.rules.ad_reports import Report
from crm.rules.conversions import Policy, Verdict, judge, trace
from crm.services.conversions_deciding import NOTHING, skip
from crm.services.conversions_telling import tell
from crm.states import AdWay, ConversionAct, ConversionState, Milestone

BATCH = 50


@dataclass(frozen=True)
class Batch:
    """Claimed rows with what is told of each, all of one act; `way` is how they go, `counts` what was left behind."""

    act: ConversionAct
    way: AdWay
    rows: Sequence[Conversion] = ()
    reports: Sequence[Report] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


def due_rows(*, run: ConversionRun, at: datetime) -> ConversionQuerySet:
    """What a run has to send: everything that is due, or only what was tried before or not come to."""
    due = Conversion.objects.filter(state=ConversionState.WAITING, next_try_at__lte=at)
    if run.since is not None:
        due = due.filter(occurred_at__gte=run.since)
    return due.filter(left_over(at)) if run.is_retry else due


def left_over(at: datetime) -> Q:
    """Rows that have been tried, or that the last whole run did not come to."""
    last = ConversionRun.objects.filter(is_retry=False, started_at__lte=at).order_by("-started_at", "-pk").first()
    return Q(attempts__gt=0) | Q(next_try_at__lte=last.started_at) if last else Q(attempts__gt=0)


@transaction.atomic
def claim_batch(*, run: ConversionRun, account: AdAccount, act: ConversionAct, at: datetime) -> Batch | None:
    """Take up to fifty rows of an act that are due; None when none is left.

    A batch may be empty: its rows were skipped or put off. One that must go alone is a batch of its own.
    """
    due = due_rows(run=run, at=at).filter(act=act).order_by("next_try_at", "pk")
    rows = list(due.select_for_update(of=("self",), no_key=True, skip_locked=True)[:BATCH])
    if not rows:
        return None
    first = rows[0]
    alike = [row for row in rows if not row.is_alone and row.is_zeroed == first.is_zeroed]
    return claim_rows(rows=[first] if first.is_alone else alike, account=account, act=act, at=at)


def claim_rows(*, rows: Sequence[Conversion], account: AdAccount, act: ConversionAct, at: datetime) -> Batch:
    """Claim locked rows that are due, but for those that may not go or not yet."""
    ids = [row.lead_id for row in rows]
    leads = Lead.objects.select_related("source", "customer").filter(pk__in=ids).order_by("pk")
    known, policy = known_of(list(leads)), policy_of(account)
    claimed = _Claimed(account, act, at)
    for row in rows:
        claimed.take(row, known[row.lead_id], policy)
    return claimed.finish()


class _Claimed:
    """Sorts the rows of a batch into those that go and those that do not."""

    def __init__(self, account: AdAccount, act: ConversionAct, at: datetime) -> None:
        self._takes_back = account.may_retract and act == ConversionAct.RETRACT
        self._way, self._act, self._at = AdWay(account.way), act, at
        self._rows: list[Conversion] = []
        self._reports: list[Report] = []
        self._counts: dict[str, int] = {}
        self._told: list[Conversion] = []

    def take(self, row: Conversion, known: Known, policy: Policy) -> None:
        """Claim a row, or say why it does not go."""
        is_bare = self._takes_back and not row.is_zeroed  # taken back by its number alone: nothing personal goes along
        verdict = Verdict(None) if is_bare else _verdict(row, known, policy, self._at)
        if verdict.why_not:
            self._leave(row, verdict.why_not)
        elif verdict.not_before is not None and verdict.not_before > self._at:
            row.next_try_at = verdict.not_before
            row.save(update_fields=["next_try_at"])
        else:
            row.is_zeroed = self._act == ConversionAct.RETRACT and not is_bare
            self._claim(row, verdict, known)

    def _claim(self, row: Conversion, verdict: Verdict, known: Known) -> None:
        row.state, row.claimed_at, row.attempts = ConversionState.SENDING, self._at, row.attempts + 1
        row.reported_value, row.is_stale = NOTHING if row.is_zeroed else row.value, False
        row.known_by = verdict.identifiers.kinds or row.known_by
        self._rows.append(row)
        self._reports.append(
            Report(
                row.transaction_id, row.action_id, row.occurred_at, row.reported_value, verdict.identifiers,
                known.source, known.is_personalized,
            )
        )  # fmt: skip

    def _leave(self, row: Conversion, why: str) -> None:
        """A report is skipped; a new value is given up; what cannot be taken back is for a person to see."""
        if row.act == ConversionAct.REPORT:
            skip(row, why, at=self._at)
        elif row.act == ConversionAct.RESTATE:
            row.state, row.next_try_at = ConversionState.CONFIRMED, None
            row.reason = f"Nya värdet skickas inte: {why}"[:80]
            row.save(update_fields=["state", "reason", "next_try_at"])
        else:
            row.state, row.reason, row.settled_at = ConversionState.REJECTED, why[:80], self._at
            row.save(update_fields=["state", "reason", "settled_at"])
            self._told.append(row)
        name = "rejected" if row.act == ConversionAct.RETRACT else "skipped"
        self._counts[name] = self._counts.get(name, 0) + 1

    def finish(self) -> Batch:
        """Write the claims down: few statements, as most rows are known by the same things."""
        alike: dict[tuple[bool, tuple[str, ...]], list[int]] = {}
        for row in self._rows:
            alike.setdefault((row.is_zeroed, tuple(row.known_by)), []).append(row.pk)
        for (is_zeroed, known_by), ids in alike.items():
            Conversion.objects.filter(pk__in=ids).update(
                state=ConversionState.SENDING, claimed_at=self._at, attempts=F("attempts") + 1, is_stale=False,
                reported_value=NOTHING if is_zeroed else F("value"), is_zeroed=is_zeroed, known_by=list(known_by),
            )  # fmt: skip
        tell(self._told, at=self._at)
        is_bare = self._takes_back and not any(row.is_zeroed for row in self._rows)
        way = AdWay.GOOGLE_ADS if is_bare else self._way
        return Batch(self._act, way, self._rows, self._reports, self._counts)


def _verdict(row: Conversion, known: Known, policy: Policy, at: datetime) -> Verdict:
    if row.act == ConversionAct.REPORT:
        return judge(known.facts, policy, Milestone(row.milestone), at=at)
    return trace(known.facts, policy, at=at)
