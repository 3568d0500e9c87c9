"""Addresses from outside: the providers that are connected, each behind its guard."""

from collections.abc import Callable, Mapping
from typing import Protocol

from django.conf import settings

from integrations.clients.geo_google import Google
from integrations.clients.geo_guard import Guarded, tested
from integrations.clients.geo_lantmateriet import Account, Lantmateriet
from integrations.clients.geo_mapbox import Mapbox
from integrations.clients.geo_nominatim import Nominatim
from integrations.clients.geo_photon import Photon
from perforia.base.geography import AddressProvider


class OutsideProvider(AddressProvider, Protocol):
    """A provider that can also be tested."""

    label: str

    def check(self) -> str:
        """What a test finds, in a few words; raises as its questions do."""


def _lantmateriet() -> Lantmateriet:
    return Lantmateriet(
        Account(
            settings.LANTMATERIET_URL, settings.LANTMATERIET_ADDRESS_USER, settings.LANTMATERIET_ADDRESS_PASSWORD,
            settings.LANTMATERIET_TOKEN_URL,
        )
    )  # fmt: skip


_MADE: Mapping[str, Callable[[], OutsideProvider]] = {
    "photon": lambda: Photon(settings.PHOTON_URL),
    "nominatim": lambda: Nominatim(settings.NOMINATIM_URL),
    "lantmateriet": _lantmateriet,
    "mapbox": lambda: Mapbox(
        settings.MAPBOX_URL, settings.MAPBOX_ADDRESS_TOKEN, is_permanent=settings.MAPBOX_PERMANENT
    ),
    "google": lambda: Google(settings.GOOGLE_PLACES_URL, settings.GOOGLE_PLACES_KEY),
}


def connected() -> list[OutsideProvider]:
    """The providers of the settings, in their order; a name that there is not is left out."""
    return [_MADE[name]() for name in settings.ADDRESS_PROVIDERS if name in _MADE]


def providers() -> list[Guarded]:
    """The same, each behind its guard."""
    return [Guarded(each) for each in connected()]


def check(name: str) -> str:
    """Test a connected provider; raises as its questions do, KeyError for one that is not connected."""
    provider = {each.name: each for each in connected()}[name]
    return tested(name, provider.check)
