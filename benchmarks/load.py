"""Many posts at once over loopback, from one small process: as fast as they are answered, or at a steady rate.

Plain sockets with prepared bytes: what the client costs is missing from the server, on the same processors.
"""

import selectors
import socket
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

HOST = "127.0.0.1"
PIECE = 65536
GIVEN_UP_AFTER = 60.0
RECONNECT_SECONDS = 0.02


@dataclass
class Outcome:
    """What came of it: seconds of each answer, answers by status, and connections that broke."""

    wall: float = 0.0
    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    broken: int = 0

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.seconds) / max(self.wall, 1e-6)

    def percentile(self, share: float) -> float:
        """The milliseconds that a share of the answers came within."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


@dataclass
class _Line:
    """One connection and what is under way on it."""

    sock: socket.socket | None = None
    post: bytes = b""
    due: float = 0.0
    answer: bytes = b""


def hammer(
    port: int, posts: Iterator[bytes], *, lines: int, seconds: float, rate: float = 0.0, is_stubborn: bool = False
) -> Outcome:
    """Send posts for some seconds over so many connections, then wait for the last answers.

    With a `rate`, posts are due at even times and the wait for a free connection counts. `is_stubborn`: what got no
    answer, or one of 500 and above, is sent again until it is taken, as a sender with retries does.
    """
    return _Hammer(port, posts, lines, rate, is_stubborn=is_stubborn).run(seconds)


class _Hammer:
    def __init__(self, port: int, posts: Iterator[bytes], lines: int, rate: float, *, is_stubborn: bool) -> None:
        self._port, self._posts, self._rate, self._is_stubborn = port, posts, rate, is_stubborn
        self._selector = selectors.DefaultSelector()
        self._free = deque(_Line() for _ in range(lines))
        self._under_way = 0
        self._again: deque[tuple[bytes, float]] = deque()
        self._outcome = Outcome()

    def run(self, seconds: float) -> Outcome:
        began = time.perf_counter()
        end, due = began + seconds, began
        while True:
            at = time.perf_counter()
            while self._free and self._again:
                self._send(*self._again.popleft())
            while self._free and not self._again and at < end and due <= at:
                self._send(next(self._posts), due if self._rate else at)
                due = due + 1 / self._rate if self._rate else at
            if at >= end and not self._under_way and not self._again:
                break
            if at > end + GIVEN_UP_AFTER:
                self._outcome.broken += self._under_way + len(self._again)
                break
            wait = max(min(due, end) - at, 0.0) if self._rate and at < end and self._free else 0.05
            for key, _ in self._selector.select(wait):
                self._receive(key.data)
        self._outcome.wall = time.perf_counter() - began
        self._close()
        return self._outcome

    def _send(self, post: bytes, due: float) -> None:
        line = self._free.popleft()
        line.post, line.due, line.answer = post, due, b""
        self._under_way += 1
        try:
            if line.sock is None:
                line.sock = socket.create_connection((HOST, self._port))
                line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._selector.register(line.sock, selectors.EVENT_READ, line)
            line.sock.sendall(post)
        except OSError:
            self._break(line)

    def _receive(self, line: _Line) -> None:
        try:
            piece = line.sock.recv(PIECE) if line.sock else b""
        except OSError:
            piece = b""
        if not piece:
            self._break(line)
            return
        line.answer += piece
        head, end, body = line.answer.partition(b"\r\n\r\n")
        if not end or len(body) < _length(head):
            return
        status = int(head[9:12])
        self._outcome.statuses[status] = self._outcome.statuses.get(status, 0) + 1
        self._under_way -= 1
        if self._is_stubborn and status >= 500:  # noqa: PLR2004 -- the server's own trouble
            self._again.append((line.post, line.due))
        else:
            self._outcome.seconds.append(time.perf_counter() - line.due)
        if b"\r\nConnection: close" in head:
            self._drop(line)
        line.post = b""
        self._free.append(line)

    def _break(self, line: _Line) -> None:
        """A connection ended before its answer, or while idle."""
        self._drop(line)
        if not line.post:
            return
        self._outcome.broken += 1
        self._under_way -= 1
        self._again.append((line.post, line.due))
        line.post = b""
        self._free.append(line)
        time.sleep(RECONNECT_SECONDS)

    def _drop(self, line: _Line) -> None:
        if line.sock is not None:
            self._selector.unregister(line.sock)
            line.sock.close()
            line.sock = None

    def _close(self) -> None:
        for key in list(self._selector.get_map().values()):
            self._drop(key.data)
        self._selector.close()


def _length(head: bytes) -> int:
    _, found, rest = head.lower().partition(b"content-length:")
    return int(rest.partition(b"\r\n")[0]) if found else 0
