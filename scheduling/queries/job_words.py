"""How pages draw the state of a job, and what is missing before it can be published."""

from scheduling.models import Job
from scheduling.states import JobStatus

# Ring and tone of each state.
RINGS: dict[str, tuple[str, str]] = {
    JobStatus.PLANNED: ("is-new", "accent"), JobStatus.PUBLISHED: ("25", "accent"), JobStatus.ONGOING: ("50", "accent"),
    JobStatus.DONE: ("is-done", "ok"), JobStatus.CANCELLED: ("is-lost", ""),
}  # fmt: skip
UNPLANNED = "Att planera"


def state_of(job: Job) -> tuple[str, str, str]:
    """The word of a job's state, its ring and its tone; one without a time waits to be planned."""
    ring, tone = RINGS[job.status]
    word = UNPLANNED if job.status == JobStatus.PLANNED and job.starts_at is None else job.get_status_display()
    return word, ring, tone
