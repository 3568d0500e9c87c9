"""Runs of the outbox: begun by night or by hand, worked on in portions, finished with a summary. One at a time."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from crm import events
from crm.models import AdAccount, Conversion, ConversionRule, ConversionRun, Lead
from crm.models.conversions import ConversionQuerySet
from crm.queries.conversions import known_of, policy_of
from crm.rules.conversions import CLICK_KEPT
from crm.services.conversions_claiming import left_over
from crm.services.conversions_deciding import decide, line_up, review
from crm.services.conversions_sending import free_claimed
from crm.states import AdWay, ConversionAct, ConversionState
from perforia.base import audit
from perforia.base.claims import dead_before
from perforia.base.errors import DomainError
from perforia.base.models import Notification, User
from perforia.base.outcomes import Outcome
from perforia.base.permissions import Permission, roles_with

LOOKED_AT_ONCE = 500
RUNS_KEPT = timedelta(days=400)
MANY_REJECTED, FEW = 0.2, 5


@transaction.atomic
def begin(
    *, by: User | None, at: datetime, since: datetime | None = None, is_retry: bool = False
) -> ConversionRun | None:
    """Begin to empty the outbox; None while another run is open. Announces conversion_run_begun.

    Raises DomainError when there is no account to send to.
    """
    account = AdAccount.objects.first()
    if account is None or not account.is_active:
        raise DomainError("Google Ads är inte inkopplat. Fyll i konto och nyckel under Inställningar › Google Ads.")
    if account.way == AdWay.FILE:
        raise DomainError("Kontot rapporterar genom en fil. Ladda ner den under Inställningar › Google Ads.")
    if is_retry and (account.paused_at is not None or not _due(at).filter(left_over(at)).exists()):
        return None
    try:
        with transaction.atomic():
            run = ConversionRun.objects.create(started_at=at, started_by=by, since=since, is_retry=is_retry)
    except IntegrityError:
        return None
    if by is not None:
        audit.record(verb="conversion.run_begun", target=run, by=by, at=at)
    events.conversion_run_begun.announce(run_id=run.pk)
    return run


@transaction.atomic
def claim_run(*, run_id: int, at: datetime) -> ConversionRun | None:
    """Take a run for working on it; None when it is finished or another worker has it.

    What a dead worker had in hand is lined up again first: nobody but the holder of the run sends.
    """
    free = Q(claimed_at=None) | Q(claimed_at__lt=dead_before(at))
    if not ConversionRun.objects.filter(free, pk=run_id, finished_at=None).update(claimed_at=at):
        return None
    free_claimed(at=at)
    return ConversionRun.objects.get(pk=run_id)


@transaction.atomic
def look_for_missed(*, run: ConversionRun, at: datetime) -> bool:
    """Decide about leads that were qualified without a decision, some at a time; False when all have been looked at.

    A consent that came later, a rule that was turned off for an hour, an import: whatever it was, a night catches it.
    """
    rules = list(ConversionRule.objects.active().order_by("pk"))
    if run.looked_to == 0:
        _review_merged(at)
    if run.is_retry or not rules:
        return False
    earliest = max(run.since or at - CLICK_KEPT, min(rule.active_since for rule in rules))
    waiting = Lead.objects.filter(qualified_at__gte=earliest, merged_into=None, pk__gt=run.looked_to)
    leads = list(waiting.select_related("source", "customer").order_by("pk")[:LOOKED_AT_ONCE])
    if not leads:
        return False
    have = set(Conversion.objects.filter(lead__in=leads).values_list("lead_id", "action_id", "milestone"))
    policy, known = policy_of(AdAccount.objects.first()), known_of(leads)
    line_up(
        decide(lead=lead, known=known[lead.pk], rule=rule, policy=policy, by=None, at=at)
        for lead in leads
        for rule in rules
        if (lead.pk, rule.action_id, rule.milestone) not in have
    )
    run.looked_to = leads[-1].pk
    run.save(update_fields=["looked_to"])
    return True


def _review_merged(at: datetime) -> None:
    """What was told of a lead that is part of another by now is told twice: it is taken back."""
    told = Conversion.objects.filter(state=ConversionState.CONFIRMED).exclude(lead__merged_into=None)
    gone = told.exclude(act=ConversionAct.RETRACT).values_list("lead_id", flat=True)
    for lead in Lead.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=gone).order_by("pk"):
        review(lead=lead, by=None, at=at)


def note_counts(*, run: ConversionRun, counts: dict[str, int]) -> None:
    """Add what became of some rows to the run's summary."""
    for name, number in counts.items():
        run.counts[name] = run.counts.get(name, 0) + number
    run.save(update_fields=["counts"])


@transaction.atomic
def leave(*, run: ConversionRun) -> None:
    """This portion is done, others wait. Announces conversion_run_begun."""
    if ConversionRun.objects.filter(pk=run.pk, finished_at=None, claimed_at=run.claimed_at).update(claimed_at=None):
        events.conversion_run_begun.announce(run_id=run.pk)


@transaction.atomic
def finish(*, run: ConversionRun, at: datetime, trouble: Outcome | None = None) -> None:
    """Nothing is left to send, or nothing can be sent: `trouble` is what the account is refused for. Idempotent.

    Somebody who can do something about it is told of trouble, and of many rejected rows, once a day.
    """
    locked = ConversionRun.objects.select_for_update(of=("self",), no_key=True).get(pk=run.pk)
    if locked.finished_at is not None:
        return
    locked.finished_at, locked.claimed_at = at, None
    locked.problem = trouble.reason[:80] if trouble else ""
    locked.detail = trouble.detail[:300] if trouble else ""
    locked.save(update_fields=["finished_at", "claimed_at", "problem", "detail"])
    if trouble is None and locked.counts.get("pending", 0) + locked.counts.get("final", 0):
        AdAccount.objects.exclude(paused_at=None).update(paused_at=None, problem="", detail="")
    warn_of_many(counts=locked.counts, at=at)


def warn_of_many(*, counts: Mapping[str, int], at: datetime) -> None:
    """Tell somebody, once a day, when Google rejects more than a fifth of what it was told."""
    rejected, told = counts.get("rejected", 0), sum(counts.values())
    if rejected >= FEW and rejected > MANY_REJECTED * told:
        _warn(f"Google Ads avvisade {rejected} av {told} konverteringar.", f"rejected:{at:%Y-%m-%d}", at)


@transaction.atomic
def pause(*, trouble: Outcome, at: datetime) -> None:
    """Google refuses the account, not a row: nothing is sent until the next run, and somebody is told."""
    AdAccount.objects.filter(paused_at=None).update(paused_at=at)
    AdAccount.objects.update(problem=trouble.reason[:80], detail=trouble.detail[:300])
    _warn("Google Ads tar inte emot konverteringar. Se vad som behöver rättas.", f"{trouble.reason}:{at:%Y-%m-%d}", at)


def due_runs(at: datetime) -> list[dict[str, int]]:
    """Runs that no living worker holds."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=dead_before(at))
    return [{"run_id": pk} for pk in ConversionRun.objects.filter(free, finished_at=None).values_list("pk", flat=True)]


def _due(at: datetime) -> ConversionQuerySet:
    return Conversion.objects.filter(state=ConversionState.WAITING, next_try_at__lte=at)


def _warn(text: str, key: str, at: datetime) -> None:
    people = User.objects.filter(is_active=True, role__in=roles_with(Permission.MANAGE_INTEGRATIONS)).order_by("pk")
    for user in people:
        Notification.tell(
            user=user, key=f"google-ads:{key}"[:120], text=text, url="/installningar/integrationer/google-ads/", at=at,
            tone="bad",
        )  # fmt: skip
