"""Completion asks the own register first, then who is connected, and never stands in the way of typing."""

import json
import logging
from types import SimpleNamespace

import pytest
import responses
from django.urls import reverse

from crm import lookups
from crm.queries.address_register import REGISTER
from perforia.base.health import is_paused
from perforia.base.permissions import Role
from tests.factories import world

pytestmark = pytest.mark.django_db
PHOTON = "http://photon.test"
HOUSE = {
    "type": "Feature",
    "properties": {
        "osm_type": "N", "osm_id": 123456789, "osm_key": "place", "osm_value": "house", "type": "house",
        "housenumber": "12A", "street": "Provvägen", "city": "Storköping", "postcode": "123 45", "countrycode": "SE",
    },
    "geometry": {"type": "Point", "coordinates": [18.0788, 59.3361]},
}  # fmt: skip


@pytest.fixture
def office(client):
    user = world.person(Role.OFFICE)
    client.force_login(user)
    return user


@pytest.fixture
def photon(settings):
    settings.ADDRESS_PROVIDERS, settings.PHOTON_URL = ["photon"], PHOTON
    with responses.RequestsMock(assert_all_requests_are_fired=False) as net:
        yield net


def answers(photon, *features, status=200, body=None):
    told = body if body is not None else json.dumps({"type": "FeatureCollection", "features": list(features)})
    photon.add(responses.GET, f"{PHOTON}/api", body=told, status=status)


def search(client, text, **more):
    return client.get(reverse("crm:address_search"), {"q": text, **more})


def notice_of(page):
    return page.context["notice"]


def test_what_the_register_does_not_know_is_asked_of_those_who_are_connected(client, office, photon):
    answers(photon, HOUSE)
    page = search(client, "provvägen 12", lat="59.33", lon="18.07")
    (found,) = page.context["suggestions"]
    assert (found.main, found.secondary, page.context["attribution"]) == (
        "Provvägen 12A", "123 45 Storköping", "© OpenStreetMaps bidragsgivare",
    )  # fmt: skip
    assert page.content.count(b'role="option"') == 1
    assert photon.calls[0].request.params["lat"] == "59.3300"


def test_a_chosen_address_fills_the_fields_with_its_point_and_whose_it_is(client, office, photon):
    answers(photon, HOUSE)
    (found,) = search(client, "provvägen 12").context["suggestions"]
    told = client.get(reverse("crm:address_resolve"), {"provider": "photon", "ref": found.ref}).json()
    assert (told["address"], told["postal_code"], told["city"]) == ("Provvägen 12A", "123 45", "Storköping")
    assert (told["latitude"], told["longitude"], told["precision"], told["licence"], told["confidence"]) == (
        59.3361, 18.0788, "building", "osm-odbl", 1.0,
    )  # fmt: skip
    assert told["address_ref"] == "photon:N123456789"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, ""), (429, ""), (401, ""), (400, '{"message":"bad"}'), (200, "{"), (200, "[]"),
        (200, '{"features":[{"properties":"x"}]}'),
    ],
)  # fmt: skip
def test_a_provider_in_trouble_leaves_the_typing_alone_and_says_so(client, office, photon, status, body):
    answers(photon, status=status, body=body)
    page = search(client, "provvägen 12")
    assert (page.status_code, list(page.context["suggestions"]), notice_of(page)) == (200, [], lookups.SILENT)
    assert "Skriv adressen för hand" in page.content.decode()


def test_nothing_found_is_said_and_too_little_is_asked_of_nobody(client, office, photon):
    answers(photon)
    assert notice_of(search(client, "finnsintegatan 12")) == lookups.NOTHING
    assert [notice_of(search(client, text)) for text in ("pr", "12", "")] == ["", "", ""]
    assert len(photon.calls) == 1


def test_the_same_text_is_asked_once_and_never_logged(client, office, photon, caplog):
    answers(photon, HOUSE)
    with caplog.at_level(logging.INFO):
        first = search(client, "provvägen 12").context["suggestions"]
        assert search(client, " Provvägen  12 ").context["suggestions"] == first
    assert len(photon.calls) == 1
    assert "photon suggest" in caplog.text
    assert "rovvägen" not in caplog.text


def test_one_person_may_ask_ten_times_a_second(client, office, photon, time_machine):
    time_machine.move_to("2026-12-02T09:00:00+01:00", tick=False)
    answers(photon)
    told = [notice_of(search(client, f"provvägen {number}")) for number in range(12)]
    assert told == [lookups.NOTHING] * 10 + [lookups.TOO_FAST] * 2
    refused = client.get(reverse("crm:address_resolve"), {"provider": "photon", "ref": "x"}).json()
    assert refused == {"found": False, "notice": lookups.TOO_FAST}


@pytest.mark.parametrize(("provider", "ref"), [("photon", "forged"), ("elsewhere", "1"), ("register", "p:x"), ("", "")])
def test_what_nobody_suggested_is_not_found(client, office, photon, provider, ref):
    told = client.get(reverse("crm:address_resolve"), {"provider": provider, "ref": ref})
    assert (told.status_code, told.json()) == (200, {"found": False, "notice": lookups.GONE})


@pytest.mark.parametrize(
    "text", ["prov\0vägen 12", "\ud800provvägen", "provvägen 99999", "%" * 300, "provvägen 12\n'--"]
)
def test_no_text_breaks_the_search(client, office, photon, text):
    answers(photon)
    told = client.get(reverse("crm:address_resolve"), {"provider": "register", "ref": text.encode(errors="replace")})
    assert (search(client, text.encode(errors="replace")).status_code, told.status_code) == (200, 200)


def test_trouble_with_the_own_register_never_leaves_it_alone(client, office, monkeypatch):
    def broken(*_, **__):
        raise ValueError("a row nobody thought of")

    monkeypatch.setattr("crm.lookups.REGISTER", SimpleNamespace(
        name="register", capabilities=REGISTER.capabilities, suggest=broken, resolve=broken,
    ))  # fmt: skip
    assert [notice_of(search(client, f"provvägen {number}")) for number in range(6)] == [lookups.SILENT] * 6
    assert not is_paused("register")


def test_crews_are_not_let_in(client):
    client.force_login(world.person(Role.STAFF))
    assert search(client, "provvägen 12").status_code == 403
