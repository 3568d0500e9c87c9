"""What a customer's timeline is told of jobs, in the transaction of the act itself."""

from datetime import datetime

from crm.rules.history import Happening, Source
from crm.services import activities
from crm.states import ActivityKind
from perforia.base.models import User
from scheduling.models import Job
from scheduling.rules.facts import Span
from scheduling.rules.words import day_of, period
from scheduling.rules.worktime import local_date


def tell(job: Job, act: str, title: str, *, text: str = "", by: User | None, at: datetime) -> None:
    """One line in the timeline of the customer, if there is one that is not forgotten. Told again it changes nothing.

    Part of the caller's transaction, who holds the job.
    """
    customer = job.customer
    if customer is None or customer.anonymised_at is not None:
        return
    what = Happening(ActivityKind.JOB, title, text, source=Source(job.pk, job.number, f"job:{job.pk}:{act}"))
    activities.log(what=what, customer=customer, by=by, at=at, written_at=at)


def untell(job: Job, act: str) -> None:
    """It is not so any more. Idempotent; part of the caller's transaction."""
    activities.untell(keys=[f"job:{job.pk}:{act}"])


def work_of(job: Job) -> str:
    """`flytt 3 rum, tisdag 8 juni 08:00–12:00`."""
    title = job.title[:1].lower() + job.title[1:]
    if job.starts_at is None or job.ends_at is None:
        return title
    return f"{title}, {day_of(local_date(job.starts_at))} {period(Span(job.starts_at, job.ends_at))}"
