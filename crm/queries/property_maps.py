"""Where a customer's addresses are, as maps show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from crm.models import Property
from perforia.base.geography import Point, kilometres
from perforia.base.map_layers import LayerKind
from perforia.base.maps import MapData, MapPoint, MapSize, PinKind, straight_through, walking_metres, written


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """One address on its own map. `carried` is the way from door to lorry in metres, None while a pin is missing."""

    map: MapData
    entrance: Point | None
    parking: Point | None
    carried: int | None


def map_of_places(places: Sequence[Property], *, name: str) -> MapData | None:
    """The addresses of a customer, numbered as they are listed; None when none of them has a place.

    Between two of them goes a straight line: no road has been asked for.
    """
    points = [
        MapPoint(f"{place.address}, {place.city}".rstrip(", "), main_point(place), str(number))
        for number, place in enumerate(places, start=1)
    ]
    if not any(point.point for point in points):
        return None
    ends = [point.point for point in points[:2]]
    return MapData(f"Karta över adresserna hos {name}", tuple(points), straight_through(ends), is_listed=True)


def map_of_place(place: Property) -> PlaceMap:
    """One address with its pins, begun as an aerial picture: that is where a door and a place to park are seen."""
    entrance, parking = (_point(place, kind) for kind in ("entrance_", "parking_"))
    main = main_point(place)
    exact = str(place.get_precision_display()) if main else ""
    points = (MapPoint(place.address, main, detail=exact), *pins_of(place))
    way = straight_through([entrance or main, parking]) if parking else ()
    data = MapData(
        f"Karta över {place.address}", points, way, MapSize.WHOLE, is_clickable=True, first=LayerKind.SATELLITE
    )
    door = entrance or main
    return PlaceMap(data, entrance, parking, walking_metres(door, parking) if door and parking else None)


def pins_of(place: Property) -> list[MapPoint]:
    """Where the door of an address is, and where a lorry stands, as somebody has pointed out."""
    both = ((PinKind.ENTRANCE, _point(place, "entrance_")), (PinKind.PARKING, _point(place, "parking_")))
    return [MapPoint(place.address, point, kind=kind) for kind, point in both if point]


def main_point(place: Property) -> Point | None:
    """Where an address is."""
    return _point(place, "")


def coordinates_of(place: Property) -> dict[str, str]:
    """The pins of an address as their form writes them, empty where there is none."""
    points = {"entrance": _point(place, "entrance_"), "parking": _point(place, "parking_"), "main": main_point(place)}
    return {kind: written(point) if point else "" for kind, point in points.items()}


def distance_between(places: Sequence[Property]) -> float | None:
    """Kilometres as the crow flies between the first two addresses; None when one of them has no place."""
    points = [main_point(place) for place in places[:2]]
    both = [point for point in points if point]
    return round(kilometres(*both), 1) if len(both) == 2 else None  # noqa: PLR2004 -- from one to the other


def _point(place: Property, pin: str) -> Point | None:
    north, east = getattr(place, f"{pin}latitude"), getattr(place, f"{pin}longitude")
    return None if north is None or east is None else (north, east)
