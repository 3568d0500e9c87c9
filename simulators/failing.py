"""What the simulators of addresses and roads share: trouble that is planned beforehand, and a memory of what came."""

import json
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qsl, urlsplit

from simulators.pages import HOST, PageHandler, PageServer

JSON = "application/json;charset=utf-8"
SLOW_SECONDS = 3.0  # more than anybody waits who types


class Mode(StrEnum):
    """How the next questions are answered."""

    NORMAL = "normal"
    EMPTY = "empty"  # 200, nothing found
    SLOW = "slow"
    QUOTA = "quota"  # 429
    LOCKED = "locked"  # 401
    FORBIDDEN = "forbidden"  # 403
    BROKEN = "broken"  # 500
    MALFORMED = "malformed"  # 200 and half a JSON document
    TRUNCATED = "truncated"  # 200, less than was promised
    DUPLICATES = "duplicates"  # every hit twice
    NO_POSTCODE = "no_postcode"  # houses without a postal code
    STREET_ONLY = "street_only"  # no houses
    ABROAD = "abroad"  # hits outside Sweden
    UNREACHABLE = "unreachable"  # roads: no way to the last place


STATUSES = {
    Mode.QUOTA: HTTPStatus.TOO_MANY_REQUESTS, Mode.LOCKED: HTTPStatus.UNAUTHORIZED,
    Mode.FORBIDDEN: HTTPStatus.FORBIDDEN, Mode.BROKEN: HTTPStatus.INTERNAL_SERVER_ERROR,
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One question: its path and its parameters, those that were repeated as a list."""

    path: str
    params: Mapping[str, Sequence[str]]

    def one(self, name: str) -> str:
        """The only value of a parameter, empty without one."""
        return self.params.get(name, [""])[0]


class FailingServer(PageServer):
    """A server that can be told to fail; `asked` is what it was asked."""

    def __init__(self, handler: type[BaseHTTPRequestHandler], *, port: int = 0) -> None:
        super().__init__(handler, port=port)
        self.url = f"http://{HOST}:{self.port}"
        self.slow_seconds = SLOW_SECONDS
        self.asked: list[Asked] = []
        self._modes: deque[Mode] = deque()
        self._lock = threading.Lock()
        self._stopping = threading.Event()

    def plan(self, mode: Mode, *, times: int = 1) -> None:
        """Answer the next questions so."""
        self._modes.extend([mode] * times)

    def take(self, asked: Asked) -> Mode:
        """Note a question; answers what was planned for it."""
        with self._lock:
            self.asked.append(asked)
            return self._modes.popleft() if self._modes else Mode.NORMAL

    def rest(self) -> None:
        """Be slow, unless the server is stopped meanwhile."""
        self._stopping.wait(self.slow_seconds)

    def __exit__(self, *error: object) -> None:
        self._stopping.set()
        super().__exit__(None, None, None)


class FailingHandler(PageHandler):
    """Answers JSON, or the trouble that was planned."""

    server_of: FailingServer

    def do_POST(self) -> None:  # noqa: N802 -- the name http.server calls
        """Plan trouble: `POST /fail?kind=quota&times=2`."""
        told = dict(parse_qsl(urlsplit(self.path).query))
        kind, times = told.get("kind", ""), told.get("times", "1")
        if urlsplit(self.path).path != "/fail" or kind not in set(Mode) or not times.isdecimal():
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        self.server_of.plan(Mode(kind), times=int(times))
        self.tell({})

    def taken(self) -> tuple[Asked, Mode]:
        """The question at hand, noted, with what was planned for it."""
        wanted = urlsplit(self.path)
        params: dict[str, list[str]] = {}
        for name, value in parse_qsl(wanted.query, keep_blank_values=True):
            params.setdefault(name, []).append(value)
        asked = Asked(wanted.path, params)
        return asked, self.server_of.take(asked)

    def tell(self, told: object, status: HTTPStatus = HTTPStatus.OK, *, mode: Mode = Mode.NORMAL) -> None:
        """Send JSON, spoilt as planned."""
        body = json.dumps(told, ensure_ascii=False).encode()
        if mode in STATUSES:
            self.answer(b'{"message":"planned"}', JSON, STATUSES[mode])
        elif mode == Mode.MALFORMED:
            self.answer(body[: len(body) // 2], JSON)
        elif mode == Mode.TRUNCATED:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", JSON)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2])
            self.close_connection = True
        else:
            if mode == Mode.SLOW:
                self.server_of.rest()
            with suppress(BrokenPipeError, ConnectionResetError):  # who asked has gone
                self.answer(body, JSON, status)
