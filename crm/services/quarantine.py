"""What a person decides about posts that looked scripted: they become leads after all, or are skräp."""

from datetime import datetime

from django.db import transaction

from crm.models import Lead, LeadSource, LeadSubmission
from crm.readers.bodies import UnreadableBodyError
from crm.services.capture import Raw, capture
from crm.services.reading import read_again
from crm.states import SubmissionState
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User


@transaction.atomic
def release(*, submission: LeadSubmission, by: User, at: datetime) -> Lead:
    """Make a lead of a post in quarantine and of every other post of the same submission that waits there.

    Idempotent: a post that was released already answers with its lead. Raises DomainError when it cannot be read.
    The lead is received when the first of its posts was.
    """
    rows = _waiting(submission)
    if not rows:
        submission.refresh_from_db()
        if submission.lead is None:
            raise DomainError("Den väntar inte längre i karantän.")
        return submission.lead
    lead = None
    for row in rows:
        lead = _apply(row, at) or lead
        row.lead, row.state, row.handled_at, row.handled_by = lead, SubmissionState.RELEASED, at, by
        row.save(update_fields=["lead", "state", "handled_at", "handled_by"])
    if lead is None:
        raise DomainError("Posten går inte att läsa. Lägg in ett lead för hand om det är en kund.")
    Lead.objects.filter(pk=lead.pk, received_at__gt=rows[0].received_at).update(received_at=rows[0].received_at)
    lead.refresh_from_db()
    audit.record(verb="lead.released", target=lead, by=by, at=at, score=rows[0].score)
    return lead


@transaction.atomic
def discard(*, submission: LeadSubmission, by: User, at: datetime) -> int:
    """Call a post, and the others of its submission, skräp; answers how many. Idempotent. It can be taken back."""
    rows = _waiting(submission)
    for row in rows:
        row.state, row.handled_at, row.handled_by = SubmissionState.DISCARDED, at, by
        row.save(update_fields=["state", "handled_at", "handled_by"])
        audit.record(verb="submission.discarded", target=row, by=by, at=at, score=row.score)
    return len(rows)


@transaction.atomic
def discard_all(*, source: LeadSource | None, by: User, at: datetime) -> int:
    """Call everything that waits in quarantine now (of one source) skräp; answers how many."""
    rows = LeadSubmission.objects.filter(state=SubmissionState.QUARANTINED, received_at__lte=at)
    if source is not None:
        rows = rows.filter(source=source)
    count = rows.update(state=SubmissionState.DISCARDED, handled_at=at, handled_by=by)
    audit.record(verb="quarantine.emptied", target=source or by, by=by, at=at, count=count)
    return count


@transaction.atomic
def take_back(*, submission: LeadSubmission, by: User, at: datetime) -> None:
    """Put what was called skräp back into quarantine. Idempotent."""
    locked = LeadSubmission.objects.select_for_update(of=("self",), no_key=True).get(pk=submission.pk)
    if locked.state != SubmissionState.DISCARDED:
        return
    same = LeadSubmission.objects.filter(source_id=locked.source_id, state=SubmissionState.DISCARDED)
    mine = same.filter(submission_id=locked.submission_id) if locked.submission_id else same.filter(pk=locked.pk)
    mine.update(state=SubmissionState.QUARANTINED, handled_at=None, handled_by=None)
    audit.record(verb="submission.taken_back", target=locked, by=by, at=at)


@transaction.atomic
def join(*, lead: Lead, source: LeadSource, submission_id: str, at: datetime) -> None:
    """Take what a submission has in quarantine into its lead, now that a later post of it was genuine. Idempotent."""
    for row in _waiting(LeadSubmission(source=source, submission_id=submission_id)):
        _apply(row, at)
        row.lead, row.state, row.handled_at = lead, SubmissionState.RELEASED, at
        row.save(update_fields=["lead", "state", "handled_at"])


def has_reason(source: LeadSource, submission_id: str, reason: str) -> str:
    """The reason, when a post of the submission waits in quarantine for it; else nothing."""
    rows = LeadSubmission.objects.filter(
        state=SubmissionState.QUARANTINED, source=source, submission_id=submission_id[:80]
    )
    return reason if submission_id and rows.filter(reasons__contains=[reason]).exists() else ""


def _waiting(submission: LeadSubmission) -> list[LeadSubmission]:
    """The post and those of its submission that wait with it, locked, the first first; none for a post without id."""
    rows = LeadSubmission.objects.select_for_update(of=("self",), no_key=True).filter(
        state=SubmissionState.QUARANTINED, source_id=submission.source_id
    )
    mine = (
        rows.filter(submission_id=submission.submission_id)
        if submission.submission_id
        else rows.filter(pk=submission.pk)
    )
    return list(mine.select_related("source").order_by("seq", "received_at", "pk"))


def _apply(row: LeadSubmission, at: datetime) -> Lead | None:
    try:
        post = read_again(submission=row)
    except UnreadableBodyError:
        return None
    return capture(source=row.source, post=post, raw=Raw(row.body), at=at, kept=row).lead
