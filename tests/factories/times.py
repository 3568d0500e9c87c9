"""Reported time, for tests of approval and of the papers of jobs."""

from datetime import date
from typing import Any

from contracts.states import RutWork
from perforia.base.clock import now
from scheduling.models import Job, Resource, TimeEntry
from scheduling.services import moves, publishing
from scheduling.states import TimeState
from tests.factories import scheduling, world

WORKED = date(2026, 6, 9)


def done(*people: Resource, start: str = "07:00", minutes: int = 300, day: date = WORKED, **facts: Any) -> Job:
    """A job that was published and done on a day that has been."""
    made = scheduling.job(start, *people, minutes=minutes, day=day, **facts)
    by = world.person()
    publishing.publish_jobs(jobs=[made], by=by, at=now())
    moves.start(job=made, by=by, at=made.starts_at or now())
    return moves.finish(job=made, by=by, at=made.ends_at or now())


def reported(job: Job, who: Resource, start: str = "07:00", end: str = "12:00", **facts: Any) -> TimeEntry:
    """A time that waits for a yes."""
    day = facts.pop("day", WORKED)
    told: dict[str, Any] = {"state": TimeState.REPORTED, "work": RutWork.MOVING, "reported_at": now()}
    return TimeEntry.objects.create(
        job=job, resource=who, started_at=scheduling.at(start, day), ended_at=scheduling.at(end, day),
        created_at=now(), **(told | facts),
    )  # fmt: skip
