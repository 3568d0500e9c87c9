"""A time that the person who reported it puts right: what was reported stays, and the office sees both.

Part of the transaction that carries an act out.
"""

from datetime import datetime

from perforia.base.errors import DomainError
from scheduling.models import Booking, CrewAct, Job, TimeEntry
from scheduling.queries.crew_words import worded
from scheduling.queries.times import counted_lines
from scheduling.rules.hours import Worked, objection_to
from scheduling.rules.words import clock
from scheduling.rules.worktime import at_local, to_local
from scheduling.services import times
from scheduling.states import TimeState


def correct(act: CrewAct, job: Job, booking: Booking) -> str:  # noqa: ARG001 -- all acts are carried out alike
    """Another start, end and break of an ended time that nobody has decided, with why.

    Raises DomainError for one that is decided or runs, for times that cannot be, and for one that lies over another.
    """
    entry = _entry(act, job)
    [line] = counted_lines(TimeEntry.objects.filter(pk=entry.pk).order_by("pk"))
    worked, reason = _told(act, line.counted), str(act.payload.get("text", "")).strip()
    if objection := objection_to(worked, at=act.received_at):
        raise DomainError(worded(objection))
    if not reason:
        raise DomainError(worded("Skriv varför tiden ska rättas."))
    if worked == line.counted:
        return worded("Tiden är redan så.")
    if (other := times.in_the_way(act.resource, worked, but=entry.pk)) is not None:
        message = worded(
            "Du har redan tid på {number} från {clock}. Ändra så att tiderna inte går över varandra.",
            number=other.job.number, clock=clock(other.started_at),
        )  # fmt: skip
        raise DomainError(message)
    times.correct(entry=entry, worked=worked, reason=reason, by=act.by, at=act.received_at)
    return worded("Tiden är rättad. Kontoret ser både den nya och den du rapporterade.")


def _entry(act: CrewAct, job: Job) -> TimeEntry:
    """The time, held, if the person may still put it right."""
    rows = TimeEntry.objects.select_for_update(of=("self",), no_key=True).filter(resource=act.resource, job=job)
    entry = rows.filter(pk=act.payload.get("entry") or 0).first()
    if entry is None:
        raise DomainError(worded("Tiden finns inte längre. Ring kontoret."))
    if entry.state == TimeState.RUNNING:
        raise DomainError(worded("Tiden pågår. Checka ut först."))
    if entry.state == TimeState.APPROVED:
        raise DomainError(worded("Tiden är redan godkänd. Be kontoret rätta den."))
    if entry.state == TimeState.REJECTED:
        raise DomainError(worded("Kontoret har underkänt tiden. Ring kontoret."))
    own = {None, entry.resource.employee.user_id}
    if any(row.by_id not in own for row in entry.corrections.filter(at__gt=act.moment).order_by("pk")):
        raise DomainError(worded("Kontoret har rättat tiden efter dig. Öppna uppdraget och se efter."))
    return entry


def _told(act: CrewAct, known: Worked) -> Worked:
    """What was told, with the kind of work as it is; an end that nobody touched keeps its second."""
    rest = act.payload.get("break_minutes")
    return Worked(
        _moment(act.payload.get("starts"), known.starts_at), _moment(act.payload.get("ends"), known.ends_at),
        rest if isinstance(rest, int) else known.break_minutes, known.work,
    )  # fmt: skip


def _moment(told: object, known: datetime) -> datetime:
    wall = to_local(known).replace(tzinfo=None, second=0, microsecond=0)
    try:
        asked = datetime.fromisoformat(str(told)) if told else wall
    except ValueError:
        asked = wall
    return known if asked == wall else at_local(asked.date(), asked.time())
