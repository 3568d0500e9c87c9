"""The road somebody drives in a day as a line on a map: by the router within the request, else straight."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise

from django.http import Http404, JsonResponse
from django.views.decorators.http import require_GET

from integrations.clients import routing
from integrations.clients.routing_words import CAR, TRUCK, Route, Vehicle
from perforia.base.errors import Refused, Unreachable
from perforia.base.geography import Point
from perforia.base.health import recall, remember
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request
from scheduling.queries.maps import PersonMap, map_of_person
from scheduling.queries.travel import HEAVY, travel_times
from scheduling.rules.travel import Leg, Quality, is_near, measured
from scheduling.states import VehicleClass

KEPT = 24 * 3600  # seconds
LEAST = 2  # places of a road


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
    stops = _stops(found)
    points = [point for point, _ in stops]
    vehicle = TRUCK if _is_heavy(found) else CAR
    way = _way(points, vehicle) if len(points) >= LEAST else None
    legs = [measured(leg.seconds, leg.metres, quality=Quality.ROUTED) for leg in way.legs] if way else []
    return JsonResponse(_feature(way.line if way else points, legs or _estimated(stops, vehicle)))


def _stops(found: PersonMap) -> list[tuple[Point, datetime]]:
    """The places of a day in order with when each is left; the same yard twice in a row is one place."""
    kept: list[tuple[Point, datetime]] = []
    for stop in found.stops:
        if stop.place.point is None:
            continue
        if kept and is_near(kept[-1][0], stop.place.point):
            kept.pop()
        kept.append((stop.place.point, stop.ends_at))
    return kept


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


def _estimated(stops: Sequence[tuple[Point, datetime]], vehicle: Vehicle) -> list[Leg]:
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
