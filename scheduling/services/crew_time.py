"""Time as the crew reports it: in, break, other work, out. Part of the transaction that carries an act out."""

from datetime import datetime, time, timedelta

from django.utils.translation import gettext

from contracts.states import RutWork
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.states import check_move
from scheduling.models import Booking, CrewAct, Job, TimeEntry
from scheduling.rules import crew as rules
from scheduling.rules.words import clock, joined
from scheduling.services import moves
from scheduling.services.crew_telling import done_when_all_are_out
from scheduling.states import TIME_MOVES, JobStatus, TimeState

LONGEST_BREAK = 8 * 60  # minutes


def check_in(act: CrewAct, job: Job, booking: Booking) -> str:
    """Work begins; the job does too when it is the first. Idempotent. Raises DomainError for a time that cannot be."""
    if job.status == JobStatus.CANCELLED:
        raise DomainError(gettext("{number} är avbokat. Ring kontoret.").format(number=job.number))
    if not rules.may_begin(act.moment, booking.starts_at, booking.ends_at):
        message = gettext("{number} är inte nu. Öppna rätt dag, eller ring kontoret.")
        raise DomainError(message.format(number=job.number))
    running = TimeEntry.objects.running().filter(resource=act.resource, job=job).first()
    if running is not None:  # pressed twice
        return gettext("Incheckad {clock}.").format(clock=clock(running.started_at))
    _check_free(act)
    _start(act, job, _work(act))
    if job.status == JobStatus.PUBLISHED:
        moves.start(job=job, by=act.by, at=act.moment)
    return gettext("Incheckad {clock}.").format(clock=clock(act.moment))


def pause(act: CrewAct, job: Job, booking: Booking) -> str:  # noqa: ARG001 -- all acts are carried out alike
    """A break begins. Idempotent. Raises DomainError for who is not checked in."""
    entry = _running(act, job)
    if entry.paused_at is None:
        entry.paused_at = act.moment
        entry.save(update_fields=["paused_at"])
    return gettext("Rast från {clock}.").format(clock=clock(entry.paused_at))


def resume(act: CrewAct, job: Job, booking: Booking) -> str:  # noqa: ARG001 -- the same
    """The break is over. Idempotent. Raises DomainError for who is not checked in."""
    entry = _running(act, job)
    _end_break(entry, act.moment)
    entry.save(update_fields=["paused_at", "break_minutes"])
    return gettext("Rasten är slut. {minutes} min rast hittills.").format(minutes=entry.break_minutes)


def switch(act: CrewAct, job: Job, booking: Booking) -> str:  # noqa: ARG001 -- the same
    """The same person goes on with another kind of work. Raises DomainError for who is not checked in."""
    entry, work = _running(act, job), _work(act)
    if entry.work == work:
        return gettext("Du gör redan det.")
    _end(entry, act, act.moment)
    made = _start(act, job, work)
    return gettext("Nu: {work}.").format(work=gettext(made.get_work_display()) or gettext("annat arbete"))


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
    said = gettext("Utcheckad {clock}.").format(clock=clock(ended_at))
    if not act.payload.get("is_done"):
        return said
    others = TimeEntry.objects.running().filter(job=job).select_related("resource").order_by("resource__name", "pk")
    if names := [row.resource.name for row in others]:
        return done_when_all_are_out(joined(names))
    if job.status in {JobStatus.PUBLISHED, JobStatus.ONGOING}:
        moves.finish(job=job, by=act.by, at=ended_at)
    return gettext("{said} Uppdraget är klart.").format(said=said)


def _start(act: CrewAct, job: Job, work: str) -> TimeEntry:
    made = TimeEntry.objects.create(
        job=job, resource=act.resource, work=work, started_at=act.moment, created_at=act.received_at, created_by=act.by
    )
    audit.record(verb="time.started", target=made, by=act.by, at=act.received_at, job=job.number)
    return made


def _end(entry: TimeEntry, act: CrewAct, ended_at: datetime) -> None:
    if ended_at - entry.started_at > rules.LONGEST:
        message = gettext("Du checkade in {clock} för mer än ett dygn sedan. Skriv när du slutade.")
        raise DomainError(message.format(clock=clock(entry.started_at)))
    _end_break(entry, ended_at)
    worked = rules.whole_minutes(entry.started_at, ended_at)
    if entry.break_minutes > min(worked, LONGEST_BREAK):
        message = gettext("Rasten är längre än arbetet: {rest} av {worked} min. Ändra rasten.")
        raise DomainError(message.format(rest=entry.break_minutes, worked=worked))
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
        message = gettext("Du checkade in {start}. {told} har inte varit än. Skriv en tid som har passerat.")
        raise DomainError(message.format(start=clock(entry.started_at), told=told))
    entry.is_by_hand = True
    return max(ended_at, entry.started_at)


def _work(act: CrewAct) -> str:
    told = str(act.payload.get("work") or "")
    return told if told in RutWork.values else ""


def _running(act: CrewAct, job: Job) -> TimeEntry:
    entry = TimeEntry.objects.select_for_update(of=("self",), no_key=True).running().filter(resource=act.resource)
    found = entry.select_related("job").first()
    if found is None or found.job_id != job.pk:
        message = gettext("Du är inte incheckad på {number}. Checka in först.")
        raise DomainError(message.format(number=job.number))
    if act.moment < found.started_at - timedelta(minutes=1):
        message = gettext("Du checkade in {clock}, efter det här. Kontoret har fått det du skickade.")
        raise DomainError(message.format(clock=clock(found.started_at)))
    return found


def _check_free(act: CrewAct) -> None:
    """Nobody is at two places: neither checked in elsewhere, nor within a time that is reported already."""
    elsewhere = TimeEntry.objects.running().select_related("job").filter(resource=act.resource).first()
    if elsewhere is not None:
        message = gettext("Du är redan incheckad på {number} sedan {clock}. Checka ut där först.")
        raise DomainError(message.format(number=elsewhere.job.number, clock=clock(elsewhere.started_at)))
    within = TimeEntry.objects.ended().select_related("job").filter(
        resource=act.resource, started_at__lte=act.moment, ended_at__gt=act.moment
    )  # fmt: skip
    if (found := within.first()) is not None and found.ended_at is not None:
        message = gettext("Då var du incheckad på {number}, {start}–{end}. Kontoret har fått det du skickade.")
        start, end = clock(found.started_at), clock(found.ended_at)
        raise DomainError(message.format(number=found.job.number, start=start, end=end))
