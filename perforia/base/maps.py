"""What a map shows, as plain values: `{% include "components/map.html" with map=map_data %}` draws it.

    MapData(
        label="Karta över Mallgatan 9 och Testgränd 14",
        points=(MapPoint("Mallgatan 9, Storköping", (59.33, 18.06), number="1", detail="07:00–12:00 Flytt"),
                MapPoint("Testgränd 14, Storköping", (59.34, 18.07), number="2", url="/uppdrag/7/")),
        lines=(MapLine(((59.33, 18.06), (59.34, 18.07)), is_straight=True),),
    )

The component shows the map with its layers and credits, and the same places as a list with their coordinates. A page
that has the places beside the map already says `is_listed=False`. A point without a place stands in the list alone.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext

from perforia.base.geography import Point, kilometres
from perforia.base.map_layers import Layer, LayerKind

DIGITS = 6  # of a degree: a tenth of a metre
# From an entrance to a parking place nobody walks as the crow flies.
DETOUR = 1.2


class PinKind(StrEnum):
    """What a pin stands for; each has a shape of its own."""

    STOP = "stop"
    UNASSIGNED = "unassigned"
    BASE = "base"
    ENTRANCE = "entrance"
    PARKING = "parking"


KIND_WORDS = {
    PinKind.STOP: "", PinKind.UNASSIGNED: "Otilldelat", PinKind.BASE: "Utgångsplats", PinKind.ENTRANCE: "Ingång",
    PinKind.PARKING: "Parkering",
}  # fmt: skip


class MapSize(StrEnum):
    """How high a map is: a strip on a telephone, beside something, a page's own, or all there is room for."""

    STRIP = "strip"
    NORMAL = ""
    TALL = "tall"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class MapPoint:
    """One place. `number` is what stands in its pin; `colour` 1–5 is a category's, 0 the product's own."""

    label: str
    point: Point | None = None
    number: str = ""
    detail: str = ""
    kind: PinKind = PinKind.STOP
    colour: int = 0
    url: str = ""

    @property
    def coordinates(self) -> str:
        """Latitude and longitude as any map understands them; empty without a place."""
        return written(self.point) if self.point else ""

    @property
    def kind_in_words(self) -> str:
        words = KIND_WORDS[self.kind]
        return gettext(words) if words else ""

    @property
    def elsewhere(self) -> str:
        """The place in a map that anybody can open."""
        return open_url(self.point, self.label)


@dataclass(frozen=True, slots=True)
class MapLine:
    """A way between places: `is_straight` where no road is known, which is drawn dashed.

    `url` is where the road is asked for when the map is drawn (a GeoJSON feature); without one the line stands.
    """

    points: tuple[Point, ...]
    is_straight: bool = False
    colour: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class MapData:
    """A map. `label` names it for who does not see it; `first` is what it begins with when nothing is remembered."""

    label: str
    points: tuple[MapPoint, ...] = ()
    lines: tuple[MapLine, ...] = ()
    size: MapSize = MapSize.NORMAL
    is_listed: bool = True
    is_clickable: bool = False  # tells the page where it was clicked, see static/js/map.js
    first: LayerKind | None = None
    tiles: str = "integrations:tile"  # the name of the address that tiles come from

    def along(self, url: str) -> "MapData":
        """The same map, whose lines become the road that is asked for at an address."""
        return replace(self, lines=tuple(replace(line, url=url) for line in self.lines))

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers of the firm."""
        return settings.MAP_LAYERS

    @property
    def placed(self) -> list[MapPoint]:
        """The points that can be drawn."""
        return [point for point in self.points if point.point]

    @property
    def is_drawn(self) -> bool:
        """Whether there is a picture to show: of places, or of the country to point one out in."""
        return bool(self.layers) and (bool(self.placed) or self.is_clickable)

    @property
    def payload(self) -> str:
        """What static/js/map.js draws, as JSON. A place in a list keeps its order number in `index`."""
        return json.dumps({
            "points": [
                {
                    "at": _rounded(each.point), "label": each.label, "number": each.number, "detail": each.detail,
                    "kind": each.kind, "kindInWords": each.kind_in_words, "colour": each.colour, "url": each.url,
                    "index": index,
                }
                for index, each in enumerate(self.points) if each.point
            ],
            "lines": [
                {"points": [_rounded(point) for point in line.points], "straight": line.is_straight,
                 "colour": line.colour, "url": line.url}
                for line in self.lines if len(line.points) > 1
            ],
            "first": self.first or "", "clickable": self.is_clickable,
        }, ensure_ascii=False)  # fmt: skip


def written(point: Point) -> str:
    """A point as people and machines read it: `59.33258, 18.06490`."""
    return f"{point[0]:.5f}, {point[1]:.5f}"


def open_url(point: Point | None, words: str) -> str:
    """A place in an open map: its point, else a search for its words."""
    if point is None:
        return f"https://www.openstreetmap.org/search?query={quote(words)}"
    north, east = (f"{degrees:.{DIGITS}f}" for degrees in point)
    return f"https://www.openstreetmap.org/?mlat={north}&mlon={east}#map=17/{north}/{east}"


def straight_through(points: Sequence[Point | None]) -> tuple[MapLine, ...]:
    """One straight line through places in their order; none for fewer than two."""
    known = tuple(point for point in points if point)
    return (MapLine(known, is_straight=True),) if len(known) > 1 else ()


def walking_metres(one: Point, other: Point) -> int:
    """How far is carried between two points: the straight line and a fifth, in whole metres."""
    return round(kilometres(one, other) * 1000 * DETOUR)


def _rounded(point: Point | None) -> list[float]:
    return [round(degrees, DIGITS) for degrees in point] if point else []
