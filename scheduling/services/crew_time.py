"""Time as the crew reports it: in, break, other work, out. Part of the transaction that carries an act out."""

from datetime import datetime, time, timedelta

from contracts.states import RutWork
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.states import check_move
from scheduling.models import Booking, CrewAct, Job, TimeEntry
from scheduling.queries.crew_words import worded
from scheduling.rules import crew as rules
from scheduling.rules.words import clock
from scheduling.services import moves
from scheduling.services.crew_telling import done_when_all_are_out
from scheduling.states import TIME_MOVES, JobStatus, TimeState

LONGEST_BREAK = 8 * 60  # minutes


def check_in(act: CrewAct, job: Job, booking: Booking) -> str:
    """Work begins; the job does too when it is the first. Idempotent. Raises DomainError for a time that cannot be."""
    if job.status == JobStatus.CANCELLED:
        raise DomainError(worded("{number} är avbokat. Ring kontoret.", number=job.number))
    if not rules.may_begin(act.moment, booking.starts_at, booking.ends_at):
        raise DomainError(worded("{number} är inte nu. Öppna rätt dag, eller ring kontoret.", number=job.number))
    running = TimeEntry.objects.running().filter(resource=act.resource, job=job).first()
    if running is not None:  # pressed twice
        return worded("Incheckad {clock}.", clock=clock(running.started_at))
    _check_free(act)
    _start(act, job, _work(act))
    if job.status == JobStatus.PUBLISHED:
        moves.start(job=job, by=act.by, at=act.moment)
    return worded("Incheckad {clock}.", clock=clock(act.moment))


def pause(act: CrewAct, job: Job, booking: Booking) -> str:  # noqa: ARG001 -- all acts are carried out alike
    """A break begins. Idempotent. Raises DomainError for who is not checked in."""
    entry = _running(act, job)
    if entry.paused_at is None:
        entry.paused_at = act.moment
        entry.save(update_fields=["paused_at"])
    return worded("Rast från {clock}.", clock=clock(entry.paused_at))


def resume(act: CrewAct, job: Job, booking: Booking) -> str:  # noqa: ARG001 -- the same
    """The break is over. Idempotent. Raises DomainError for who is not checked in."""
    entry = _running(act, job)
    _end_break(entry, act.moment)
    entry.save(update_fields=["paused_at", "break_minutes"])
    return worded("Rasten är slut. {minutes} min rast hittills.", minutes=entry.break_minutes)


def switch(act: CrewAct, job: Job, booking: Booking) -> str:  # noqa: ARG001 -- the same
    """The same person goes on with another kind of work. Raises DomainError for who is not checked in."""
    entry, work = _running(act, job), _work(act)
    if entry.work == work:
        return worded("Du gör redan det.")
    _end(entry, act, act.moment)
    made = _start(act, job, work)
    return worded("Nu: {work}.", work=worded(made.get_work_display() or "annat arbete"))


def check_out(act: CrewAct, job: Job, booking: Booking) -> str:  # noqa: ARG001 -- the same
    """Work ends; the job does too when the last one out says that all is done.

    `ended`, a clock time, is told by who forgot to check out; `break_minutes` puts the break right. Raises DomainError
    for times that cannot be.
    """
    entry = _running(act, job)
    ended_at = _told_end(act, entry)
    told = act.payload.get("break_minutes")
    if isinstance(told, int):
        entry.break_minutes, entry.paused_at = told, None
    _end(entry, act, ended_at)
    said = worded("Utcheckad {clock}.", clock=clock(ended_at))
    if not act.payload.get("is_done"):
        return said
    others = TimeEntry.objects.running().filter(job=job).select_related("resource").order_by("resource__name", "pk")
    if names := [row.resource.name for row in others]:
        return done_when_all_are_out(names)
    if job.status in {JobStatus.PUBLISHED, JobStatus.ONGOING}:
        moves.finish(job=job, by=act.by, at=ended_at)
    return worded("{said} Uppdraget är klart.", said=said)


def _start(act: CrewAct, job: Job, work: str) -> TimeEntry:
    made = TimeEntry.objects.create(
        job=job, resource=act.resource, work=work, started_at=act.moment, created_at=act.received_at, created_by=act.by
    )
    audit.record(verb="time.started", target=made, by=act.by, at=act.received_at, job=job.number)
    return made


def _end(entry: TimeEntry, act: CrewAct, ended_at: datetime) -> None:
    if ended_at - entry.started_at > rules.LONGEST:
        message = worded(
            "Du checkade in {clock} för mer än ett dygn sedan. Skriv när du slutade.", clock=clock(entry.started_at)
        )
        raise DomainError(message)
    _end_break(entry, ended_at)
    worked = rules.whole_minutes(entry.started_at, ended_at)
    if entry.break_minutes > min(worked, LONGEST_BREAK):
        message = worded(
            "Rasten är längre än arbetet: {rest} av {worked} min. Ändra rasten.",
            rest=entry.break_minutes,
            worked=worked,
        )
        raise DomainError(message)
    check_move(TimeState(entry.state), TimeState.REPORTED, TIME_MOVES)
    entry.state, entry.ended_at, entry.reported_at = TimeState.REPORTED, ended_at, act.received_at
    entry.save(update_fields=["state", "ended_at", "break_minutes", "paused_at", "reported_at", "is_by_hand"])
    audit.record(
        verb="time.reported", target=entry, by=act.by, at=act.received_at, minutes=worked - entry.break_minutes
    )  # fmt: skip


def _end_break(entry: TimeEntry, at: datetime) -> None:
    if entry.paused_at is not None:
        entry.break_minutes += rules.whole_minutes(entry.paused_at, at)
        entry.paused_at = None


def _told_end(act: CrewAct, entry: TimeEntry) -> datetime:
    told = act.payload.get("ended")
    if not isinstance(told, str) or not told:
        return act.moment
    ended_at = rules.first_at(time.fromisoformat(told), entry.started_at)
    if ended_at > act.moment:
        message = worded(
            "Du checkade in {start}. {told} har inte varit än. Skriv en tid som har passerat.",
            start=clock(entry.started_at),
            told=told,
        )
        raise DomainError(message)
    entry.is_by_hand = True
    return max(ended_at, entry.started_at)


def _work(act: CrewAct) -> str:
    told = str(act.payload.get("work") or "")
    return told if told in RutWork.values else ""


def _running(act: CrewAct, job: Job) -> TimeEntry:
    entry = TimeEntry.objects.select_for_update(of=("self",), no_key=True).running().filter(resource=act.resource)
    found = entry.select_related("job").first()
    if found is None or found.job_id != job.pk:
        raise DomainError(worded("Du är inte incheckad på {number}. Checka in först.", number=job.number))
    if act.moment < found.started_at - timedelta(minutes=1):
        message = worded(
            "Du checkade in {clock}, efter det här. Kontoret har fått det du skickade.", clock=clock(found.started_at)
        )
        raise DomainError(message)
    return found


def _check_free(act: CrewAct) -> None:
    """Nobody is at two places: neither checked in elsewhere, nor within a time that is reported already."""
    elsewhere = TimeEntry.objects.running().select_related("job").filter(resource=act.resource).first()
    if elsewhere is not None:
        message = worded(
            "Du är redan incheckad på {number} sedan {clock}. Checka ut där först.",
            number=elsewhere.job.number,
            clock=clock(elsewhere.started_at),
        )
        raise DomainError(message)
    within = TimeEntry.objects.ended().select_related("job").filter(
        resource=act.resource, started_at__lte=act.moment, ended_at__gt=act.moment
    )  # fmt: skip
    if (found := within.first()) is not None and found.ended_at is not None:
        start, end = clock(found.started_at), clock(found.ended_at)
        message = worded(
            "Då var du incheckad på {number}, {start}–{end}. Kontoret har fått det du skickade.",
            number=found.job.number,
            start=start,
            end=end,
        )
        raise DomainError(message)
