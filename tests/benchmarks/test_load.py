"""The load of the ingest measurement: every post answered once, whatever breaks on the way."""

import itertools
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks.load import Outcome, hammer


class Taking(ThreadingHTTPServer):
    """Takes posts; every fifth connection breaks before its answer, when told to."""

    daemon_threads = True

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.breaks = False
        self.asked = itertools.count(1)
        super().__init__(("127.0.0.1", 0), Handler)


class Handler(BaseHTTPRequestHandler):
    """Answers 202, or nothing at all."""

    protocol_version = "HTTP/1.1"
    server: Taking

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.server.breaks and next(self.server.asked) % 5 == 0:
            self.close_connection = True
            return
        self.server.taken[body] += 1
        self.send_response(202)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Taking]:
    made = Taking()
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


def posts(sent: list[str]) -> Iterator[bytes]:
    for number in itertools.count():
        sent.append(str(number))
        body = str(number).encode()
        yield b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def test_every_post_is_answered_once(server):
    sent: list[str] = []
    outcome = hammer(server.server_port, posts(sent), lines=4, seconds=0.2)

    assert outcome.statuses == {202: len(sent)}
    assert len(outcome.seconds) == len(sent) > 10
    assert outcome.percentile(0.5) <= outcome.percentile(0.99)


def test_a_stubborn_sender_sends_again_what_broke(server):
    server.breaks = True
    sent: list[str] = []
    outcome = hammer(server.server_port, posts(sent), lines=4, seconds=0.3, is_stubborn=True)

    assert outcome.broken > 0
    assert set(server.taken) == set(sent)


def test_a_steady_rate_is_kept(server):
    sent: list[str] = []
    outcome = hammer(server.server_port, posts(sent), lines=4, seconds=0.5, rate=40)

    assert 10 <= len(sent) <= 21
    assert outcome.broken == 0


def test_nothing_answered_has_no_waits():
    assert Outcome().percentile(0.99) == 0.0
