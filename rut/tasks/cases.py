"""What is done for cases in the background."""

from celery import shared_task

from perforia.base.clock import now, today
from perforia.base.tasks import Queue
from rut.services import evidence, papers, reminders


@shared_task(name="rut.remind_of_deadlines", queue=Queue.DEFAULT)
def remind_of_deadlines() -> None:
    """Give the reminders that are due; safe to run any number of times."""
    reminders.remind_of_deadlines(today=today(), at=now())


@shared_task(name="rut.match_paper", queue=Queue.DEFAULT)
def match_paper(*, version_id: int) -> None:
    """Place a paper whose text has been read; safe to run any number of times."""
    papers.match_papers(version_id=version_id, at=now())


@shared_task(name="rut.find_agreements", queue=Queue.DEFAULT)
def find_agreements(*, contract_id: int) -> None:
    """Give a filed contract to the open cases that ask for it; safe to run any number of times."""
    evidence.find_agreements(contract_id=contract_id, at=now())


@shared_task(name="rut.find_work_papers", queue=Queue.DEFAULT)
def find_work_papers(*, job_id: int) -> None:
    """Give the hours and the work of a job to the open cases that ask for them; safe to run any number of times."""
    evidence.find_work_papers(job_id=job_id, at=now())
