"""The simulators of addresses and roads refuse what Photon and OSRM refuse, in their words."""

import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from simulators.failing import Mode
from simulators.osrm import Osrm
from simulators.photon import Photon
from simulators.photon_places import read

SAMPLE = Path(__file__).parents[2] / "crm" / "data" / "addresses_sample.csv"
HERE, THERE, ABROAD = "16.545000,59.611000", "16.560000,59.620000", "2.350000,48.850000"


def get(server, path):
    """The status and the JSON of an answer."""
    try:
        with urllib.request.urlopen(f"{server.url}{path}", timeout=5) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, json.loads(refusal.read())


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/api", "missing search term 'q'"), ("/api?q=", "missing search term 'q'"),
        ("/api?q=x&foo=1", "unknown query parameter 'foo'"), ("/api?q=x&layer=flat", "Invalid layer 'flat'"),
        ("/api?q=x&limit=many", "invalid limit parameter"), ("/api?q=x&lat=59", "'lat' and/or 'lon'"),
        ("/structured?limit=2", "at least one of"), ("/structured?q=x", "unknown query parameter 'q'"),
        ("/reverse?lon=18", "'lat' and/or 'lon'"),
    ],
)  # fmt: skip
def test_photon_refuses_with_400_and_a_message(photon, path, message):
    status, told = get(photon, path)
    assert status == 400
    assert message in told["message"]


def test_photon_leaves_out_what_it_does_not_know(photon):
    _, told = get(photon, "/api?q=storgatan&layer=street&countrycode=SE")
    properties = told["features"][0]["properties"]
    assert (properties["name"], "housenumber" in properties, None in properties.values()) == ("Storgatan", False, False)
    assert get(photon, "/api?q=storgatan&countrycode=DE")[1]["features"] == []


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/table", "InvalidUrl"), (f"/tables/v1/driving/{HERE};{THERE}", "InvalidService"),
        (f"/table/v2/driving/{HERE};{THERE}", "InvalidVersion"), ("/table/v1/driving/x,y;z", "InvalidQuery"),
        (f"/table/v1/driving/{HERE};{THERE}?foo=1", "InvalidQuery"),
        (f"/table/v1/driving/{HERE};{THERE}?annotations=speed", "InvalidOptions"),
        (f"/table/v1/driving/{HERE};{THERE}?sources=2", "InvalidOptions"),
        (f"/table/v1/driving/{HERE}", "InvalidOptions"),
        ("/table/v1/driving/200,95;1,1", "InvalidValue"), (f"/table/v1/driving/{HERE};{ABROAD}", "NoSegment"),
        (f"/table/v1/driving/{HERE};{THERE};{HERE};{THERE}", "TooBig"),
        (f"/route/v1/driving/{HERE};{THERE}", "NotImplemented"),
        (f"/route/v1/driving/{HERE}?geometries=geojson", "InvalidOptions"),
    ],
)  # fmt: skip
def test_osrm_refuses_with_400_and_a_code(path, code):
    with Osrm(most=3) as router:
        assert get(router, path)[0] == 400
        assert get(router, path)[1]["code"] == code


def test_osrm_answers_rows_of_sources_and_gaps_where_no_road_leads(osrm):
    path = f"/table/v1/driving/{HERE};{THERE}?annotations=duration,distance"
    _, told = get(osrm, path)
    assert told["durations"][0][0] == told["distances"][1][1] == 0
    assert 0 < told["durations"][0][1] < told["durations"][1][0]
    osrm.plan(Mode.UNREACHABLE, times=2)
    assert [row[1] for row in get(osrm, path)[1]["durations"]] == [None, None]
    assert get(osrm, f"/route/v1/driving/{HERE};{THERE}?geometries=geojson")[1]["code"] == "NoRoute"


def test_photon_knows_the_addresses_of_the_sample_too():
    with Photon(read(SAMPLE)) as server:
        _, told = get(server, "/structured?street=Exempelgatan&housenumber=12A&city=Stork%C3%B6ping")
    assert told["features"][0]["properties"]["postcode"] == "123 45"


def test_trouble_is_planned_over_http_too(photon):
    with urllib.request.urlopen(urllib.request.Request(f"{photon.url}/fail?kind=quota", method="POST"), timeout=5):
        pass
    assert [get(photon, "/status")[0] for _ in range(2)] == [429, 200]
