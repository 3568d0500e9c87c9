"""The rows a board is made of, read as plain values: one question per table, whatever the size."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from crm.models import Customer
from crm.states import CustomerKind
from perforia.base.models import User
from perforia.base.permissions import Permission
from scheduling.models import Absence, Assignment, Booking, JobStop, Resource, TeamMember
from scheduling.models.plan import LONGEST
from scheduling.queries.facts import PROTECTED, point_of
from scheduling.rules.facts import Point, Span
from scheduling.rules.words import initials
from scheduling.states import AbsenceState, ResourceKind


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows and jobs of a board are shown; empty shows all."""

    team_id: int | None = None
    groups: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    resource_ids: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    is_by_team: bool = False  # rows are grouped by team instead of by what somebody does


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """A person or thing with what the schedule shows of it."""

    id: int
    kind: str
    name: str
    group: str
    volume: Decimal | None
    base: Point | None
    week_minutes: int

    @property
    def initials(self) -> str:
        """As `Resource.initials`."""
        return initials(self.name, is_person=self.kind == ResourceKind.PERSON)

    @property
    def called(self) -> str:
        """The first name of a person, the whole name of a thing."""
        return self.name.split(maxsplit=1)[0] if self.kind == ResourceKind.PERSON and self.name else self.name

    @property
    def hue(self) -> int:
        """As `Resource.hue`."""
        return self.id % 5 + 1 if self.kind == ResourceKind.PERSON else 0


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One person or thing on one job, and whether the crew knows it as it stands."""

    assignment_id: int
    resource_id: int
    role: str
    starts_at: datetime
    ends_at: datetime
    job_id: int
    service: str
    title: str
    status: str
    version: int
    pause: int
    people: int
    customer: str
    is_told: bool


@dataclass(frozen=True, slots=True)
class AwayRow:
    """A time away. `kind` is empty for those who must not know why."""

    resource_id: int
    kind: str
    starts_at: datetime
    ends_at: datetime
    is_whole_days: bool
    is_asked: bool


@dataclass(frozen=True, slots=True)
class StopRow:
    """Where a job begins and ends."""

    address: str
    first: Point | None
    last: Point | None
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Teams:
    """The team of each, key and name, and by key the name of who leads it."""

    of: Mapping[int, tuple[str, str]]
    leads: Mapping[str, str]


def resources(first: date, last: date, shown: Filter) -> list[ResourceRow]:
    """Who and what is in the firm some time from `first` to `last`, in the order of the schedule."""
    rows = Resource.objects.on(first, last)
    if shown.team_id is not None:
        rows = rows.filter(teams__team=shown.team_id)
    if shown.groups:
        rows = rows.filter(employee__group__in=shown.groups)
    if shown.kinds:
        rows = rows.filter(kind__in=shown.kinds)
    if shown.resource_ids:
        rows = rows.filter(pk__in=shown.resource_ids)
    told = rows.order_by("position", "name", "pk").values_list(
        "pk", "kind", "name", "employee__group", "vehicle__volume", "employee__latitude", "employee__longitude",
        "vehicle__latitude", "vehicle__longitude", "employee__weekly_hours",
    )  # fmt: skip
    return [
        ResourceRow(
            pk, kind, name, group or "", volume, point_of(north, east) or point_of(car_north, car_east),
            int((hours or 0) * 60),
        )
        for pk, kind, name, group, volume, north, east, car_north, car_east, hours in told
    ]  # fmt: skip


def teams(ids: Sequence[int], first: date, last: date) -> Teams:
    """The teams as they are some time from `first` to `last`; of one who is in several the first by name."""
    rows = TeamMember.objects.filter(Q(resource__in=ids) | Q(is_lead=True), team__retired_at=None)
    rows = rows.exclude(valid_from__gt=last).exclude(valid_until__lt=first)
    of, leads, shown = dict[int, tuple[str, str]](), dict[str, str](), set(ids)
    for resource, team, name, is_lead, lead, until in rows.order_by("team__name", "pk").values_list(
        "resource_id", "team_id", "team__name", "is_lead", "resource__name", "resource__active_until"
    ):
        if resource in shown:
            of.setdefault(resource, (f"team-{team}", name))
        if is_lead and (until is None or until >= first):
            leads[f"team-{team}"] = lead
    return Teams(of, leads)


def planned(ids: Sequence[int], span: Span, shown: Filter, user: User) -> list[PlannedRow]:
    """What each is planned to do in a time, in order: what begins in it, and what still goes on when it begins."""
    around = {"starts_at__gte": span.start - LONGEST, "starts_at__lt": span.end, "ends_at__gt": span.start}
    rows = Assignment.objects.filter(**around, resource__in=ids)
    if shown.services:
        rows = rows.filter(job__kind__in=shown.services)
    sees = user.has_permission(Permission.SEE_PROTECTED)
    told = rows.order_by("resource", "starts_at", "pk").values_list(
        "pk", "resource_id", "role", "starts_at", "ends_at", "job_id", "job__kind", "job__title", "job__status",
        "job__version", "job__break_minutes", "job__people", "job__customer__name", "job__customer__kind",
        "job__customer__is_protected", "booking__starts_at", "booking__ends_at", "booking__cancelled_at",
    )  # fmt: skip
    return [
        PlannedRow(
            row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8], row[9], row[10], row[11],
            _customer(row[12], row[13], is_hidden=bool(row[14]) and not sees) or row[7],
            row[17] is None and row[15] == row[3] and row[16] == row[4],
        )
        for row in told
    ]  # fmt: skip


def gone(ids: Sequence[int], span: Span) -> set[int]:
    """The jobs that somebody was told of in a time and is not planned on any more."""
    rows = Booking.objects.standing().filter(starts_at__gte=span.start, starts_at__lt=span.end, resource__in=ids)
    return set(rows.filter(assignment=None).order_by("pk").values_list("job_id", flat=True))


def aways(ids: Sequence[int], span: Span, user: User) -> dict[int, list[AwayRow]]:
    """The absence of each that touches a time, also what is asked for."""
    sees = user.has_permission(Permission.MANAGE_STAFF)
    found: dict[int, list[AwayRow]] = defaultdict(list)
    rows = Absence.objects.filter(
        resource__in=ids, starts_at__lt=span.end, ends_at__gt=span.start,
        state__in=[AbsenceState.APPROVED, AbsenceState.REQUESTED],
    )  # fmt: skip
    for resource, kind, starts_at, ends_at, is_whole, state in rows.order_by("starts_at", "pk").values_list(
        "resource_id", "kind", "starts_at", "ends_at", "is_whole_days", "state"
    ):
        is_asked = state == AbsenceState.REQUESTED
        found[resource].append(AwayRow(resource, kind if sees else "", starts_at, ends_at, is_whole, is_asked))
    return found


def stops(job_ids: Iterable[int], user: User) -> dict[int, StopRow]:
    """Where each job is; the address of a protected customer only for those who may see it."""
    rows = JobStop.objects.filter(job__in=list(job_ids))
    hidden: set[int] = set()
    if not user.has_permission(Permission.SEE_PROTECTED):
        theirs = rows.filter(job__customer__in=Customer.objects.filter(is_protected=True))
        hidden = set(theirs.order_by("pk").values_list("job_id", flat=True))
    found: dict[int, StopRow] = {}
    for job, address, latitude, longitude, confirmed_at in rows.order_by("job", "position").values_list(
        "job_id", "address", "latitude", "longitude", "confirmed_at"
    ):
        point, before = point_of(latitude, longitude), found.get(job)
        is_confirmed = confirmed_at is not None
        if before is None:
            found[job] = StopRow("" if job in hidden else address, point, point, is_confirmed)
        else:
            found[job] = StopRow(before.address, before.first, point, before.is_confirmed and is_confirmed)
    return found


def _customer(name: str | None, kind: str | None, *, is_hidden: bool) -> str:
    if not name:
        return ""
    if is_hidden:
        return PROTECTED
    return name.split()[-1] if kind == CustomerKind.PRIVATE else name
