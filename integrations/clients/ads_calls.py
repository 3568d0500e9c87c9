"""Calls to Google's APIs in the name of a service account: a token for each, and answers as JSON or trouble."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import requests
from django.conf import settings
from google.auth import exceptions
from google.auth.transport.requests import Request
from google.oauth2 import service_account

from integrations.clients import http
from integrations.clients.ads import SERVICE, Account
from integrations.clients.border import check_outside_transaction
from perforia.base.errors import Refused, Unreachable
from perforia.base.outcomes import Outcome, OutcomeKind

DATA_MANAGER_SCOPE = "https://www.googleapis.com/auth/datamanager"
ADS_SCOPE = "https://www.googleapis.com/auth/adwords"
OK, BAD_REQUEST, NOT_LET_IN, TOO_MANY, TIMED_OUT, BROKEN = 200, 400, 401, 429, 408, 500
# What passes by itself (Data Manager API, "Understand errors"; google.rpc.Code).
PASSING = frozenset({
    "UNAVAILABLE", "DEADLINE_EXCEEDED", "INTERNAL", "UNKNOWN", "ABORTED", "RESOURCE_EXHAUSTED",
})  # fmt: skip


@dataclass(frozen=True)
class Reply:
    """An answer: `body` is None when it was no JSON; `retry_after` in seconds. Any: Google's JSON."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def error(self) -> dict[str, Any]:  # Any: Google's JSON
        """The standard envelope of an error; empty when there is none."""
        found = self.body.get("error") if isinstance(self.body, dict) else None
        return found if isinstance(found, dict) else {}

    @property
    def word(self) -> str:
        """What the error is called: `PERMISSION_DENIED`, or the bare status."""
        return str(self.error.get("status") or self.status)

    @property
    def message(self) -> str:
        """Google's own sentence."""
        return str(self.error.get("message") or "")[:300]

    @property
    def details(self) -> list[dict[str, Any]]:  # Any: Google's JSON
        """The parts of an error, each with its `@type`."""
        return [part for part in self.error.get("details") or [] if isinstance(part, dict)]

    @property
    def passes(self) -> bool:
        """Whether trying again later may help."""
        return self.word in PASSING or self.status in {TOO_MANY, TIMED_OUT} or self.status >= BROKEN

    @property
    def retry_after(self) -> int | None:
        """How long to wait, when it says so."""
        told = self.headers.get("retry-after", "")
        return int(told) if told.isdecimal() else None


def call(account: Account, ask: http.Ask, *, scope: str) -> Reply | Outcome:
    """Make a call with a token; a token that is refused is made anew once. Trouble comes back as an Outcome.

    Raises RuntimeError inside a transaction.
    """
    check_outside_transaction()
    try:
        answer = _send(account, ask, scope, is_again=False)
        if answer.status == NOT_LET_IN:
            answer = _send(account, ask, scope, is_again=True)
    except exceptions.RefreshError as no:
        return _refused_token(no)
    except (ValueError, KeyError) as broken:  # a key file that cannot be read
        return Outcome(OutcomeKind.CONFIG, "BAD_KEY", str(broken)[:200])
    except exceptions.TransportError as silence:
        return Outcome(OutcomeKind.RETRY, "TOKEN_UNREACHABLE", str(silence)[:200])
    except Unreachable as silence:
        return Outcome(OutcomeKind.RETRY, "UNREACHABLE", str(silence), retry_after=silence.retry_after)
    except Refused as no:
        return Outcome(OutcomeKind.RETRY, "UNREADABLE", str(no))
    return Reply(answer.status, _json(answer.content), answer.headers)


def _send(account: Account, ask: http.Ask, scope: str, *, is_again: bool) -> http.Answer:
    credentials = _credentials(json.dumps(dict(account.key), sort_keys=True), scope, settings.GOOGLE_TOKEN_URL)
    if is_again or not credentials.valid:
        with requests.Session() as session:
            session.trust_env = False
            credentials.refresh(Request(session))
    headers = {**ask.headers, "Authorization": f"Bearer {credentials.token}"}
    signed = http.Ask(
        ask.method, ask.url, ask.base, headers=headers, params=ask.params, json=ask.json, noted=ask.noted
    )  # fmt: skip
    return http.call(signed, service=SERVICE, note=account.note or _note_nowhere)


@lru_cache(maxsize=8)
def _credentials(key: str, scope: str, token_url: str) -> Any:  # Any: google-auth ships no whole types
    """Kept between calls, so that one token serves an hour. Where tokens come from is ours to say, not the file's."""
    told = {**json.loads(key), "token_uri": token_url}
    return service_account.Credentials.from_service_account_info(told, scopes=[scope])  # type: ignore[no-untyped-call]


def _refused_token(no: exceptions.RefreshError) -> Outcome:
    """`invalid_grant`: the service account is gone or its key is revoked; but a token server may also be down."""
    words = str(no.args[0] if no.args else no)[:200]
    kind = OutcomeKind.RETRY if no.retryable else OutcomeKind.CONFIG
    body = no.args[1] if len(no.args) > 1 else {}
    word = str(body.get("error", "")) if isinstance(body, dict) else ""
    return Outcome(kind, (word or "invalid_grant").upper(), words)


def _json(content: bytes) -> Any:  # Any: Google's JSON
    try:
        return json.loads(content)
    except ValueError:
        return None


def _note_nowhere(
    *, method: str, path: str, status: int | None, milliseconds: int, request_id: str, error: str
) -> None:
    """For an account that is not written down yet."""
