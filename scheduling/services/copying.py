"""Copying who did what last week onto this week's jobs that wait for people: shown first, then done as one act.

What comes back makes its own jobs; what is copied is the crew. A job is given its whole crew or nobody: whoever is
away, busy or not allowed to stops it, and why is said; lesser warnings ask for a reason, as everywhere. What is copied
is a draft, taken back with one undo.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Prefetch, Q

from perforia.base.errors import DomainError
from perforia.base.models import User
from scheduling.models import Assignment, Job, Resource
from scheduling.queries import facts
from scheduling.queries.publishing import label_of
from scheduling.queries.travel import roads_around, travel_times
from scheduling.rules.conflicts import new_findings, of_need
from scheduling.rules.copying import Piece, pairs
from scheduling.rules.facts import Finding, Need, Span, Stint, Travel, Worker
from scheduling.rules.worktime import at_local, day_span, local_date, to_local
from scheduling.services import planning, plans
from scheduling.services.plans import Act, Plan, Seat
from scheduling.states import AssignmentRole, ChangeSource, Code, JobStatus, ResourceKind, Severity

WEEK = timedelta(days=7)
CHANGED = "Schemat har ändrats sedan du öppnade förhandsgranskningen. Läs om den och välj igen."
NOTHING = "Välj minst ett uppdrag att kopiera till."
UNLIKE = "Kunden hade inget sådant uppdrag förra veckan."
NOBODY = "Ingen var planerad på det förra veckan."


@dataclass(frozen=True)
class Copy:
    """One job, the plan it would get, who is on it then, and the warnings that ask for a reason."""

    job: Job
    label: str
    plan: Plan
    crew: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The job and the version of it that is shown."""
        return f"{self.job.pk}-{self.job.version}"


@dataclass(frozen=True)
class Left:
    """One job that nothing is copied to, and why."""

    job: Job
    label: str
    day: date
    why: str


@dataclass
class WeekCopy:
    """What copying last week to the week of `monday` would do; `manned` jobs have people already."""

    monday: date
    copies: list[Copy] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    manned: int = 0


def week_copy(monday: date, *, at: datetime) -> WeekCopy:
    """What would be copied to the week of a Monday and what not, in order of time; changes nothing.

    A fixed number of questions, whatever the size of the weeks.
    """
    found = WeekCopy(monday)
    jobs, found.manned = _waiting(monday, at)
    if not jobs:
        return found
    before = {job.pk: job for job in _last_week(monday)}
    like = pairs([_piece(job) for job in jobs], [_piece(job) for job in before.values()])
    crews = {pk: _crew(before[like[pk]]) for pk in like}
    reader = _Reader.of(monday, jobs, {row.resource_id for rows in crews.values() for row in rows})
    for job in jobs:
        source = before.get(like.get(job.pk, 0))
        if source is None or not crews[job.pk]:
            found.left.append(_left(job, UNLIKE if source is None else NOBODY))
            continue
        plan = _plan(job, source, crews[job.pk])
        why, warnings = reader.judge(job, plan)
        if why:
            found.left.append(_left(job, why))
        else:
            reader.take(job, plan)
            names = tuple(reader.resources[seat.resource_id].name for seat in plan.crew)
            found.copies.append(Copy(job, label_of(job), plan, names, warnings))
    return found


def copy_week(*, monday: date, keys: Sequence[str], by: User, at: datetime, reason: str = "") -> int:
    """Plan the chosen jobs (`Copy.key`) with the crews that were shown, all or none; answers how many.

    Raises DomainError when nothing is chosen, or a job is not as it was shown, NeedsReason for one with warnings.
    Announces job_planned for each.
    """
    if not keys:
        raise DomainError(NOTHING)
    copies = {each.key: each for each in week_copy(monday, at=at).copies}
    if set(keys) - set(copies):
        raise DomainError(CHANGED)
    rows = [
        planning.Proposed(copies[key].job, copies[key].job.version, copies[key].plan) for key in dict.fromkeys(keys)
    ]
    return planning.accept(rows=rows, act=Act(at, by, ChangeSource.PROPOSAL, reason))


@dataclass
class _Reader:
    """Everything that says whether a crew can take a job, read once; grows with what is copied."""

    needs: Mapping[int, Need]
    resources: Mapping[int, Resource]
    workers: Mapping[int, Worker]
    stints: dict[int, list[Stint]]
    travel: Travel

    @classmethod
    def of(cls, monday: date, jobs: Sequence[Job], ids: Iterable[int]) -> "_Reader":
        span = Span(day_span(monday).start - facts.AROUND, day_span(monday, 7).end + facts.AROUND)
        rows = Resource.objects.filter(pk__in=[*ids])
        first, last = local_date(span.start), local_date(span.end)
        known = {row.pk: row for row in rows.order_by("pk")}
        workers = facts.workers(rows, first=first, last=last)
        stints = defaultdict(list, facts.stints(known, span))
        needs = facts.needs(jobs)
        roads = (road for need in needs.values() for road in roads_around(need, workers.values(), stints))
        return cls(needs, known, workers, stints, travel_times(roads))

    def judge(self, job: Job, plan: Plan) -> tuple[str, tuple[str, ...]]:
        """Why a crew cannot take a job, in sentences, or nothing; and the warnings that may be passed over."""
        day = local_date(plan.starts_at) if plan.starts_at else None
        gone = [self.resources[seat.resource_id] for seat in plan.crew]
        gone = [row for row in gone if day is not None and not row.is_active(day)]
        if gone:
            return " ".join(f"{row.name} är inte kvar." for row in gone), ()
        found = [finding for finding in self._findings(job, plan) if finding.code != Code.ADDRESS]
        grave = dict.fromkeys(each.sentence for each in found if each.severity != Severity.WARN)
        warnings = dict.fromkeys(each.sentence for each in found if each.severity == Severity.WARN)
        return " ".join(list(grave)[:2]), tuple(warnings)

    def take(self, job: Job, plan: Plan) -> None:
        """Count with a crew being on a job from now on."""
        need = self._need(job, plan)
        for pk, span in _spans(plan).items():
            self.stints[pk] = [*self.stints[pk], need.stint(pk, span)]

    def _findings(self, job: Job, plan: Plan) -> list[Finding]:
        need, spans = self._need(job, plan), _spans(plan)
        crew = [self.workers[pk] for pk in spans]
        return [*new_findings(need, crew, self.stints, spans, self.travel), *of_need(need, crew)]

    def _need(self, job: Job, plan: Plan) -> Need:
        assert plan.starts_at is not None and plan.ends_at is not None  # noqa: S101, PT018 -- a copy has a time
        return replace(self.needs[job.pk], span=Span(plan.starts_at, plan.ends_at))


def _waiting(monday: date, at: datetime) -> tuple[list[Job], int]:
    """The jobs of the week, from now on, that too few are on; and how many have their people."""
    week = day_span(monday, 7)
    people = Count("assignments", filter=Q(assignments__resource__kind=ResourceKind.PERSON))
    planned = Q(starts_at__gte=max(week.start, at), starts_at__lt=week.end)
    wished = Q(starts_at=None, wanted_on__gte=max(monday, local_date(at)), wanted_on__lt=monday + WEEK)
    rows = Job.objects.plannable().annotate(here=people).filter(planned | wished)
    waiting = rows.filter(here__lt=F("people")).select_related("customer").prefetch_related("stops", "assignments")
    jobs = sorted(waiting.order_by("pk"), key=lambda job: (_day(job), job.starts_at or day_span(_day(job)).end, job.pk))
    return jobs, rows.filter(here__gte=F("people")).count()


def _last_week(monday: date) -> list[Job]:
    week = day_span(monday - WEEK, 7)
    rows = Job.objects.exclude(status=JobStatus.CANCELLED).filter(starts_at__gte=week.start, starts_at__lt=week.end)
    crews = Prefetch("assignments", Assignment.objects.select_related("resource").order_by("pk"))
    return list(rows.prefetch_related(crews).order_by("starts_at", "pk"))


def _piece(job: Job) -> Piece:
    begins = to_local(job.starts_at) if job.starts_at else None
    minute = begins.hour * 60 + begins.minute if begins else None
    return Piece(job.pk, job.series_id, job.customer_id, job.kind, _day(job).weekday(), minute)


def _crew(source: Job) -> list[Assignment]:
    """Those who were on a job; nobody when only things were."""
    rows = list(source.assignments.all())
    return rows if any(row.resource.kind == ResourceKind.PERSON for row in rows) else []


def _plan(job: Job, source: Job, crew: Sequence[Assignment]) -> Plan:
    """The crew of last week on a job, each as early and as late beside it as they were then; who is on it stays."""
    start = job.starts_at or at_local(_day(job), to_local(source.starts_at).time())  # type: ignore[arg-type]  # planned
    end = job.ends_at or start + timedelta(minutes=job.minutes)
    here = {row.resource_id for row in job.assignments.all()}
    kept = [
        Seat(row.resource_id, AssignmentRole(row.role), row.starts_at, row.ends_at) for row in job.assignments.all()
    ]
    added = [
        Seat(
            row.resource_id, AssignmentRole(row.role), start + (row.starts_at - source.starts_at),  # type: ignore[operator]
            end + (row.ends_at - source.ends_at),  # type: ignore[operator]  # it was planned
        )
        for row in crew
        if row.resource_id not in here
    ]  # fmt: skip
    return plans.whole(Plan(start, end, [*kept, *added]))


def _spans(plan: Plan) -> dict[int, Span]:
    return {
        seat.resource_id: Span(seat.starts_at, seat.ends_at)
        for seat in plan.crew
        if seat.starts_at is not None and seat.ends_at is not None
    }


def _day(job: Job) -> date:
    if job.starts_at is not None:
        return local_date(job.starts_at)
    assert job.wanted_on is not None  # noqa: S101 -- jobs of a week have a day
    return job.wanted_on


def _left(job: Job, why: str) -> Left:
    return Left(job, label_of(job), _day(job), why)
