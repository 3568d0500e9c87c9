"""Writing the papers of finished jobs."""

from celery import shared_task

from perforia.base.clock import now
from perforia.base.tasks import Queue
from scheduling.documents.work_papers import print_papers
from scheduling.queries.job_account import account_of
from scheduling.services import papers


@shared_task(name="scheduling.file_papers", queue=Queue.DOCUMENTS)
def file_papers(*, job_id: int) -> None:
    """Write and file the time report and the description of the work of a job; safe to run any number of times."""
    taken = papers.claim(job_id=job_id, at=now())
    if taken is not None:
        papers.file(taken=taken, printed=print_papers(account_of(taken.job)), at=now())
