"""What a router is asked and what it answers, in our words: seconds and metres, points as latitude and longitude."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from perforia.base.errors import ProviderDown
from perforia.base.geography import Point

Vehicle = Literal["car", "truck"]
CAR: Vehicle = "car"
TRUCK: Vehicle = "truck"
UNREADABLE = "Ruttjänsten svarade något som inte går att läsa."


@dataclass(frozen=True, slots=True)
class Cell:
    """One road of a table; `is_estimated` where the router itself drew a straight line."""

    seconds: float
    metres: float
    is_estimated: bool = False


Row = list[Cell | None]
Table = list[Row]


@dataclass(frozen=True, slots=True)
class Route:
    """A way through some places: the line of it, and each leg's seconds and metres."""

    line: Sequence[Point]
    legs: Sequence[Cell]

    @property
    def seconds(self) -> float:
        return sum(leg.seconds for leg in self.legs)

    @property
    def metres(self) -> float:
        return sum(leg.metres for leg in self.legs)


class Router(Protocol):
    """One router. `has_trucks` is whether it knows the ways of trucks, else they are driven as cars."""

    name: str
    label: str
    has_trucks: bool

    def table(self, sources: Sequence[Point], destinations: Sequence[Point], vehicle: Vehicle) -> Table:
        """From each place to each, at most fifty of both."""

    def route(self, points: Sequence[Point], vehicle: Vehicle) -> Route | None:
        """The way through some places in order; None when there is none."""


def cells_of(
    durations: Any, distances: Any, *, shape: tuple[int, int], metres: float = 1.0  # Any: JSON
) -> Table:  # fmt: skip
    """A table of two of numbers of the same shape; a pair with a gap is no road.

    `metres` is how many one of the distances is. Raises ProviderDown for any other shape.
    """
    rows, columns = shape
    for told in (durations, distances):
        if not isinstance(told, list) or len(told) != rows or any(len(row) != columns for row in told):
            raise ProviderDown(UNREADABLE)
    return [
        [
            None if took is None or length is None else Cell(float(took), float(length) * metres)
            for took, length in zip(*pair, strict=True)
        ]
        for pair in zip(durations, distances, strict=True)
    ]


def pairs_of(points: Sequence[Point]) -> list[list[float]]:
    """Longitude and latitude, as GeoJSON and most routers want them."""
    return [[round(east, 6), round(north, 6)] for north, east in points]


def line_of(coordinates: Any) -> list[Point]:  # Any: JSON
    """The points of a GeoJSON line."""
    if not isinstance(coordinates, list):
        raise ProviderDown(UNREADABLE)
    return [(float(place[1]), float(place[0])) for place in coordinates]
