"""Who could stand in for somebody on a job, at the time it is planned."""

from collections.abc import Iterable

from scheduling.models import Job, Resource
from scheduling.queries import facts
from scheduling.queries.travel import roads_along, roads_around, travel_times
from scheduling.rules import matching
from scheduling.rules.facts import Finding, Need, Span, Worker
from scheduling.rules.fitness import is_large_enough
from scheduling.rules.worktime import local_date

FAR = 24 * 60  # minutes that an unknown road counts as


def stand_in(job: Job, leaving: Resource, span: Span) -> Resource | None:
    """The best of those who can take over without a warning; None when nobody can. A fixed number of questions."""
    need = facts.need_of(job)
    first, last = local_date(span.start), local_date(span.end)
    on_it = job.assignments.order_by("pk").values("resource")
    rows = Resource.objects.on(first, last).filter(kind=leaving.kind).exclude(pk__in=on_it)
    workers = facts.workers(rows, first=local_date(span.start - facts.AROUND), last=local_date(span.end + facts.AROUND))
    around = Span(span.start - facts.AROUND, span.end + facts.AROUND)
    stints = facts.stints(list(workers), around)
    travel = travel_times(roads_around(need, workers.values(), stints), roads_along(workers.values(), stints))
    fit = [
        worker
        for worker in workers.values()
        if not _in_the_way(need, worker, matching.why_not(need, worker, stints.get(worker.id, ()), span, travel))
    ]

    def cost(worker: Worker) -> tuple[int, int, int, int]:
        day = [stint for stint in stints.get(worker.id, ()) if local_date(stint.span.start) == first]
        road = travel(worker.base, need.first)
        known = 0 if worker.id in need.preferred else 1 if worker.id in need.usual else 2
        return known, sum(stint.worked for stint in day), FAR if road is None else road, worker.id

    best = min(fit, key=cost, default=None)
    return Resource.objects.get(pk=best.id) if best is not None else None


def _in_the_way(need: Need, worker: Worker, found: Iterable[Finding]) -> bool:
    return any(found) or (bool(worker.licence) and not is_large_enough(need, [worker]))
