"""Where work is, as maps show it: of one job, and of what one person or thing does in a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from crm.models import Property
from crm.queries.property_maps import pins_of
from perforia.base.geography import Point
from perforia.base.maps import MapData, MapPoint, MapSize, straight_through
from perforia.base.models import User
from perforia.base.permissions import Permission
from scheduling.models import Assignment, Job, JobStop, Resource
from scheduling.models.jobs import FIRST_NUMBER
from scheduling.queries.facts import PROTECTED, point_of
from scheduling.queries.travel import travel_times
from scheduling.rules.words import clock
from scheduling.rules.worktime import day_span
from scheduling.states import StopKind

ONLY_WORK = frozenset({StopKind.WORK})


@dataclass(frozen=True, slots=True)
class Place:
    """One stop of a job as a person may see it: without words and point when the customer is protected."""

    job_id: int
    address: str
    city: str
    kind: str
    point: Point | None
    is_confirmed: bool
    place_id: int | None

    @property
    def line(self) -> str:
        """The address with its town."""
        return ", ".join(part for part in (self.address, self.city) if part)

    @property
    def doing(self) -> str:
        """What is done there, where it is not plainly the work."""
        return "" if self.kind in ONLY_WORK else str(StopKind(self.kind).label)


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of somebody's day: its place, when, and the number of the job."""

    place: Place
    starts_at: datetime
    ends_at: datetime

    @property
    def job_number(self) -> str:
        return f"U-{FIRST_NUMBER + self.place.job_id}"

    @property
    def period(self) -> str:
        """`07:00–12:00`."""
        return f"{clock(self.starts_at)}–{clock(self.ends_at)}"


@dataclass(frozen=True, slots=True)
class PersonMap:
    """The road of one day. `kilometres` are those between the stops, None when nobody can say."""

    resource: Resource
    stops: Sequence[Stop]
    kilometres: float | None
    is_estimated: bool
    map: MapData


def places_of(job_ids: Iterable[int], user: User) -> list[Place]:
    """The stops of some jobs, each job's in order; one question."""
    sees = user.has_permission(Permission.SEE_PROTECTED)
    rows = JobStop.objects.filter(job__in=list(job_ids)).order_by("job", "position")
    told = rows.values_list(
        "job_id", "address", "city", "kind", "latitude", "longitude", "confirmed_at", "place_id",
        "job__customer__is_protected",
    )  # fmt: skip
    return [
        Place(
            job, PROTECTED.capitalize() if is_protected and not sees else address,
            "" if is_protected and not sees else city, kind,
            None if is_protected and not sees else point_of(north, east), confirmed is not None, place,
        )
        for job, address, city, kind, north, east, confirmed, place, is_protected in told
    ]  # fmt: skip


def map_of_job(job: Job, user: User, *, size: MapSize = MapSize.NORMAL) -> MapData:
    """The stops of a job in order, with the pins of entrance and parking where somebody has placed them.

    Without any place for who may not see where a protected customer lives.
    """
    places = places_of([job.pk], user)
    pins = _pins_of([place.place_id for place in places if place.point and place.place_id])
    points = [
        MapPoint(place.line, place.point, number=str(number), detail=place.doing)
        for number, place in enumerate(places, start=1)
    ]
    return MapData(
        label=f"Karta över {_names(places) or 'uppdraget'}", points=(*points, *pins),
        lines=straight_through([place.point for place in places]), size=size,
    )  # fmt: skip


def map_of_person(day: date, resource_id: int, user: User) -> PersonMap | None:
    """What a person or a thing drives between in a day, in order; None when there is no such person or thing."""
    resource = Resource.objects.filter(pk=resource_id).first()
    if resource is None:
        return None
    stops = _stops_of(day, resource_id, user)
    points = [
        MapPoint(stop.place.line, stop.place.point, str(number), f"{stop.period} {stop.job_number}")
        for number, stop in enumerate(stops, start=1)
    ]
    at = [stop.place.point for stop in stops]
    roads = list(pairwise(at))
    travel = travel_times(roads)
    legs = [travel.leg(*road) for road in roads]
    known = [leg for leg in legs if leg is not None]
    data = MapData(f"Karta över {resource.name}s dag", tuple(points), straight_through(at))
    return PersonMap(
        resource, stops, round(sum(leg.kilometres for leg in known), 1) if len(known) == len(legs) else None,
        any(leg.is_estimated for leg in known), data,
    )  # fmt: skip


def _stops_of(day: date, resource_id: int, user: User) -> list[Stop]:
    span = day_span(day)
    rows = Assignment.objects.filter(resource=resource_id, starts_at__gte=span.start, starts_at__lt=span.end)
    times = {
        job: (starts_at, ends_at)
        for job, starts_at, ends_at in rows.order_by("starts_at", "pk").values_list("job_id", "starts_at", "ends_at")
    }
    places = places_of(times, user)
    return [Stop(place, *times[job]) for job in times for place in places if place.job_id == job]


def _pins_of(place_ids: Sequence[int]) -> list[MapPoint]:
    found = Property.objects.filter(pk__in=place_ids).order_by("pk") if place_ids else []
    return [pin for place in found for pin in pins_of(place)]


def _names(places: Sequence[Place]) -> str:
    return " och ".join(dict.fromkeys(place.address for place in places if place.point))
