"""Making the jobs of work that comes back."""

from celery import shared_task

from perforia.base.clock import now
from perforia.base.tasks import Queue
from scheduling.models import Series
from scheduling.services import series


@shared_task(name="scheduling.extend_series", queue=Queue.DEFAULT)
def extend_series(*, series_id: int) -> None:
    """Make what is missing of a series up to the horizon; safe to run any number of times, and beside itself."""
    found = Series.objects.filter(pk=series_id).first()
    if found is not None:
        series.extend(series=found, at=now())
