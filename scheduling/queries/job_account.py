"""What a finished job amounts to: its approved time with sums, and what was done and left there."""

from collections.abc import Sequence
from dataclasses import dataclass

from perforia.base.models import Firm
from scheduling.models import ChecklistItem, Deviation, Job, JobSignature, JobStop, MaterialUse, TimeEntry
from scheduling.queries.times import Line, Sum, counted_lines, sums_of
from scheduling.states import TimeState


@dataclass(frozen=True)
class Account:
    """Everything the papers of a job tell. Only approved time is among the lines."""

    job: Job
    firm: Firm
    lines: Sequence[Line]
    sums: Sequence[Sum]
    stops: Sequence[JobStop]
    checklist: Sequence[ChecklistItem]
    materials: Sequence[MaterialUse]
    deviations: Sequence[Deviation]
    signatures: Sequence[JobSignature]
    photos: int

    @property
    def minutes(self) -> int:
        return sum(line.counted.minutes for line in self.lines)


def account_of(job: Job) -> Account:
    """Read the account of a job that was fetched with its customer."""
    approved = TimeEntry.objects.filter(job=job, state=TimeState.APPROVED).order_by("started_at", "pk")
    lines = counted_lines(approved)
    return Account(
        job, Firm.load(), lines, sums_of(lines),
        stops=list(job.stops.select_related("place").order_by("position")),
        checklist=list(job.checklist.exclude(done_at=None).order_by("position")),
        materials=list(job.materials.order_by("at", "pk")),
        deviations=list(job.deviations.order_by("at", "pk")),
        signatures=list(job.signatures.order_by("at", "pk")),
        photos=job.photos.count(),
    )  # fmt: skip
