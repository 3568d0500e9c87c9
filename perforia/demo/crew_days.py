"""The demo firm's crews on their phones: in and out of each job that has been, the odd one late, most days approved."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import cycle
from uuid import uuid4

from contracts.states import RutWork
from crm.states import Service
from perforia.base.models import User
from scheduling.models import Job, Resource, TimeEntry
from scheduling.services import crew, times
from scheduling.services.crew import Sent
from scheduling.states import ActKind, ResourceKind, TimeState

DECIDED_BEFORE = timedelta(days=3)
# Minutes after the plan that somebody comes and goes, and how long the break is.
HABITS = ((-2, 4, 30), (0, 0, 30), (3, -5, 0), (-4, 38, 30), (1, 6, 15))
WORK = {Service.MOVING: RutWork.MOVING, Service.PACKING: RutWork.MOVING}


class Crew:
    """Checks people in and out, each in their own way."""

    def __init__(self, by: User, at: datetime) -> None:
        self._by, self._at = by, at
        self._habits = cycle(HABITS)

    def do(self, job: Job) -> None:
        """What has begun is begun, and what has ended is ended, ticked off and reported."""
        if job.starts_at is None or job.ends_at is None or job.starts_at > self._at:
            return
        people = [row.resource for row in job.assignments.select_related("resource").order_by("pk")]
        people = [person for person in people if person.kind == ResourceKind.PERSON]
        for person in people:
            late, _, _ = habit = next(self._habits)
            self._send(job, person, ActKind.CHECK_IN, job.starts_at + timedelta(minutes=late), {"work": _work(job)})
            self._leave(job, person, habit, is_last=person == people[-1])

    def approve(self) -> None:
        """The office has said yes to the days before yesterday."""
        old = TimeEntry.objects.filter(state=TimeState.REPORTED, ended_at__lt=self._at - DECIDED_BEFORE)
        times.approve(entries=list(old.order_by("pk")), by=self._by, at=self._at)

    def _leave(self, job: Job, person: Resource, habit: Sequence[int], *, is_last: bool) -> None:
        _, late, pause = habit
        ends_at = (job.ends_at or self._at) + timedelta(minutes=late)
        if ends_at > self._at:
            return
        if is_last:
            for item in job.checklist.order_by("position"):
                self._send(job, person, ActKind.TICK, ends_at, {"text": item.text, "done": True})
        rest = pause if job.minutes >= 240 else 0  # noqa: PLR2004 -- a long job has a break
        self._send(job, person, ActKind.CHECK_OUT, ends_at, {"break_minutes": rest, "is_done": is_last})

    def _send(self, job: Job, person: Resource, kind: ActKind, at: datetime, payload: dict[str, object]) -> None:
        crew.receive(sent=Sent(uuid4(), kind, person, None, job.pk, payload, done_at=at, sent_at=at), at=at)


def _work(job: Job) -> str:
    return str(WORK.get(Service(job.kind), RutWork.CLEANING))
