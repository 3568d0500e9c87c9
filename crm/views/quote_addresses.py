"""Addresses while a visitor writes one in the public quote form: the firm's own register only, a few at a time."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from crm.models import LeadSource
from crm.queries.address_register import REGISTER
from crm.queries.sources import source_of
from crm.rules.addresses import fields_of
from crm.services import limits
from crm.views.capture import client_address
from perforia.base.clock import now
from perforia.base.permissions import public
from perforia.base.secrets import lookup_hash

SHOWN, LONGEST_TEXT, LONGEST_REF = 5, 120, 60
WHY_PUBLIC = "a visitor's address is completed; streets and numbers are public, and so many a minute are no list"


@public(WHY_PUBLIC)
@require_GET
def complete_quote_address(request: HttpRequest, key: str) -> HttpResponse:
    """What the text `q` can be completed to; 429 for who asks like no person."""
    if not _may_ask(request, _source(key)):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    text = request.GET.get("q", "").strip()[:LONGEST_TEXT]
    suggestions = REGISTER.suggest(text, bias=None, session="", limit=SHOWN)
    attribution = REGISTER.capabilities.attribution
    context = {"suggestions": suggestions, "attribution": attribution, "notice": ""}
    return _kept_nowhere(render(request, "crm/_address_suggestions.html", context))


@public(WHY_PUBLIC)
@require_GET
def choose_quote_address(request: HttpRequest, key: str) -> HttpResponse:
    """The fields of the suggestion `ref`; empty when it has gone."""
    if not _may_ask(request, _source(key)):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    ref = request.GET.get("ref", "")[:LONGEST_REF]
    found = REGISTER.resolve(ref, session="") if request.GET.get("provider") == REGISTER.name else None
    return _kept_nowhere(JsonResponse(fields_of(found) if found else {}))


def _source(key: str) -> LeadSource:
    source = source_of(key, at=now())
    if source is None or not source.is_active:
        raise Http404
    return source


def _may_ask(request: HttpRequest, source: LeadSource) -> bool:
    return limits.may_complete(source=source, address_hash=lookup_hash(client_address(request)), at=now())


def _kept_nowhere(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
