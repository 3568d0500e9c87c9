"""The papers of a finished job: wanted when its times are decided, claimed by a worker, filed in the archive once."""

import io
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from archive import services as archive
from archive.models import Document
from archive.states import DocumentKind, LinkKind
from perforia.base import audit
from perforia.base.claims import dead_before
from perforia.base.states import check_move
from scheduling import events
from scheduling.documents.work_papers import Printed
from scheduling.models import Job, JobPapers, TimeEntry
from scheduling.rules.worktime import local_date
from scheduling.states import PAPER_MOVES, PaperState, TimeState

AT_ONCE = 200
FOLDER = "Uppdrag"
ANEW = "Tiderna har avgjorts på nytt"
UNDECIDED = (TimeState.RUNNING, TimeState.REPORTED)


@transaction.atomic
def want(*, job_ids: Iterable[int], at: datetime) -> None:
    """Ask for the papers of jobs whose times are all decided, and of which some stand. Announces papers_wanted."""
    for pk in job_ids:
        times = TimeEntry.objects.filter(job=pk)
        known = JobPapers.objects.select_for_update().filter(job=pk).first()
        if times.filter(state__in=UNDECIDED).exists() or not (known or times.filter(state=TimeState.APPROVED).exists()):
            continue
        if known is None:
            JobPapers.objects.get_or_create(job_id=pk, defaults={"wanted_at": at})
        elif check_move(PaperState(known.state), PaperState.WANTED, PAPER_MOVES):
            known.state, known.wanted_at, known.claimed_at = PaperState.WANTED, at, None
            known.save(update_fields=["state", "wanted_at", "claimed_at"])
        events.papers_wanted.announce(job_id=pk)


def claim(*, job_id: int, at: datetime) -> JobPapers | None:
    """Take the papers of a job for writing; None when they are written, or another worker has them."""
    due = JobPapers.objects.filter(job=job_id, state=PaperState.WANTED)
    taken = due.update(state=PaperState.MAKING, claimed_at=at)
    return JobPapers.objects.select_related("job__customer").get(job=job_id) if taken else None


@transaction.atomic
def file(*, taken: JobPapers, printed: Printed, at: datetime) -> None:
    """Keep both papers in the archive, tied to the customer; the newest takes the place of the one before.

    Once: papers that another worker has filed meanwhile stay so. Announces papers_filed.
    """
    row = (
        JobPapers.objects.select_for_update(of=("self",), no_key=True).select_related("job__customer").get(pk=taken.pk)
    )
    if row.state != PaperState.MAKING or row.claimed_at != taken.claimed_at:
        return
    check_move(PaperState(row.state), PaperState.FILED, PAPER_MOVES)
    if row.content_hash != printed.content_hash:
        row.time_record = _keep(row.job, row.time_record, DocumentKind.TIME_RECORD, printed.time_record, at)
        row.description = _keep(row.job, row.description, DocumentKind.WORK_DESCRIPTION, printed.description, at)
        row.content_hash = printed.content_hash
    row.state, row.filed_at = PaperState.FILED, at
    row.save(update_fields=["state", "filed_at", "time_record", "description", "content_hash"])
    audit.record(verb="job.papers_filed", target=row.job, by=None, at=at)
    events.papers_filed.announce(job_id=row.job_id)


def due_papers(at: datetime) -> list[dict[str, int]]:
    """Jobs whose papers are to be written now; first frees those whose worker died."""
    dead = JobPapers.objects.filter(state=PaperState.MAKING, claimed_at__lt=dead_before(at))
    dead.update(state=PaperState.WANTED, claimed_at=None)
    due = JobPapers.objects.filter(~Q(state=PaperState.FILED), state=PaperState.WANTED).order_by("wanted_at", "pk")
    return [{"job_id": pk} for pk in due.values_list("job_id", flat=True)[:AT_ONCE]]


def _keep(job: Job, known: Document | None, kind: DocumentKind, content: bytes, at: datetime) -> Document:
    """The paper in the archive: a new version of the one the job has, so that whoever used it finds both."""
    day = local_date(job.starts_at or at)
    name = f"{kind.label} {job.number} {day.isoformat()}.pdf"
    if known is not None:
        archive.add_version(document=known, content=io.BytesIO(content), name=name, by=None, at=at, note=ANEW)
        return known
    stored = archive.store(
        content=io.BytesIO(content), name=name, by=None, at=at, kind=kind,
        folder=archive.ensure_folder(path=[FOLDER, str(day.year), job.number]),
    )  # fmt: skip
    if job.customer is not None:
        archive.link(
            document=stored.document, kind=LinkKind.CUSTOMER, object_id=job.customer.pk, label=job.customer.name,
            by=None, at=at,
        )  # fmt: skip
    return stored.document
