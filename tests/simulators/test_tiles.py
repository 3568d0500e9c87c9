"""The tile server draws the same town every time, and refuses what no map has."""

import io
import urllib.error
import urllib.request

import pytest
from PIL import Image

from simulators.tiles import Failure, TileServer

WMS = (
    "/wms?SERVICE=WMS&VERSION=1.1.1&REQUEST=GetMap&FORMAT=image/png&LAYERS=karta&SRS=EPSG:3857&STYLES=&WIDTH=256"
    "&HEIGHT=256&BBOX="
)


@pytest.fixture
def server():
    with TileServer() as running:
        yield running


def ask(server, path, *, agent="tests", **headers):
    asked = urllib.request.Request(f"{server.url}{path}", headers={"User-Agent": agent, **headers})
    try:
        with urllib.request.urlopen(asked, timeout=5) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.headers["Content-Type"], refusal.read()


@pytest.mark.parametrize("layer", ["karta", "karta-mork", "flygbild"])
def test_a_tile_is_a_picture_of_256_pixels_and_the_same_the_next_time(server, layer):
    status, kind, content = ask(server, f"/{layer}/16/36056/19267.png")
    picture = Image.open(io.BytesIO(content))

    assert (status, kind, picture.format, picture.size) == (200, "image/png", "PNG", (256, 256))
    assert ask(server, f"/{layer}/16/36056/19267.png")[2] == content
    assert len(picture.getcolors(70_000) or []) > 20


def test_neighbours_meet_at_their_edge(server):
    left, right = (
        Image.open(io.BytesIO(ask(server, f"/karta/16/{x}/19267.png")[2])).convert("L") for x in (36056, 36057)
    )
    steps = [
        abs(one - other)
        for one, other in zip(
            left.crop((255, 0, 256, 256)).tobytes(), right.crop((0, 0, 1, 256)).tobytes(), strict=True
        )
    ]

    assert sum(steps) / len(steps) < 4


def test_a_wms_draws_the_same_square(server):
    size = 40_075_016.685578488 / 2**3
    west, north = 4 * size - 20_037_508.342789244, 20_037_508.342789244 - 2 * size

    asked = f"{WMS}{west},{north - size},{west + size},{north}"

    assert ask(server, asked)[0] == 200
    assert ask(server, asked)[2] == ask(server, "/karta/3/4/2.png")[2]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/karta/16/65536/1.png", 404), ("/karta/21/1/1.png", 404), ("/satellit/1/1/1.png", 404),
        ("/karta/../1/1.png", 404), (f"{WMS}1,2,3", 400), (f"{WMS}3,3,1,1", 400), ("/wms?SERVICE=WFS", 400),
    ],
)  # fmt: skip
def test_what_no_map_has_is_refused(server, path, status):
    assert ask(server, path)[0] == status


def test_who_does_not_say_who_he_is_or_has_no_account_is_sent_away():
    with TileServer(user="kund", password="ord") as server:
        assert ask(server, "/karta/1/1/1.png", agent="")[0] == 403
        assert ask(server, "/karta/1/1/1.png")[0] == 401
        assert ask(server, "/karta/1/1/1.png", Authorization="Basic a3VuZDpvcmQ=")[0] == 200


def test_it_fails_as_told_and_comes_back(server):
    server.fail(Failure.BROKEN, times=1)
    server.fail(Failure.WORDS)

    assert ask(server, "/karta/1/1/1.png")[0] == 500
    assert ask(server, "/karta/1/1/1.png")[1] == "text/html"
    server.fail(None)
    assert ask(server, "/karta/1/1/1.png")[1] == "image/png"
