"""Measuring the roads of a day: which are wanted, who is at it, what was found. Asks nobody outside.

Between all places of a day's work and all bases, so that whoever plans may compare. What is measured lasts ninety
days; what is nearly as old is measured again, so that a day once measured stays so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.db.models.functions import TruncDate

from perforia.base.claims import dead_before
from scheduling.models import Job, TravelDay, TravelLeg
from scheduling.queries.travel import drives_trucks, missing_blocks, points_of_day
from scheduling.rules.facts import Point
from scheduling.rules.travel import pair_of
from scheduling.rules.worktime import STOCKHOLM, day_span, local_date
from scheduling.states import OPEN_JOBS, VehicleClass

HORIZON = timedelta(days=14)
LASTS, RENEWED = timedelta(days=90), timedelta(days=70)
WAITS = (1, 5, 15, 60)  # minutes after the first, second … failed try
SOON = timedelta(seconds=30)  # so long the news of a change may take before the sweep looks


@dataclass(frozen=True)
class Measuring:
    """A day somebody is at: the moment it was taken, its places, and whether trucks drive between them."""

    day: TravelDay
    at: datetime
    points: Sequence[Point]
    has_trucks: bool

    def missing(self, vehicle: VehicleClass) -> list[tuple[list[Point], list[Point]]]:
        """From where to where roads are to be measured; nothing when all are."""
        return missing_blocks(self.points, vehicle, since=self.at - RENEWED)


@dataclass(frozen=True)
class MeasuredLeg:
    """One road as a router told it."""

    road: tuple[Point, Point]
    vehicle: VehicleClass
    seconds: float
    metres: float


@transaction.atomic
def claim(*, job_id: int, at: datetime) -> Measuring | None:
    """Take the day of a job for measuring; None when no router is connected, it is not soon or somebody has it."""
    job = Job.objects.filter(pk=job_id, starts_at__isnull=False).first()
    if not settings.ROUTER or job is None or job.starts_at is None or not _is_soon(local_date(job.starts_at), at):
        return None
    row, _ = TravelDay.objects.get_or_create(day=local_date(job.starts_at))
    free = TravelDay.objects.filter(Q(next_try_at=None) | Q(next_try_at__lte=at), pk=row.pk, claimed_at=None)
    if not free.update(claimed_at=at):
        return None
    row.claimed_at = at
    return Measuring(row, at, points_of_day(row.day), drives_trucks(row.day))


@transaction.atomic
def record(*, measuring: Measuring, legs: Iterable[MeasuredLeg], provider: str, at: datetime) -> None:
    """Keep what was measured and let what is too old go. Idempotent."""
    rows = {
        (pair_of(*leg.road), leg.vehicle): TravelLeg(
            pair=pair_of(*leg.road), vehicle=leg.vehicle, provider=provider, seconds=round(leg.seconds),
            metres=round(leg.metres), fetched_at=at,
        )
        for leg in legs
    }  # fmt: skip
    TravelLeg.objects.bulk_create(
        rows.values(), batch_size=1000, update_conflicts=True, unique_fields=["pair", "vehicle"],
        update_fields=["provider", "seconds", "metres", "fetched_at"],
    )  # fmt: skip
    TravelLeg.objects.filter(fetched_at__lt=at - LASTS).delete()
    TravelDay.objects.filter(day__lt=local_date(at) - HORIZON).delete()
    _own(measuring).update(measured_at=measuring.at, claimed_at=None, failures=0, next_try_at=None, error="")


@transaction.atomic
def postpone(*, measuring: Measuring, reason: str, at: datetime) -> None:
    """The router did not answer; roads are estimated meanwhile. Idempotent."""
    failures = measuring.day.failures + 1
    wait = timedelta(minutes=WAITS[min(failures, len(WAITS)) - 1])
    _own(measuring).update(claimed_at=None, failures=failures, next_try_at=at + wait, error=reason[:300])


def due_roads(at: datetime) -> list[dict[str, int]]:
    """A job of each day that has changed since its roads were measured; first frees those whose worker died."""
    if not settings.ROUTER:
        return []
    TravelDay.objects.filter(claimed_at__lt=dead_before(at)).update(claimed_at=None)
    today = local_date(at)
    changed = (
        Job.objects.filter(
            status__in=sorted(OPEN_JOBS),
            starts_at__gte=day_span(today).start,
            starts_at__lt=day_span(today + HORIZON).end,
        )
        .annotate(day=TruncDate("starts_at", tzinfo=STOCKHOLM))
        .values("day")
        .annotate(last=Max("changed_at"), job=Max("pk"))
        .order_by("day")
    )
    known = {row.day: row for row in TravelDay.objects.filter(day__gte=today).order_by("day")}
    return [
        {"job_id": row["job"]}
        for row in changed
        if row["last"] < at - SOON and _is_due(known.get(row["day"]), row["last"], at)
    ]


def _is_due(day: TravelDay | None, changed_at: datetime, at: datetime) -> bool:
    if day is None:
        return True
    if day.claimed_at is not None or (day.next_try_at is not None and day.next_try_at > at):
        return False
    return day.measured_at is None or day.measured_at < changed_at


def _is_soon(day: date, at: datetime) -> bool:
    return local_date(at) <= day <= local_date(at) + HORIZON


def _own(measuring: Measuring) -> QuerySet[TravelDay]:
    """The row while it is still this worker's."""
    return TravelDay.objects.filter(pk=measuring.day.pk, claimed_at=measuring.at)
