"""What every change of the plan has in common: the lock, the version that was seen, the check, the trace."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from scheduling import events
from scheduling.models import Assignment, Job, Override, PlanChange, Resource
from scheduling.queries import facts
from scheduling.queries.travel import roads_along, roads_around, travel_times
from scheduling.rules.conflicts import new_findings, of_need
from scheduling.rules.facts import Finding, Span
from scheduling.rules.worktime import local_date
from scheduling.states import AssignmentRole, ChangeSource, Code, JobStatus

CHANGED_SINCE = "Någon har ändrat uppdraget sedan du öppnade det. Läs om schemat och gör om ändringen."
# Said while one plans, but only in the way of publishing.
ALLOWED_IN_DRAFTS = (Code.OVERLAP, Code.ADDRESS)


class StaleVersion(DomainError):  # noqa: N818 -- named for what it says
    """Somebody else has changed the plan since it was shown."""

    def __init__(self) -> None:
        super().__init__(CHANGED_SINCE)


class NeedsReason(DomainError):  # noqa: N818 -- named for what it says
    """The plan breaks rules that may be passed over with a reason; `findings` says which."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        told = " ".join(finding.sentence for finding in findings[:3])
        super().__init__(f"{told} Skriv varför om du vill planera så ändå.")
        self.findings = findings


@dataclass(frozen=True)
class Seat:
    """Somebody or something on a job; the times are the job's unless it has its own."""

    resource_id: int
    role: AssignmentRole = AssignmentRole.MEMBER
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True)
class Plan:
    """When a job is done and by whom; without times it waits to be planned."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    crew: Sequence[Seat] = ()


@dataclass(frozen=True)
class Act:
    """Who changes the plan, when, with what, why warnings are passed over; changes of one act are undone together."""

    at: datetime
    by: User | None
    source: ChangeSource = ChangeSource.FORM
    reason: str = ""
    batch: uuid.UUID | None = None


def lock_jobs(job_ids: Iterable[int]) -> dict[int, Job]:
    """Some jobs as they stand now, held until the transaction ends; always in the same order."""
    rows = Job.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=list(job_ids))
    return {row.pk: row for row in rows.select_related("customer").prefetch_related("stops").order_by("pk")}


def lock(job: Job) -> Job:
    """One job as it stands now, held until the transaction ends."""
    return lock_jobs([job.pk])[job.pk]


def plan_of(job: Job) -> Plan:
    """The plan of a job as it stands."""
    crew = [
        Seat(row.resource_id, AssignmentRole(row.role), row.starts_at, row.ends_at)
        for row in Assignment.objects.filter(job=job).order_by("resource")
    ]
    return Plan(job.starts_at, job.ends_at, crew)


def check_version(job: Job, version: int | None) -> None:
    """Raises StaleVersion when a job is not as it was seen; None did not look."""
    if version is not None and version != job.version:
        raise StaleVersion


def findings_of(job: Job, plan: Plan) -> list[Finding]:
    """Everything that a plan of one job makes wrong, without what is wrong already."""
    if plan.starts_at is None or plan.ends_at is None or not plan.crew:
        return []
    span = Span(plan.starts_at, plan.ends_at)
    spans = {seat.resource_id: Span(seat.starts_at or span.start, seat.ends_at or span.end) for seat in plan.crew}
    first, last = local_date(span.start - facts.AROUND), local_date(span.end + facts.AROUND)
    found = facts.workers(Resource.objects.filter(pk__in=spans), first=first, last=last)
    crew = [found[pk] for pk in spans]
    stints = facts.stints(spans, Span(span.start - facts.AROUND, span.end + facts.AROUND))
    need = facts.needs([_as_planned(job, plan)])[job.pk]
    travel = travel_times(roads_along(crew, stints), roads_around(need, crew, stints))
    return [*new_findings(need, crew, stints, spans, travel), *of_need(need, crew)]


def write(job: Job, plan: Plan, act: Act, *, is_checked: bool = True) -> bool:
    """Give a locked job a plan: times, crew, the trace of it, the reasons of what is passed over.

    Of several that are written as one act each is written unchecked, and then all are checked with `pass_over`.

    Part of the caller's transaction. Answers False when it is the plan already. Announces job_planned. Raises
    DomainError for a job that is begun, done or cancelled, and NeedsReason.
    """
    old = plan_of(job)
    new = whole(plan)
    if old == new:
        return False
    if not job.is_plannable:
        message = f"{job.number} har status ”{JobStatus(job.status).label}” och kan inte planeras om."
        raise DomainError(message)
    _check_times(new)
    # What is made by rule or taken back asks nobody, and what is wrong with it stays to be seen.
    if is_checked and act.source not in {ChangeSource.UNDO, ChangeSource.SERIES}:
        pass_over(job, new, act)
    job.starts_at, job.ends_at = new.starts_at, new.ends_at
    job.version, job.changed_at = job.version + 1, act.at
    job.is_detached = job.is_detached or (job.series_id is not None and act.source != ChangeSource.SERIES)
    job.save(update_fields=["starts_at", "ends_at", "version", "changed_at", "is_detached"])
    _write_crew(job, old, new, act)
    PlanChange.objects.create(
        batch=act.batch or uuid.uuid4(), job=job, source=act.source, old=as_data(old), new=as_data(new),
        version=job.version, at=act.at, by=act.by,
    )  # fmt: skip
    audit.record(verb="job.planned", target=job, by=act.by, at=act.at, source=act.source)
    events.job_planned.announce(job_id=job.pk)
    return True


def as_data(plan: Plan) -> dict[str, object]:
    """A plan as it is kept."""
    return {
        "starts_at": _text(plan.starts_at), "ends_at": _text(plan.ends_at),
        "crew": [
            [seat.resource_id, str(seat.role), _text(seat.starts_at), _text(seat.ends_at)]
            for seat in plan.crew
        ],
    }  # fmt: skip


def from_data(data: Mapping[str, object]) -> Plan:
    """A plan as it was kept."""
    rows = data["crew"]
    assert isinstance(rows, list)  # noqa: S101 -- as it was written
    crew = [Seat(row[0], AssignmentRole(row[1]), _moment(row[2]), _moment(row[3])) for row in rows]
    return Plan(_moment(data["starts_at"]), _moment(data["ends_at"]), crew)


def whole(plan: Plan) -> Plan:
    """A plan whose seats have times, in the order they are kept in; without times nobody is on it."""
    if plan.starts_at is None or plan.ends_at is None:
        return Plan()
    start, end = plan.starts_at.astimezone(UTC), plan.ends_at.astimezone(UTC)
    seats = [
        replace(
            seat, starts_at=(seat.starts_at or start).astimezone(UTC), ends_at=(seat.ends_at or end).astimezone(UTC)
        )
        for seat in plan.crew
    ]  # fmt: skip
    return Plan(start, end, sorted(seats, key=lambda seat: seat.resource_id))


def _check_times(plan: Plan) -> None:
    for start, end in [(plan.starts_at, plan.ends_at), *((seat.starts_at, seat.ends_at) for seat in plan.crew)]:
        if start is not None and end is not None and end <= start:
            raise DomainError("Uppdraget slutar innan det börjar. Ändra tiden.")
    if plan.starts_at and plan.ends_at and Span(plan.starts_at, plan.ends_at).minutes > 24 * 60:
        raise DomainError("Ett uppdrag kan vara högst ett dygn. Gör ett uppdrag för varje dag.")
    if len({seat.resource_id for seat in plan.crew}) < len(plan.crew):
        raise DomainError("Samma person eller fordon står två gånger. Ta bort den ena.")
    gone = Resource.objects.filter(pk__in=[seat.resource_id for seat in plan.crew]).order_by("pk")
    day = local_date(plan.starts_at) if plan.starts_at else None
    for row in gone:
        if day is not None and not row.is_active(day):
            message = f"{row.name} är inte kvar den dagen. Välj någon annan."
            raise DomainError(message)


def pass_over(job: Job, plan: Plan, act: Act) -> None:
    """Keep why warnings are passed over; those passed over before for the same job and person are not asked again.

    Part of the caller's transaction. Raises NeedsReason when there are new ones and no reason.
    """
    known = set(Override.objects.filter(job=job).order_by("pk").values_list("code", "resource_id"))
    # Who drags a crew to a job does so one by one: that it is not whole yet is seen, and asks for no reason.
    allowed = (*ALLOWED_IN_DRAFTS, Code.CREW) if act.source == ChangeSource.DRAG else ALLOWED_IN_DRAFTS
    found = [
        finding for finding in findings_of(job, plan)
        if finding.code not in allowed and (finding.code, finding.worker_id) not in known
    ]  # fmt: skip
    if not found:
        return
    if not act.reason.strip():
        raise NeedsReason(found)
    Override.objects.bulk_create(
        Override(
            job=job, resource_id=finding.worker_id, code=finding.code, sentence=finding.sentence[:300],
            reason=act.reason.strip()[:200], at=act.at, by=act.by,
        )
        for finding in found
    )  # fmt: skip
    audit.record(
        verb="job.warnings_passed_over", target=job, by=act.by, at=act.at,
        codes=", ".join(sorted({finding.code for finding in found})),
    )  # fmt: skip


def _write_crew(job: Job, old: Plan, new: Plan, act: Act) -> None:
    """Rows that stay keep their key, and with it the booking that was published of them."""
    seats = {seat.resource_id: seat for seat in new.crew}
    Assignment.objects.filter(job=job).exclude(resource__in=seats).delete()
    known = {row.resource_id: row for row in Assignment.objects.filter(job=job).order_by("pk")}
    before = {seat.resource_id: seat for seat in old.crew}
    for resource_id, seat in seats.items():
        if before.get(resource_id) == seat:
            continue
        facts_of = {"role": seat.role, "starts_at": seat.starts_at, "ends_at": seat.ends_at}
        row = known.get(resource_id)
        if row is None:
            Assignment.objects.create(
                job=job, resource_id=resource_id, created_at=act.at, created_by=act.by, **facts_of
            )  # fmt: skip
        else:
            Assignment.objects.filter(pk=row.pk).update(**facts_of)


def _as_planned(job: Job, plan: Plan) -> Job:
    """The job with another time, for the check; not saved."""
    job.starts_at, job.ends_at = plan.starts_at, plan.ends_at
    return job


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None
