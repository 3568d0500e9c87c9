"""OSRM (https://project-osrm.org/docs/v26/api/, BSD-2-Clause): roads free of traffic, for the profile of its data.

There is no ready profile of trucks. A question of more places than the server takes comes back as TooBig.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from integrations.clients.geo_calls import CHOOSING, WORKING, Door, Question, refuse, send
from integrations.clients.routing_words import UNREADABLE, Cell, Route, Table, Vehicle, cells_of, line_of
from perforia.base.errors import ProviderBadRequest, ProviderDown
from perforia.base.geography import Point

PROFILE = "driving"
NO_WAY = frozenset({"NoRoute", "NoTable", "NoSegment"})
OK, REFUSED = 200, 400


class Osrm:
    """One server of OSRM."""

    name = "osrm"
    label = "OSRM"
    has_trucks = False

    def __init__(self, url: str, key: str = "") -> None:
        self._door = Door(self.label, url, {"Authorization": f"Bearer {key}"} if key else {})

    def table(self, sources: Sequence[Point], destinations: Sequence[Point], vehicle: Vehicle) -> Table:
        """From each place to each, at most fifty of both; None for no way."""
        del vehicle
        params = {
            "annotations": "duration,distance", "sources": _numbers(0, len(sources)),
            "destinations": _numbers(len(sources), len(sources) + len(destinations)),
        }  # fmt: skip
        told = self._ask("table", [*sources, *destinations], params)
        if told is None:  # a place far from every road makes the whole table impossible
            return [[None] * len(destinations) for _ in sources]
        shape = (len(sources), len(destinations))
        cells = cells_of(told.get("durations"), told.get("distances"), shape=shape)
        for row, column in told.get("fallback_speed_cells") or []:
            cell = cells[row][column]
            cells[row][column] = Cell(cell.seconds, cell.metres, is_estimated=True) if cell else None
        return cells

    def route(self, points: Sequence[Point], vehicle: Vehicle) -> Route | None:
        """The way through some places in order."""
        del vehicle
        params = {"overview": "full", "geometries": "geojson", "steps": "false"}
        told = self._ask("route", points, params)
        if told is None:
            return None
        way = told["routes"][0]
        legs = [Cell(float(leg["duration"]), float(leg["distance"])) for leg in way["legs"]]
        return Route(line_of(way["geometry"]["coordinates"]), legs)

    def _ask(
        self, service: str, points: Sequence[Point], params: Mapping[str, str]
    ) -> Mapping[str, Any] | None:  # Any: JSON
        """The answer; None for no way. What is wrong stands in `code`, with the status 400."""
        places = ";".join(f"{east:.6f},{north:.6f}" for north, east in points)
        path = f"/{service}/v1/{PROFILE}/"
        answer = send(
            self._door,
            Question(f"{path}{places}", params, noted=path),
            seconds=CHOOSING if service == "route" else WORKING,
        )
        if answer.status not in {OK, REFUSED}:
            refuse(self._door, answer)
        try:
            told = json.loads(answer.content)
        except ValueError as strange:
            raise ProviderDown(UNREADABLE) from strange
        code = str(told.get("code")) if isinstance(told, dict) else ""
        if code in NO_WAY:
            return None
        if code != "Ok":
            raise ProviderBadRequest(f"OSRM förstod inte frågan ({code or answer.status}).")
        return told  # type: ignore[no-any-return]  # it has a code, so it is an object


def _numbers(first: int, until: int) -> str:
    return ";".join(map(str, range(first, until)))
