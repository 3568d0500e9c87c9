"""What is not kept: unfinished leads nobody followed up, and the raw bodies of old posts."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from crm.models import Activity, FollowUp, Lead, LeadSource, LeadSubmission
from crm.states import ActivityKind, LeadStatus, SubmissionState
from perforia.base import audit

BATCH = 500
FORGOTTEN = ("body", "address_hash", "user_agent")


def due_purges(at: datetime) -> Iterable[dict[str, int]]:
    """The sources that hold something too old to keep."""
    for source in LeadSource.objects.order_by("pk"):
        if _unfinished(source, at).exists() or _old_posts(source, at).exists():
            yield {"source_id": source.pk}


@transaction.atomic
def purge(*, source: LeadSource, at: datetime) -> int:
    """Delete unfinished leads that nobody has followed up, with their history, and wipe old raw posts.

    Answers how many leads went. A batch a time; running it again goes on. What waits in quarantine is kept for as
    long, then called skräp: its body is all there is of it.
    """
    posts = list(_old_posts(source, at).values_list("pk", flat=True)[:BATCH])
    rows = LeadSubmission.objects.filter(pk__in=posts)
    rows.filter(state=SubmissionState.QUARANTINED).update(state=SubmissionState.DISCARDED, handled_at=at)
    rows.update(**dict.fromkeys(FORGOTTEN, ""))
    doomed = list(
        _unfinished(source, at).select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)[:BATCH]
    )
    if doomed:
        LeadSubmission.objects.filter(lead__in=doomed).update(**dict.fromkeys(FORGOTTEN, ""))
        Lead.objects.filter(pk__in=doomed).delete()
        apps.get_model("crm", "LeadEvent").objects.filter(pgh_obj_id__in=doomed).delete()
        audit.record(verb="source.purged", target=source, by=None, at=at, count=len(doomed))
    return len(doomed)


def _unfinished(source: LeadSource, at: datetime) -> QuerySet[Lead]:
    """Started long ago, and nobody has done anything about it."""
    touched = Activity.objects.filter(lead=OuterRef("pk")).exclude(kind=ActivityKind.FORM)
    return Lead.objects.filter(
        ~Exists(touched), ~Exists(FollowUp.objects.filter(lead=OuterRef("pk"))),
        ~Exists(Lead.objects.filter(merged_into=OuterRef("pk"))),
        source=source, status=LeadStatus.STARTED, completed_at=None, first_contact_at=None, owner=None, customer=None,
        next_step="", changed_at__lt=_limit(source, at),
    ).order_by("pk")  # fmt: skip


def _old_posts(source: LeadSource, at: datetime) -> QuerySet[LeadSubmission]:
    return (
        LeadSubmission.objects.filter(source=source, received_at__lt=_limit(source, at)).exclude(body="").order_by("pk")
    )


def _limit(source: LeadSource, at: datetime) -> datetime:
    return at - timedelta(days=source.purge_after_days)
