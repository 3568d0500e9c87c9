"""Background work of the schedule; the worker finds the tasks through the imports here."""

from celery import shared_task

from perforia.base.clock import now
from perforia.base.tasks import Queue, Swept, enqueue_due
from scheduling.services.customers import due_forgotten
from scheduling.services.first_jobs import due_contracts
from scheduling.services.papers import due_papers
from scheduling.services.proposals import due_proposals
from scheduling.services.series import due_series
from scheduling.services.stops import due_stops
from scheduling.services.travel import due_roads
from scheduling.tasks.addresses import confirm_stops
from scheduling.tasks.contracts import open_first_job
from scheduling.tasks.customers import forget_customer
from scheduling.tasks.papers import file_papers
from scheduling.tasks.proposals import plan_day
from scheduling.tasks.series import extend_series
from scheduling.tasks.staff import remind_of_licences
from scheduling.tasks.travel import measure_roads

__all__ = [
    "SWEPT",
    "confirm_stops",
    "extend_series",
    "file_papers",
    "forget_customer",
    "measure_roads",
    "open_first_job",
    "plan_day",
    "remind_of_licences",
    "sweep",
]

SWEPT: Swept = {
    open_first_job: due_contracts,
    extend_series: due_series,
    forget_customer: due_forgotten,
    plan_day: due_proposals,
    measure_roads: due_roads,
    file_papers: due_papers,
    confirm_stops: due_stops,
}


@shared_task(name="scheduling.sweep", queue=Queue.DEFAULT)
def sweep() -> None:
    """Find again what must be made, gone on with, measured, filed, confirmed or forgotten."""
    enqueue_due(SWEPT, at=now())
