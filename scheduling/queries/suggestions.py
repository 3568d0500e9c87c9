"""Who can take a job and when, from the calendars of the database."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from scheduling.models import Job, Resource
from scheduling.queries import facts
from scheduling.queries.travel import roads_along, roads_around, travel_times
from scheduling.rules import matching
from scheduling.rules.facts import Finding, Need, Span
from scheduling.rules.matching import Calendar, Proposal
from scheduling.rules.worktime import day_span
from scheduling.states import ResourceKind

HORIZON = 14  # days


def days_for(job: Job, today: date) -> list[date]:
    """The days to look at: the day of its plan or wish, what was promised, else the two weeks ahead."""
    if job.starts_at is not None or job.wanted_on is None:
        return [today + timedelta(days=number) for number in range(HORIZON)]
    return [max(job.wanted_on, today)]


def who_can(job: Job, days: Sequence[date], *, earliest: datetime, most: int = matching.SHOWN) -> list[Proposal]:
    """The best ways to do a job on some days, with reasons; each passes the check when it is planned."""
    need = facts.need_of(job)
    known = calendar(days, need)
    travel = travel_times(roads_around(need, known.workers, known.stints), roads_along(known.workers, known.stints))
    return matching.proposals(need, known, days, travel, earliest=earliest, most=most)


def why_not(job: Job, resource: Resource, span: Span) -> list[Finding]:
    """What speaks against somebody taking a job at a time, in words; empty when nothing does."""
    around = Span(span.start - facts.AROUND, span.end + facts.AROUND)
    day = span.start.date()
    (worker,) = facts.workers(Resource.objects.filter(pk=resource.pk), first=day, last=span.end.date()).values()
    own = facts.stints([resource.pk], around).get(resource.pk, [])
    need = facts.need_of(job)
    travel = travel_times(roads_around(need, [worker], {worker.id: own}), roads_along([worker], {worker.id: own}))
    return matching.why_not(need, worker, own, span, travel)


def calendar(days: Sequence[date], need: Need) -> Calendar:
    """Everybody, and the vehicles when the job needs one, with what they do around some days."""
    kinds = [ResourceKind.PERSON] + ([ResourceKind.VEHICLE] if need.volume is not None else [])
    rows = Resource.objects.on(days[0], days[-1]).filter(kind__in=kinds)
    found = facts.workers(rows, first=days[0], last=days[-1])
    around = Span(day_span(days[0]).start - facts.AROUND, day_span(days[-1]).end + facts.AROUND)
    return Calendar(list(found.values()), facts.stints(found, around), facts.teams_on(days[0], days[-1]))
