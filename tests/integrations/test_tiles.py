"""Tiles come through our own door: only what is configured, only pictures, and no key on the way out."""

import json
from dataclasses import replace

import pytest
from django.core.cache import caches
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import override

from integrations import lookups
from integrations.clients import tiles
from perforia.base import map_layers
from perforia.base.map_layers import Credentials, Credit, Layer, LayerKind
from perforia.base.maps import MapData, MapPoint
from perforia.base.permissions import Role
from simulators.tiles import Failure

pytestmark = pytest.mark.django_db
TILE = "/karta/karta/14/9014/4816"
CREDIT = (Credit("© Någon"),)


def layer(**changes):
    facts = {
        "key": "karta", "label": "Karta", "kind": LayerKind.STREET, "credits": CREDIT,
        "template": "https://kartor.test/{z}/{x}/{y}.png",
    }  # fmt: skip
    return Layer(**(facts | changes))


# ------------------------------------------------------------------ layers
@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"credits": ()}, "attribution"),
        ({"credits": (Credit("  "),)}, "attribution"),
        ({"key": "../etc"}, "key"),
        ({"label": " "}, "label"),
        ({"template": "https://{x}.test/{z}/{x}/{y}"}, "host"),
        ({"template": "file:///{z}/{x}/{y}"}, "https"),
        ({"template": "https://a:b@kartor.test/{z}/{x}/{y}"}, "password"),
        ({"template": "https://kartor.test/{z}/{x}.png"}, "needs"),
        ({"template": "https://kartor.test/{z}/{x}/{y}?k={key}"}, "key"),
        ({"template": "https://kartor.test/{z}/{x}/{y}/{url}"}, "url"),
        ({"dark": "https://{key}/{z}/{x}/{y}"}, "host"),
        ({"max_zoom": 40}, "max_zoom"),
    ],
)
def test_a_layer_that_may_not_be_used_cannot_be_made(changes, word):
    with pytest.raises(ValueError, match=word):
        layer(**changes)


FULL = Credentials("kund", "ord", "mt-nyckel", "mb-nyckel", "https://osm.example/")


@pytest.mark.parametrize("name", map_layers.NEEDS)
def test_every_preset_has_its_credit_and_its_address_and_says_what_it_needs(name):
    made = map_layers.preset(name, FULL)
    address = made.address(14, 9014, 4816)

    assert made.credits[0].text.startswith("©")
    assert address.startswith("https://")
    assert "{" not in address
    assert made.is_cacheable == (name in {"lantmateriet-topowebb", "own-osm"})
    with pytest.raises(ValueError, match=map_layers.NEEDS[name][0].upper()):
        map_layers.preset(name, Credentials())


def test_a_wms_is_asked_for_the_square_of_the_tile():
    address = map_layers.preset("lantmateriet-ortofoto", FULL).address(1, 1, 0)

    assert address.endswith("BBOX=0.0000,0.0000,20037508.3428,20037508.3428")
    assert "SRS=EPSG:3857" in address


def test_layers_are_read_from_the_environment_as_they_stand_there():
    told = json.dumps([
        "own-osm",
        {"key": "flyg", "label": "Satellit", "kind": "satellite", "template": "https://f.test/{z}/{x}/{y}?k={key}",
         "secret": "hemlig", "attribution": [["© Flyg", "https://f.test/villkor"]], "cacheable": True},
    ])  # fmt: skip
    street, aerial = map_layers.read(json.loads(told), FULL)

    assert street.key == "own-osm"
    assert (aerial.kind, aerial.credits, aerial.is_cacheable) == (
        "satellite", (Credit("© Flyg", "https://f.test/villkor"),), True,
    )  # fmt: skip
    assert "hemlig" not in repr(aerial)


@pytest.mark.parametrize("told", [["own-osm", "own-osm"], ["google"], [{"key": "a", "färg": 1}], [{"key": "a"}]])
def test_layers_that_cannot_be_read_stop_the_start(told):
    with pytest.raises(ValueError, match=r"layer"):
        map_layers.read(told, FULL)


@pytest.mark.parametrize("told", ["own-osm", 7, [7]])
def test_layers_of_another_shape_stop_the_start(told):
    with pytest.raises(TypeError):
        map_layers.read(told, FULL)


# ------------------------------------------------------------------ the door
def test_a_tile_is_handed_on_with_our_account_and_without_it(client, office, tile_server):
    answer = client.get(TILE)

    assert answer.status_code == 200
    assert answer.content.startswith(b"\x89PNG")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Cache-Control"] == "private, max-age=86400"
    assert "Authorization" not in answer.headers
    assert [each.path for each in tile_server.asked()] == ["/karta/14/9014/4816.png"]
    assert "img-src 'self' data: blob:" in answer.headers["Content-Security-Policy"]


def test_who_has_the_dark_look_gets_the_dark_map(client, office, tile_server):
    client.get(f"{TILE}?mork=1")
    client.get("/karta/flygbild/14/9014/4816?mork=1")

    assert [each.path.split("/")[1] for each in tile_server.asked()] == ["karta-mork", "flygbild"]


@pytest.mark.parametrize(
    "path",
    [
        "/karta/okand/14/9014/4816", "/karta/karta/14/16384/1", "/karta/karta/14/1/16384", "/karta/karta/20/1/1",
        "/karta/karta/99999999/1/1", "/karta/karta/-1/0/0", "/karta/karta/1/1/http:%2F%2F127.0.0.1:80",
    ],
)  # fmt: skip
def test_what_is_no_tile_of_ours_asks_nobody(client, office, tile_server, path):
    assert client.get(path).status_code == 404
    assert tile_server.asked() == []


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (Failure.BROKEN, 502), (Failure.ABSENT, 404), (Failure.WORDS, 502), (Failure.LIE, 502), (Failure.HUGE, 502),
        (Failure.SLOW, 502),
    ],
)  # fmt: skip
def test_a_vendor_that_fails_gives_an_empty_answer_that_is_not_remembered(
    client, office, tile_server, monkeypatch, failure, status
):
    tile_server.slow_seconds = 1
    tile_server.fail(failure)

    with monkeypatch.context() as hurried:
        if failure == Failure.SLOW:
            hurried.setattr(tiles, "SECONDS", (0.2, 0.2, 0.3))
        answer = client.get("/karta/flygbild/14/9014/4816")

    assert (answer.status_code, answer.content, answer.headers["Cache-Control"]) == (status, b"", "no-store")
    tile_server.fail(None)
    assert client.get("/karta/flygbild/14/9014/4816").status_code == 200


def test_a_vendor_that_cannot_be_reached_is_a_502(client, office, settings):
    settings.MAP_LAYERS = (layer(template="http://127.0.0.1:9/{z}/{x}/{y}.png"),)

    assert client.get(TILE).status_code == 502


def test_a_server_keeps_tiles_only_where_the_licence_lets_it(client, office, tile_server):
    for _ in range(2):
        client.get(TILE)
        client.get("/karta/flygbild/14/9014/4816")

    assert [each.path.split("/")[1] for each in tile_server.asked()] == ["karta", "flygbild", "karta"]


def test_a_disk_that_is_full_costs_nobody_a_map(client, office, tile_server, monkeypatch):
    def full(*_args, **_facts):
        raise OSError

    monkeypatch.setattr(caches["tiles"], "set", full)

    assert client.get("/karta/flygbild/14/9014/4816").status_code == 200


def test_who_asks_faster_than_anybody_looks_waits(client, office, tile_server, monkeypatch):
    monkeypatch.setattr(lookups, "TILES_A_MINUTE", 2)
    asked = [client.get(TILE).status_code for _ in range(4)]

    assert asked[0] == 200
    assert asked[-1] == 429


def test_nobody_sees_a_tile_without_logging_in(client, tile_server):
    assert client.get(TILE).status_code == 302
    assert tile_server.asked() == []


def test_a_crew_sees_tiles_too(client, login_as, tile_server):
    login_as(Role.STAFF)

    assert client.get(TILE).status_code == 200


def test_no_tile_is_fetched_inside_a_transaction(tile_server):
    with pytest.raises(RuntimeError), transaction.atomic():
        tiles.tile(layer(), z=1, x=0, y=0)


# ------------------------------------------------------------------ the component
PLACES = MapData(
    label="Karta över Mallgatan 9",
    points=(
        MapPoint("Mallgatan 9", (59.3326, 18.0649), number="1", detail="<b>07:00</b>"),
        MapPoint("Testgränd 14, Storköping", number="2"),
    ),
)


def test_the_component_says_everything_in_words_and_owes_nobody_a_credit(tile_server):
    page = render_to_string("components/map.html", {"map": PLACES})

    assert "59.33260, 18.06490" in page
    assert "https://www.openstreetmap.org/?mlat=59.332600&amp;mlon=18.064900#map=17/" in page
    assert "Inga koordinater än" in page
    assert "https://www.openstreetmap.org/search?query=Testgr%C3%A4nd%2014" in page
    assert "© Kartdata" in page
    assert "© Flygbild" in page
    assert "<b>07" not in page
    for secret in ("hemligt-ord", "kund:", "127.0.0.1"):
        assert secret not in page


def test_a_crew_that_reads_english_reads_the_map_in_english(tile_server):
    with override("en"):
        page = render_to_string("components/map.html", {"map": PLACES})

    for words in ("The places as a list", "Open Mallgatan 9 in a map", ">Satellite</button>", "No coordinates yet"):
        assert words in page
    assert "Kart" not in page.replace("© Kartdata", "").replace(PLACES.label, "")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (PLACES, "Ingen karta är ansluten"),
        (replace(PLACES, points=PLACES.points[1:]), "Ingen av adresserna har ett läge på kartan än"),
    ],
)
def test_without_a_layer_or_a_place_there_is_a_sentence_and_the_list(settings, data, sentence):
    settings.MAP_LAYERS = ()
    page = render_to_string("components/map.html", {"map": data})

    assert sentence in page
    assert "data-map=" not in page
    assert "Testgränd 14" in page
