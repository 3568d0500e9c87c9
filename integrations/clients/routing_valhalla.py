"""Valhalla (https://valhalla.github.io/valhalla/api/, MIT): knows the ways of trucks. Its distances are kilometres."""

from collections.abc import Sequence

from integrations.clients.geo_calls import CHOOSING, WORKING, Door, Question, ask
from integrations.clients.routing_words import UNREADABLE, Cell, Route, Table, Vehicle, cells_of
from perforia.base.errors import ProviderBadRequest, ProviderDown
from perforia.base.geography import Point

COSTINGS: dict[Vehicle, str] = {"car": "auto", "truck": "truck"}
# A removal lorry of a C1 licence: metres and tonnes.
TRUCK = {"height": 3.6, "width": 2.55, "length": 8.5, "weight": 7.5, "axle_load": 5.0}
KILOMETRE = 1000.0
PRECISION = 1e6  # of the numbers in a line


class Valhalla:
    """One server of Valhalla."""

    name = "valhalla"
    label = "Valhalla"
    has_trucks = True

    def __init__(self, url: str, key: str = "") -> None:
        self._door = Door(self.label, url, {"Authorization": f"Bearer {key}"} if key else {})

    def table(self, sources: Sequence[Point], destinations: Sequence[Point], vehicle: Vehicle) -> Table:
        """From each place to each; None for no way."""
        body = {
            "sources": _places(sources), "targets": _places(destinations), "verbose": False, **_costing(vehicle),
        }  # fmt: skip
        told = ask(self._door, Question("/sources_to_targets", body=body), seconds=WORKING)
        found = told.get("sources_to_targets") if isinstance(told, dict) else None
        if not isinstance(found, dict):
            raise ProviderDown(UNREADABLE)
        shape, unit = (len(sources), len(destinations)), 1609.344 if told.get("units") == "miles" else KILOMETRE
        return cells_of(found.get("durations"), found.get("distances"), shape=shape, metres=unit)

    def route(self, points: Sequence[Point], vehicle: Vehicle) -> Route | None:
        """The way through some places in order; what has no way is a question Valhalla refuses."""
        body = {
            "locations": _places(points), "units": "kilometers", "directions_type": "none", **_costing(vehicle),
        }  # fmt: skip
        try:
            told = ask(self._door, Question("/route", body=body), seconds=CHOOSING)
        except ProviderBadRequest:
            return None
        if not isinstance(told, dict):
            raise ProviderDown(UNREADABLE)
        legs = told["trip"]["legs"]
        line = [point for leg in legs for point in decoded(str(leg["shape"]))]
        told_legs = [leg["summary"] for leg in legs]
        return Route(line, [Cell(float(leg["time"]), float(leg["length"]) * KILOMETRE) for leg in told_legs])


def decoded(shape: str) -> list[Point]:
    """The points of a line as Valhalla writes it: differences in groups of five bits, six decimals."""
    numbers, value, shift = list[int](), 0, 0
    for sign in shape:
        group = ord(sign) - 63
        value |= (group & 0x1F) << shift
        shift += 5
        if group < 0x20:  # noqa: PLR2004 -- the last group of a number
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value, shift = 0, 0
    north, east, points = 0, 0, list[Point]()
    for up, right in zip(numbers[::2], numbers[1::2], strict=True):
        north, east = north + up, east + right
        points.append((north / PRECISION, east / PRECISION))
    return points


def _costing(vehicle: Vehicle) -> dict[str, object]:
    costing: dict[str, object] = {"costing": COSTINGS[vehicle]}
    return costing | ({"costing_options": {"truck": TRUCK}} if vehicle == "truck" else {})


def _places(points: Sequence[Point]) -> list[dict[str, float]]:
    return [{"lat": round(north, 6), "lon": round(east, 6)} for north, east in points]
