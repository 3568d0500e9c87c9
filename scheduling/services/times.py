"""What the office says of reported time: yes, no, put right, or written down for somebody who forgot.

What was reported is never changed: a correction stands beside it, with who, when and why.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from contracts.states import RutWork
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from perforia.base.states import check_move
from scheduling.models import Job, Resource, TimeCorrection, TimeEntry
from scheduling.queries.times import counted_lines
from scheduling.rules.facts import Span
from scheduling.rules.hours import Worked, objection_to
from scheduling.rules.words import moment
from scheduling.services import papers
from scheduling.states import TIME_MOVES, JobStatus, ResourceKind, TimeState

NEAR = timedelta(days=2)  # whatever a correction moved, it is found within
DECIDED = (TimeState.APPROVED, TimeState.REJECTED)


@dataclass(frozen=True)
class HandWritten:
    """A time somebody writes down afterwards, and why it was not checked in."""

    worked: Worked
    reason: str


@transaction.atomic
def approve(*, entries: Iterable[TimeEntry], by: User, at: datetime) -> int:
    """Say yes to reported times; answers how many. Idempotent. Raises DomainError for one that still runs.

    The papers of their jobs are wanted when all of a job's times are decided.
    """
    locked = _lock(entry.pk for entry in entries)
    changed = [entry for entry in locked if _decide(entry, TimeState.APPROVED, "", by=by, at=at)]
    papers.want(job_ids=sorted({entry.job_id for entry in changed}), at=at)
    return len(changed)


@transaction.atomic
def reject(*, entry: TimeEntry, reason: str, by: User, at: datetime) -> TimeEntry:
    """Say no, and why. Idempotent. Raises DomainError without a reason, and for one that still runs."""
    if not reason.strip():
        raise DomainError("Skriv varför tiden inte godkänns. Den som rapporterade den ser det.")
    [locked] = _lock([entry.pk])
    if _decide(locked, TimeState.REJECTED, reason, by=by, at=at):
        papers.want(job_ids=[locked.job_id], at=at)
    return locked


@transaction.atomic
def reopen(*, entry: TimeEntry, by: User, at: datetime) -> TimeEntry:
    """Take a decision back, so that the time can be put right. Idempotent."""
    [locked] = _lock([entry.pk])
    if locked.state in DECIDED:
        check_move(TimeState(locked.state), TimeState.REPORTED, TIME_MOVES)
        locked.state, locked.decided_at, locked.decided_by, locked.decision = TimeState.REPORTED, None, None, ""
        locked.save(update_fields=["state", "decided_at", "decided_by", "decision"])
        audit.record(verb="time.reopened", target=locked, by=by, at=at)
    return locked


@transaction.atomic
def correct(*, entry: TimeEntry, worked: Worked, reason: str, by: User | None, at: datetime) -> TimeCorrection:
    """Put a reported time right, and say why; what was reported stays beside it. `by` None is whoever reported it.

    Raises DomainError for times that cannot be, without a reason, and for one that runs or has been decided.
    """
    [locked] = _lock([entry.pk])
    if locked.state == TimeState.RUNNING:
        raise DomainError("Tiden pågår. Vänta tills personen har checkat ut.")
    if locked.state in DECIDED:
        raise DomainError("Tiden är redan avgjord. Öppna den igen innan du rättar den.")
    _check(worked, at)
    if not reason.strip():
        raise DomainError("Skriv varför tiden rättas.")
    made = TimeCorrection.objects.create(
        entry=locked, work=worked.work, started_at=worked.starts_at, ended_at=worked.ends_at,
        break_minutes=worked.break_minutes, reason=reason.strip()[:200], at=at, by=by,
    )  # fmt: skip
    audit.record(verb="time.corrected", target=locked, by=by, at=at, correction=made.pk)
    return made


@transaction.atomic
def add(*, job: Job, resource: Resource, written: HandWritten, by: User, at: datetime) -> TimeEntry:
    """Write a time down for somebody who did not check in; it is reported and waits for approval as any other.

    Raises DomainError for times that cannot be, for one they have already, and for a job that was never done.
    """
    worked = written.worked
    _check(worked, at)
    if not written.reason.strip():
        raise DomainError("Skriv varför tiden läggs in för hand.")
    if resource.kind != ResourceKind.PERSON:
        raise DomainError("Bara personal har arbetstid. Välj en person.")
    if job.status == JobStatus.CANCELLED:
        message = f"{job.number} är avbokat. Välj ett annat uppdrag."
        raise DomainError(message)
    Resource.objects.select_for_update(no_key=True).get(pk=resource.pk)  # two times of one person, one after the other
    if (known := in_the_way(resource, worked)) is not None:
        message = (
            f"{resource.name} har redan tid på {known.job.number} {moment(known.started_at)}. Rätta den i stället."
        )
        raise DomainError(message)
    made = TimeEntry.objects.create(
        job=job, resource=resource, work=worked.work, started_at=worked.starts_at, ended_at=worked.ends_at,
        break_minutes=worked.break_minutes, note=written.reason.strip()[:200], state=TimeState.REPORTED,
        is_by_hand=True, created_at=at, created_by=by, reported_at=at,
    )  # fmt: skip
    audit.record(verb="time.added", target=made, by=by, at=at, job=job.pk, resource=resource.pk)
    return made


def _lock(ids: Iterable[int]) -> list[TimeEntry]:
    rows = TimeEntry.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=sorted(set(ids)))
    return list(rows.order_by("pk"))


def _decide(entry: TimeEntry, new: TimeState, reason: str, *, by: User, at: datetime) -> bool:
    if entry.state == TimeState.RUNNING:
        raise DomainError("Tiden pågår. Vänta tills personen har checkat ut.")
    if not check_move(TimeState(entry.state), new, TIME_MOVES):
        return False
    entry.state, entry.decided_at, entry.decided_by, entry.decision = new, at, by, reason.strip()[:200]
    entry.save(update_fields=["state", "decided_at", "decided_by", "decision"])
    audit.record(verb=f"time.{new.value}", target=entry, by=by, at=at, job=entry.job_id)
    return True


def _check(worked: Worked, at: datetime) -> None:
    if objection := objection_to(worked, at=at):
        raise DomainError(objection)
    if worked.work and worked.work not in RutWork:
        raise DomainError("Välj ett rutarbete i listan.")


def in_the_way(resource: Resource, worked: Worked, *, but: int = 0) -> TimeEntry | None:
    """Another time of somebody in the same hours, as it counts; `but` is the key of one that may lie there."""
    theirs = TimeEntry.objects.filter(resource=resource).exclude(state=TimeState.REJECTED).exclude(pk=but)
    near = theirs.filter(started_at__gt=worked.starts_at - NEAR, started_at__lt=worked.ends_at + NEAR)
    span = Span(worked.starts_at, worked.ends_at)
    for line in counted_lines(near.order_by("started_at", "pk")):
        if span.overlaps(Span(line.counted.starts_at, line.counted.ends_at)):
            return line.entry
    return theirs.running().filter(started_at__lt=worked.ends_at).select_related("job").order_by("pk").first()
