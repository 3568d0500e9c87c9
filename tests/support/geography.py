"""Addresses and roads that are really asked for: a Photon and an OSRM on loopback, and the product told to use them."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from simulators.osrm import Osrm
from simulators.photon import Photon


@pytest.fixture
def photon(settings: Settings) -> Iterator[Photon]:
    """A strict server of addresses; `plan` makes it fail."""
    with Photon() as server:
        settings.ADDRESS_PROVIDERS, settings.PHOTON_URL = ["photon"], server.url
        yield server


@pytest.fixture
def osrm(settings: Settings) -> Iterator[Osrm]:
    """A strict router; `plan` makes it fail."""
    with Osrm() as router:
        settings.ROUTER, settings.ROUTER_URL = "osrm", router.url
        yield router
