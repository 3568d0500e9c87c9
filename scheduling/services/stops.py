"""Addresses of jobs ahead follow the customer's address they were copied from, once that is confirmed."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.db.models import Q, QuerySet

from crm.models import Property
from crm.states import CONFIRMED, Verification
from perforia.base import audit
from scheduling import events
from scheduling.models import JobStop
from scheduling.services import plans
from scheduling.states import PLANNABLE

TEXT = ("address", "postal_code", "city")
REVISIONS = 20  # so far back the text before the last correction is looked for
SWEPT_AT_ONCE = 200  # stops that a sweep looks at


@transaction.atomic
def confirm_stops(*, property_id: int, at: datetime) -> int:
    """Confirm the stops of jobs ahead that are copies of an address which is confirmed now; answers how many.

    They get its point, and its text where that was corrected after the register. Jobs that have been, are begun or
    closed, and stops written by hand, stay as they are. Idempotent. Locks the jobs. Announces job_planned where a stop
    is somewhere else now.
    """
    place = Property.objects.filter(pk=property_id).first()
    if place is None or not place.is_confirmed:
        return 0
    found = plans.lock_jobs(_waiting(at).filter(place=place).order_by("job").values_list("job_id", flat=True))
    texts = _texts(place)
    rows = [row for row in _waiting(at).filter(place=place, job__in=found).order_by("job", "position")
            if _text(row) in texts]  # fmt: skip
    for row in rows:
        _confirm(row, place, at)
    for pk in sorted({row.job_id for row in rows}):
        job = found[pk]
        # The sweep of the roads looks for what has changed; the plan has not, so its version stays.
        job.changed_at = at
        job.save(update_fields=["changed_at"])
        events.job_planned.announce(job_id=pk)
    return len(rows)


def due_stops(at: datetime) -> list[dict[str, int]]:
    """The addresses that are confirmed while copies of them in jobs ahead are not."""
    rows = _waiting(at).filter(place__verification__in=sorted(CONFIRMED)).select_related("place").order_by("pk")
    due = [row.place for row in rows[:SWEPT_AT_ONCE] if row.place is not None and _text(row) in _texts(row.place)]
    return [{"property_id": pk} for pk in sorted({place.pk for place in due})]


def _waiting(at: datetime) -> QuerySet[JobStop]:
    """Stops of jobs ahead that nobody has confirmed, or whose point nobody knew while the address has one now."""
    is_ahead = Q(job__starts_at=None) | Q(job__ends_at__gt=at)
    has_point = Q(place__latitude__isnull=False) | Q(place__entrance_latitude__isnull=False)
    is_lacking = Q(confirmed_at=None) | (Q(latitude=None) & has_point)
    return JobStop.objects.filter(is_ahead, is_lacking, job__status__in=sorted(PLANNABLE))


def _confirm(row: JobStop, place: Property, at: datetime) -> None:
    was_confirmed = row.confirmed_at is not None
    row.address, row.postal_code, row.city = _text(place)
    row.latitude, row.longitude = place.stop_point or (row.latitude, row.longitude)
    if not was_confirmed:
        row.confirmed_at, row.confirmed_by = place.verified_at or at, place.verified_by
    row.save(update_fields=[*TEXT, "latitude", "longitude", "confirmed_at", "confirmed_by"])
    if not was_confirmed:
        audit.record(verb="job.address_confirmed", target=row.job, by=place.verified_by, at=at, stop=row.position)


def _texts(place: Property) -> list[tuple[str, ...]]:
    """What a copy of an address says: what stands there, and what stood there before the register corrected it."""
    now = _text(place)
    if place.verification != Verification.CORRECTED:
        return [now]
    kept = apps.get_model("crm", "AddressRevision").objects.filter(pgh_obj_id=place.pk)
    before = _different(kept.order_by("-pgh_id").values_list(*TEXT)[:REVISIONS], now)
    return [now, *before[:1]]


def _different(rows: Iterable[Sequence[str]], now: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [tuple(row) for row in rows if tuple(row) != now]


def _text(row: JobStop | Property) -> tuple[str, str, str]:
    return row.address, row.postal_code, row.city
