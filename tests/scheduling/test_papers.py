"""The papers of a finished job: written once, by whoever lives, and found again as evidence."""

import io
from datetime import date, timedelta

import pdfplumber
import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from archive.models import Document, DocumentLink, DocumentVersion
from archive.states import DocumentKind, LinkKind
from contracts.states import RutWork
from perforia.base.clock import now
from perforia.base.permissions import Role
from scheduling import events
from scheduling.documents.work_papers import print_papers
from scheduling.models import JobPapers
from scheduling.queries.evidence import work_papers
from scheduling.queries.job_account import account_of
from scheduling.rules.hours import Worked
from scheduling.services import papers, times
from scheduling.states import PaperState
from scheduling.tasks import file_papers
from tests.factories import scheduling as factory
from tests.factories import times as made
from tests.factories import world

pytestmark = pytest.mark.django_db


def boss():
    return world.person(Role.PLANNER)


@pytest.fixture
def job():
    """A job of two people, both approved: 4:30 and 5:00."""
    viktor, ali = factory.person(), factory.person("Ali Demoström")
    found = made.done(viktor, ali, checklist=["Skydda golv"])
    item = found.checklist.get()
    item.done_at = now()
    item.save()
    entries = [made.reported(found, viktor, break_minutes=30), made.reported(found, ali)]
    times.approve(entries=entries, by=boss(), at=now())
    return found


def text_of(document: Document | None) -> str:
    assert document is not None
    document.refresh_from_db()
    assert document.current_version is not None
    with default_storage.open(document.current_version.storage_key) as file:
        content = io.BytesIO(file.read())
    with pdfplumber.open(content) as pdf:
        return "\n".join(page.extract_text() for page in pdf.pages)


def found(job, kind=DocumentKind.TIME_RECORD, reference="", first=None, last=None):
    return list(
        work_papers(
            job.customer_id, kind=kind, reference=reference, first=first, last=last or made.WORKED + timedelta(days=10)
        )
    )


def test_the_papers_tell_hours_and_work_and_are_filed_with_the_customer(job):
    file_papers(job_id=job.pk)

    row = JobPapers.objects.get()
    report, description = text_of(row.time_record), text_of(row.description)
    assert row.state == PaperState.FILED
    assert all(words in report for words in ("9:30", "Ali Demoström", RutWork.MOVING.label, "07:00–12:00", "30 min"))
    assert "Skydda golv" in description
    kinds = {DocumentKind.TIME_RECORD: row.time_record, DocumentKind.WORK_DESCRIPTION: row.description}
    assert {paper.kind: paper for paper in Document.objects.all()} == kinds
    assert DocumentLink.objects.filter(kind=LinkKind.CUSTOMER, object_id=job.customer_id).count() == 2


def test_filing_twice_files_once(job):
    file_papers(job_id=job.pk)
    file_papers(job_id=job.pk)

    assert Document.objects.count() == 2


def test_a_worker_that_died_is_followed_by_another_and_cannot_file_afterwards(job):
    dead = papers.claim(job_id=job.pk, at=now() - timedelta(seconds=settings.CLAIM_SECONDS + 60))
    assert dead is not None
    assert papers.claim(job_id=job.pk, at=now()) is None

    assert papers.due_papers(now()) == [{"job_id": job.pk}]
    file_papers(job_id=job.pk)
    papers.file(taken=dead, printed=print_papers(account_of(job)), at=now())

    assert JobPapers.objects.get().state == PaperState.FILED
    assert Document.objects.count() == 2


def test_a_time_that_is_put_right_makes_new_versions_of_the_same_papers(job):
    file_papers(job_id=job.pk)
    entry = job.times.order_by("pk").first()
    times.reopen(entry=entry, by=boss(), at=now())
    shorter = Worked(entry.started_at, entry.ended_at - timedelta(hours=1), 0, RutWork.MOVING)
    times.correct(entry=entry, worked=shorter, reason="Gick tidigare", by=boss(), at=now())
    times.approve(entries=[entry], by=boss(), at=now())

    file_papers(job_id=job.pk)

    report = JobPapers.objects.get().time_record
    assert report is not None
    assert report.versions.count() == 2
    assert "9:00" in text_of(report)
    assert Document.objects.count() == 2


def test_an_approval_that_changes_nothing_leaves_the_papers_as_they_are(job):
    file_papers(job_id=job.pk)
    entry = job.times.order_by("pk").first()
    times.reopen(entry=entry, by=boss(), at=now())
    times.approve(entries=[entry], by=boss(), at=now())

    file_papers(job_id=job.pk)

    row = JobPapers.objects.get()
    assert row.state == PaperState.FILED
    assert DocumentVersion.objects.filter(document=row.time_record).count() == 1


def test_the_job_that_stands_on_an_invoice_is_its_evidence(job):
    file_papers(job_id=job.pk)
    row = JobPapers.objects.get()

    assert found(job, reference=job.number) == [row.time_record]
    assert found(job, DocumentKind.WORK_DESCRIPTION, job.number) == [row.description]


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [
        (None, made.WORKED + timedelta(days=30), True),
        (None, made.WORKED + timedelta(days=90), False),
        (made.WORKED, made.WORKED, True),
        (made.WORKED + timedelta(days=1), made.WORKED + timedelta(days=5), False),
        (date(2026, 5, 1), date(2026, 5, 31), False),
    ],
)
def test_without_a_number_the_days_of_the_work_tell(job, first, last, fits):
    file_papers(job_id=job.pk)

    assert bool(found(job, first=first, last=last)) is fits


def test_papers_that_are_not_written_are_no_evidence(job):
    assert found(job, reference=job.number) == []


def test_approval_announces_that_papers_are_wanted(job, django_capture_on_commit_callbacks):
    heard = []
    entry = job.times.order_by("pk").first()
    times.reopen(entry=entry, by=boss(), at=now())

    def hear(**told):
        heard.append(told["job_id"])

    events.papers_wanted.connect(hear, weak=False, dispatch_uid="test")
    try:
        with django_capture_on_commit_callbacks(execute=True):
            times.approve(entries=[entry], by=boss(), at=now())
    finally:
        events.papers_wanted.disconnect(dispatch_uid="test")

    assert heard == [job.pk]
