"""The door of the hooks: what the firm's own forms and other servers post."""

import ipaddress
from functools import partial
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from crm.models import LeadSource
from crm.queries.sources import source_of
from crm.readers.bodies import MOST_BYTES
from crm.services import incoming as service
from crm.services import limits
from crm.states import SourceKind, SubmissionState
from perforia.base.clock import now
from perforia.base.permissions import public
from perforia.base.secrets import lookup_hash

DRAINED_BYTES = 32 * 1024 * 1024
PIECE = 64 * 1024
STATUS = {
    "too_large": 413, "unsupported_type": 415, "bad_signature": 401, "origin_not_allowed": 403, "no_contact": 422,
    "closed": 410,
}  # fmt: skip
UNREADABLE = 400
# Any: JSON.
answer = partial(JsonResponse, json_dumps_params={"ensure_ascii": False})


@public("forms and servers of the firm post leads here: key in the address, origin or signature checked, posts limited")
@csrf_exempt
def lead_hook(request: HttpRequest, key: str) -> HttpResponse:
    """Take a post; when the sender has its 2xx, the lead (or its place in the quarantine) is committed."""
    origin = request.headers.get("Origin", "")
    try:
        source = source_of(key, at=now())
        if source is None:
            return _error(404, "unknown_form", "Det finns inget formulär med den adressen.")
        if request.method == "OPTIONS":
            return _with_origin(HttpResponse(status=204 if origin in source.origins else 403), source, origin)
        if request.method != "POST":
            return _error(405, "method_not_allowed", "Skicka med POST.", Allow="POST, OPTIONS")
        return _with_origin(_take(request, source, origin), source, origin)
    except (OperationalError, InterfaceError):
        return _error(503, "try_again", "Försök igen om en stund.", **{"Retry-After": "30"})


def _take(request: HttpRequest, source: LeadSource, origin: str) -> HttpResponse:
    at, address = now(), client_address(request)
    if origin and limits.is_flood(source=source, address_hash=lookup_hash(address), at=at):
        return _error(429, "too_many", "För många på kort tid. Försök igen om en minut.", **{"Retry-After": "60"})
    content, is_too_large = read_content(request)
    posted = service.Incoming(
        content, request.content_type or "", {name.lower(): value for name, value in request.headers.items()},
        address, origin, is_too_large=is_too_large,
    )  # fmt: skip
    received = service.receive(source=source, incoming=posted, at=at)
    if received.code:
        return _error(STATUS.get(received.code, UNREADABLE), received.code, received.message)
    if source.kind == SourceKind.GOOGLE:
        return answer({})
    is_again = received.outcome == SubmissionState.REPEATED
    said = {"status": "duplicate" if is_again else "accepted", "submission_id": received.submission_id}
    return answer({**said, "seq": received.seq}, status=200 if is_again else 202)


def read_content(request: HttpRequest) -> tuple[bytes, bool]:
    """The body, or its beginning and True when it is too large; the rest is read away so that the answer arrives."""
    content = request.read(MOST_BYTES + 1)
    if len(content) <= MOST_BYTES:
        return content, False
    drained = 0
    while drained < DRAINED_BYTES and (piece := request.read(PIECE)):
        drained += len(piece)
    return content[:MOST_BYTES], True


def client_address(request: HttpRequest) -> str:
    """Where a post came from: what our own proxy says last, when the connection is from one beside us."""
    remote = str(request.META.get("REMOTE_ADDR", ""))
    passed = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        is_beside = not remote or ipaddress.ip_address(remote).is_private
        return str(ipaddress.ip_address(passed)) if passed and is_beside else remote
    except ValueError:
        return remote


def _with_origin(response: HttpResponse, source: LeadSource, origin: str) -> HttpResponse:
    """Exactly the source's own pages may read the answer."""
    response["Vary"] = "Origin"
    response["Cache-Control"] = "no-store"
    if origin and origin in source.origins:
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Allow-Methods"] = "POST, OPTIONS"
        response["Access-Control-Allow-Headers"] = "content-type"
        response["Access-Control-Max-Age"] = "600"
    return response


# Any: names of headers with dashes.
def _error(status: int, code: str, message: str, **headers: Any) -> HttpResponse:
    return answer({"error": {"code": code, "message": message}}, status=status, headers=headers)
