"""Nominatim, Lantmäteriet, Mapbox and Google as they document themselves: what they say, and what their terms allow."""

import base64
import json
import uuid
from typing import Any

import pytest
import responses

from integrations.clients import geo, geo_lantmateriet
from integrations.clients.geo_google import Google
from integrations.clients.geo_lantmateriet import Account, Lantmateriet
from integrations.clients.geo_mapbox import Mapbox
from integrations.clients.geo_nominatim import Nominatim
from perforia.base.errors import ProviderAuth, ProviderBadRequest, ProviderDown, ProviderQuota
from perforia.base.geography import WORDS_ONLY, AddressParts, Licence, Precision

PARTS = AddressParts("Provvägen", "12", "A", postcode="12345", city="Storköping")
WRITTEN = AddressParts("Provvägen", "12", "A", postcode="12345", city="Storköping")


@pytest.fixture
def net():
    with responses.RequestsMock() as mocked:
        yield mocked


def made(kind, *words, **more):
    """A provider, without the promise that it always finds something."""
    return kind(*words, **more)


def query(call):
    return call.request.params


# ---------------------------------------------------------------- Nominatim
NOMINATIM = "https://nominatim.openstreetmap.org"
HIT: dict[str, Any] = {
    "place_id": 204751033, "osm_type": "node", "osm_id": 123456789, "lat": "59.6110", "lon": "16.5450",
    "category": "place", "type": "house", "place_rank": 30, "addresstype": "place", "name": "",
    "address": {
        "house_number": "12A", "road": "Provvägen", "town": "Storköping", "municipality": "Storköpings kommun",
        "postcode": "123 45", "country": "Sverige", "country_code": "se",
    },
    "boundingbox": ["59.6", "59.7", "16.5", "16.6"],
}  # fmt: skip


def test_nominatim_checks_by_parts_with_coordinates_as_texts_and_says_who_asks(net):
    net.add(responses.GET, f"{NOMINATIM}/search", json=[HIT])
    (found,) = Nominatim(NOMINATIM).geocode(WRITTEN)
    assert (found.parts, found.point, found.precision) == (PARTS, (59.611, 16.545), Precision.BUILDING)
    assert (found.ref, found.licence) == ("N123456789", Licence.OSM)
    asked = query(net.calls[0])
    assert (asked["street"], asked["countrycodes"], asked["format"], "q" in asked) == (
        "12A Provvägen", "se", "jsonv2", False,
    )  # fmt: skip
    assert net.calls[0].request.headers["User-Agent"] == "Perforia (http://testserver)"


def test_nominatim_never_completes_and_the_public_one_is_asked_once_a_second():
    public, own = Nominatim(NOMINATIM), Nominatim("http://nominatim.internal")
    assert (public.capabilities.may_complete, public.suggest("prov", bias=None, session="")) == (False, [])
    assert (public.capabilities.interval_ms, own.capabilities.interval_ms) == (1000, 0)


@pytest.mark.parametrize("body", [{"error": "Unable to geocode"}, {**HIT, "address": {"country_code": "se"}}])
def test_nominatim_has_no_address_there(net, body):
    net.add(responses.GET, f"{NOMINATIM}/reverse", json=body)
    assert Nominatim(NOMINATIM).reverse((59.6, 16.5)) is None


def test_nominatim_finds_nothing_or_does_not_understand(net):
    net.add(responses.GET, f"{NOMINATIM}/search", json=[])
    net.add(responses.GET, f"{NOMINATIM}/search", json={"error": {"code": 400, "message": "bad"}}, status=400)
    net.add(responses.GET, f"{NOMINATIM}/lookup", json=[{**HIT, "address": {**HIT["address"], "house_number": ""}}])
    asked = made(Nominatim, NOMINATIM)
    assert asked.geocode(WRITTEN) == []
    with pytest.raises(ProviderBadRequest):
        asked.geocode(WRITTEN)
    assert asked.resolve("N1", session="").precision == Precision.STREET


# ---------------------------------------------------------------- Lantmäteriet
LM, TOKEN = "https://api.lantmateriet.test/v4.2", "https://api.lantmateriet.test/token"
ID = "439b33bf-0000-4000-8000-000000000001"
POINT = (59.32930, 18.06860)
FEATURE: dict[str, Any] = {
    "type": "Feature", "id": ID, "geometry": {"type": "Point", "coordinates": [674571.87, 6580743.01]},
    "properties": {
        "objektidentitet": ID,
        "adressplatsattribut": {
            "adressplatsbeteckning": {
                "adressplatsnummer": "12", "bokstavstillagg": "A", "lagestillagg": None, "avvikerFranStandarden": False,
            },
            "adressplatstyp": "Gatuadressplats", "insamlingslage": "Ingång", "status": "Gällande",
            "postnummer": 12345, "postort": "Storköping",
        },
        "adressomrade": {
            "faststalltNamn": "Provvägen",
            "kommundel": {"faststalltNamn": "Storköping", "kommun": {"kommunkod": "0180", "kommunnamn": "X"}},
        },
        "gardsadressomrade": None,
    },
}  # fmt: skip


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


@pytest.fixture
def lantmateriet():
    geo_lantmateriet._tokens.clear()
    return Lantmateriet(Account(LM, "nyckel", "hemlig", TOKEN))


def let_in(net, times=1):
    for number in range(times):
        told = {"access_token": f"first-{number}", "token_type": "Bearer", "expires_in": 3600}
        net.add(responses.POST, TOKEN, json=told)


def test_lantmateriet_answers_numbers_and_metres_and_how_the_point_was_collected(net, lantmateriet):
    let_in(net)
    net.add(responses.GET, f"{LM}/referens/fritext", json=[{"objektidentitet": ID, "adress": "Provvägen 12A"}])
    net.add(responses.GET, f"{LM}/{ID}", json=collection(FEATURE))
    found = lantmateriet.resolve("Provvägen 12A, Storköping", session="")
    assert (found.parts, found.precision, found.municipality) == (PARTS, Precision.ENTRANCE, "0180")
    assert found.point == pytest.approx(POINT, abs=1e-6)
    assert (found.ref, found.licence) == (ID, Licence.LANTMATERIET)
    signed = net.calls[0].request.headers["Authorization"]
    assert base64.b64decode(signed.removeprefix("Basic ")) == b"nyckel:hemlig"
    assert "scope=belagenhetsadress_direkt_v42_read" in net.calls[0].request.body
    assert [call.request.headers["Authorization"] for call in net.calls[1:]] == ["Bearer first-0"] * 2


def test_lantmateriet_completes_texts(net, lantmateriet):
    let_in(net)
    net.add(responses.GET, f"{LM}/autocomplete/adress", json=["Provvägen, Storköping", "Provvägen 12A, Storköping"])
    street, house = lantmateriet.suggest("provv", bias=None, session="")
    assert (street.main, street.secondary, street.needs_number) == ("Provvägen", "Storköping", True)
    assert (house.main, house.ref, house.needs_number) == ("Provvägen 12A", "Provvägen 12A, Storköping", False)
    assert query(net.calls[1]) == {"adress": "provv", "maxHits": "8", "status": "Gällande"}


def test_lantmateriet_is_asked_with_northing_first(net, lantmateriet):
    let_in(net)
    net.add(responses.GET, f"{LM}/punkt", json=collection(FEATURE))
    assert lantmateriet.reverse(POINT).parts == PARTS
    assert query(net.calls[1])["koordinater"] == "6580743.01,674571.87"


def test_a_token_that_has_ended_is_made_anew_once(net, lantmateriet):
    let_in(net, times=2)
    net.add(responses.GET, f"{LM}/autocomplete/adress", status=401)
    net.add(responses.GET, f"{LM}/autocomplete/adress", json=[])
    assert lantmateriet.suggest("provv", bias=None, session="") == []
    used = [call.request.headers["Authorization"] for call in net.calls if call.request.method == "GET"]
    assert used == ["Bearer first-0", "Bearer first-1"]


def test_a_token_that_is_refused_twice_is_refused(net, lantmateriet):
    let_in(net, times=2)
    net.add(responses.GET, f"{LM}/autocomplete/adress", status=401)
    with pytest.raises(ProviderAuth):
        lantmateriet.suggest("provv", bias=None, session="")


def test_an_account_without_the_product_is_told_so(net, lantmateriet):
    let_in(net)
    net.add(responses.GET, f"{LM}/autocomplete/adress", status=403, json={"code": "900910", "message": "scope"})
    with pytest.raises(ProviderAuth, match="saknar produkten Belägenhetsadress Direkt"):
        lantmateriet.suggest("provv", bias=None, session="")


def test_a_system_account_needs_no_token(net):
    net.add(responses.POST, f"{LM}/", json=collection(FEATURE, {**FEATURE, "id": "2"}))
    net.add(responses.GET, f"{LM}/referens/fritext", json=[{"objektidentitet": each} for each in ("2", ID)])
    found = Lantmateriet(Account(LM, "system", "konto")).geocode(WRITTEN)
    assert [each.ref for each in found] == ["2", ID]
    assert net.calls[0].request.headers["Authorization"].startswith("Basic ")
    assert json.loads(net.calls[1].request.body) == ["2", ID]


@pytest.mark.parametrize(
    ("collected", "precision"),
    [
        ("Byggnad", Precision.BUILDING), ("Infart", Precision.PARCEL), ("Tomtplats", Precision.PARCEL),
        ("Ungefärligt lägesbestämd", Precision.STREET), ("Övrigt läge", Precision.STREET),
    ],
)  # fmt: skip
def test_how_a_point_was_collected_says_how_exact_it_is(net, lantmateriet, collected, precision):
    let_in(net)
    told = {**FEATURE["properties"]["adressplatsattribut"], "insamlingslage": collected}
    net.add(
        responses.GET, f"{LM}/punkt",
        json=collection({**FEATURE, "properties": {**FEATURE["properties"], "adressplatsattribut": told}}),
    )  # fmt: skip
    assert lantmateriet.reverse(POINT).precision == precision


def test_a_farm_has_two_names_and_no_postal_code_is_none(net, lantmateriet):
    let_in(net)
    attributes = {**FEATURE["properties"]["adressplatsattribut"]}
    del attributes["postnummer"]
    farm = {"faststalltNamn": "Norrgården", "adressomrade": {"faststalltNamn": "Byn"}}
    told = {"adressplatsattribut": attributes, "adressomrade": None, "gardsadressomrade": farm}
    net.add(responses.GET, f"{LM}/punkt", json=collection({**FEATURE, "properties": told, "geometry": None}))
    found = lantmateriet.reverse(POINT)
    assert (found.parts.line, found.parts.postcode, found.point, found.precision) == (
        "Byn Norrgården 12A", "", None, Precision.NONE,
    )  # fmt: skip


# ---------------------------------------------------------------- Mapbox
MAPBOX = "https://api.mapbox.test"
BOX = {
    "type": "Feature", "id": "dXJu", "geometry": {"type": "Point", "coordinates": [16.545, 59.611]},
    "properties": {
        "mapbox_id": "dXJu", "feature_type": "address", "name": "Provvägen 12A",
        "coordinates": {"longitude": 16.545, "latitude": 59.611, "accuracy": "rooftop"},
        "context": {
            "address": {"address_number": "12A", "street_name": "Provvägen"}, "postcode": {"name": "123 45"},
            "place": {"name": "Storköping"}, "country": {"name": "Sverige", "country_code": "SE"},
        },
    },
}  # fmt: skip


@pytest.mark.parametrize("is_permanent", [False, True])
def test_mapbox_gives_a_point_only_where_it_is_paid_for(net, is_permanent):
    net.add(responses.GET, f"{MAPBOX}/search/geocode/v6/forward", json=collection(BOX))
    asked = made(Mapbox, MAPBOX, "pk.test", is_permanent=is_permanent)
    (suggestion,) = asked.suggest("provv", bias=(59.6, 16.5), session="")
    found = asked.resolve(suggestion.ref, session="")
    assert (suggestion.main, suggestion.secondary, found.parts) == ("Provvägen 12A", "123 45 Storköping", PARTS)
    assert (found.point, found.precision, found.licence, found.ref) == (
        ((59.611, 16.545), Precision.BUILDING, Licence.MAPBOX, "dXJu")
        if is_permanent
        else (None, Precision.NONE, Licence.MAPBOX_PASSING, "")
    )
    assert (asked.capabilities.cache_seconds, found.licence in WORDS_ONLY) == (0, not is_permanent)
    typing, chosen = map(query, net.calls)
    assert (typing["permanent"], typing["autocomplete"], typing["proximity"]) == ("false", "true", "16.5000,59.6000")
    assert (chosen["permanent"], chosen["address_number"], chosen["street"], "q" in chosen) == (
        "true" if is_permanent else "false", "12A", "Provvägen", False,
    )  # fmt: skip


def test_mapbox_abroad_is_nothing_and_a_bad_token_is_told(net):
    abroad = json.loads(json.dumps(BOX))
    abroad["properties"]["context"]["country"]["country_code"] = "NO"
    net.add(responses.GET, f"{MAPBOX}/search/geocode/v6/forward", json=collection(abroad))
    net.add(responses.GET, f"{MAPBOX}/search/geocode/v6/forward", json={"message": "Not Authorized"}, status=401)
    asked = made(Mapbox, MAPBOX, "pk.test", is_permanent=True)
    assert asked.geocode(WRITTEN) == []
    with pytest.raises(ProviderAuth):
        asked.check()


# ---------------------------------------------------------------- Google
GOOGLE = "https://places.test"
PREDICTION = {
    "placePrediction": {
        "place": "places/ChIJabc", "placeId": "ChIJabc",
        "text": {"text": "Provvägen 12A, Storköping, Sverige", "matches": [{"endOffset": 12}]},
        "structuredFormat": {
            "mainText": {"text": "Provvägen 12A", "matches": [{"endOffset": 9}]},
            "secondaryText": {"text": "Storköping, Sverige"},
        },
        "types": ["street_address"],
    }
}  # fmt: skip
DETAILS = {
    "id": "ChIJabc", "types": ["street_address"], "location": {"latitude": 59.6, "longitude": 16.5},
    "addressComponents": [
        {"longText": "12A", "shortText": "12A", "types": ["street_number"]},
        {"longText": "Provvägen", "shortText": "Provvägen", "types": ["route"]},
        {"longText": "Storköping", "shortText": "Storköping", "types": ["postal_town"]},
        {"longText": "Sverige", "shortText": "SE", "types": ["country", "political"]},
        {"longText": "123 45", "shortText": "123 45", "types": ["postal_code"]},
    ],
    "postalAddress": {"regionCode": "SE", "postalCode": "123 45", "locality": "Storköping"},
}  # fmt: skip


def test_google_gives_words_for_one_session_and_never_a_point(net):
    session = str(uuid.uuid4())
    net.add(responses.POST, f"{GOOGLE}/v1/places:autocomplete", json={"suggestions": [PREDICTION]})
    net.add(responses.GET, f"{GOOGLE}/v1/places/ChIJabc", json=DETAILS)
    asked = made(Google, GOOGLE, "AIza-test")
    (suggestion,) = asked.suggest("provv", bias=None, session=session)
    found = asked.resolve(suggestion.ref, session=session)
    assert (suggestion.main, suggestion.secondary) == ("Provvägen 12A", "Storköping")
    assert (found.parts, found.point, found.licence, found.ref) == (PARTS, None, Licence.GOOGLE, "ChIJabc")
    assert (asked.capabilities.cache_seconds, asked.capabilities.may_show_on_map) == (0, False)
    typed, chosen = net.calls[0].request, net.calls[1].request
    body = json.loads(typed.body)
    assert (body["sessionToken"], body["includedRegionCodes"], "locationBias" in body) == (session, ["se"], True)
    assert chosen.params["sessionToken"] == session
    assert typed.headers["X-Goog-Api-Key"] == chosen.headers["X-Goog-Api-Key"] == "AIza-test"
    assert "location" not in chosen.headers["X-Goog-FieldMask"]
    assert typed.headers["X-Goog-FieldMask"].startswith("suggestions.placePrediction.placeId")


def test_google_says_nothing_with_an_empty_object_and_takes_no_long_token(net):
    net.add(responses.POST, f"{GOOGLE}/v1/places:autocomplete", json={})
    assert Google(GOOGLE, "k").suggest("provv", bias=None, session="x" * 37) == []
    assert "sessionToken" not in json.loads(net.calls[0].request.body)


@pytest.mark.parametrize(
    ("status", "word", "trouble"),
    [
        (400, "INVALID_ARGUMENT", ProviderBadRequest), (403, "PERMISSION_DENIED", ProviderAuth),
        (429, "RESOURCE_EXHAUSTED", ProviderQuota), (503, "UNAVAILABLE", ProviderDown),
    ],
)  # fmt: skip
def test_google_in_trouble(net, status, word, trouble):
    told = {"error": {"code": status, "message": "no", "status": word}}
    net.add(responses.POST, f"{GOOGLE}/v1/places:autocomplete", json=told, status=status)
    with pytest.raises(trouble):
        Google(GOOGLE, "k").suggest("provv", bias=None, session="")


def test_google_knows_the_place_of_a_route_by_either_word(net):
    told = {
        **DETAILS,
        "addressComponents": [
            {"longText": "Provvägen", "types": ["route"]}, {"longText": "Storköping", "types": ["locality"]},
        ],
        "postalAddress": {},
    }  # fmt: skip
    net.add(responses.GET, f"{GOOGLE}/v1/places/ChIJabc", json=told)
    net.add(responses.GET, f"{GOOGLE}/v1/places/gone", status=404, json={"error": {"status": "NOT_FOUND"}})
    asked = made(Google, GOOGLE, "k")
    assert asked.resolve("ChIJabc", session="").parts == AddressParts("Provvägen", city="Storköping")
    assert asked.resolve("gone", session="") is None
    assert (asked.geocode(WRITTEN), asked.reverse(POINT)) == ([], None)


# ---------------------------------------------------------------- those that are connected
def test_providers_are_asked_in_the_order_of_the_settings(settings):
    settings.ADDRESS_PROVIDERS = ["google", "nowhere", "lantmateriet", "photon", "mapbox", "nominatim"]
    assert [each.name for each in geo.providers()] == ["google", "lantmateriet", "photon", "mapbox", "nominatim"]
    settings.ADDRESS_PROVIDERS = []
    assert geo.providers() == []
    with pytest.raises(KeyError):
        geo.check("photon")
