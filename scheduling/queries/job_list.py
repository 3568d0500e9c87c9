"""The list of jobs: what was asked for, page by page, with counts that are told no further than a thousand."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count as CountOf
from django.db.models import DateField, Exists, F, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce

from crm.models import Customer
from crm.queries.obstacles import family_of
from perforia.base.models import User
from perforia.base.paging import Count, Slice, count_of, counts_of, slice_of
from perforia.base.permissions import Permission
from perforia.base.searching import look_up
from scheduling.models import Assignment, Job, JobStop, Resource
from scheduling.models.jobs import JobQuerySet
from scheduling.queries.facts import PROTECTED, called
from scheduling.queries.job_words import state_of
from scheduling.rules.worktime import day_span
from scheduling.states import JobStatus, ResourceKind

PAGE, MOST_ADDRESSES = 50, 500
COMING, UNPLANNED, SHORT, ONGOING, DONE, CANCELLED, EVERYTHING = (
    "kommande", "planera", "folk", "pagar", "klara", "avbokade", "alla",
)  # fmt: skip
# What the tabs show, by their name in the address.
VIEWS = (
    (COMING, "Kommande"), (UNPLANNED, "Att planera"), (SHORT, "Saknar folk"), (ONGOING, "Pågår"), (DONE, "Klara"),
    (CANCELLED, "Avbokade"), (EVERYTHING, "Alla"),
)  # fmt: skip
# In which order each is read.
_ORDERS = {
    COMING: "starts_at", UNPLANNED: "wanted_order", SHORT: "starts_at", ONGOING: "-starts_at", DONE: "-starts_at",
    CANCELLED: "-cancelled_at", EVERYTHING: "-pk",
}  # fmt: skip
ORDER_WORDS = {
    COMING: "först i tiden överst", UNPLANNED: "önskad dag överst", SHORT: "först i tiden överst",
    ONGOING: "senast påbörjade överst", DONE: "senast utförda överst", CANCELLED: "senast avbokade överst",
    EVERYTHING: "senast inlagda överst",
}  # fmt: skip
NO_DAY = date(9999, 12, 31)
_NUMBER = re.compile(r"[uU][- ]?\d+")


@dataclass(frozen=True)
class Filters:
    """What a person asked to see; `person` and `customer` are keys, days are those of the plan."""

    text: str = ""
    view: str = ""
    status: str = ""
    service: str = ""
    person: str = ""
    customer: str = ""
    first: date | None = None
    last: date | None = None
    is_unconfirmed: bool = False

    @property
    def shown(self) -> str:
        """The view: what comes, but everything when something is searched for."""
        return self.view or (EVERYTHING if self.text or self.customer else COMING)

    @property
    def is_plain(self) -> bool:
        """Whether nothing is asked for but a view."""
        return self == Filters(view=self.view)


@dataclass(frozen=True)
class Row:
    """A job as the list shows it; `missing` people are too few, `is_changed` once it is not as the crew was told."""

    job: Job
    who: str
    address: str
    people: Sequence[Resource]
    things: Sequence[Resource]
    is_confirmed: bool
    is_changed: bool

    @property
    def state(self) -> tuple[str, str, str]:
        return state_of(self.job)

    @property
    def missing(self) -> int:
        """How many people are too few, of a job that may still be planned."""
        return max(self.job.people - len(self.people), 0) if self.job.is_plannable else 0


@dataclass(frozen=True)
class Page:
    """One page of the list."""

    rows: Sequence[Row]
    slice: Slice[Job]


def filtered(user: User, filters: Filters, *, today: date) -> JobQuerySet:
    """The jobs a person asked to see."""
    found = _of_view(Job.objects.visible_to(user), filters.shown, today)
    if filters.text:
        found = search(found, filters.text)
    if filters.customer:
        found = found.filter(customer__in=family_of(Customer(pk=int(filters.customer))))
    if filters.status:
        found = found.filter(status=filters.status)
    if filters.service:
        found = found.filter(kind=filters.service)
    if filters.person:
        found = found.filter(assignments__resource=int(filters.person))
    if filters.first:
        found = found.filter(starts_at__gte=day_span(filters.first).start)
    if filters.last:
        found = found.filter(starts_at__lt=day_span(filters.last).end)
    return found.filter(_unconfirmed()) if filters.is_unconfirmed else found


def search(jobs: JobQuerySet, text: str) -> JobQuerySet:
    """Jobs by number (`U-8821`), by what finds their customer, or by how the address of one of their stops begins."""
    wanted = text.strip()
    if _NUMBER.fullmatch(wanted):
        return jobs.numbered(wanted)
    hits = look_up(Customer, wanted)
    customers = hits.narrow(Customer.objects.order_by()).values("pk")
    ids = list(
        JobStop.objects.filter(address__istartswith=wanted).order_by().values_list("job", flat=True)[:MOST_ADDRESSES]
    )
    numbered = jobs.numbered(wanted).values_list("pk", flat=True) if wanted.isdecimal() else ()
    return jobs.filter(Q(customer__in=customers) | Q(pk__in=[*ids, *numbered]))


def search_jobs(user: User, text: str) -> JobQuerySet:
    """Jobs a person may see, by what is typed in the search over everything."""
    return search(Job.objects.visible_to(user), text)


def page_of(jobs: JobQuerySet, filters: Filters, *, user: User, cursor: Mapping[str, str]) -> Page:
    """One page in the order of its view; `cursor` holds `efter` or `fore` of the address."""
    if filters.shown == UNPLANNED:
        jobs = jobs.annotate(wanted_order=Coalesce("wanted_on", Value(NO_DAY), output_field=DateField()))
    told = Prefetch("assignments", Assignment.objects.select_related("resource", "booking").order_by("pk"))
    part = slice_of(
        jobs.select_related("customer").prefetch_related("stops", told), by=_ORDERS[filters.shown], size=PAGE,
        after=cursor.get("efter", ""), before=cursor.get("fore", ""),
    )  # fmt: skip
    return Page([row_of(job, user) for job in part.rows], part)


def row_of(job: Job, user: User) -> Row:
    """A job with its stops and its crew read already."""
    customer = job.customer
    is_hidden = customer is not None and customer.is_protected and not user.has_permission(Permission.SEE_PROTECTED)
    stops = sorted(job.stops.all(), key=lambda stop: stop.position)
    crew = list(job.assignments.all())
    who = called(customer.name, customer.kind, is_protected=is_hidden) if customer else ""
    return Row(
        job, (PROTECTED if is_hidden else customer.name) if customer and who else "",
        "" if is_hidden or not stops else stops[0].address,
        [each.resource for each in crew if each.resource.kind == ResourceKind.PERSON],
        [each.resource for each in crew if each.resource.kind != ResourceKind.PERSON],
        all(stop.confirmed_at is not None for stop in stops),
        job.status == JobStatus.PUBLISHED and not all(_is_told(each) for each in crew),
    )  # fmt: skip


def total_of(jobs: JobQuerySet) -> Count:
    """How many, told exactly up to a thousand."""
    return count_of(jobs)


def tabs_of(user: User, filters: Filters, *, today: date) -> list[dict[str, object]]:
    """The views of the list with how many each holds."""
    everything = Job.objects.visible_to(user)
    counts = counts_of([_of_view(everything, name, today) for name, _ in VIEWS[:-1]])
    return [
        {
            "label": label, "url": f"?vy={name}" if name != COMING else "?", "is_current": name == filters.shown,
            "count": count,
        }
        for (name, label), count in zip(VIEWS, [*counts, None], strict=True)
    ]  # fmt: skip


def people_to_choose() -> list[tuple[str, str]]:
    """Whom jobs can be narrowed to, by name."""
    rows = Resource.objects.filter(kind=ResourceKind.PERSON).order_by("name", "pk")
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]


def _of_view(jobs: JobQuerySet, view: str, today: date) -> JobQuerySet:
    start = day_span(today).start
    if view == COMING:
        return jobs.open().filter(starts_at__gte=start)
    if view == UNPLANNED:
        return jobs.plannable().filter(starts_at=None)
    if view == SHORT:
        here = Assignment.objects.filter(job=OuterRef("pk"), resource__kind=ResourceKind.PERSON).order_by()
        number = Subquery(here.values("job").annotate(number=CountOf("pk")).values("number"))
        short = jobs.plannable().alias(here=Coalesce(number, 0)).filter(here__lt=F("people"))
        return short.filter(starts_at__gte=start)
    if view == EVERYTHING:
        return jobs
    if view == CANCELLED:
        return jobs.filter(status=JobStatus.CANCELLED, cancelled_at__isnull=False)
    return jobs.filter(status=JobStatus.DONE if view == DONE else JobStatus.ONGOING, starts_at__isnull=False)


def _unconfirmed() -> Exists:
    return Exists(JobStop.objects.filter(job=OuterRef("pk"), confirmed_at=None))


def _is_told(row: Assignment) -> bool:
    booking = getattr(row, "booking", None)
    return booking is not None and (booking.starts_at, booking.ends_at) == (row.starts_at, row.ends_at)
