"""What the planners are told of what crews do and meet."""

from collections.abc import Sequence

from perforia.base.models import Notification, User
from perforia.base.permissions import Permission, roles_with
from scheduling.models import CrewAct, Deviation, Job
from scheduling.queries.crew_words import worded


def tell_planners(act: CrewAct, job: Job | None) -> None:
    """That something from a phone could not be done, and why; once for each act."""
    what = act.get_kind_display().lower()
    where = f", {job.number}" if job is not None else ""
    text = f"{act.resource.name}{where}: {what} sparades inte. {act.sentence}"
    _tell(f"crew:{act.uuid}", text, job, act, "warn")


def tell_of_deviation(deviation: Deviation, act: CrewAct, job: Job) -> None:
    """That something at a job was not as agreed."""
    text = f"{job.number}, {act.resource.name}: {deviation.get_kind_display()}. {deviation.text}"
    _tell(f"deviation:{deviation.pk}", text, job, act, "bad")


def done_when_all_are_out(names: Sequence[str]) -> str:
    """Said to who wants to end a job while others still work at it."""
    told = names[-1]
    if len(names) > 1:
        told = worded("{names} och {last}", names=", ".join(names[:-1]), last=names[-1])
    return worded("Du är utcheckad. {names} är kvar, så uppdraget blir klart när den sista checkar ut.", names=told)


def _tell(key: str, text: str, job: Job | None, act: CrewAct, tone: str) -> None:
    url = f"/uppdrag/{job.pk}/" if job is not None else ""
    people = User.objects.filter(role__in=roles_with(Permission.PLAN_SCHEDULE), is_active=True).order_by("pk")
    for person in people:
        Notification.tell(user=person, key=key, text=text[:300], url=url, at=act.received_at, tone=tone)
