"""Background work of the RUT flow; the worker finds the tasks through the imports here."""

from celery import shared_task

from perforia.base.clock import now
from perforia.base.tasks import Queue, Swept, enqueue_due
from rut.services.customers import due_customers, due_forgotten
from rut.services.evidence import due_agreements, due_work_papers
from rut.services.history import due_histories
from rut.services.intake import due_intakes
from rut.services.packages import due_packages
from rut.services.papers import due_matches
from rut.tasks.cases import find_agreements, find_work_papers, match_paper, remind_of_deadlines
from rut.tasks.customers import forget_customer, tell_customer
from rut.tasks.history import tell_history
from rut.tasks.intake import read_letter
from rut.tasks.packages import build_package

__all__ = [
    "SWEPT", "build_package", "find_agreements", "find_work_papers", "forget_customer", "match_paper", "read_letter",
    "remind_of_deadlines", "sweep", "tell_customer", "tell_history",
]  # fmt: skip

SWEPT: Swept = {
    read_letter: due_intakes,
    build_package: due_packages,
    match_paper: due_matches,
    find_agreements: due_agreements,
    find_work_papers: due_work_papers,
    tell_customer: due_customers,
    tell_history: due_histories,
    forget_customer: due_forgotten,
}


@shared_task(name="rut.sweep", queue=Queue.DEFAULT)
def sweep() -> None:
    """Find again what should have been read, placed, built or told."""
    enqueue_due(SWEPT, at=now())
