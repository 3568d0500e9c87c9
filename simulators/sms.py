"""An SMS gateway on loopback that speaks as 46elks documents itself: `python -m simulators.sms`.

Strict: what the vendor would refuse is refused here. Reports on a message follow in the background, and an answer
from a telephone is posted where the firm's number would post it.
"""

import argparse
import base64
import binascii
import json
import re
import signal
import threading
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from html import escape
from http import HTTPStatus
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

from simulators.pages import HOST, PageHandler, PageServer, page

E164 = re.compile(r"\+[1-9]\d{6,14}")
SENDER = re.compile(r"[A-Za-z][A-Za-z0-9]{2,10}")  # a text sender id; Swedish operators take no others
KNOWN = frozenset({"from", "to", "message", "whendelivered", "dryrun", "flashsms", "dontlog"})
FORM = "application/x-www-form-urlencoded"
LONGEST_MESSAGE, PART = 1530, 153
REPORT_SECONDS = 0.2
JSON = "application/json"


class Failure(StrEnum):
    """How the gateway can be told to fail with the next messages."""

    TEMPORARY = "temporary"  # 503, nothing taken
    PERMANENT = "permanent"  # 400, nothing taken
    CREDITS = "credits"  # 403, nothing taken
    DROP = "drop"  # taken, but the line breaks before the answer
    SILENT = "silent"  # taken, no reports
    UNDELIVERED = "undelivered"  # taken, later reported as failed
    REPEAT = "repeat"  # taken, every report comes twice and in the wrong order


@dataclass
class Taken:
    """A message the gateway took."""

    id: str
    form: Mapping[str, str]
    at: str
    reports: list[str] = field(default_factory=list)


class Gateway(PageServer):
    """The gateway with its page; `taken()` is what it has received, `fail_next` plans trouble."""

    def __init__(self, *, user: str = "user", password: str = "password", port: int = 0) -> None:  # noqa: S107
        class Handler(_Handler):
            gateway = self

        super().__init__(Handler, port=port)
        self.user, self.password = user, password
        self.url = f"http://{user}:{password}@{HOST}:{self.port}/a1"
        self._taken: list[Taken] = []
        self._failures: deque[Failure] = deque()
        self._reporters: list[threading.Thread] = []
        self._lock = threading.Lock()

    def taken(self) -> list[Taken]:
        """The messages that were taken, in order."""
        with self._lock:
            return list(self._taken)

    def fail_next(self, failure: Failure, *, times: int = 1) -> None:
        """Treat the next messages so."""
        self._failures.extend([failure] * times)

    def next_failure(self) -> Failure | None:
        """What was planned for the message at hand."""
        return self._failures.popleft() if self._failures else None

    def take(self, form: Mapping[str, str], failure: Failure | None) -> Taken:
        """Keep a message, and report on it in the background."""
        made = Taken(f"s{uuid4().hex}", form, datetime.now(UTC).isoformat())
        with self._lock:
            self._taken.append(made)
        if form.get("whendelivered") and failure != Failure.SILENT:
            reporter = threading.Thread(target=self._report, args=(made, failure), daemon=True)
            self._reporters.append(reporter)
            reporter.start()
        return made

    def wait_for_reports(self, seconds: float = 10) -> None:
        """Until every report that was begun has been posted."""
        for reporter in self._reporters:
            reporter.join(seconds)

    def _report(self, made: Taken, failure: Failure | None) -> None:
        threading.Event().wait(REPORT_SECONDS)
        last = "failed" if failure == Failure.UNDELIVERED else "delivered"
        states = [last, "sent", last] if failure == Failure.REPEAT else ["sent", last]
        for state in states:
            told = {"id": made.id, "status": state}
            if state == "delivered":
                told["delivered"] = datetime.now(UTC).isoformat()
            made.reports.append(f"{state} {post(made.form['whendelivered'], told)}")

    def answer_as_telephone(self, url: str, *, sender: str, message: str) -> int:
        """Post a text message from a telephone where the firm's number leads; answers the HTTP status."""
        told = {
            "direction": "incoming", "id": f"s{uuid4().hex}", "from": sender, "to": "+46766861004",
            "created": datetime.now(UTC).isoformat(), "message": message,
        }  # fmt: skip
        return post(url, told)


class _Handler(PageHandler):
    gateway: Gateway

    def do_POST(self) -> None:  # noqa: N802 -- the name http.server calls
        """Take a message (POST /a1/sms), or plan a failure (POST /fail?kind=drop&times=2)."""
        wanted = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if wanted.path == "/fail":
            self._plan(parse_qs(wanted.query))
        elif wanted.path.lower() != "/a1/sms":
            self.send_error(HTTPStatus.NOT_FOUND)
        elif not self._is_known():
            self._say("API access requires Basic HTTP authentication", HTTPStatus.UNAUTHORIZED)
        else:
            self._receive(body)

    def do_GET(self) -> None:  # noqa: N802 -- the same
        """Show what was taken, as a page or as JSON."""
        taken = self.gateway.taken()
        if urlsplit(self.path).path == "/sms.json":
            self.answer(json.dumps([_facts(each) for each in taken]).encode(), JSON)
        else:
            self.answer(page("Mottagna sms", _list(taken)))

    def _receive(self, body: bytes) -> None:
        told = parse_qs(body.decode(errors="replace"), keep_blank_values=True)
        form = {name: values[0] for name, values in told.items()}
        if problem := _problem(self.headers.get("Content-Type", ""), form):
            self._say(problem, HTTPStatus.BAD_REQUEST)
            return
        failure = self.gateway.next_failure()
        if failure == Failure.TEMPORARY:
            self._say("try again later", HTTPStatus.SERVICE_UNAVAILABLE)
        elif failure == Failure.PERMANENT:
            self._say(f"Invalid to number {form['to']}", HTTPStatus.BAD_REQUEST)
        elif failure == Failure.CREDITS:
            self._say("Not enough credits", HTTPStatus.FORBIDDEN)
        else:
            made = self.gateway.take(form, failure)
            if failure == Failure.DROP:
                self.close_connection = True
                self.connection.close()
                return
            self.answer(json.dumps(_facts(made)).encode(), JSON)

    def _plan(self, asked: Mapping[str, list[str]]) -> None:
        kind, times = asked.get("kind", [""])[0], asked.get("times", ["1"])[0]
        if kind not in set(Failure) or not times.isdecimal():
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        self.gateway.fail_next(Failure(kind), times=int(times))
        self.answer(b"{}", JSON)

    def _is_known(self) -> bool:
        kind, _, shown = self.headers.get("Authorization", "").partition(" ")
        try:
            words = base64.b64decode(shown, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return False
        return kind == "Basic" and words == f"{self.gateway.user}:{self.gateway.password}"

    def _say(self, words: str, status: HTTPStatus) -> None:
        self.answer(words.encode(), "text/plain; charset=utf-8", status)


def post(url: str, told: Mapping[str, str]) -> int:
    """Post a form as the gateway does, with user and password of the address as Basic; answers the status, or 0."""
    parts = urlsplit(url)
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    request = urllib.request.Request(bare, data=urlencode(told).encode(), headers={"Content-Type": FORM})  # noqa: S310
    if parts.username:
        shown = base64.b64encode(f"{parts.username}:{parts.password or ''}".encode()).decode()
        request.add_header("Authorization", f"Basic {shown}")
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 -- where the product said
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        refusal.close()
        return refusal.code
    except OSError:
        return 0


def _problem(content_type: str, form: Mapping[str, str]) -> str:
    """What the vendor would complain of; empty when it would take the message."""
    checks = {
        "Expected a form": not content_type.startswith(FORM),
        f"Unknown parameter {', '.join(sorted(set(form) - KNOWN))}": bool(set(form) - KNOWN),
        "Missing key from": not form.get("from"),
        "Missing key to": not form.get("to"),
        "Missing key message": not form.get("message"),
        "Invalid sender": not (E164.fullmatch(form.get("from", "")) or SENDER.fullmatch(form.get("from", ""))),
        f"Invalid to number {form.get('to')}": not E164.fullmatch(form.get("to", "")),
        "Message too long": len(form.get("message", "")) > LONGEST_MESSAGE,
        "Invalid whendelivered": not form.get("whendelivered", "http://").startswith(("http://", "https://")),
    }
    return next((words for words, is_wrong in checks.items() if is_wrong), "")


def _facts(made: Taken) -> dict[str, object]:
    length = len(made.form["message"])
    return {
        "status": "created", "direction": "outgoing", "from": made.form["from"], "created": made.at,
        "parts": 1 if length <= 160 else -(-length // PART), "to": made.form["to"], "cost": 3500,  # noqa: PLR2004
        "message": made.form["message"], "id": made.id, "reports": made.reports,
    }  # fmt: skip


def _list(taken: list[Taken]) -> str:
    rows = "".join(
        f"<tr><td>{escape(each.at[:19])}</td><td>{escape(each.form['to'])}</td><td>{escape(each.form['message'])}</td>"
        f"<td>{escape(', '.join(each.reports))}</td></tr>"
        for each in reversed(taken)
    )
    if not rows:
        return "<h1>Mottagna sms</h1><p>Inget sms har kommit än.</p>"
    head = "<tr><th>Tid</th><th>Till</th><th>Text</th><th>Rapporter</th></tr>"
    return f"<h1>Mottagna sms</h1><table>{head}{rows}</table>"


def main() -> None:
    """Take and show until stopped."""
    parser = argparse.ArgumentParser(description="Take text messages and show them on a page.")
    parser.add_argument("--port", type=int, default=8026, help="port of the gateway and its page (8026)")
    asked = parser.parse_args()
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with Gateway(port=asked.port) as gateway:
        print(f"SMS gateway and page on http://{HOST}:{gateway.port}/", flush=True)
        stopped.wait()


if __name__ == "__main__":
    main()
