"""The moves of a job, one function each; all go through JOB_MOVES and are written down."""

from datetime import datetime

from django.db import transaction

from crm.services.customers import note_business
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from perforia.base.states import check_move
from scheduling import events
from scheduling.models import Assignment, Job, SeriesSkip, StatusChange
from scheduling.rules.worktime import local_date
from scheduling.services import plans, telling
from scheduling.states import JOB_MOVES, JobStatus


@transaction.atomic
def start(*, job: Job, by: User | None, at: datetime) -> Job:
    """The crew has begun. Idempotent. Announces job_started. Raises DomainError for a job nobody was told of."""
    locked = plans.lock(job)
    locked.started_at, locked.started_by = locked.started_at or at, locked.started_by or by
    if move(locked, JobStatus.ONGOING, by=by, at=at):
        events.job_started.announce(job_id=locked.pk)
    return locked


@transaction.atomic
def take_back_start(*, job: Job, by: User | None, at: datetime) -> Job:
    """It was begun by mistake. Idempotent."""
    locked = plans.lock(job)
    locked.started_at = locked.started_by = None
    move(locked, JobStatus.PUBLISHED, by=by, at=at)
    return locked


@transaction.atomic
def finish(*, job: Job, by: User | None, at: datetime) -> Job:
    """The work is done, which is business with the customer. Idempotent. Announces job_done."""
    locked = plans.lock(job)
    locked.done_at, locked.done_by = locked.done_at or at, locked.done_by or by
    if move(locked, JobStatus.DONE, by=by, at=at):
        if locked.customer is not None:
            note_business(customer=locked.customer, on=local_date(locked.done_at), at=at)
        telling.tell(locked, "done", "Slutförde uppdrag", text=telling.work_of(locked), by=by, at=locked.done_at)
        events.job_done.announce(job_id=locked.pk)
    return locked


@transaction.atomic
def reopen(*, job: Job, by: User, at: datetime, reason: str = "") -> Job:
    """It was not done after all. Idempotent."""
    locked = plans.lock(job)
    locked.started_at, locked.done_at, locked.done_by = locked.started_at or at, None, None
    if move(locked, JobStatus.ONGOING, by=by, at=at, reason=reason):
        telling.untell(locked, "done")
    return locked


@transaction.atomic
def cancel(*, job: Job, reason: str, by: User | None, at: datetime) -> Job:
    """It will not be done; nobody is on it any more. Those who were told of it hear so when the day is published.

    Idempotent. Announces job_cancelled. Raises DomainError without a reason.
    """
    if not reason.strip():
        raise DomainError("Skriv varför uppdraget avbokas.")
    locked = plans.lock(job)
    locked.cancelled_at, locked.cancelled_by = locked.cancelled_at or at, locked.cancelled_by or by
    locked.cancel_reason = locked.cancel_reason or reason.strip()[:200]
    if move(locked, JobStatus.CANCELLED, by=by, at=at, reason=reason):
        Assignment.objects.filter(job=locked).delete()
        telling.tell(locked, "cancelled", "Avbokade uppdrag", text=locked.cancel_reason, by=by, at=at)
        events.job_cancelled.announce(job_id=locked.pk)
    return locked


@transaction.atomic
def revive(*, job: Job, by: User, at: datetime, reason: str = "") -> Job:
    """A cancelled job is to be done after all; it has its time but nobody on it. Idempotent.

    Its day is not skipped in its series any more.
    """
    locked = plans.lock(job)
    locked.cancelled_at, locked.cancelled_by, locked.cancel_reason = None, None, ""
    if move(locked, JobStatus.PLANNED, by=by, at=at, reason=reason):
        if locked.occurrence_on is not None:
            SeriesSkip.objects.filter(series=locked.series_id, occurrence_on=locked.occurrence_on).delete()
        telling.untell(locked, "cancelled")
    return locked


def move(job: Job, new: JobStatus, *, by: User | None, at: datetime, reason: str = "") -> bool:
    """Move a locked job with what the caller has set on it; False when it is there already, and nothing is saved.

    Part of the caller's transaction. Raises DomainError when the table of moves does not allow it.
    """
    old = JobStatus(job.status)
    if not check_move(old, new, JOB_MOVES):
        job.refresh_from_db()
        return False
    job.status, job.changed_at, job.version = new, at, job.version + 1
    job.save(
        update_fields=[
            "status", "changed_at", "version", "started_at", "started_by", "done_at", "done_by", "cancelled_at",
            "cancelled_by", "cancel_reason", "published_at",
        ]
    )  # fmt: skip
    StatusChange.objects.create(job=job, old=old, new=new, at=at, by=by, reason=reason.strip()[:200])
    audit.record(verb="job.moved", target=job, by=by, at=at, old=old.label, new=new.label)
    return True
