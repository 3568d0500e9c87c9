"""Photon completes, checks and turns points into addresses; what is missing is left out, what fails has a name."""

import time

import pytest

from integrations.clients import geo
from integrations.clients.geo_photon import Photon
from perforia.base.errors import ProviderAuth, ProviderBadRequest, ProviderDown, ProviderQuota, ProviderTimeout
from perforia.base.geography import AddressParts, Licence, Precision, SuggestionKind
from simulators.failing import Mode

HOUSE = AddressParts("Skissvägen", "12", "A", postcode="12345", city="Storköping")


@pytest.fixture
def client(photon):
    return Photon(photon.url)


def suggest(client, text, bias=None, limit=8):
    return client.suggest(text, bias=bias, session="", limit=limit)


def test_a_street_is_suggested_then_its_houses_and_one_of_them_is_the_address(client, photon):
    street, *_ = suggest(client, "skissv")
    assert (street.main, street.secondary, street.kind) == ("Skissvägen", "Storköping", SuggestionKind.STREET)
    assert street.needs_number
    house = next(each for each in suggest(client, "Skissvägen 12A") if each.main == "Skissvägen 12A")
    assert (house.secondary, house.needs_number) == ("123 45 Storköping", False)
    found = client.resolve(house.ref, session="")
    assert (found.parts, found.precision, found.licence) == (HOUSE, Precision.BUILDING, Licence.OSM)
    assert found.point == pytest.approx((59.6131, 16.5502), abs=0.001)
    assert photon.asked[0].params["layer"] == ["house", "street"]
    assert "lang" not in photon.asked[0].params


def test_what_lies_near_comes_first(client, photon):
    assert suggest(client, "Storgatan 4", bias=(59.7020, 16.4100))[0].secondary == "123 80 Lillbyn"
    assert suggest(client, "Storgatan 4", bias=(59.6110, 16.5450))[0].secondary == "123 45 Storköping"


def test_a_reference_that_was_not_ours_is_no_address(client, photon):
    assert client.resolve("eyJmb3JnZWQiOjF9", session="") is None


def test_an_address_is_checked_by_its_parts_and_a_wrong_number_is_its_street(client, photon):
    (found,) = client.geocode(HOUSE)
    assert (found.parts, found.precision) == (HOUSE, Precision.BUILDING)
    (street,) = client.geocode(AddressParts("Skissvägen", "9999", city="Storköping"))
    assert (street.parts.line, street.precision) == ("Skissvägen", Precision.STREET)
    assert client.geocode(AddressParts("Ingengatan", "1", city="Storköping")) == []


def test_a_point_becomes_the_nearest_house(client, photon):
    (found,) = client.geocode(HOUSE)
    assert client.reverse(found.point).parts == HOUSE
    assert client.reverse((68.0, 20.0)) is None


def test_its_test_says_how_old_the_data_is(photon):
    assert geo.check("photon") == "Data från 2026-11-14"


@pytest.mark.parametrize(
    ("mode", "trouble"),
    [
        (Mode.QUOTA, ProviderQuota), (Mode.LOCKED, ProviderAuth), (Mode.FORBIDDEN, ProviderAuth),
        (Mode.BROKEN, ProviderDown), (Mode.MALFORMED, ProviderDown), (Mode.TRUNCATED, ProviderDown),
    ],
)  # fmt: skip
def test_every_trouble_has_its_name(client, photon, mode, trouble):
    photon.plan(mode)
    with pytest.raises(trouble) as told:
        suggest(client, "skissv")
    assert str(told.value).startswith("Photon ")


def test_nobody_who_types_waits_for_it(client, photon, monkeypatch):
    monkeypatch.setattr("integrations.clients.geo_photon.TYPING", (0.5, 0.1, 0.2))
    photon.plan(Mode.SLOW)
    began = time.monotonic()
    with pytest.raises(ProviderTimeout, match="svarade inte i tid"):
        suggest(client, "skissv")
    assert time.monotonic() - began < 1


def test_a_server_that_is_not_there_is_down():
    with pytest.raises(ProviderDown, match="går inte att nå"):
        suggest(Photon("http://127.0.0.1:9"), "skissv")
    with pytest.raises(ProviderDown, match="ingen adress i inställningarna"):
        suggest(Photon(""), "skissv")


def test_hits_that_read_alike_stand_once_and_those_abroad_not_at_all(client, photon):
    once = suggest(client, "Skissvägen 1", limit=20)
    photon.plan(Mode.DUPLICATES)
    assert {each.main for each in suggest(client, "Skissvägen 1", limit=10)} <= {each.main for each in once}
    photon.plan(Mode.ABROAD)
    assert suggest(client, "Skissvägen 1") == []
    photon.plan(Mode.EMPTY)
    assert suggest(client, "Skissvägen 1") == []


def test_a_house_without_a_postal_code_is_an_address_all_the_same(client, photon):
    photon.plan(Mode.NO_POSTCODE)
    found = client.resolve(suggest(client, "Skissvägen 12A")[0].ref, session="")
    assert (found.parts.postcode, found.parts.city) == ("", "Storköping")


def test_where_only_streets_are_known_the_number_is_asked_for(client, photon):
    photon.plan(Mode.STREET_ONLY)
    assert all(each.needs_number for each in suggest(client, "skissv"))


def test_a_question_it_does_not_understand_is_our_mistake(client, photon):
    with pytest.raises(ProviderBadRequest, match="förstod inte"):
        client.suggest("", bias=None, session="")
