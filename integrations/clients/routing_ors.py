"""OpenRouteService (https://openrouteservice.org/dev/, GPL-3 server): its own key, a profile for heavy vehicles."""

from collections.abc import Sequence

from integrations.clients.geo_calls import CHOOSING, WORKING, Door, Question, ask
from integrations.clients.routing_words import UNREADABLE, Cell, Route, Table, Vehicle, cells_of, line_of, pairs_of
from perforia.base.errors import ProviderDown
from perforia.base.geography import Point

PROFILES: dict[Vehicle, str] = {"car": "driving-car", "truck": "driving-hgv"}


class Ors:
    """OpenRouteService, hosted or of one's own."""

    name = "ors"
    label = "OpenRouteService"
    has_trucks = True

    def __init__(self, url: str, key: str = "") -> None:
        self._door = Door(self.label, url, {"Authorization": key} if key else {})

    def table(self, sources: Sequence[Point], destinations: Sequence[Point], vehicle: Vehicle) -> Table:
        """From each place to each; None for no way."""
        first = len(sources)
        body = {
            "locations": pairs_of([*sources, *destinations]), "sources": list(range(first)),
            "destinations": list(range(first, first + len(destinations))), "metrics": ["duration", "distance"],
            "units": "m",
        }  # fmt: skip
        told = ask(self._door, Question(f"/v2/matrix/{PROFILES[vehicle]}", body=body), seconds=WORKING)
        if not isinstance(told, dict):
            raise ProviderDown(UNREADABLE)
        shape = (len(sources), len(destinations))
        return cells_of(told.get("durations"), told.get("distances"), shape=shape)

    def route(self, points: Sequence[Point], vehicle: Vehicle) -> Route | None:
        """The way through some places in order; no way is a 404."""
        body = {"coordinates": pairs_of(points), "instructions": False}
        path = f"/v2/directions/{PROFILES[vehicle]}/geojson"
        told = ask(self._door, Question(path, body=body), seconds=CHOOSING)
        if told is None:
            return None
        way = told["features"][0]
        legs = [Cell(float(leg["duration"]), float(leg["distance"])) for leg in way["properties"]["segments"]]
        return Route(line_of(way["geometry"]["coordinates"]), legs)
