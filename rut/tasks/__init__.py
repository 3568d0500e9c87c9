"""Background work of the RUT flow; the worker finds the tasks through the imports here."""

from celery import shared_task

from perforia.base.clock import now
from perforia.base.tasks import Queue, Swept, enqueue_due
from rut.services.intake import due_intakes
from rut.services.packages import due_packages
from rut.services.papers import due_matches
from rut.tasks.cases import match_paper, remind_of_deadlines
from rut.tasks.intake import read_letter
from rut.tasks.packages import build_package

__all__ = ["SWEPT", "build_package", "match_paper", "read_letter", "remind_of_deadlines", "sweep"]

SWEPT: Swept = {
    read_letter: due_intakes,
    build_package: due_packages,
    match_paper: due_matches,
}


@shared_task(name="rut.sweep", queue=Queue.DEFAULT)
def sweep() -> None:
    """Find again what should have been read, placed or built."""
    enqueue_due(SWEPT, at=now())
