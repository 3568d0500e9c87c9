"""Maps without the world: a tile server on loopback, and the product told to use it."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from perforia.base.map_layers import Credit, Layer, LayerKind
from simulators.tiles import TileServer


def layers_of(server: TileServer) -> tuple[Layer, ...]:
    """A street map with a dark twin, and aerial pictures that a server may keep."""
    place = "{z}/{x}/{y}.png"
    street = Layer(
        "karta", "Karta", LayerKind.STREET, f"{server.url}/karta/{place}", (Credit("© Kartdata", "https://karta.test/"),),
        dark=f"{server.url}/karta-mork/{place}", user=server.user, password=server.password,
    )  # fmt: skip
    aerial = Layer(
        "flygbild", "Satellit", LayerKind.SATELLITE, f"{server.url}/flygbild/{place}", (Credit("© Flygbild"),),
        user=server.user, password=server.password, is_cacheable=True,
    )  # fmt: skip
    return street, aerial


@pytest.fixture
def tile_server(settings: Settings) -> Iterator[TileServer]:
    """A strict tile server that wants user and password; `fail` makes it fail."""
    with TileServer(user="kund", password="hemligt-ord") as server:
        settings.MAP_LAYERS = layers_of(server)
        yield server
