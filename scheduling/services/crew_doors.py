"""Door codes for who is to go in, on the day."""

from datetime import datetime, timedelta

from django.db import transaction

from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from scheduling.models import Booking, JobStop, Resource
from scheduling.queries.crew_words import worded
from scheduling.rules.worktime import day_span, local_date

NIGHT = timedelta(hours=6)  # a job that ends at night still needs its code


@transaction.atomic
def reveal_door_code(*, resource: Resource, job_id: int, stop_id: int, by: User | None, at: datetime) -> str:
    """The code of a stop, to somebody who is told to be there today; who looked is written down.

    Raises DomainError for anybody else and for any other day.
    """
    today = day_span(local_date(at))
    booking = Booking.objects.standing().filter(
        job=job_id, resource=resource, starts_at__lt=today.end, ends_at__gt=min(today.start, at - NIGHT)
    )
    stop = JobStop.objects.select_related("place", "job").filter(pk=stop_id, job=job_id).first()
    if stop is None or stop.place is None or not booking.exists():
        raise DomainError(worded("Portkoden visas bara för dem som står på uppdraget, samma dag."))
    audit.record(
        verb="job.door_code_shown", target=stop.job, by=by, at=at, resource=resource.pk, property=stop.place.pk
    )  # fmt: skip
    return stop.place.decrypted_door_code
