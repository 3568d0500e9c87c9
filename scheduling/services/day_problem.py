"""A day as the planner wants it: what is to be done, by whom, over which roads, and the plan as it is.

Minutes are counted from midnight of the day. What a crew has been told of stays as it is, unless somebody of it is
away. A job is part of the plan as it is only when its crew is whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.db.models import Q

from scheduling.models import Job, Resource
from scheduling.queries import facts
from scheduling.queries.travel import roads_among, travel_times
from scheduling.rules.facts import Need, Point, Span, Worker
from scheduling.rules.planning import problem as planner
from scheduling.rules.planning.plan import Plan, Rest, Stop
from scheduling.rules.worktime import day_span, merged, shifts_on
from scheduling.services import plans
from scheduling.states import LICENCES, OPEN_JOBS, JobStatus, ResourceKind

OPENS, CLOSES = 7 * 60.0, 18 * 60.0  # when a job that may begin at any time begins
STEP, OVERTIME = 5.0, 120.0
ABSENCE = 20.0  # so much dearer than a missed break is it to work while away
ASSUMED_ROAD = 15.0  # minutes between places when nobody can say


@dataclass(frozen=True)
class DayFacts:
    """A day's problem with what its answer is read with."""

    day: date
    problem: planner.Problem
    jobs: Mapping[int, Job]
    workers: Mapping[int, Worker]
    plans: Mapping[int, plans.Plan]

    def moment(self, minutes: float) -> datetime:
        """The moment so many minutes after midnight."""
        return day_span(self.day).start.astimezone(UTC) + timedelta(minutes=minutes)


@dataclass
class _Places:
    """Points as rows of one matrix; a job or base whose point nobody knows has a row of its own."""

    points: list[Point | None] = field(default_factory=list)

    def row(self, point: Point | None) -> int:
        if point is not None and point in self.points:
            return self.points.index(point)
        self.points.append(point)
        return len(self.points) - 1

    def matrix(self) -> tuple[tuple[float, ...], ...]:
        travel = travel_times(roads_among(self.points))
        size = range(len(self.points))
        return tuple(
            tuple(0.0 if a == b else self._road(travel(self.points[a], self.points[b])) for b in size) for a in size
        )

    def _road(self, minutes: int | None) -> float:
        return ASSUMED_ROAD if minutes is None else float(minutes)


def day_facts(day: date) -> DayFacts:
    """The problem of a day as it stands in the database."""
    jobs = _jobs(day)
    needs, given = facts.needs(list(jobs.values())), {pk: plans.plan_of(job) for pk, job in jobs.items()}
    rows = Resource.objects.on(day).filter(kind__in=[ResourceKind.PERSON, ResourceKind.VEHICLE])
    workers = facts.workers(rows, first=day, last=day)
    places, start = _Places(), day_span(day).start
    people = [made for each in workers.values() if each.is_person and (made := _person(each, day, places))]
    vehicles = [car for each in workers.values() if each.licence and (car := _vehicle(each, day, places))]
    there = {each.id for each in people} | {each.id for each in vehicles}
    breaks = [rest for worker in workers.values() if worker.id in there for rest in _absences(worker, day)]
    visits, stops = [], []
    for pk, job in jobs.items():
        own = _stops(needs[pk], given[pk], workers, start)
        is_whole = own is not None and {stop.resource for stop in own} <= there
        if job.status == JobStatus.ONGOING and not is_whole:
            continue  # it is under way as it is, whoever is on it
        is_told = job.status != JobStatus.PLANNED and is_whole and not _is_away(given[pk], workers)
        visits.append(_visit(job, needs[pk], places, day, is_pinned=is_told))
        stops += own if own is not None and is_whole else []
    rests = tuple(Rest(number, _minutes(span.start, start)) for number, (_, span) in enumerate(breaks))
    problem = planner.Problem(
        tuple(visits), tuple(people), places.matrix(), tuple(vehicles), tuple(pause for pause, _ in breaks),
        given=Plan(tuple(stops), rests), step=STEP,
    )  # fmt: skip
    return DayFacts(day, problem, jobs, workers, given)


def _jobs(day: date) -> dict[int, Job]:
    """What is planned on a day, or wished for then and not planned."""
    span = day_span(day)
    rows = Job.objects.filter(status__in=sorted(OPEN_JOBS)).filter(
        Q(starts_at__gte=span.start, starts_at__lt=span.end) | Q(starts_at=None, wanted_on=day)
    )
    found = rows.select_related("customer").prefetch_related("stops").order_by("pk")
    return {job.pk: job for job in found}


def _person(worker: Worker, day: date, places: _Places) -> planner.Person | None:
    """Somebody who works that day, from the first shift to the last; nobody who is away all of it."""
    shifts = merged(span for span, _ in shifts_on(worker.hours, day))
    if not shifts or any(away.covers(Span(shifts[0].start, shifts[-1].end)) for away in worker.absences):
        return None
    start = day_span(day).start
    skills = frozenset(_skills(worker, day))
    begins, ends = _minutes(shifts[0].start, start), _minutes(shifts[-1].end, start)
    return planner.Person(worker.id, places.row(worker.base), skills, begins, ends, OVERTIME)


def _vehicle(worker: Worker, day: date, places: _Places) -> planner.Vehicle | None:
    """A vehicle that is there some of the time in which jobs begin."""
    start = day_span(day).start
    if any(_minutes(away.start, start) <= OPENS and _minutes(away.end, start) >= CLOSES for away in worker.absences):
        return None
    return planner.Vehicle(worker.id, places.row(worker.base), float(worker.volume or 0), worker.licence)


def _skills(worker: Worker, day: date) -> set[str]:
    """What is valid that day; a heavier licence holds the lighter."""
    valid = {skill for skill, until in worker.skills.items() if until is None or day <= until}
    return valid | {str(light) for light, heavier in LICENCES.items() if valid & heavier}


def _absences(worker: Worker, day: date) -> list[tuple[planner.Break, Span]]:
    """The parts of a day somebody, or a vehicle, is away."""
    whole, found = day_span(day), []
    for away in worker.absences:
        span = Span(max(away.start, whole.start), min(away.end, whole.end))
        if span.start < span.end:
            begins = _minutes(span.start, whole.start)
            found.append((planner.Break(worker.id, float(span.minutes), begins, begins, ABSENCE), span))
    return found


def _visit(job: Job, need: Need, places: _Places, day: date, *, is_pinned: bool) -> planner.Visit:
    start = day_span(day).start
    first, last = places.row(need.first), places.row(need.last)
    earliest, latest = _times(job, need, start)
    needs = tuple(
        planner.Need(float(job.minutes), skills, never=frozenset(need.blocked), usual=frozenset(need.preferred))
        for skills in _skills_of(need)
    )
    car = planner.VehicleNeed(float(job.minutes), float(need.volume)) if need.volume is not None else None
    return planner.Visit(
        job.pk, first, needs, earliest, latest, latest, last if last != first else None, car, is_pinned=is_pinned
    )  # fmt: skip


def _times(job: Job, need: Need, start: datetime) -> tuple[float, float]:
    """When it may begin: as promised, at any time of the day, else when it is planned."""
    if need.window is not None:
        return _minutes(need.window.start, start), _minutes(need.window.end, start)
    if job.is_anytime or need.span is None:
        return OPENS, max(OPENS, CLOSES - job.minutes)
    planned = _minutes(need.span.start, start)
    return planned, planned


def _skills_of(need: Need) -> list[frozenset[str]]:
    """Who must have what: different skills are spread over the people, one that several must have over several."""
    wanted: list[set[str]] = [set() for _ in range(need.people)]
    turn = 0
    for skill in dict.fromkeys(need.skills):
        for _ in range(min(need.skills.count(skill), need.people)):
            wanted[turn % need.people].add(skill)
            turn += 1
    return [frozenset(skills) for skills in wanted]


def _stops(need: Need, plan: plans.Plan, workers: Mapping[int, Worker], start: datetime) -> list[Stop] | None:
    """The plan of a job as stops, people by what they can; None when its crew is not whole."""
    if plan.starts_at is None:
        return None
    people = [seat for seat in plan.crew if seat.resource_id in workers and workers[seat.resource_id].is_person]
    cars = [seat for seat in plan.crew if seat.resource_id in workers and workers[seat.resource_id].licence]
    if len(people) != need.people or (need.volume is not None and len(cars) != 1):
        return None
    begins = _minutes(plan.starts_at, start)
    seats = [*_by_skill(need, people, workers), *(cars if need.volume is not None else [])]
    return [Stop(need.job_id, number, seat.resource_id, begins) for number, seat in enumerate(seats)]


def _by_skill(need: Need, people: Sequence[plans.Seat], workers: Mapping[int, Worker]) -> list[plans.Seat]:
    """People in the order of the needs: the most demanding need gets whoever fills it first."""
    left, found = list(people), {}
    for number, skills in sorted(enumerate(_skills_of(need)), key=lambda each: -len(each[1])):
        fits = [seat for seat in left if skills <= set(workers[seat.resource_id].skills)]
        found[number] = (fits or left)[0]
        left.remove(found[number])
    return [found[number] for number in range(need.people)]


def _is_away(plan: plans.Plan, workers: Mapping[int, Worker]) -> bool:
    if plan.starts_at is None or plan.ends_at is None:
        return False
    span = Span(plan.starts_at, plan.ends_at)
    crew = [workers[seat.resource_id] for seat in plan.crew if seat.resource_id in workers]
    return any(away.overlaps(span) for worker in crew for away in worker.absences)


def _minutes(at: datetime, start: datetime) -> float:
    return (at.astimezone(UTC) - start.astimezone(UTC)).total_seconds() / 60
