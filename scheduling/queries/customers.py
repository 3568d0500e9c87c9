"""What jobs say of a customer: those that are for it, and why it may not be forgotten yet."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import F

from crm.models import Customer
from crm.queries.obstacles import Obstacle, family_of
from perforia.base.models import User
from scheduling.models import Job, Series
from scheduling.models.jobs import JobQuerySet
from scheduling.rules.worktime import day_span

SHOWN, SOON = 20, timedelta(days=14)


def jobs_of_customer(user: User, customer_id: int, *, today: date) -> JobQuerySet:
    """The jobs for a customer, and for those merged into it, that a person may see: those without a time first.

    Work that comes back is told no further than SOON: the rest stands on the page of its series.
    """
    ids = family_of(Customer(pk=customer_id))
    rows = Job.objects.visible_to(user).filter(customer__in=ids).select_related("customer")
    rows = rows.exclude(series__isnull=False, starts_at__gte=day_span(today + SOON).end)
    return rows.order_by(F("starts_at").desc(nulls_first=True), "-pk")[:SHOWN]


def obstacles(customer: Customer, today: date) -> Iterable[Obstacle]:
    """What jobs say against forgetting a customer: something is still to be done for it."""
    del today
    ids = family_of(customer)
    for job in Job.objects.open().filter(customer__in=ids).order_by("pk")[:SHOWN]:
        yield Obstacle(f"Uppdraget {job.number} är inte klart. Slutför eller avboka det först.")
    for series in Series.objects.running().filter(customer__in=ids).order_by("pk")[:SHOWN]:
        yield Obstacle(f"Det återkommande uppdraget ”{series.title}” pågår. Avsluta det först.")
