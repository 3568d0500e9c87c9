"""What a crew has left at a job: pictures, material, signatures, deviations, and time."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.states import RutWork
from crm.states import Service
from scheduling.models import Booking, CrewAct, Deviation, Job, JobPhoto, JobSignature, MaterialUse
from scheduling.states import ActKind, ActState

# What a job without planned hours is of, in Skatteverket's words.
USUAL_WORK: dict[str, RutWork] = {
    Service.MOVING: RutWork.MOVING,
    Service.PACKING: RutWork.MOVING,
    Service.MOVE_CLEANING: RutWork.CLEANING,
    Service.HOME_CLEANING: RutWork.CLEANING,
    Service.WINDOWS: RutWork.CLEANING,
}


@dataclass(frozen=True)
class Left:
    """Everything that crews have left at a job, in order of time; `refused` is what could not be done."""

    photos: Sequence[JobPhoto]
    materials: Sequence[MaterialUse]
    signatures: Sequence[JobSignature]
    deviations: Sequence[Deviation]
    refused: Sequence[CrewAct]

    @property
    def is_empty(self) -> bool:
        return not (self.photos or self.materials or self.signatures or self.deviations or self.refused)


def left_at(job_id: int, resource_id: int | None = None) -> Left:
    """What all have left at a job; what was refused of one person, or of all. Five questions, however much it is."""
    photos = JobPhoto.objects.filter(job=job_id).select_related("document__current_version")
    refused = CrewAct.objects.filter(job=job_id, state=ActState.REFUSED).select_related("resource")
    if resource_id is not None:  # a time that was not put right is told where it is written
        refused = refused.filter(resource=resource_id).exclude(kind=ActKind.CORRECT)
    return Left(
        list(photos.order_by("at", "pk")),
        list(MaterialUse.objects.filter(job=job_id).order_by("at", "pk")),
        list(JobSignature.objects.filter(job=job_id).order_by("at", "pk")),
        list(Deviation.objects.filter(job=job_id).select_related("resource").order_by("at", "pk")),
        list(refused.order_by("received_at", "pk")),
    )


def works_of(job: Job) -> list[RutWork]:
    """The kinds of RUT work that somebody may be doing at a job: those planned, else the usual one."""
    planned = [RutWork(row.work) for row in job.works.order_by("pk")]
    usual = USUAL_WORK.get(job.kind)
    return planned or ([usual] if usual else [])


def photo_of(resource_id: int, pk: int) -> JobPhoto | None:
    """A picture of a job that somebody has been told to do."""
    mine = Booking.objects.standing().filter(resource=resource_id).values("job")
    rows = JobPhoto.objects.filter(pk=pk, job__in=mine).select_related("document__current_version")
    return rows.first()
