"""Looking for addresses outside that the firm's own register could not confirm."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from celery import shared_task

from crm.models import Property
from crm.services import outside_checks
from crm.services.addresses import record_check
from integrations.clients import geo
from integrations.clients.geo_guard import Guarded
from perforia.base.clock import now
from perforia.base.errors import ProviderQuota, Refused, Unreachable
from perforia.base.geography import AddressParts, ResolvedAddress
from perforia.base.tasks import Queue

TURNS, TURN_SECONDS = 3, 1.0  # where a provider takes one question a second
T = TypeVar("T")


@shared_task(name="crm.check_address", queue=Queue.DOCUMENTS)
def check_address(*, property_id: int) -> None:
    """Ask the connected providers about one address and keep what they say; safe to run any number of times."""
    place = outside_checks.claim(property_id=property_id)
    if place is None:
        return
    parts = outside_checks.wanted(place)
    found = _ask(place, parts) if parts is not None else []
    if found is not None:
        record_check(place=place, found=found, at=now())


def _ask(place: Property, parts: AddressParts) -> Sequence[ResolvedAddress] | None:
    """What the providers know, until one knows the house; None when none of them answered."""
    found, has_answered = list[ResolvedAddress](), False
    for provider in geo.providers():
        try:
            told = _patiently(partial(_known_to, provider, place, parts))
        except (Unreachable, Refused):
            continue
        has_answered = True
        found += told
        if any(each.parts.number == parts.number for each in told if parts.number):
            break
    return found if has_answered else None


def _known_to(provider: Guarded, place: Property, parts: AddressParts) -> Sequence[ResolvedAddress]:
    """What was chosen of its own suggestions, where somebody chose; else what fits."""
    chosen = None
    if place.provider == provider.name and place.provider_ref:
        chosen = provider.resolve(place.provider_ref, session="")
    return [chosen] if chosen is not None else provider.geocode(parts)


def _patiently(ask: Callable[[], T]) -> T:
    """Ask, waiting for our turn where a provider is asked once a second."""
    for _ in range(TURNS):
        try:
            return ask()
        except ProviderQuota as turn:
            if turn.retry_after != TURN_SECONDS:
                raise
            time.sleep(TURN_SECONDS)
    return ask()
