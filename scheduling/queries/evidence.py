"""Jobs as evidence: which filed papers show the hours and the work behind an invoice (K04 and K05 of the catalogue)."""

from datetime import date, timedelta

from django.db.models import QuerySet

from archive.models import Document
from archive.states import DocumentKind
from scheduling.models import Job, JobPapers
from scheduling.rules.worktime import day_span
from scheduling.states import PaperState

BEFORE = timedelta(days=60)  # how long before an invoice its work is looked for, when the invoice does not say
PAPERS = {DocumentKind.TIME_RECORD: "time_record", DocumentKind.WORK_DESCRIPTION: "description"}


def work_papers(
    customer_id: int, *, kind: DocumentKind, reference: str, first: date | None, last: date
) -> QuerySet[Document]:
    """The filed papers of one kind of the jobs an invoice is about, the newest first.

    A job whose number stands on the invoice is meant alone; else all of the customer's that began from `first` to
    `last`, or within sixty days before when the invoice does not say from when.
    """
    jobs = Job.objects.filter(customer=customer_id)
    named = jobs.numbered(reference)
    if not named.exists():
        span = day_span(first or last - BEFORE).start, day_span(last).end
        named = jobs.filter(starts_at__gte=span[0], starts_at__lt=span[1])
    filed = JobPapers.objects.filter(job__in=named, state=PaperState.FILED).exclude(**{PAPERS[kind]: None})
    return Document.objects.kept().filter(pk__in=filed.values(PAPERS[kind])).order_by("-changed_at", "-pk")
