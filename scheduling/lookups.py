"""The road of somebody's day or of a job as a line on a map: by the router within the request, else straight."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise

from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from integrations.clients import routing
from integrations.clients.routing_words import CAR, TRUCK, Route, Vehicle
from perforia.base.errors import Refused, Unreachable
from perforia.base.geography import Point
from perforia.base.health import recall, remember
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request
from scheduling.models import Job
from scheduling.queries.maps import PersonMap, map_of_person, places_of
from scheduling.queries.travel import HEAVY, travel_times
from scheduling.rules.travel import Leg, Quality, is_near, measured
from scheduling.states import VehicleClass

KEPT = 24 * 3600  # seconds
LEAST = 2  # places of a road
Stop = tuple[Point, datetime | None]  # and when it is left, where that is known


@require_GET
@requires(Permission.SEE_SCHEDULE)
def route(request: Request, day: date, resource: int) -> JsonResponse:
    """What a person or a vehicle drives between in a day, as a GeoJSON feature.

    `properties` tell minutes and kilometres of each leg and whether they are estimated; without a router the line is
    straight from stop to stop. 404 for nobody.
    """
    found = map_of_person(day, resource, request.user)
    if found is None:
        raise Http404
    stops = _apart((stop.place.point, stop.ends_at) for stop in found.stops)
    return JsonResponse(_road(stops, TRUCK if _is_heavy(found) else CAR))


@require_GET
@requires(Permission.SEE_SCHEDULE)
def job_route(request: Request, pk: int) -> JsonResponse:
    """The road between the addresses of a job, as `route` answers; 404 for no job."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    stops = _apart((place.point, job.starts_at) for place in places_of([pk], request.user))
    is_heavy = job.assignments.filter(resource__vehicle__licence__in=HEAVY).exists()
    return JsonResponse(_road(stops, TRUCK if is_heavy else CAR))


def _apart(places: Iterable[tuple[Point | None, datetime | None]]) -> list[Stop]:
    """Known places in order with when each is left; the same yard twice in a row is one place."""
    kept: list[Stop] = []
    for point, leaves in places:
        if point is None:
            continue
        if kept and is_near(kept[-1][0], point):
            kept.pop()
        kept.append((point, leaves))
    return kept


def _road(stops: Sequence[Stop], vehicle: Vehicle) -> Mapping[str, object]:
    points = [point for point, _ in stops]
    way = _way(points, vehicle) if len(points) >= LEAST else None
    legs = [measured(leg.seconds, leg.metres, quality=Quality.ROUTED) for leg in way.legs] if way else []
    return _feature(way.line if way else points, legs or _estimated(stops, vehicle))


def _is_heavy(found: PersonMap) -> bool:
    car = getattr(found.resource, "vehicle", None)
    return car is not None and car.licence in HEAVY


def _way(points: Sequence[Point], vehicle: Vehicle) -> Route | None:
    """The way of the router, remembered for a day; None without one."""
    router = routing.router()
    if router is None:
        return None
    key = f"route:{router.name}:{vehicle}:{hashlib.sha256(repr(points).encode()).hexdigest()}"
    known = recall(key)
    if isinstance(known, Route):
        return known
    try:
        found = routing.route(router, points, vehicle=vehicle)
    except (Unreachable, Refused):
        return None
    if found is not None:
        remember(key, found, KEPT)
    return found


def _estimated(stops: Sequence[Stop], vehicle: Vehicle) -> list[Leg]:
    roads = [(one, other) for (one, _), (other, _) in pairwise(stops)]
    travel = travel_times(roads, vehicle=VehicleClass(vehicle))
    legs = (travel.leg(*road, leaves) for road, (_, leaves) in zip(roads, stops, strict=False))
    return [leg for leg in legs if leg is not None]


def _feature(line: Sequence[Point], legs: Sequence[Leg]) -> Mapping[str, object]:
    shape = {"type": "LineString", "coordinates": [[round(east, 6), round(north, 6)] for north, east in line]}
    return {
        "type": "Feature", "geometry": shape if len(line) >= LEAST else None,
        "properties": {
            "minutes": sum(leg.minutes for leg in legs), "kilometres": round(sum(leg.kilometres for leg in legs), 1),
            "isStraight": not any(leg.quality == Quality.ROUTED for leg in legs),
            "legs": [
                {"minutes": leg.minutes, "kilometres": leg.kilometres, "quality": leg.quality} for leg in legs
            ],
        },
    }  # fmt: skip
