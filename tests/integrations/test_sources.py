"""Inställningar › Integrationer: who is asked for addresses, maps and roads, how that goes, and whether it works."""

import pytest
from django.urls import reverse

from crm.models import AddressFile, PostalPlace
from integrations.clients import routing
from perforia.base.clock import now
from perforia.base.errors import ProviderDown
from perforia.base.health import is_paused, note_failure
from perforia.base.permissions import Role
from simulators.failing import Mode

pytestmark = pytest.mark.django_db
OVERVIEW = "/installningar/integrationer/"


@pytest.fixture
def owner(login_as):
    return login_as(Role.OWNER)


def shown(client):
    return client.get(OVERVIEW).content.decode()


def test_nothing_connected_is_said_with_what_to_do(client, owner):
    page = shown(client)
    for words in ("ADDRESS_PROVIDERS", "MAP_LAYERS", "ROUTER_URL", "alla restider är uppskattade"):
        assert words in page


def test_a_source_shows_its_health_and_is_tested_from_the_page(client, owner, photon, osrm):
    assert shown(client).count("Inte använd än") >= 2
    told = client.post(reverse("integrations:check_source", args=["photon"]), follow=True).content.decode()
    assert "Anslutningen fungerar. Data från 2026-11-14." in told
    told = client.post(reverse("integrations:check_source", args=["osrm"]), follow=True).content.decode()
    assert "Stockholm–Uppsala" in told
    assert told.count("Senaste svar") == 2


def test_a_source_that_fails_says_why_and_when(client, owner, photon):
    photon.plan(Mode.FORBIDDEN)
    told = client.post(reverse("integrations:check_source", args=["photon"]), follow=True).content.decode()
    assert told.count("Photon släpper inte in oss (403). Kontrollera nyckeln.") == 2
    assert "Fungerar inte" in told


def test_a_source_that_is_left_alone_says_so_and_a_good_test_ends_it(client, owner, osrm):
    for _ in range(5):
        note_failure("osrm", "OSRM fungerar inte just nu (500).", counts=True)
    assert "Vilar efter flera fel" in shown(client)
    router = routing.router()
    assert router is not None
    with pytest.raises(ProviderDown, match="vila en minut"):
        routing.table(router, [(59.6, 16.5)], [(59.7, 16.5)], vehicle="car")
    client.post(reverse("integrations:check_source", args=["osrm"]))
    assert not is_paused("osrm")


@pytest.mark.parametrize("name", ["photon", "elsewhere", "map:karta"])
def test_what_is_not_connected_cannot_be_tested(client, owner, name):
    assert client.post(reverse("integrations:check_source", args=[name])).status_code == 404


def test_the_register_tells_how_large_and_how_old_it_is(client, owner):
    url = reverse("crm:register_facts")
    assert "Det egna registret är tomt" in client.get(url).content.decode()
    PostalPlace.objects.create(postal_code="12345", city="Storköping", addresses=1523)
    AddressFile.objects.create(name="a.gpkg", sha256="x", version="2026-11-21", started_at=now(), finished_at=now())
    told = client.get(url).content.decode()
    assert "Eget register med 1\xa0523 adresser, data från 2026-11-21. Inläst idag" in told


def test_only_who_manages_integrations_may_test(client, login_as, photon):
    login_as(Role.OFFICE)
    assert client.post(reverse("integrations:check_source", args=["photon"])).status_code == 403
    assert photon.asked == []
