"""Google's token server, Data Manager API and Ads API on loopback: `python -m simulators.google_ads`.

Strict as they document themselves: unknown fields, bad hashes and unknown accounts are refused, a 200 is a receipt,
verdicts come half a simulated hour later. `POST /_sim/clock {"advance_s": 1800}` lets time pass, `POST /_sim/mode`
plans trouble, `GET /_sim/requests` shows what was received, `POST /_sim/reset` forgets it.
"""

import argparse
import json
import re
import signal
import threading
from html import escape
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from simulators.google_ads_keys import Account, problem_of
from simulators.google_ads_rules import SCHEMA, moment, of_adjustment, of_upload, strange, violations
from simulators.google_ads_state import LASTING, Mode, State
from simulators.pages import HOST, PageHandler, PageServer, page

Json = dict[str, Any]  # Any: JSON
JSON = "application/json; charset=UTF-8"
DATA_MANAGER, ADS = "https://www.googleapis.com/auth/datamanager", "https://www.googleapis.com/auth/adwords"
_ADS = re.compile(r"/v\d+/customers/(?P<customer>\d+)(?P<method>:\w+|/googleAds:searchStream)")
_TROUBLE: dict[Mode, tuple[HTTPStatus, str, str]] = {
    Mode.UNAVAILABLE: (HTTPStatus.SERVICE_UNAVAILABLE, "UNAVAILABLE", ""),
    Mode.INTERNAL: (HTTPStatus.INTERNAL_SERVER_ERROR, "INTERNAL", ""),
    Mode.QUOTA: (HTTPStatus.TOO_MANY_REQUESTS, "RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED"),
    Mode.TOKEN_EXPIRED: (HTTPStatus.UNAUTHORIZED, "UNAUTHENTICATED", "ACCESS_TOKEN_EXPIRED"),
    Mode.DISABLED: (HTTPStatus.FORBIDDEN, "PERMISSION_DENIED", "SERVICE_DISABLED"),
    Mode.NO_ACCESS: (HTTPStatus.FORBIDDEN, "PERMISSION_DENIED", ""),
    Mode.NOT_FOUND: (HTTPStatus.NOT_FOUND, "NOT_FOUND", ""),
}  # fmt: skip


class GoogleAds(PageServer):
    """All of Google that the product knows; `state` is what it remembers, `account` whom it lets in."""

    def __init__(self, *, account: Account | None = None, port: int = 0) -> None:
        class Handler(_Handler):
            google = self

        super().__init__(Handler, port=port)
        self.account = account or Account.fresh()
        self.state = State()
        self.url = f"http://{HOST}:{self.port}"

    def plan(self, *modes: str) -> None:
        """Behave so with the next calls; lasting modes hold until the next reset, and legacy lifts the refusal."""
        with self.state.lock:
            for mode in modes:
                if mode in LASTING:
                    self.state.lasting.add(mode)
                    self.state.lasting -= {"not_allowlisted"} if mode == "legacy" else set()
                else:
                    self.state.modes.append(Mode(mode))


class _Handler(PageHandler):
    google: GoogleAds

    def do_POST(self) -> None:  # noqa: N802 -- the name http.server calls
        """Tokens, events, uploads, and what the tests plan."""
        wanted = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if wanted.path == "/token":
            self._token(body)
        elif wanted.path.startswith("/_sim/"):
            self._plan(wanted.path, body)
        elif wanted.path == "/v1/events:ingest":
            self._guarded(DATA_MANAGER, self._ingest, body)
        elif match := _ADS.fullmatch(wanted.path):
            self._guarded(ADS, self._ads, body, match["customer"], match["method"])
        else:
            self._say({"error": {"code": 404, "status": "NOT_FOUND"}}, HTTPStatus.NOT_FOUND)

    def do_GET(self) -> None:  # noqa: N802 -- the same
        """What became of a request, or what was received, as JSON and as a page."""
        wanted = urlsplit(self.path)
        if wanted.path == "/v1/requestStatus:retrieve":
            self._guarded(DATA_MANAGER, self._status, b"", parse_qs(wanted.query).get("requestId", [""])[0])
        elif wanted.path == "/_sim/requests":
            self._say({"requests": self.google.state.received, "adjustments": self.google.state.adjustments})
        elif wanted.path == "/_sim/counts":
            self._say(self.google.state.counts())
        elif wanted.path == "/_sim/service-account.json":
            self._say(self.google.account.info)
        else:
            self.answer(page("Google Ads", self._page()))

    def _token(self, body: bytes) -> None:
        form = {name: values[0] for name, values in parse_qs(body.decode(errors="replace")).items()}
        mode = self.google.state.next_mode(Mode.REVOKED, Mode.TOKEN_DOWN)
        if mode == Mode.TOKEN_DOWN:
            self._say({"error": "internal_failure"}, HTTPStatus.SERVICE_UNAVAILABLE)
            return
        problem, scope = problem_of(form, self.google.account, at=self.google.state.wall())
        if mode == Mode.REVOKED or problem:
            told = {"error": "invalid_grant", "error_description": problem or "Token has been expired or revoked."}
            self._say(told, HTTPStatus.BAD_REQUEST)
            return
        token = self.google.state.new_token(scope)
        self._say({"access_token": token, "expires_in": 3599, "scope": scope, "token_type": "Bearer"})

    def _guarded(self, scope: str, act: Any, body: bytes, *more: str) -> None:  # Any: one of the methods below
        """What every call is checked for before anything else: planned trouble, the token and its scope."""
        mode = self.google.state.next_mode(*_TROUBLE, Mode.HTML, Mode.SLOW)
        if mode == Mode.HTML:
            self.answer(b"<html><body>Bad gateway</body></html>", "text/html", HTTPStatus.BAD_GATEWAY)
            return
        if mode == Mode.SLOW:
            threading.Event().wait(0.3)
        elif mode is not None:
            status, word, reason = _TROUBLE[mode]
            self._refuse(status, word, reason, retry_after="120" if mode == Mode.QUOTA else "")
            return
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        known, ends = self.google.state.tokens.get(token, ("", 0.0))
        if not known or ends < self.google.state.now():
            self._refuse(HTTPStatus.UNAUTHORIZED, "UNAUTHENTICATED", "ACCESS_TOKEN_EXPIRED")
        elif scope not in known.split():
            self._refuse(HTTPStatus.FORBIDDEN, "PERMISSION_DENIED", "ACCESS_TOKEN_SCOPE_INSUFFICIENT")
        else:
            act(body, *more)

    def _ingest(self, raw: bytes) -> None:
        try:
            body = json.loads(raw)
        except ValueError:
            self._refuse(HTTPStatus.BAD_REQUEST, "INVALID_ARGUMENT", "")
            return
        state = self.google.state
        if words := strange(body, SCHEMA):
            place = re.search(r"at '([^']+)'", words)
            self._bad([{"field": place[1] if place else "", "description": words}])
            return
        accounts = [(each.get("operatingAccount") or {}).get("accountId", "") for each in body.get("destinations", [])]
        if any(number.isdecimal() and number not in state.customers for number in accounts):
            self._refuse(HTTPStatus.FORBIDDEN, "PERMISSION_DENIED", "")
            return
        with state.lock:
            found = violations(body, state)
            found += self._planned_fault(body)
        if found:
            self._bad(found)
            return
        if body.get("validateOnly"):
            self._say({})
            return
        state.received.append(body)
        made = state.take(body)
        if state.next_mode(Mode.TIMEOUT_AFTER_STORE):
            self.close_connection = True
            self.connection.close()
            return
        self._say({"requestId": made.id})

    def _planned_fault(self, body: Json) -> list[Json]:
        mode = self.google.state.next_mode(Mode.NO_TERMS, Mode.NO_ENHANCED)
        if mode == Mode.NO_TERMS:
            return [
                {"field": "destinations[0]", "reason": "TERMS_AND_CONDITIONS_NOT_SIGNED", "description": "No terms."}
            ]
        if mode == Mode.NO_ENHANCED and "encoding" in body:
            reason = "DESTINATION_ACCOUNT_NOT_ENABLED_ENHANCED_CONVERSIONS_FOR_LEADS"
            return [{"field": "destinations[0]", "reason": reason, "description": "Not enabled."}]
        return []

    def _status(self, _: bytes, request_id: str) -> None:
        with self.google.state.lock:
            request = self.google.state.requests.get(request_id)
            if request is None:
                self._bad([{"field": "request_id", "reason": "INVALID_REQUEST_ID", "description": "Unknown id."}])
                return
            self._say(self.google.state.status(request))

    def _ads(self, raw: bytes, customer: str, method: str) -> None:
        body, state = json.loads(raw), self.google.state
        if customer not in state.customers:
            self._ads_refused(HTTPStatus.FORBIDDEN, "authorizationError", "USER_PERMISSION_DENIED")
        elif method == "/googleAds:searchStream":
            self._say([{"results": self._search(customer, body["query"]), "fieldMask": "", "requestId": "sim"}])
        elif not body.get("partialFailure"):
            self._ads_refused(HTTPStatus.BAD_REQUEST, "requestError", "PARTIAL_FAILURE_MODE_REQUIRED")
        elif method == ":uploadClickConversions":
            self._upload(body, customer)
        else:
            self._adjust(body, customer)

    def _upload(self, body: Json, customer: str) -> None:
        state, errors, results = self.google.state, [], []
        for place, row in enumerate(body["conversions"]):
            wrong = of_upload(row, state, customer)
            results.append({} if wrong else {"orderId": row.get("orderId")})
            if wrong:
                errors.append(_error(wrong, "conversions", place))
            elif not body.get("validateOnly"):
                with state.lock:
                    number = (row["conversionAction"].rpartition("/")[2], row["orderId"])
                    state.count(*number, row.get("conversionValue"), state.now())
                state.received.append({"conversions": [row]})
        self._partly(errors, [] if body.get("validateOnly") else results)

    def _adjust(self, body: Json, customer: str) -> None:
        state, errors, results = self.google.state, [], []
        for place, row in enumerate(body["conversionAdjustments"]):
            wrong = of_adjustment(row, state, customer)
            results.append({} if wrong else {"orderId": row.get("orderId")})
            if wrong:
                errors.append(_error(wrong, "conversion_adjustments", place))
                continue
            state.adjustments.append(row)
            known = state.conversions[row["conversionAction"].rpartition("/")[2], row["orderId"]]
            if row["adjustmentType"] == "RETRACTION":
                known.is_retracted = True
            else:
                known.value = row["restatementValue"]["adjustedValue"]
        self._partly(errors, results)

    def _search(self, customer: str, query: str) -> list[Json]:
        state = self.google.state
        if "FROM conversion_action" in query:
            return [
                {
                    "conversionAction": {
                        "id": number, "name": name, "status": "ENABLED", "type": "UPLOAD_CLICKS",
                        "countingType": "ONE_PER_CLICK" if "En per" in name else "MANY_PER_CLICK",
                        "clickThroughLookbackWindowDays": "90",
                    }
                }
                for number, name in state.customers[customer].items()
            ]  # fmt: skip
        if "FROM customer" in query:
            owner = f"customers/{state.conversion_customer}"
            tracking = {"googleAdsConversionCustomer": owner, "acceptedCustomerDataTerms": True}
            return [{"customer": {"id": customer, "conversionTrackingSetting": tracking}}]
        return []

    def _partly(self, errors: list[Json], results: list[Json]) -> None:
        told: Json = {"results": results, "jobId": "1"}
        if errors:
            kind = "type.googleapis.com/google.ads.googleads.v26.errors.GoogleAdsFailure"
            details = [{"@type": kind, "errors": errors, "requestId": "sim"}]
            told["partialFailureError"] = {"code": 3, "message": errors[0]["message"], "details": details}
        self._say(told)

    def _ads_refused(self, status: HTTPStatus, family: str, code: str) -> None:
        kind = "type.googleapis.com/google.ads.googleads.v26.errors.GoogleAdsFailure"
        errors = [{"errorCode": {family: code}, "message": code.replace("_", " ").capitalize()}]
        word = "PERMISSION_DENIED" if status == HTTPStatus.FORBIDDEN else "INVALID_ARGUMENT"
        details = [{"@type": kind, "errors": errors, "requestId": "sim"}]
        self._say({"error": {"code": status.value, "status": word, "message": word, "details": details}}, status)

    def _bad(self, found: list[Json]) -> None:
        details = [
            {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "INVALID_ARGUMENT"},
            {"@type": "type.googleapis.com/google.rpc.RequestInfo", "requestId": "t-sim"},
            {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": found},
        ]
        told = {"code": 400, "message": "There was a problem with the request.", "status": "INVALID_ARGUMENT"}
        self._say({"error": {**told, "details": details}}, HTTPStatus.BAD_REQUEST)

    def _refuse(self, status: HTTPStatus, word: str, reason: str, *, retry_after: str = "") -> None:
        details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason}] if reason else []
        told = {"error": {"code": status.value, "message": word.capitalize(), "status": word, "details": details}}
        self._say(told, status, retry_after=retry_after)

    def _say(self, told: object, status: HTTPStatus = HTTPStatus.OK, *, retry_after: str = "") -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        for name, value in (("Content-Type", JSON), ("Content-Length", str(len(body))), ("Retry-After", retry_after)):
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _plan(self, path: str, body: bytes) -> None:
        told = json.loads(body or b"{}")
        if path == "/_sim/reset":
            self.google.state.reset()
        elif path == "/_sim/clock":
            self.google.state.advance(float(told["advance_s"]))
        elif path == "/_sim/mode":
            self.google.plan(*told["modes"])
        self._say({})

    def _page(self) -> str:
        state = self.google.state
        rows = "".join(
            f"<tr><td>{escape(moment(known.at))}</td><td>{escape(action)}</td><td>{escape(number)}</td>"
            f"<td>{known.value}{' (återtagen)' if known.is_retracted else ''}</td><td>{known.told}</td></tr>"
            for (action, number), known in list(state.conversions.items())[-200:]
        )
        head = "<tr><th>Tid</th><th>Åtgärd</th><th>Nummer</th><th>Värde</th><th>Berättat</th></tr>"
        now = escape(moment(state.now()))
        return f"<h1>Mottagna konverteringar</h1><p>Klockan här är {now}.</p><table>{head}{rows}</table>"


def _error(wrong: tuple[str, str], field: str, place: int) -> Json:
    family, code = wrong
    steps = [{"fieldName": field, "index": place}]
    return {"errorCode": {family: code}, "message": code.replace("_", " "), "location": {"fieldPathElements": steps}}


def main() -> None:
    """Take and show until stopped."""
    parser = argparse.ArgumentParser(description="Take conversions and show them on a page.")
    parser.add_argument("--port", type=int, default=8027, help="port of the APIs and the page (8027)")
    parser.add_argument("--key", type=Path, help="file of the service account, made when it is not there")
    asked = parser.parse_args()
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    account = Account.of_file(asked.key) if asked.key else None
    with GoogleAds(account=account, port=asked.port) as google:
        print(f"Google Ads on {google.url}/", flush=True)
        stopped.wait()


if __name__ == "__main__":
    main()
