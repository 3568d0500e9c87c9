"""One way to speak HTTP with the outside world: limits on time and size, no surprises on the way, every call noted."""

import ipaddress
import json
import logging
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import MaxRetryError

from integrations.clients.border import check_outside_transaction
from perforia.base.errors import Refused, Unheard, Unreachable

logger = logging.getLogger(__name__)
CONNECT_SECONDS, SILENT_SECONDS, MOST_SECONDS = 5, 30, 60
MOST_BYTES = 8 * 1024 * 1024
PIECE = 64 * 1024
HARMLESS = frozenset({"GET", "HEAD"})  # a second time does nothing more than the first
FAILED = 400


class Recorder(Protocol):
    """Takes what is known of one call when it has ended; `status` is None when nobody answered."""

    def __call__(
        self, *, method: str, path: str, status: int | None, milliseconds: int, request_id: str, error: str
    ) -> None:
        """Write it down."""


@dataclass(frozen=True)
class Ask:
    """One call: `base` is the configured address of the service, the only place that may be on a private network.

    `noted` is the path that is written down when the real one holds secrets; a query never is. `seconds` are those to
    connect, of silence and in all, where they are others than ours: a person waits. A call that `only_asks` changes
    nothing over there, whatever its method. Any: JSON.
    """

    method: str
    url: str
    base: str
    headers: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    json: Any = None
    form: Mapping[str, str] | None = None
    most_bytes: int = MOST_BYTES
    noted: str = ""
    seconds: tuple[float, float, float] | None = None
    only_asks: bool = False


@dataclass(frozen=True)
class Answer:
    """What came back, whatever the status; `headers` with names in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes


def call(ask: Ask, *, service: str, note: Recorder) -> Answer:
    """Make one call and hand back the answer, redirects included: they are never followed.

    Raises Unreachable when nothing happened over there, Unheard when nobody can know (the line broke or went silent
    after a call that changes something), Refused for an address that may not be called or an answer that is too
    large, RuntimeError inside a transaction. `service` is the name in those sentences. `note` is told of every call.
    """
    check_outside_transaction()
    began, request_id, error = time.monotonic(), "", ""
    status: int | None = None
    try:
        answer = _send(ask, service)
        status = answer.status
        request_id = _request_id(answer.headers, answer.content) if status >= FAILED else ""
    except (Unreachable, Refused) as problem:
        error = str(problem)
        raise
    else:
        return answer
    finally:
        try:
            note(
                method=ask.method, path=(ask.noted or urlsplit(ask.url).path)[:200], status=status,
                milliseconds=round((time.monotonic() - began) * 1000), request_id=request_id[:80], error=error[:300],
            )  # fmt: skip
        except Exception:  # an edge: what came back matters more than the note of it
            logger.exception("a call to %s could not be written down", service)


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port of an address."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _send(ask: Ask, service: str) -> Answer:
    is_configured = origin(ask.url) == origin(ask.base)
    if not is_configured and urlsplit(ask.url).scheme != "https":
        raise Refused(f"{service} hänvisade till en adress utan kryptering.")
    with requests.Session() as session:
        session.trust_env = False  # no proxies and no passwords from files on this machine
        if not is_configured:
            session.mount("https://", _PublicOnly())
        try:
            answer = session.request(
                ask.method, ask.url, params=dict(ask.params), json=ask.json, data=ask.form, headers=dict(ask.headers),
                timeout=_patience(ask)[:2], allow_redirects=False, stream=True,
            )  # fmt: skip
            content = _body(answer, ask, service)
        except _PrivateAddressError as private:
            raise Refused(f"{service} hänvisade till en adress på ett internt nät.") from private
        except requests.RequestException as broken:
            raise _outcome(broken, ask, service) from broken
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Answer(answer.status_code, headers, content)


def _patience(ask: Ask) -> tuple[float, float, float]:
    return ask.seconds or (CONNECT_SECONDS, SILENT_SECONDS, MOST_SECONDS)


def _body(answer: requests.Response, ask: Ask, service: str) -> bytes:
    """All of the body, unless it is too large or comes too slowly."""
    content, deadline = bytearray(), time.monotonic() + _patience(ask)[2]
    for piece in answer.iter_content(PIECE):
        content += piece
        if len(content) > ask.most_bytes:
            raise Refused(f"{service} svarade med mer än {ask.most_bytes // 1024} kB.")
        if time.monotonic() > deadline:
            raise requests.ReadTimeout
    return bytes(content)


def _outcome(broken: requests.RequestException, ask: Ask, service: str) -> Unreachable:
    """Whether the call can have had an effect."""
    cause = next(iter(broken.args), None)
    if isinstance(broken, requests.ConnectTimeout):
        return Unreachable(f"{service} svarar inte.")
    if isinstance(broken, ValueError):
        return Unreachable(f"Adressen till {service} går inte att använda.")
    if isinstance(cause, MaxRetryError):
        return Unreachable(f"{service} går inte att nå.")
    if ask.only_asks or ask.method in HARMLESS:
        return Unreachable(f"{service} svarade inte i tid.")
    return Unheard(f"{service} svarade inte i tid. Det är osäkert om anropet kom fram.")


class _PrivateAddressError(Exception):
    """The name leads to a machine that is not on the internet."""


def _must_be_public(line: socket.socket) -> socket.socket:
    """Look where a connection ended up before anything is said over it: a name may lead anywhere."""
    if not ipaddress.ip_address(line.getpeername()[0]).is_global:
        line.close()
        raise _PrivateAddressError
    return line


class _Public(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _must_be_public(super()._new_conn())


class _PublicTls(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _must_be_public(super()._new_conn())


class _PublicPool(HTTPConnectionPool):
    ConnectionCls = _Public


class _PublicTlsPool(HTTPSConnectionPool):
    ConnectionCls = _PublicTls


class _PublicOnly(HTTPAdapter):
    """requests' way of connecting, with the look at where it leads."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:  # Any: as requests hands on
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _PublicPool, "https": _PublicTlsPool}


def _request_id(headers: Mapping[str, str], content: bytes) -> str:
    """The service's own name of the call, which its support asks for (RFC 7807 bodies carry it, or a header)."""
    try:
        told = json.loads(content)
    except ValueError:
        told = None
    return str(told.get("request_id") or "") if isinstance(told, dict) else headers.get("x-request-id", "")
