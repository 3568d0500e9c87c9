"""What is wrong with the plan of some days, in words: everybody and every job, through the one check."""

from collections.abc import Sequence
from datetime import date

from scheduling.models import Job, Override, Resource
from scheduling.queries import facts
from scheduling.queries.travel import roads_along, travel_times
from scheduling.rules.conflicts import of_need, of_worker
from scheduling.rules.facts import Finding, Span
from scheduling.rules.worktime import day_span
from scheduling.states import OPEN_JOBS, Severity


def findings_of(days: Sequence[date], *, passed_over: bool = False) -> list[Finding]:
    """What is wrong with some days in a row, the gravest first, each once.

    What somebody has passed over with a reason is left out unless `passed_over` is asked for.
    """
    whole = Span(day_span(days[0]).start, day_span(days[-1]).end)
    around = Span(whole.start - facts.AROUND, whole.end + facts.AROUND)
    jobs = _jobs(whole)
    ids = {row.resource_id for job in jobs for row in job.assignments.all()}
    workers = facts.workers(Resource.objects.filter(pk__in=ids), first=days[0], last=days[-1])
    stints, about = facts.stints(ids, around), {job.pk for job in jobs}
    travel = travel_times(roads_along(workers.values(), stints))
    found = [
        finding
        for pk in sorted(ids)
        for finding in of_worker(workers[pk], stints.get(pk, ()), travel)
        if about.intersection(finding.job_ids)
    ]
    needs = facts.needs(jobs)
    for job in jobs:
        found += of_need(needs[job.pk], [workers[row.resource_id] for row in job.assignments.all()])
    if not passed_over:
        found = _asked(found, jobs)
    order = list(Severity)
    return sorted(found, key=lambda each: (order.index(each.severity), each.span or whole))


def _jobs(span: Span) -> list[Job]:
    rows = Job.objects.filter(status__in=sorted(OPEN_JOBS), starts_at__gte=span.start, starts_at__lt=span.end)
    return list(
        rows.select_related("customer").prefetch_related("stops", "assignments").order_by("starts_at", "pk")
    )  # fmt: skip


def _asked(found: Sequence[Finding], jobs: Sequence[Job]) -> list[Finding]:
    """Those that nobody has given a reason for."""
    rows = Override.objects.filter(job__in=jobs).order_by("pk").values_list("job_id", "code", "resource_id")
    known = set(rows)
    return [
        finding for finding in found
        if finding.is_hard or not any((job, finding.code, finding.worker_id) in known for job in finding.job_ids)
    ]  # fmt: skip
