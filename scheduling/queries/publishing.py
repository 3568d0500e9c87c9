"""What differs between the plan and what the crew was told, and what is in the way of publishing it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db.models import Q

from scheduling.models import Assignment, Booking, Job, Resource
from scheduling.queries import facts
from scheduling.queries.travel import roads_along, travel_times
from scheduling.rules.changes import Change, Told, changes_of
from scheduling.rules.conflicts import overlaps
from scheduling.rules.facts import Finding, Span, Stint
from scheduling.rules.fitness import unconfirmed
from scheduling.rules.worktime import day_span, local_date
from scheduling.states import JobStatus, ResourceKind

Pair = tuple[int, int]  # a job and a resource


@dataclass(frozen=True)
class Difference:
    """One person or thing on one job as it is planned (`new`, `assignment`) and as it was told (`old`, `booking`)."""

    job_id: int
    resource_id: int
    is_person: bool
    assignment: Assignment | None
    booking: Booking | None
    old: Told | None
    new: Told | None

    @property
    def is_change(self) -> bool:
        """Whether there is anything to tell; else only the rows have lost each other."""
        return self.old != self.new


def job_ids_of(day: date) -> list[int]:
    """The jobs that are planned on a day, or were told to be on it."""
    span = day_span(day)
    planned = Job.objects.filter(starts_at__gte=span.start, starts_at__lt=span.end)
    told = Booking.objects.standing().filter(starts_at__gte=span.start, starts_at__lt=span.end)
    ids = {*planned.order_by("pk").values_list("pk", flat=True), *told.order_by("pk").values_list("job_id", flat=True)}
    return sorted(ids)


def differences(job_ids: Iterable[int]) -> list[Difference]:
    """Everything that publishing some jobs would write, by resource and job."""
    ids = list(job_ids)
    jobs = {job.pk: job for job in _jobs(ids)}
    planned: dict[Pair, Assignment] = {}
    for row in Assignment.objects.filter(job__in=ids).select_related("resource").order_by("resource", "pk"):
        planned[row.job_id, row.resource_id] = row
    told: dict[Pair, Booking] = {}
    for booking in Booking.objects.standing().filter(job__in=ids).select_related("resource").order_by("pk"):
        told[booking.job_id, booking.resource_id] = booking
    crews: dict[int, list[Assignment]] = defaultdict(list)
    for row in planned.values():
        crews[row.job_id].append(row)
    found = []
    for pair in sorted({*planned, *told}, key=lambda each: (each[1], each[0])):
        row_of, booking_of = planned.get(pair), told.get(pair)
        new = told_of(jobs[pair[0]], row_of, crews[pair[0]]) if row_of else None
        old = read_told(booking_of) if booking_of else None
        resource = (row_of or booking_of).resource  # type: ignore[union-attr]  # one of them is there
        is_person = resource.kind == ResourceKind.PERSON
        if old != new or (booking_of and row_of and booking_of.assignment_id != row_of.pk):
            found.append(Difference(*pair, is_person, row_of, booking_of, old, new))
    return found


def changes_by_person(found: Iterable[Difference]) -> dict[int, list[Change]]:
    """What each person would be told, by resource."""
    old: dict[int, dict[int, Told]] = defaultdict(dict)
    new: dict[int, dict[int, Told]] = defaultdict(dict)
    for each in found:
        if each.is_person and each.old is not None:
            old[each.resource_id][each.job_id] = each.old
        if each.is_person and each.new is not None:
            new[each.resource_id][each.job_id] = each.new
    people = sorted({*old, *new})
    told = {pk: changes_of(old[pk], new[pk]) for pk in people}
    return {pk: changes for pk, changes in told.items() if changes}


def unpublished(day: date) -> int:
    """How many jobs of a day differ from what was told of them."""
    return len({each.job_id for each in differences(job_ids_of(day)) if each.is_change})


def obstacles(job_ids: Sequence[int], found: Iterable[Difference]) -> list[Finding]:
    """What is in the way of publishing some jobs: double bookings, and addresses nobody has confirmed."""
    rows = [each.assignment for each in found if each.assignment is not None]
    return [*_clashes(job_ids, rows), *_addresses({row.job_id for row in rows})]


def in_the_way(job_ids: Sequence[int]) -> Booking | None:
    """The first booking of another job that somebody or something on some jobs stands in already."""
    planned = Assignment.objects.filter(job__in=job_ids).order_by("resource", "pk")
    spans: dict[int, list[Span]] = defaultdict(list)
    for resource, starts_at, ends_at in planned.values_list("resource_id", "starts_at", "ends_at"):
        spans[resource].append(Span(starts_at, ends_at))
    if not spans:
        return None
    every = [span for own in spans.values() for span in own]
    told = Booking.objects.standing().filter(
        ~Q(job__in=job_ids), resource__in=spans, starts_at__lt=max(span.end for span in every),
        ends_at__gt=min(every).start,
    )  # fmt: skip
    for booking in told.select_related("job", "resource").order_by("starts_at", "pk"):
        if any(span.overlaps(Span(booking.starts_at, booking.ends_at)) for span in spans[booking.resource_id]):
            return booking
    return None


def told_of(job: Job, row: Assignment, crew: Sequence[Assignment]) -> Told:
    """What somebody is to be told of a job; a thing is told of nobody."""
    span = Span(row.starts_at, row.ends_at)
    if row.resource.kind != ResourceKind.PERSON:
        return Told(job.pk, span, label_of(job), address_of(job))
    others = [each.resource for each in crew if each.resource_id != row.resource_id]
    mates = tuple(sorted(each.name for each in others if each.kind == ResourceKind.PERSON))
    things = tuple(sorted(each.name for each in others if each.kind != ResourceKind.PERSON))
    notes = sha256(job.notes.encode()).hexdigest()[:12] if job.notes else ""
    return Told(job.pk, span, label_of(job), address_of(job), mates, things, notes)


def read_told(booking: Booking) -> Told:
    """What somebody was told, from the booking."""
    kept = booking.told
    return Told(
        booking.job_id, Span(booking.starts_at, booking.ends_at), kept.get("label", ""), kept.get("address", ""),
        tuple(kept.get("mates", ())), tuple(kept.get("things", ())), kept.get("notes", ""),
    )  # fmt: skip


def as_kept(told: Told) -> dict[str, object]:
    """What is kept in a booking of what was told, beside the time."""
    return {
        "label": told.label, "address": told.address, "mates": list(told.mates), "things": list(told.things),
        "notes": told.notes,
    }  # fmt: skip


def label_of(job: Job) -> str:
    """`Flytt hos Låtsasson`; the title of a job without a customer."""
    customer = job.customer
    if customer is None:
        return job.title
    return f"{job.get_kind_display()} hos {facts.called(customer.name, customer.kind, customer.is_protected)}"


def address_of(job: Job) -> str:
    """Where a job begins; not said of a protected customer outside our own pages."""
    if job.customer is not None and job.customer.is_protected:
        return ""
    first = min(job.stops.all(), key=lambda stop: stop.position, default=None)
    return first.address if first else ""


def _jobs(ids: Sequence[int]) -> Iterable[Job]:
    return Job.objects.filter(pk__in=ids).select_related("customer").prefetch_related("stops").order_by("pk")


def _clashes(job_ids: Sequence[int], rows: Sequence[Assignment]) -> list[Finding]:
    """Overlaps among what is published, and with what stands of other jobs."""
    resources = {row.resource_id for row in rows}
    drafts = Assignment.objects.filter(job__in=job_ids, resource__in=resources)
    spans = [Span(row.starts_at, row.ends_at) for row in rows]
    if not spans:
        return []
    first, last = min(spans).start, max(span.end for span in spans)
    told = Booking.objects.standing().filter(
        ~Q(job__in=job_ids), resource__in=resources, starts_at__lt=last, ends_at__gt=first
    )  # fmt: skip
    found = [*drafts.order_by("pk"), *told.order_by("pk")]
    needs = facts.needs(list(_jobs(sorted({row.job_id for row in found}))))
    stints: dict[int, list[Stint]] = defaultdict(list)
    for row in found:
        stint = needs[row.job_id].stint(row.resource_id, Span(row.starts_at, row.ends_at))
        stints[row.resource_id].append(stint)
    return _overlaps(stints, {row.resource_id: row for row in rows}, first, last)


def _overlaps(
    stints: Mapping[int, list[Stint]], rows: Mapping[int, Assignment], first: datetime, last: datetime
) -> list[Finding]:
    known = Resource.objects.filter(pk__in=rows)
    resources = facts.workers(known, first=local_date(first), last=local_date(last))
    found = []
    for own in stints.values():
        own.sort(key=lambda stint: stint.span)
    travel = travel_times(roads_along(resources.values(), stints))
    for pk, own in sorted(stints.items()):
        found += overlaps(resources[pk], own, travel)
    return found


def _addresses(job_ids: Iterable[int]) -> list[Finding]:
    needs = facts.needs([job for job in _jobs(sorted(job_ids)) if job.status != JobStatus.CANCELLED])
    return [finding for job in sorted(needs) for finding in unconfirmed(needs[job])]
