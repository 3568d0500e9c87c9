"""Plans as a form or a drag says them, made from the plan that was seen; `planning.plan` then writes them.

Whoever has times of their own on a job keeps them beside the job's: a vehicle still leaves before it. Nothing is read
or written here: the version that was seen decides whether the plan still is the one it was made from.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from perforia.base.errors import DomainError
from scheduling.models import Job, Resource
from scheduling.services.planning import usual_role
from scheduling.services.plans import Plan, Seat
from scheduling.states import AssignmentRole

NOT_ON_IT = "Den som flyttades är inte längre på uppdraget. Läs om schemat och gör om ändringen."


@dataclass(frozen=True)
class Drag:
    """What somebody did with a bar: whose it was, whose it becomes, and when it begins and ends there."""

    of: Resource | None = None
    to: Resource | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def as_written(
    now: Plan, *, starts_at: datetime, ends_at: datetime, crew: Sequence[tuple[int, AssignmentRole]]
) -> Plan:
    """The plan a form says: its times, and its crew by resource and role."""
    start, end = starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    known = {seat.resource_id: seat for seat in now.crew}
    seats = [_kept(now, known.get(pk), Seat(pk, role), start, end) for pk, role in crew]
    return Plan(start, end, seats)


def dragged(now: Plan, job: Job, drag: Drag) -> Plan:
    """The plan after a drag. Raises DomainError when the bar that was dragged is there no longer."""
    seat = next((seat for seat in now.crew if drag.of is not None and seat.resource_id == drag.of.pk), None)
    if drag.of is not None and seat is None:
        raise DomainError(NOT_ON_IT)
    moved = _shifted(now, job, seat, drag)
    if drag.to is None or drag.to == drag.of:
        return moved
    if seat is None:
        return with_others(moved, [drag.to])
    crew = [each for each in moved.crew if each.resource_id != drag.to.pk]
    crew = [replace(each, resource_id=drag.to.pk) if each.resource_id == seat.resource_id else each for each in crew]
    return replace(moved, crew=crew)


def with_others(now: Plan, resources: Sequence[Resource]) -> Plan:
    """The plan with some more on the job, each in their usual part."""
    there = {seat.resource_id for seat in now.crew}
    added = [Seat(row.pk, usual_role(row)) for row in resources if row.pk not in there]
    return replace(now, crew=[*now.crew, *added])


def without(now: Plan, resource_id: int) -> Plan:
    """The plan with somebody or something taken off."""
    return replace(now, crew=[seat for seat in now.crew if seat.resource_id != resource_id])


def _kept(now: Plan, seat: Seat | None, wanted: Seat, start: datetime, end: datetime) -> Seat:
    """A seat with times of its own is as far from the job's as it was; one without has the job's."""
    if seat is None or seat.starts_at is None or seat.ends_at is None or now.starts_at is None or now.ends_at is None:
        return wanted
    begins, ends = start + (seat.starts_at - now.starts_at), end + (seat.ends_at - now.ends_at)
    return replace(wanted, starts_at=begins, ends_at=ends) if begins < ends else wanted


def _shifted(now: Plan, job: Job, seat: Seat | None, drag: Drag) -> Plan:
    if now.starts_at is None or now.ends_at is None:
        if drag.starts_at is None:
            raise DomainError("Välj en tid för uppdraget.")
        start = drag.starts_at.astimezone(UTC)
        return Plan(start, start + timedelta(minutes=job.minutes))
    was = (seat.starts_at or now.starts_at, seat.ends_at or now.ends_at) if seat else (now.starts_at, now.ends_at)
    by = drag.starts_at.astimezone(UTC) - was[0] if drag.starts_at is not None else timedelta()
    until = drag.ends_at.astimezone(UTC) - was[1] if drag.ends_at is not None else by
    crew = [(each.resource_id, each.role) for each in now.crew]
    return as_written(now, starts_at=now.starts_at + by, ends_at=now.ends_at + until, crew=crew)
