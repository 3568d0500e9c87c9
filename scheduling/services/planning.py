"""Planning jobs: give a job a time and a crew, move it, put somebody on it or take them off, accept proposals, undo.

All go through `plans.write`. Drafts may be double booked; other rules that are broken need a reason. `version` is the
job's as it was shown; somebody who saw an older one is told so.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from perforia.base.errors import DomainError
from perforia.base.models import User
from scheduling.models import Job, PlanChange, Resource, Team
from scheduling.rules.worktime import local_date
from scheduling.services import plans
from scheduling.services.plans import Act, Plan, Seat
from scheduling.states import AssignmentRole, ChangeSource, ResourceKind

UNDO_WITHIN = timedelta(hours=8)
NO_TIME = "Ge uppdraget en tid innan du planerar någon på det."


@dataclass(frozen=True)
class Proposed:
    """One row of a proposal: the plan of a job, and the version it was made for."""

    job: Job
    version: int
    plan: Plan


@transaction.atomic
def plan(*, job: Job, plan: Plan, version: int | None = None, act: Act) -> Job:
    """Give a job its whole plan: time and crew. Nothing when it has it already.

    Raises DomainError (StaleVersion, NeedsReason) with a sentence. Announces job_planned.
    """
    locked = plans.lock(job)
    plans.check_version(locked, version)
    plans.write(locked, plan, act)
    return locked


@transaction.atomic
def move(*, job: Job, starts_at: datetime, minutes: int | None = None, version: int | None = None, act: Act) -> Job:
    """Let a job begin at another time with the crew it has, each moved as much; `minutes` changes how long it takes.

    Raises and announces as `plan`.
    """
    locked = plans.lock(job)
    plans.check_version(locked, version)
    plans.write(locked, _moved(plans.plan_of(locked), locked, starts_at, minutes), act)
    return locked


@transaction.atomic
def assign(
    *, job: Job, resource: Resource, role: AssignmentRole | None = None, replacing: Resource | None = None,
    version: int | None = None, act: Act,
) -> Job:  # fmt: skip
    """Put somebody or something on a job, in somebody's place if `replacing` is given.

    Raises DomainError for a job without a time; else raises and announces as `plan`.
    """
    locked = plans.lock(job)
    plans.check_version(locked, version)
    now = plans.plan_of(locked)
    if now.starts_at is None:
        raise DomainError(NO_TIME)
    old = next((seat for seat in now.crew if replacing is not None and seat.resource_id == replacing.pk), None)
    crew = [seat for seat in now.crew if seat.resource_id not in {resource.pk, old.resource_id if old else 0}]
    seat = replace(old, resource_id=resource.pk) if old else Seat(resource.pk, role or usual_role(resource))
    plans.write(locked, replace(now, crew=[*crew, replace(seat, role=role or seat.role)]), act)
    return locked


@transaction.atomic
def assign_team(*, job: Job, team: Team, version: int | None = None, act: Act) -> Job:
    """Put those who are in a team that day on a job, beside whoever is on it. Raises and announces as `plan`."""
    locked = plans.lock(job)
    plans.check_version(locked, version)
    now = plans.plan_of(locked)
    if now.starts_at is None:
        raise DomainError(NO_TIME)
    day = local_date(now.starts_at)
    members = members_of(team, day)
    there = {seat.resource_id for seat in now.crew}
    added = [Seat(row.pk, usual_role(row)) for row in members if row.pk not in there]
    plans.write(locked, replace(now, crew=[*now.crew, *added]), act)
    return locked


@transaction.atomic
def unassign(*, job: Job, resource: Resource, version: int | None = None, act: Act) -> Job:
    """Take somebody or something off a job. Idempotent. Raises and announces as `plan`."""
    locked = plans.lock(job)
    plans.check_version(locked, version)
    now = plans.plan_of(locked)
    crew = [seat for seat in now.crew if seat.resource_id != resource.pk]
    plans.write(locked, replace(now, crew=crew), act)
    return locked


@transaction.atomic
def unplan(*, job: Job, version: int | None = None, act: Act) -> Job:
    """Put a job back among those without a time. Idempotent. Raises and announces as `plan`."""
    locked = plans.lock(job)
    plans.check_version(locked, version)
    plans.write(locked, Plan(), act)
    return locked


@transaction.atomic
def accept(*, rows: Sequence[Proposed], act: Act) -> int:
    """Take some rows of a proposal into the plan, all or none; answers how many changed anything.

    Raises StaleVersion when a job has changed since the proposal was made; raises and announces as `plan`.
    """
    locked = plans.lock_jobs(row.job.pk for row in rows)
    together = replace(act, batch=act.batch or uuid.uuid4(), source=ChangeSource.PROPOSAL)
    for row in rows:
        plans.check_version(locked[row.job.pk], row.version)
    # Two who change places are in each other's way until both have moved: the rules are asked at the end.
    written = [row for row in rows if plans.write(locked[row.job.pk], row.plan, together, is_checked=False)]
    for row in written:
        plans.pass_over(locked[row.job.pk], row.plan, together)
    return len(written)


@transaction.atomic
def undo(*, by: User, at: datetime) -> list[Job]:
    """Take back the last change of the plan that a person made, whole; answers the jobs.

    Raises DomainError when there is nothing to take back, or somebody has changed a job since.
    """
    last = last_change(by=by, at=at)
    if last is None:
        raise DomainError("Det finns inget att ångra.")
    changes = list(PlanChange.objects.filter(batch=last.batch, undone_at=None).order_by("job"))
    locked = plans.lock_jobs(change.job_id for change in changes)
    for change in changes:
        job = locked[change.job_id]
        if job.version != change.version:
            message = f"{job.number} har ändrats sedan dess. Ändra det för hand i stället."
            raise DomainError(message)
        plans.write(job, plans.from_data(change.old), Act(at, by, ChangeSource.UNDO))
    PlanChange.objects.filter(pk__in=[change.pk for change in changes]).update(undone_at=at)
    return list(locked.values())


def last_change(*, by: User, at: datetime) -> PlanChange | None:
    """What `undo` would take back; None when there is nothing."""
    mine = PlanChange.objects.filter(by=by, undone_at=None, at__gte=at - UNDO_WITHIN)
    return mine.exclude(source=ChangeSource.UNDO).order_by("-at", "-pk").first()


def _moved(now: Plan, job: Job, starts_at: datetime, minutes: int | None) -> Plan:
    start = starts_at.astimezone(UTC)
    if now.starts_at is None or now.ends_at is None:
        return Plan(start, start + timedelta(minutes=minutes or job.minutes))
    by = start - now.starts_at
    length = timedelta(minutes=minutes) if minutes else now.ends_at - now.starts_at
    longer = length - (now.ends_at - now.starts_at)
    crew = [
        replace(seat, starts_at=seat.starts_at + by, ends_at=seat.ends_at + by + longer)
        for seat in now.crew
        if seat.starts_at is not None and seat.ends_at is not None
    ]
    return Plan(start, start + length, crew)


def members_of(team: Team, day: date) -> list[Resource]:
    """Who and what is in a team, and in the firm, on a day. Raises DomainError when that is nobody."""
    members = list(
        Resource.objects.on(day).filter(
            Q(teams__valid_from=None) | Q(teams__valid_from__lte=day),
            Q(teams__valid_until=None) | Q(teams__valid_until__gte=day), teams__team=team,
        ).order_by("pk")
    )  # fmt: skip
    if not members:
        message = f"{team.name} har ingen medlem den dagen."
        raise DomainError(message)
    return members


def usual_role(resource: Resource) -> AssignmentRole:
    """What somebody or something is on a job when nothing else is said."""
    return AssignmentRole.MEMBER if resource.kind == ResourceKind.PERSON else AssignmentRole.THING
