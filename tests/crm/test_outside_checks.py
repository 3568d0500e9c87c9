"""An address that the own register does not know is looked for outside, once, and found again when that failed."""

import pytest
import responses
from django.core.cache import cache

from crm.models import Property
from crm.services import outside_checks
from crm.tasks import check_address
from perforia.base.clock import now
from perforia.base.geography import Licence
from simulators.failing import Mode
from tests.factories import crm as factory

pytestmark = pytest.mark.django_db
GOOGLE = "https://places.test"


@pytest.fixture
def place():
    return factory.place(factory.customer(), "Skissvägen 12A", postal_code="123 45", city="Storköping")


def checked(of):
    check_address(property_id=of.pk)
    of.refresh_from_db()
    return of


def due():
    return [row["property_id"] for row in outside_checks.due_checks(now())]


def test_what_a_provider_knows_is_confirmed_with_its_point_and_whose_it_is(photon, place):
    assert (place.verification, place.checked_at, due()) == ("unverified", None, [place.pk])
    found = checked(place)
    assert (found.verification, found.provider, found.licence) == ("verified", "photon", Licence.OSM)
    assert found.point == pytest.approx((59.6131, 16.5502), abs=0.001)
    assert found.checked_at is not None
    checked(place)
    assert (len(photon.asked), due()) == (1, [])


def test_what_nobody_knows_is_asked_about_once_and_stays_unconfirmed(photon, place):
    Property.objects.filter(pk=place.pk).update(address="Ingengatan 1")
    found = checked(place)
    assert (found.verification, found.point) == ("unverified", None)
    assert (found.checked_at is not None, due()) == (True, [])


def test_when_nobody_answers_it_is_tried_again_later(photon, place):
    photon.plan(Mode.BROKEN)
    assert checked(place).checked_at is None
    checked(place)
    assert (len(photon.asked), due()) == (1, [])
    cache.delete(f"address-check:{place.pk}")
    assert due() == [place.pk]
    assert checked(place).verification == "verified"


def test_a_box_is_asked_of_nobody(photon, place):
    Property.objects.filter(pk=place.pk).update(address="Box 12")
    assert checked(place).checked_at is not None
    assert photon.asked == []


def test_nobody_is_asked_while_nobody_is_connected(settings, place):
    settings.ADDRESS_PROVIDERS = []
    assert (checked(place).checked_at, due()) == (None, [])


def test_of_google_only_the_words_are_kept(settings, place):
    settings.ADDRESS_PROVIDERS, settings.GOOGLE_PLACES_URL = ["google"], GOOGLE
    Property.objects.filter(pk=place.pk).update(provider="google", provider_ref="ChIJabc")
    words = {"12A": "street_number", "Skissvägen": "route", "Storköping": "postal_town", "123 45": "postal_code"}
    told = {"id": "ChIJabc", "addressComponents": [{"longText": text, "types": [kind]} for text, kind in words.items()]}
    with responses.RequestsMock() as net:
        net.add(responses.GET, f"{GOOGLE}/v1/places/ChIJabc", json=told)
        found = checked(place)
    assert (found.verification, found.point, found.licence) == ("verified", None, Licence.GOOGLE)


def test_a_provider_that_takes_one_question_a_second_is_waited_for(settings, place, monkeypatch):
    settings.ADDRESS_PROVIDERS, settings.NOMINATIM_URL = ["nominatim"], "https://nominatim.openstreetmap.org"
    slept: list[float] = []
    monkeypatch.setattr("crm.tasks.addresses.time.sleep", slept.append)
    turns = iter([False, True])
    monkeypatch.setattr("integrations.clients.geo_guard.take_turn", lambda *_: next(turns))
    with responses.RequestsMock() as net:
        net.add(responses.GET, "https://nominatim.openstreetmap.org/search", json=[])
        assert checked(place).checked_at is not None
    assert slept == [1.0]
