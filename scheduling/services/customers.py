"""Letting jobs forget a customer that is anonymised for good: times, sums and numbers stay."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from crm.models import Customer
from crm.queries.obstacles import family_of
from perforia.base import audit
from perforia.base.persons import forget
from scheduling.models import (
    Booking,
    CrewAct,
    Deviation,
    Job,
    JobPhoto,
    JobSignature,
    JobStop,
    Notice,
    Override,
    ProposedJob,
    Series,
    StaffPreference,
)

FORGOTTEN = "Uppdrag"


@transaction.atomic
def forget_customer(*, customer_id: int, at: datetime) -> None:
    """Empty what jobs, their addresses and what crews were told and left say of a customer. Idempotent.

    Nothing for a customer whose name bookkeeping still keeps.
    """
    customer = Customer.objects.select_for_update(of=("self",), no_key=True).filter(pk=customer_id).first()
    if customer is None or customer.anonymised_at is None or customer.kept_until is not None:
        return
    family = family_of(customer)
    jobs = list(Job.objects.filter(customer__in=family).order_by("pk").values_list("pk", flat=True))
    for model in (JobStop, Booking, Override, ProposedJob, CrewAct, Deviation, JobPhoto, JobSignature):
        rows = model.objects.filter(job__in=jobs).order_by("pk")
        forget(model, list(rows.values_list("pk", flat=True)))
    forget(Job, jobs, title=FORGOTTEN)
    for pk in jobs:
        told = Notice.objects.filter(changes__contains=[{"job": pk}]).order_by("pk")
        forget(Notice, list(told.values_list("pk", flat=True)))
    series = Series.objects.filter(customer__in=family).order_by("pk")
    forget(Series, list(series.values_list("pk", flat=True)), title=FORGOTTEN)
    wishes = StaffPreference.objects.filter(customer__in=family).order_by("pk")
    forget(StaffPreference, list(wishes.values_list("pk", flat=True)))
    for job in Job.objects.filter(pk__in=jobs).order_by("pk"):
        audit.record(verb="job.people_forgotten", target=job, by=None, at=at)


def due_forgotten(at: datetime) -> Iterable[dict[str, int]]:
    """The anonymised that jobs still tell of."""
    del at
    told = Job.objects.filter(customer=OuterRef("pk")).filter(~Q(title=FORGOTTEN))
    gone = Customer.objects.filter(anonymised_at__isnull=False, kept_until=None)
    due = gone.filter(Exists(told)).order_by("pk")
    return [{"customer_id": pk} for pk in due.values_list("pk", flat=True)]
