"""Planning a whole day: asked for, worked on by a worker, shown as differences, taken row by row or whole.

A proposal changes nothing by itself. It is never dearer than the plan it began from; what has changed since is refused.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction

from perforia.base import audit
from perforia.base.claims import dead_before
from perforia.base.errors import DomainError
from perforia.base.models import User
from perforia.base.states import check_move
from scheduling import events
from scheduling.models import DayProposal, ProposedJob
from scheduling.queries.publishing import label_of
from scheduling.rules.effects import effects_of
from scheduling.rules.facts import Span
from scheduling.rules.planning.changes import Change
from scheduling.rules.planning.proposing import Proposal
from scheduling.rules.planning.reasons import Why
from scheduling.rules.words import joined, period
from scheduling.services import planning, plans
from scheduling.services.day_problem import DayFacts
from scheduling.services.plans import Act, Plan, Seat
from scheduling.states import PROPOSAL_MOVES, AssignmentRole, ChangeSource, ProposalState, Skill

SECONDS = 10
KEPT = timedelta(days=7)
NOTHING_TO_DO = "Det finns inga uppdrag att planera den dagen."
STANDS = "Planen är redan så bra som den kan bli."
_WHY = {
    Why.NO_SKILL: "ingen som arbetar har {skills}", Why.TOO_FEW: "för få som arbetar {skills}",
    Why.NO_VEHICLE: "inget ledigt fordon är stort nog", Why.NO_DRIVER: "ingen i laget får köra fordonet",
    Why.OUT_OF_HOURS: "tiden ryms inte i någons arbetstid", Why.NO_ROOM: "alla som kan är upptagna",
    Why.NOT_WORTH_IT: "det skulle tränga undan annat",
}  # fmt: skip


@transaction.atomic
def ask(*, day: date, by: User, at: datetime, seconds: int = SECONDS) -> DayProposal:
    """Ask for a proposal for a day; the one that is being made already, if there is one. Announces proposal_asked.

    Old ones, which name customers and fit no plan any more, are forgotten meanwhile.
    """
    DayProposal.objects.filter(asked_at__lt=at - KEPT).delete()
    running = DayProposal.objects.filter(day=day, state__in=[ProposalState.WAITING, ProposalState.WORKING])
    known = running.select_for_update(no_key=True).order_by("-pk").first()
    made = known or DayProposal.objects.create(day=day, asked_at=at, asked_by=by, seconds=seconds)
    if known is None:
        audit.record(verb="proposal.asked", target=made, by=by, at=at, day=day.isoformat())
    events.proposal_asked.announce(proposal_id=made.pk)
    return made


def claim(*, proposal_id: int, at: datetime) -> DayProposal | None:
    """Take a proposal to work on; None when another worker has it. Safe to repeat."""
    waiting = DayProposal.objects.filter(pk=proposal_id, state=ProposalState.WAITING)
    taken = waiting.update(state=ProposalState.WORKING, claimed_at=at, progress=0, error="")
    return DayProposal.objects.get(pk=proposal_id) if taken else None


def note_progress(*, proposal: DayProposal, share: float) -> None:
    """How far it is, committed at once."""
    DayProposal.objects.filter(pk=proposal.pk).update(progress=min(round(share * 100), 99))


@transaction.atomic
def record(*, proposal: DayProposal, day: DayFacts, found: Proposal, at: datetime) -> DayProposal:
    """Keep what was found as differences. Idempotent."""
    locked = _lock(proposal)
    if not _move(locked, ProposalState.READY):
        return locked
    locked.ready_at, locked.progress = at, 100
    locked.old_cost, locked.new_cost = found.given_cost.total, found.cost.total
    now, then = (day.problem.given, found.given_cost), (found.plan, found.cost)
    locked.effects = effects_of(day.problem, now, then)
    locked.left_out = [
        [job_id, _why(day, job_id, reason.why, sorted(reason.skills))]
        for reason in found.reasons
        if isinstance(job_id := reason.visit, int)
    ]
    if not day.jobs:
        locked.error = NOTHING_TO_DO
    locked.save()
    rows = [row for change in found.changes if (row := _row(locked, day, found, change)) is not None]
    ProposedJob.objects.bulk_create(rows)
    return locked


@transaction.atomic
def fail(*, proposal: DayProposal, reason: str) -> None:
    """It could not be made; why is shown. Idempotent."""
    locked = _lock(proposal)
    if _move(locked, ProposalState.FAILED):
        locked.error = reason[:300]
        locked.save(update_fields=["state", "error"])


@transaction.atomic
def accept(
    *, proposal: DayProposal, job_ids: Sequence[int] | None = None, by: User, at: datetime, reason: str = ""
) -> int:
    """Take some differences into the plan, or all; all or none. Answers how many changed anything. Idempotent.

    Raises StaleVersion when a job has changed since, NeedsReason when a rule is broken, else DomainError.
    """
    locked = _lock(proposal)
    if locked.state != ProposalState.READY:
        raise DomainError("Förslaget är inte klart än.")
    rows = ProposedJob.objects.filter(proposal=locked, accepted_at=None).select_related("job").order_by("job")
    if job_ids is not None:
        rows = rows.filter(job__in=job_ids)
    chosen = list(rows)
    act = Act(at, by, ChangeSource.PROPOSAL, reason)
    wanted = [planning.Proposed(row.job, row.version, plans.from_data(row.new)) for row in chosen]
    count = planning.accept(rows=wanted, act=act)
    ProposedJob.objects.filter(pk__in=[row.pk for row in chosen]).update(accepted_at=at)
    audit.record(verb="proposal.accepted", target=locked, by=by, at=at, jobs=len(chosen))
    return count


def due_proposals(at: datetime) -> list[dict[str, int]]:
    """Those that wait; first frees those whose worker died."""
    stale = DayProposal.objects.filter(state=ProposalState.WORKING, claimed_at__lt=dead_before(at))
    stale.update(state=ProposalState.WAITING)
    waiting = DayProposal.objects.filter(state=ProposalState.WAITING).order_by("pk")
    return [{"proposal_id": pk} for pk in waiting.values_list("pk", flat=True)]


def _lock(proposal: DayProposal) -> DayProposal:
    return DayProposal.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.pk)


def _move(proposal: DayProposal, new: ProposalState) -> bool:
    if not check_move(ProposalState(proposal.state), new, PROPOSAL_MOVES):
        return False
    proposal.state = new
    return True


def _row(proposal: DayProposal, day: DayFacts, found: Proposal, change: Change) -> ProposedJob | None:
    """One difference as the plan of its job; None for a job whose plan would be taken away without another."""
    job = day.jobs[int(change.visit)]
    stops = found.plan.by_visit().get(change.visit, ())
    if not stops:
        return None
    start = day.moment(stops[0].start)
    old = day.plans[job.pk]
    roles = {seat.resource_id: seat.role for seat in old.crew}
    crew = [_seat(int(stop.resource), day, roles) for stop in stops]
    new = Plan(start, start + timedelta(minutes=job.minutes), [*crew, *_kept(old, start, day, crew)])
    return ProposedJob(
        proposal=proposal, job=job, version=job.version, old=plans.as_data(old), new=plans.as_data(plans.whole(new)),
        sentence=_sentence(day, change, new)[:300],
    )  # fmt: skip


def _seat(resource_id: int, day: DayFacts, roles: dict[int, AssignmentRole]) -> Seat:
    usual = AssignmentRole.MEMBER if day.workers[resource_id].is_person else AssignmentRole.THING
    return Seat(resource_id, roles.get(resource_id, usual))


def _kept(old: Plan, start: datetime, day: DayFacts, crew: Sequence[Seat]) -> list[Seat]:
    """Things that the planner knows nothing of stay on the job, moved with it."""
    planned = {seat.resource_id for seat in crew}
    has_car = any(not day.workers[seat.resource_id].is_person for seat in crew)
    by = start - old.starts_at if old.starts_at is not None else timedelta()
    return [
        replace(seat, starts_at=seat.starts_at + by, ends_at=seat.ends_at + by)
        for seat in old.crew
        if seat.role == AssignmentRole.THING and seat.resource_id not in planned and not has_car
        and seat.starts_at is not None and seat.ends_at is not None
    ]  # fmt: skip


def _sentence(day: DayFacts, change: Change, new: Plan) -> str:
    """`Flytt hos Demosson: Elin tar över efter Viktor, 11:50–15:50 i stället för 11:00.`"""
    label = label_of(day.jobs[int(change.visit)])
    assert new.starts_at is not None and new.ends_at is not None  # noqa: S101, PT018 -- it is planned
    when = period(Span(new.starts_at, new.ends_at))
    come, leave = (joined([day.workers[int(pk)].called for pk in ids]) for ids in (change.come, change.leave))
    if change.was is None:
        return f"{label}: {come} {when}."
    parts = []
    if come and leave:
        parts.append(f"{come} i stället för {leave}")
    elif come or leave:
        parts.append(f"{come} är också med" if come else f"{leave} behövs inte")
    if change.now is not None and abs(change.now - change.was) >= 1:
        parts.append(f"ny tid {when}")
    return f"{label}: {', '.join(parts)}."


def _why(day: DayFacts, job_id: int, why: Why, skills: Sequence[str]) -> str:
    words = joined([str(Skill(skill).label) for skill in skills])
    told = _WHY[why].format(skills=words and (f"med {words}" if why == Why.TOO_FEW else words)).strip()
    return f"{label_of(day.jobs[job_id])}: {told}."
