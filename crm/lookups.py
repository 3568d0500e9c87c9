"""Addresses while somebody writes them: the firm's own register first, then the providers that are connected.

Whatever fails, the field takes any text: the answer is empty then, with a sentence about it. What is asked for is
personal data and never logged.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from crm.queries.address_register import REGISTER
from crm.rules.address_checks import Found, confidence_of
from crm.rules.addresses import fields_of, read_typed
from crm.services.limits import may_search_addresses
from integrations.clients import geo
from integrations.clients.geo_guard import Guarded
from perforia.base.clock import now
from perforia.base.errors import Refused, Unreachable
from perforia.base.geography import Point, ResolvedAddress, Suggestion, is_in_sweden
from perforia.base.permissions import Permission, requires
from perforia.base.web import Request

LONGEST_TEXT, LONGEST_REF, SHOWN = 160, 600, 8
SESSION = re.compile(r"[A-Za-z0-9_-]{1,36}")
TOO_FAST = "Förslagen hinner inte med. Skriv adressen för hand eller vänta några sekunder."
SILENT = "Adresstjänsten svarar inte just nu. Skriv adressen för hand, så kontrolleras den senare."
NOTHING = "Adressen hittades inte. Skriv den för hand, så kontrolleras den senare."
GONE = "Adressen gick inte att hämta. Skriv den för hand, så kontrolleras den senare."


@dataclass(frozen=True)
class Answer:
    """What is shown below the field; `notice` is a sentence, empty when there is nothing to say."""

    suggestions: Sequence[Suggestion] = ()
    notice: str = ""
    attribution: str = ""


@require_GET
@requires(Permission.SEE_CUSTOMERS)
def address_search(request: Request) -> HttpResponse:
    """What the text `q` can be completed to, near `lat` and `lon` first; `session` is one typing."""
    text = _plain(request.GET.get("q", "")).strip()[:LONGEST_TEXT]
    if read_typed(text) is None:
        answer = Answer()
    elif not may_search_addresses(user_id=request.user.pk, at=now()):
        answer = Answer(notice=TOO_FAST)
    else:
        answer = complete(text, bias=_bias(request), session=_session(request))
    return render(request, "crm/_address_suggestions.html", vars(answer))


@require_GET
@requires(Permission.SEE_CUSTOMERS)
def address_resolve(request: Request) -> JsonResponse:
    """The fields of the suggestion `ref` of `provider`, with `found` false and a `notice` when it has none."""
    name, ref = request.GET.get("provider", ""), _plain(request.GET.get("ref", ""))[:LONGEST_REF]
    if not may_search_addresses(user_id=request.user.pk, at=now()):
        return JsonResponse({"found": False, "notice": TOO_FAST})
    provider = next((each for each in _providers() if each.name == name), None)
    try:
        found = provider.resolve(ref, session=_session(request)) if provider else None
    except (Unreachable, Refused):
        return JsonResponse({"found": False, "notice": SILENT})
    if provider is None or found is None:
        return JsonResponse({"found": False, "notice": GONE})
    return JsonResponse({"found": True, **_told(found, may_show=provider.capabilities.may_show_on_map)})


def complete(text: str, *, bias: Point | None, session: str) -> Answer:
    """Ask one provider after the other until one knows the address itself."""
    kept: list[Suggestion] = []
    credits_of, is_silent = dict[str, str](), False
    for provider in _providers():
        if not provider.capabilities.may_complete:
            continue
        try:
            found = provider.suggest(text, bias=bias, session=session, limit=SHOWN)
        except (Unreachable, Refused):
            is_silent = True
            continue
        kept += found
        credits_of[provider.name] = provider.capabilities.attribution
        if _is_enough(text, kept):
            break
    # A house before a street, whoever knew it.
    shown = sorted(kept, key=lambda each: each.needs_number)[:SHOWN]
    names = dict.fromkeys(each.provider for each in shown)
    if shown:
        return Answer(shown, "", ", ".join(credits_of[name] for name in names))
    return Answer(notice=SILENT if is_silent else NOTHING)


def _providers() -> list[Guarded]:
    return [Guarded(REGISTER, is_ours=True), *geo.providers()]


def _is_enough(text: str, found: Sequence[Suggestion]) -> bool:
    """Whether nobody else need be asked: something was found, and an address itself where a number is written."""
    typed = read_typed(text)
    is_numbered = typed is not None and typed.number is not None
    return any(not each.needs_number for each in found) if is_numbered else bool(found)


def _plain(text: str) -> str:
    """A text without signs that no address has and no database takes."""
    return "".join(sign for sign in text if sign.isprintable())


def _bias(request: Request) -> Point | None:
    try:
        point = float(request.GET.get("lat", "")), float(request.GET.get("lon", ""))
    except ValueError:
        return None
    return point if is_in_sweden(point) else None


def _session(request: Request) -> str:
    session = request.GET.get("session", "")
    return session if SESSION.fullmatch(session) else ""


def _told(found: ResolvedAddress, *, may_show: bool) -> dict[str, object]:
    """An address as the fields of a form take it. The point only where its licence lets it be drawn."""
    point = found.point if may_show else None
    sure = replace(found, confidence=confidence_of(found.parts, Found(found), alone=True))
    return {
        **fields_of(sure), "provider": sure.provider, "precision": sure.precision, "licence": sure.licence,
        "confidence": sure.confidence, "latitude": point[0] if point else None,
        "longitude": point[1] if point else None,
    }  # fmt: skip
