"""A router on loopback that speaks as OSRM documents itself (project-osrm.org/docs): `python -m simulators.osrm`.

Strict: what OSRM would refuse is refused here, with its codes. Its roads run along the grid of an invented town: first
east or west, then north or south, a little faster one way than back.
"""

import argparse
import math
import re
import signal
import threading
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from itertools import pairwise

from simulators.failing import FailingHandler, FailingServer, Mode
from simulators.pages import HOST, page

PATH = re.compile(r"/(?P<service>[a-z]+)/(?P<version>v\d+)/(?P<profile>[a-z]+)/(?P<places>[^/]+?)(?:\.json)?")
MOST_OF_TABLE, MOST_OF_ROUTE = 100, 500
OPTIONS = {
    "table": {"sources", "destinations", "annotations", "fallback_speed", "scale_factor"},
    "route": {"alternatives", "steps", "geometries", "overview", "annotations", "continue_straight"},
}  # fmt: skip
SHARED = {"bearings", "radiuses", "generate_hints", "hints", "approaches", "exclude", "snapping", "skip_waypoints"}
SOUTH, NORTH, WEST, EAST = 55.0, 69.2, 10.5, 24.3  # where this router has roads
METRES = 111_195.0  # a degree of latitude
HALF_ROUND = 180.0  # degrees
SPEED, FAST, DETOUR = 11.0, 24.0, 1.08  # metres a second along the grid, and beyond the town
TOWN = 8000.0  # metres
Place = tuple[float, float]  # longitude and latitude


class RefusedError(Exception):
    """What OSRM answers a question that it does not take."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Osrm(FailingServer):
    """The router; `asked` is what it was asked, `plan` makes trouble."""

    def __init__(self, *, port: int = 0, most: int = MOST_OF_TABLE) -> None:
        class Handler(_Handler):
            server_of = self

        super().__init__(Handler, port=port)
        self.most = most


class _Handler(FailingHandler):
    server_of: Osrm

    def do_GET(self) -> None:  # noqa: N802 -- the name http.server calls
        """Answer a table or a route."""
        if self.path == "/":
            self.answer(page("Router", f"<h1>Router</h1><p>{len(self.server_of.asked)} frågor hittills.</p>"))
            return
        asked, mode = self.taken()
        try:
            told = _answer(asked.path, {name: values[-1] for name, values in asked.params.items()}, self.server_of.most)
        except RefusedError as no:
            self.tell({"code": no.code, "message": str(no)}, HTTPStatus.BAD_REQUEST, mode=mode)
            return
        if mode == Mode.UNREACHABLE:
            told = _without_last(told)
        status = HTTPStatus.OK if told["code"] == "Ok" else HTTPStatus.BAD_REQUEST
        self.tell(told, status, mode=mode)


def _answer(path: str, options: Mapping[str, str], most: int) -> dict[str, object]:
    match = PATH.fullmatch(path)
    if match is None:
        raise RefusedError("InvalidUrl", "URL string malformed close to position 1")
    service = match["service"]
    if service not in OPTIONS:
        raise RefusedError("InvalidService", f"Service {service} not found!")
    if match["version"] != "v1":
        raise RefusedError("InvalidVersion", f"Service {service} not found!")
    if unknown := set(options) - OPTIONS[service] - SHARED:
        raise RefusedError("InvalidQuery", f"Query string malformed close to {min(unknown)}")
    places = _places(match["places"])
    limit = most if service == "table" else MOST_OF_ROUTE
    if len(places) > limit:
        raise RefusedError("TooBig", f"Too many {service} coordinates")
    return _table(places, options) if service == "table" else _route(places, options)


def _places(text: str) -> list[Place]:
    try:
        places = [(float(east), float(north)) for east, north in (pair.split(",") for pair in text.split(";"))]
    except ValueError as strange:
        raise RefusedError("InvalidQuery", "Query string malformed close to position 0") from strange
    if any(abs(east) > HALF_ROUND or abs(north) > HALF_ROUND / 2 for east, north in places):
        raise RefusedError("InvalidValue", "Invalid coordinate value.")
    for number, (east, north) in enumerate(places):
        if not (SOUTH <= north <= NORTH and WEST <= east <= EAST):
            raise RefusedError("NoSegment", f"Could not find a matching segment for coordinate {number}")
    return places


def _table(places: Sequence[Place], options: Mapping[str, str]) -> dict[str, object]:
    sources = _chosen(options.get("sources", "all"), len(places))
    destinations = _chosen(options.get("destinations", "all"), len(places))
    wanted = set(options.get("annotations", "duration").split(","))
    if not wanted <= {"duration", "distance"}:
        raise RefusedError("InvalidOptions", "annotations are duration and distance")
    if len(places) == 1:
        raise RefusedError("InvalidOptions", "Number of coordinates needs to be at least two.")
    told: dict[str, object] = {
        "code": "Ok", "sources": [_waypoint(places[number]) for number in sources],
        "destinations": [_waypoint(places[number]) for number in destinations],
    }  # fmt: skip
    legs = [[_leg(places[one], places[other]) for other in destinations] for one in sources]
    if "duration" in wanted:
        told["durations"] = [[seconds for seconds, _ in row] for row in legs]
    if "distance" in wanted:
        told["distances"] = [[metres for _, metres in row] for row in legs]
    return told


def _chosen(text: str, count: int) -> list[int]:
    if text == "all":
        return list(range(count))
    numbers = text.split(";")
    if not all(number.isdecimal() and int(number) < count for number in numbers):
        raise RefusedError("InvalidOptions", "Index is larger than the number of coordinates")
    return [int(number) for number in numbers]


def _route(places: Sequence[Place], options: Mapping[str, str]) -> dict[str, object]:
    if len(places) < 2:  # noqa: PLR2004 -- from somewhere to somewhere
        raise RefusedError("InvalidOptions", "Number of coordinates needs to be at least two.")
    if options.get("geometries", "polyline") != "geojson":
        raise RefusedError("NotImplemented", "this router draws geojson only")
    if options.get("overview", "simplified") not in {"simplified", "full", "false", "by_legs"}:
        raise RefusedError("InvalidOptions", "overview is simplified, full, false or by_legs")
    pairs = list(pairwise(places))
    legs = [_leg(one, other) for one, other in pairs]
    line = [places[0], *(each for one, other in pairs for each in ((other[0], one[1]), other))]
    seconds, metres = (round(sum(leg[part] for leg in legs), 1) for part in (0, 1))
    route = {
        "distance": metres, "duration": seconds, "weight": seconds, "weight_name": "routability",
        "geometry": {"type": "LineString", "coordinates": [list(place) for place in line]},
        "legs": [
            {"distance": length, "duration": took, "weight": took, "summary": "", "steps": []} for took, length in legs
        ],
    }  # fmt: skip
    if options.get("overview") == "false":
        del route["geometry"]
    return {"code": "Ok", "waypoints": [_waypoint(place) for place in places], "routes": [route]}


def _leg(one: Place, other: Place) -> tuple[float, float]:
    """Seconds and metres along the grid; westwards and southwards are a little slower."""
    across = (other[0] - one[0]) * METRES * math.cos(math.radians(one[1]))
    along = (other[1] - one[1]) * METRES
    metres = (abs(across) + abs(along)) * DETOUR
    slower = 1.1 if across + along < 0 else 1.0
    seconds = min(metres, TOWN) / SPEED + max(metres - TOWN, 0) / FAST
    return round(seconds * slower, 1), round(metres, 1)


def _waypoint(place: Place) -> dict[str, object]:
    return {"hint": "", "distance": 0.0, "name": "", "location": list(place)}


def _without_last(told: dict[str, object]) -> dict[str, object]:
    """The last place lies on an island: no cell of a table, no route."""
    if "routes" in told:
        return {"code": "NoRoute", "message": "Impossible route between points"}
    for name in ("durations", "distances"):
        rows = told.get(name)
        if isinstance(rows, list):
            told[name] = [[*row[:-1], None] for row in rows]
    return told


def main() -> None:
    """Answer until stopped."""
    parser = argparse.ArgumentParser(description="Answer how long roads of an invented town take.")
    parser.add_argument("--port", type=int, default=8030, help="port of the router (8030)")
    asked = parser.parse_args()
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with Osrm(port=asked.port) as router:
        print(f"Router on http://{HOST}:{router.port}/", flush=True)
        stopped.wait()


if __name__ == "__main__":
    main()
