"""The plan of the database as the plain values the rules work with; a fixed number of questions, whatever the size."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import Q

from crm.states import CustomerKind
from scheduling.models import (
    Absence,
    Assignment,
    EmployeeSkill,
    Job,
    JobStop,
    Resource,
    StaffPreference,
    TeamMember,
    WorkPattern,
)
from scheduling.models.resources import ResourceQuerySet
from scheduling.rules.facts import Hours, Need, Point, Span, Stint, Worker
from scheduling.rules.worktime import day_span
from scheduling.states import PreferenceKind, ResourceKind

PROTECTED = "skyddad kund"
ALWAYS = tuple(Hours(weekday, datetime.min.time(), datetime.min.time()) for weekday in range(7))
AROUND = timedelta(days=8)  # so far around a time lies what rest, breaks and hours of its week depend on


def workers(resources: ResourceQuerySet, *, first: date, last: date) -> dict[int, Worker]:
    """People and things by id, with hours, skills and the absence that stands from `first` to `last`."""
    rows = list(resources.select_related("employee", "vehicle").order_by("pk"))
    ids = [row.pk for row in rows]
    hours, skills, absences = (
        working_hours(ids),
        _skills(ids),
        _absences(ids, Span(day_span(first).start, day_span(last).end)),
    )
    return {row.pk: _worker(row, hours[row.pk], skills[row.pk], absences[row.pk]) for row in rows}


def stints(resource_ids: Iterable[int] | None, span: Span) -> dict[int, list[Stint]]:
    """What some, or all, are planned to do in a time, each in order; what overlaps its edges is whole."""
    rows = Assignment.objects.filter(starts_at__lt=span.end, starts_at__gt=span.start - AROUND, ends_at__gt=span.start)
    if resource_ids is not None:
        rows = rows.filter(resource__in=list(resource_ids))
    told = list(
        rows.order_by("resource", "starts_at", "pk").values_list(
            "resource_id", "job_id", "starts_at", "ends_at", "job__break_minutes", "job__title",
            "job__customer__name", "job__customer__kind", "job__customer__is_protected",
        )
    )  # fmt: skip
    points = points_of({row[1] for row in told})
    found: dict[int, list[Stint]] = defaultdict(list)
    for resource, job, starts_at, ends_at, pause, title, name, kind, is_protected in told:
        first, last = points.get(job, (None, None))
        who = called(name, kind, is_protected) or title
        found[resource].append(Stint(resource, job, Span(starts_at, ends_at), who, first, last, pause))
    return dict(found)


def points_of(job_ids: Iterable[int]) -> dict[int, tuple[Point | None, Point | None]]:
    """Where each job begins and where it ends."""
    ends: dict[int, tuple[Point | None, Point | None]] = {}
    rows = JobStop.objects.filter(job__in=list(job_ids)).order_by("job", "position")
    for job, latitude, longitude in rows.values_list("job_id", "latitude", "longitude"):
        point = None if latitude is None or longitude is None else (latitude, longitude)
        ends[job] = (ends[job][0] if job in ends else point, point)
    return ends


def called(name: str | None, kind: str | None, is_protected: bool | None) -> str:  # noqa: FBT001 -- a row of values
    """Whom a job is for, short: the last name of a person, the whole name of a firm."""
    if not name:
        return ""
    if is_protected:
        return PROTECTED
    return name.split()[-1] if kind == CustomerKind.PRIVATE else name


def needs(jobs: Sequence[Job]) -> dict[int, Need]:
    """What some jobs take, by id; read with their customers and stops."""
    customers = {job.customer_id for job in jobs if job.customer_id}
    wishes: dict[tuple[int, str], set[int]] = defaultdict(set)
    rows = StaffPreference.objects.filter(customer__in=customers).order_by("pk")
    for customer, kind, resource in rows.values_list("customer_id", "kind", "employee__resource_id"):
        wishes[customer, kind].add(resource)
    return {job.pk: _need(job, wishes) for job in jobs}


def need_of(job: Job) -> Need:
    """What one job takes, with who was there last time."""
    found = needs([job])[job.pk]
    return replace(found, usual=frozenset(last_crew(job)))


def last_crew(job: Job) -> set[int]:
    """The people of the last job of the same kind for the same customer."""
    if job.customer_id is None:
        return set()
    before = Job.objects.filter(customer=job.customer_id, kind=job.kind, starts_at__isnull=False).exclude(pk=job.pk)
    if job.starts_at is not None:
        before = before.filter(starts_at__lt=job.starts_at)
    last = before.filter(assignments__resource__kind=ResourceKind.PERSON).order_by("-starts_at", "-pk").first()
    if last is None:
        return set()
    people = last.assignments.filter(resource__kind=ResourceKind.PERSON).order_by("pk")
    return set(people.values_list("resource_id", flat=True))


def teams_on(first: date, last: date) -> list[frozenset[int]]:
    """The teams as sets of people, as they are some time from `first` to `last`."""
    rows = TeamMember.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=last), Q(valid_until=None) | Q(valid_until__gte=first),
        team__retired_at=None, resource__kind=ResourceKind.PERSON,
    )  # fmt: skip
    found: dict[int, set[int]] = defaultdict(set)
    for team, resource in rows.order_by("team", "pk").values_list("team_id", "resource_id"):
        found[team].add(resource)
    return [frozenset(members) for members in found.values()]


def _worker(row: Resource, hours: Sequence[Hours], skills: Mapping[str, date | None], away: Sequence[Span]) -> Worker:
    if row.kind == ResourceKind.PERSON:
        person = row.employee
        week = int(person.weekly_hours * 60)
        base = point_of(person.latitude, person.longitude)
        return Worker(row.pk, row.name, ResourceKind.PERSON, skills, hours, away, week, base)
    kind = ResourceKind(row.kind)
    if kind == ResourceKind.EQUIPMENT:
        return Worker(row.pk, row.name, kind, hours=hours or ALWAYS, absences=away)
    thing = row.vehicle
    return Worker(
        row.pk, row.name, kind, hours=hours or ALWAYS, absences=away, base=point_of(thing.latitude, thing.longitude),
        volume=thing.volume, licence=thing.licence,
    )  # fmt: skip


def _need(job: Job, wishes: Mapping[tuple[int, str], set[int]]) -> Need:
    customer = job.customer
    who = called(customer.name, customer.kind, customer.is_protected) if customer else ""
    stops = sorted(job.stops.all(), key=lambda stop: stop.position)
    points = [point_of(stop.latitude, stop.longitude) for stop in stops]
    is_promised = job.window_from is not None and job.window_until is not None
    return Need(
        job.pk, who or job.title, job.minutes, job.people, tuple(job.skills), job.volume,
        Span(job.window_from, job.window_until) if is_promised else None,  # type: ignore[arg-type]  # both are there
        Span(job.starts_at, job.ends_at) if job.starts_at and job.ends_at else None,
        points[0] if points else None, points[-1] if points else None, job.break_minutes,
        all(stop.confirmed_at is not None for stop in stops),
        frozenset(wishes.get((job.customer_id or 0, PreferenceKind.BLOCKED), ())),
        frozenset(wishes.get((job.customer_id or 0, PreferenceKind.PREFERRED), ())),
    )  # fmt: skip


def point_of(latitude: float | None, longitude: float | None) -> Point | None:
    """A place, where both of its degrees are known."""
    return None if latitude is None or longitude is None else (latitude, longitude)


def working_hours(ids: Sequence[int]) -> dict[int, list[Hours]]:
    """The working patterns of each."""
    found: dict[int, list[Hours]] = defaultdict(list)
    rows = WorkPattern.objects.filter(resource__in=ids).order_by("weekday", "starts", "pk")
    for row in rows.values_list(
        "resource_id", "weekday", "starts", "ends", "break_minutes", "valid_from", "valid_until", "cycle_weeks",
        "cycle_week",
    ):  # fmt: skip
        found[row[0]].append(Hours(*row[1:]))
    return found


def _skills(ids: Sequence[int]) -> Mapping[int, dict[str, date | None]]:
    found: dict[int, dict[str, date | None]] = defaultdict(dict)
    rows = EmployeeSkill.objects.filter(employee__resource__in=ids).order_by("pk")
    for resource, skill, until in rows.values_list("employee__resource_id", "skill", "valid_until"):
        found[resource][skill] = until
    return found


def _absences(ids: Sequence[int], span: Span) -> Mapping[int, list[Span]]:
    found: dict[int, list[Span]] = defaultdict(list)
    rows = Absence.objects.standing().filter(resource__in=ids, starts_at__lt=span.end, ends_at__gt=span.start)
    for resource, starts_at, ends_at in rows.order_by("starts_at", "pk").values_list(
        "resource_id", "starts_at", "ends_at"
    ):
        found[resource].append(Span(starts_at, ends_at))
    return found
