"""The simulator as a server: /v1 as documented, /_sim to steer it, and pages where a person plays the customer."""

import json
import threading
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from simulators.oneflow import acts, api, shown
from simulators.oneflow.faults import CUT, Fault, Faults
from simulators.oneflow.hooks import Hooks
from simulators.oneflow.pdf import printed
from simulators.oneflow.problems import Problem
from simulators.oneflow.seed import EMAIL, TOKEN, fixture
from simulators.oneflow.world import Json, Options, World, people
from simulators.pages import HOST, PageHandler, PageServer, page

JSON = "application/json"
KEEP_SECONDS = 1.0
MOST_BODY = 60 * 1024 * 1024
OURS = ("x-oneflow-api-token", "x-oneflow-user-email")
BAD_GATEWAY = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
Act = Callable[[World, Json, Json], Sequence[Json]]
ACTS: dict[str, Act] = {"visit": acts.visit, "sign": acts.sign, "decline": acts.decline}


class Oneflow(PageServer):
    """A running Oneflow. `url` is its API; a test steers it by the methods, others by /_sim."""

    token, email = TOKEN, EMAIL

    def __init__(self, options: Options | None = None, *, port: int = 0, state: Path | None = None) -> None:
        class Handler(_Handler):
            oneflow = self

        super().__init__(Handler, port=port)
        self.world = World(options or Options(pdf_delay=0, allow_http=True), state=state)
        self.faults = Faults()
        self.hooks = Hooks(self.world, self.faults)
        self.page = f"http://{HOST}:{self.port}"
        self.url = f"{self.page}/v1"
        self._stopped = threading.Event()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        if not self.world.tables["accounts"]:
            self.world.seed(fixture())

    def __enter__(self) -> Self:
        self.hooks.start()
        self._keeper.start()
        return super().__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        self.hooks.stop()
        self._stopped.set()
        self._keeper.join()

    def reset(self) -> None:
        """Begin anew."""
        with self.world.lock:
            self.world.clear()
            self.world.seed(fixture())
            self.faults.clear()

    def fail(self, match: str, mode: str, *, times: int = 1, chance: float = 1.0) -> None:
        """Plan trouble (see Fault)."""
        with self.world.lock:
            self.faults.plan({"match": match, "mode": mode, "times": times, "chance": chance})

    def contract(self, contract_id: int) -> Json:
        """A contract as it is here."""
        with self.world.lock:
            return dict(self.world.tables["contracts"][str(contract_id)])

    def contracts(self) -> list[Json]:
        """Every contract."""
        with self.world.lock:
            return list(self.world.tables["contracts"].values())

    def outbox(self) -> list[Json]:
        """Invitations that were sent."""
        with self.world.lock:
            return list(self.world.tables["outbox"].values())

    def deliveries(self) -> list[Json]:
        """Webhooks that were sent or are to be sent."""
        with self.world.lock:
            return list(self.world.tables["deliveries"].values())

    def act(self, what: str, contract_id: int, participant_id: int | None = None) -> None:
        """Visit, sign or decline as a participant (else the first who is asked to sign), or expire. Raises Problem."""
        with self.world.lock:
            contract = self.world.tables["contracts"].get(str(contract_id))
            if contract is None:
                raise Problem(404, "The contract does not exist.")
            if what == "expire":
                events: Sequence[Json] = acts.expire(self.world, contract)
            else:
                events = ACTS[what](self.world, contract, _person(contract, participant_id))
            self.hooks.announce(contract, events)

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        with self.world.lock:
            self.world.ahead += timedelta(seconds=seconds)
        self._expire()

    def _expire(self) -> None:
        with self.world.lock:
            for contract in self.world.tables["contracts"].values():
                if acts.is_over(self.world, contract):
                    self.hooks.announce(contract, acts.expire(self.world, contract))
            self.world.changed.notify_all()

    def settle(self, seconds: float = 10) -> bool:
        """Wait until every webhook has been tried once."""
        return self.hooks.settle(seconds)

    def _keep(self) -> None:
        while not self._stopped.wait(KEEP_SECONDS):
            self._expire()
            self.world.keep()
        self.world.keep()


def _person(contract: Json, participant_id: int | None) -> Json:
    found = (
        person
        for person in people(contract)
        if (person["id"] == participant_id if participant_id else person["signatory"] and not person["my_participant"])
    )
    person = next(found, None)
    if person is None:
        raise Problem(404, "The participant does not exist.")
    return person


class _Handler(PageHandler):
    oneflow: Oneflow

    def do_GET(self) -> None:  # noqa: N802 -- the name http.server calls
        """Answer, whatever the method."""
        self._answer()

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 -- the same

    def _answer(self) -> None:
        wanted = urlsplit(self.path)
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MOST_BODY))
        if wanted.path.startswith("/v1/"):
            query = parse_qs(wanted.query, keep_blank_values=True)
            headers = {name.lower(): value for name, value in self.headers.items()}
            path = wanted.path.removeprefix("/v1")
            self._call(api.Request(self.command, path, query, headers, body))
        elif wanted.path.startswith("/_sim/blob/"):
            self._blob(wanted.path.rpartition("/")[2])
        elif wanted.path.startswith("/_sim/"):
            self._control(wanted.path.removeprefix("/_sim/"), body)
        else:
            self._show(wanted.path)

    # -------------------------------------------------------------- the API
    def _call(self, request: api.Request) -> None:
        oneflow = self.oneflow
        with oneflow.world.lock:
            fault = oneflow.faults.of_call(f"{request.method} /v1{request.path}")
        if fault and fault.kind in {"status", "html", "timeout_before"}:
            self._fail(fault)
            return
        if fault and fault.kind == "slow":
            time.sleep(fault.number / 1000)
        try:
            with oneflow.world.lock:
                told, call = api.answer(oneflow.world, request, oneflow.url)
                content = told if isinstance(told, bytes) else json.dumps(told).encode()
                made = oneflow.hooks.announce(call.contract, call.events) if call.contract and call.events else []
        except Problem as problem:
            self._say(problem.body(oneflow.url), problem.status)
            return
        if fault and fault.kind == "before_response":
            oneflow.hooks.send_now(made)
        if fault and fault.kind in CUT:
            self._cut()
        elif isinstance(told, bytes):
            self._redirect(content.decode())
        else:
            self.answer(b"" if told == {} and request.method == "DELETE" else content, JSON)

    def _fail(self, fault: Fault) -> None:
        if fault.kind == "timeout_before":
            self._cut()
        elif fault.kind == "html":
            self.answer(BAD_GATEWAY, "text/html", HTTPStatus(int(fault.number) or 502))
        else:
            status = int(fault.number) or 500
            self._say(Problem(status, HTTPStatus(status).phrase).body(self.oneflow.url), status)

    def _cut(self) -> None:
        """The line breaks: nobody hears an answer."""
        self.close_connection = True
        self.connection.close()

    def _redirect(self, url: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", url)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _blob(self, token: str) -> None:
        """The store that a download leads to: once, soon, and without Oneflow's headers."""
        if any(name in self.headers for name in OURS):
            self._say({"detail": "Headers of Oneflow do not belong here."}, HTTPStatus.BAD_REQUEST)
            return
        with self.oneflow.world.lock:
            contract = self.oneflow.world.take_blob(token)
            content = printed(contract) if contract else b""
        if contract is None:
            self._say({"detail": "The link is used or too old."}, HTTPStatus.FORBIDDEN)
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "binary/octet-stream")
        self.send_header("Content-Disposition", 'attachment; filename="contract.pdf"')
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    # -------------------------------------------------------------- steering and pages
    def _control(self, path: str, body: bytes) -> None:
        try:
            told = json.loads(body or b"{}")
            self._say(_steer(self.oneflow, self.command, path.strip("/").split("/"), told), HTTPStatus.OK)
        except Problem as problem:
            self._say(problem.body(self.oneflow.url), problem.status)
        except (ValueError, KeyError, TypeError) as wrong:
            self._say({"detail": f"{type(wrong).__name__}: {wrong}"}, HTTPStatus.BAD_REQUEST)

    def _show(self, path: str) -> None:
        try:
            told = shown.page_at(self.oneflow, self.command, path)
        except Problem as problem:
            self.answer(page("Oneflow", f"<h1>{problem.detail}</h1>"), status=HTTPStatus(problem.status))
            return
        if told.startswith("/"):
            self._redirect(told)
        else:
            self.answer(page("Oneflow", told))

    def _say(self, told: Any, status: int) -> None:  # Any: JSON
        self.answer(json.dumps(told).encode(), JSON, HTTPStatus(status))


def _steer(oneflow: Oneflow, method: str, words: list[str], told: Json) -> Any:  # Any: JSON
    """What /_sim does; raises Problem 404 for what there is none of."""
    match (method, *words):
        case ("POST", "reset"):
            oneflow.reset()
        case ("POST", "seed"):
            with oneflow.world.lock:
                oneflow.world.seed(told)
        case ("POST", "contracts", number, "expire"):
            oneflow.act("expire", int(number))
        case ("POST", "contracts", number, "participants", person, ("visit" | "sign" | "decline") as what):
            oneflow.act(what, int(number), int(person))
        case ("POST", "clock"):
            oneflow.advance(float(told["advance_s"]))
        case ("POST", "faults"):
            with oneflow.world.lock:
                oneflow.faults.plan(told)
        case ("DELETE", "faults"):
            with oneflow.world.lock:
                oneflow.faults.clear()
        case ("POST", "settle"):
            return {"settled": oneflow.settle(float(told.get("seconds", 10)))}
        case ("POST", "deliveries", number, "resend"):
            with oneflow.world.lock:
                oneflow.hooks.resend(oneflow.world.tables["deliveries"][number])
        case ("GET", ("outbox" | "deliveries" | "contracts") as table):
            with oneflow.world.lock:
                return list(oneflow.world.tables[table].values())
        case _:
            raise Problem(404, "There is no such thing to steer.")
    return {}
