"""A tile server on loopback, with a street map and aerial pictures of an invented town: `python -m simulators.tiles`.

Strict: addresses that no map has are refused, a client must say who it is (as OpenStreetMap's policy asks), and where
user and password are set they must be shown. Speaks XYZ (`/karta/14/9000/4800.png`) and WMS 1.1.1 (`/wms?…`).
"""

import argparse
import base64
import math
import re
import signal
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

from simulators.pages import HOST, PageHandler, PageServer, page
from simulators.tile_drawing import LOOKS, Box, png

ADDRESS = re.compile(r"/(?P<layer>[a-z-]+)/(?P<z>\d{1,2})/(?P<x>\d{1,7})/(?P<y>\d{1,7})\.png")
DEEPEST = 20
HALF_WORLD = math.pi * 6_378_137
PNG = "image/png"
SLOW_SECONDS = 8.0  # more than anybody waits for a tile
WMS = {
    "SERVICE": "WMS", "VERSION": "1.1.1", "REQUEST": "GetMap", "SRS": "EPSG:3857", "STYLES": "", "WIDTH": "256",
    "HEIGHT": "256", "FORMAT": PNG,
}  # fmt: skip


class Failure(StrEnum):
    """How the server can be told to fail, for some tiles or until told otherwise."""

    SLOW = "slow"  # the answer comes, but late
    BROKEN = "broken"  # 500
    ABSENT = "absent"  # 404
    WORDS = "words"  # 200 and a page of text
    LIE = "lie"  # 200 and a page that calls itself a picture
    HUGE = "huge"  # 200 and more than a tile can be


@dataclass(frozen=True)
class Asked:
    """One request: the address without its key, and who asked."""

    path: str
    agent: str


class TileServer(PageServer):
    """The server; `asked()` is what it was asked for, `fail` plans trouble."""

    def __init__(self, *, user: str = "", password: str = "", port: int = 0) -> None:
        class Handler(_Handler):
            tiles = self

        super().__init__(Handler, port=port)
        self.user, self.password = user, password
        self.url = f"http://{HOST}:{self.port}"
        self.slow_seconds = SLOW_SECONDS
        self._asked: list[Asked] = []
        self._failures: deque[Failure] = deque()
        self._always: Failure | None = None
        self._lock = threading.Lock()
        self.stopping = threading.Event()

    def asked(self) -> list[Asked]:
        """The requests so far, in order."""
        with self._lock:
            return list(self._asked)

    def fail(self, failure: Failure | None, *, times: int = 0) -> None:
        """Treat the next tiles so; without `times` all of them, until told None."""
        if times and failure:
            self._failures.extend([failure] * times)
        else:
            self._always = failure

    def take(self, asked: Asked) -> Failure | None:
        """Note a request; answers what was planned for it."""
        with self._lock:
            self._asked.append(asked)
            return self._failures.popleft() if self._failures else self._always

    def __exit__(self, *error: object) -> None:
        self.stopping.set()
        super().__exit__(None, None, None)


class _Handler(PageHandler):
    tiles: TileServer

    def do_GET(self) -> None:  # noqa: N802 -- the name http.server calls
        """Answer a tile, or the page that says what there is."""
        wanted = urlsplit(self.path)
        if wanted.path == "/":
            self.answer(page("Kartor", _contents(len(self.tiles.asked()))))
        elif not self.headers.get("User-Agent"):
            self._say("say who you are in User-Agent", HTTPStatus.FORBIDDEN)
        elif not self._is_known():
            self._say("user and password, please", HTTPStatus.UNAUTHORIZED)
        elif wanted.path == "/wms":
            self._draw(*_wms(dict(parse_qsl(wanted.query, keep_blank_values=True))))
        else:
            self._draw(*_xyz(wanted.path))

    def do_POST(self) -> None:  # noqa: N802 -- the same
        """Plan failures: `POST /fail?kind=broken&times=3`; without a kind all is well again."""
        asked = dict(parse_qsl(urlsplit(self.path).query))
        kind, times = asked.get("kind", ""), asked.get("times", "0")
        if urlsplit(self.path).path != "/fail" or (kind and kind not in set(Failure)) or not times.isdecimal():
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        self.tiles.fail(Failure(kind) if kind else None, times=int(times))
        self._say("noted", HTTPStatus.OK)

    def _draw(self, layer: str, box: Box | None, problem: str) -> None:
        if problem or box is None:
            self._say(problem, HTTPStatus.NOT_FOUND if layer else HTTPStatus.BAD_REQUEST)
            return
        failure = self.tiles.take(Asked(urlsplit(self.path).path, self.headers["User-Agent"]))
        words = b"<!doctype html><script>alert(1)</script>"
        if failure == Failure.SLOW:
            self.tiles.stopping.wait(self.tiles.slow_seconds)
        if failure == Failure.BROKEN:
            self._say("try again later", HTTPStatus.INTERNAL_SERVER_ERROR)
        elif failure == Failure.ABSENT:
            self._say("nothing here", HTTPStatus.NOT_FOUND)
        elif failure in {Failure.WORDS, Failure.LIE}:
            self.answer(words, "text/html" if failure == Failure.WORDS else PNG)
        elif failure == Failure.HUGE:
            self.answer(png(layer, box) + bytes(3 * 1024 * 1024), PNG)
        else:
            self.answer(png(layer, box), PNG)

    def _is_known(self) -> bool:
        shown = base64.b64encode(f"{self.tiles.user}:{self.tiles.password}".encode()).decode()
        return not self.tiles.user or self.headers.get("Authorization", "") == f"Basic {shown}"

    def _say(self, words: str, status: HTTPStatus) -> None:
        self.answer(words.encode(), "text/plain; charset=utf-8", status)


def _xyz(path: str) -> tuple[str, Box | None, str]:
    """Layer and square of an XYZ address, or what is wrong with it."""
    found = ADDRESS.fullmatch(path)
    if not found or found["layer"] not in LOOKS:
        return "none", None, "no such layer"
    z, x, y = (int(found[name]) for name in "zxy")
    if z > DEEPEST or x >= 2**z or y >= 2**z:
        return "none", None, "outside the world"
    size = 2 * HALF_WORLD / 2**z
    west, north = x * size - HALF_WORLD, HALF_WORLD - y * size
    return found["layer"], (west, north - size, west + size, north), ""


def _wms(asked: Mapping[str, str]) -> tuple[str, Box | None, str]:
    """The same of a question as the OGC's WMS 1.1.1 has it."""
    told = {name.upper(): value for name, value in asked.items()}
    wrong = [name for name, value in WMS.items() if told.get(name) != value]
    if wrong or told.get("LAYERS") not in LOOKS:
        return "", None, f"InvalidParameterValue {', '.join(wrong) or 'LAYERS'}"
    try:
        west, south, east, north = (float(edge) for edge in told.get("BBOX", "").split(","))
    except ValueError:
        return "", None, "InvalidParameterValue BBOX"
    if west >= east or south >= north:
        return "", None, "InvalidParameterValue BBOX"
    return told["LAYERS"], (west, south, east, north), ""


def _contents(number: int) -> str:
    rows = "".join(f"<li>/{layer}/{{z}}/{{x}}/{{y}}.png</li>" for layer in LOOKS)
    return f"<h1>Kartor</h1><ul>{rows}<li>/wms</li></ul><p>{number} bilder har lämnats ut.</p>"


def main() -> None:
    """Draw until stopped."""
    parser = argparse.ArgumentParser(description="Draw the tiles of an invented town.")
    parser.add_argument("--port", type=int, default=8031, help="port of the tiles (8031)")
    asked = parser.parse_args()
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with TileServer(port=asked.port) as server:
        print(f"Tiles of an invented town on {server.url}/", flush=True)
        stopped.wait()


if __name__ == "__main__":
    main()
