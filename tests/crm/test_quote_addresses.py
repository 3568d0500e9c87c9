"""Addresses in the public quote form: completed from the own register, a few at a time, for people and no scripts."""

import pytest
import time_machine

from crm.services import limits
from perforia.base.clock import now
from tests.factories.addresses import register
from tests.factories.leads import source

pytestmark = pytest.mark.django_db


@pytest.fixture
def form():
    return source()


def test_a_visitors_address_is_completed_and_filled_in(client, form):
    (point,) = register("Testgränd 14, 123 45 Storköping")
    page = client.get(f"/offert/{form.key}/adress/", {"q": "testgränd 1"})
    assert "Testgränd 14" in page.content.decode()
    assert "© Lantmäteriet" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    told = client.get(f"/offert/{form.key}/adress/valj/", {"provider": "register", "ref": f"p:{point.pk}"}).json()
    assert (told["address"], told["postal_code"], told["city"]) == ("Testgränd 14", "123 45", "Storköping")


@pytest.mark.parametrize(
    "asked", [{}, {"provider": "photon", "ref": "x"}, {"provider": "register", "ref": "p:x"}, {"ref": "s:1"}]
)
def test_what_is_not_of_the_own_register_is_nothing(client, form, asked):
    assert client.get(f"/offert/{form.key}/adress/valj/", asked).json() == {}
    assert client.get(f"/offert/{form.key}/adress/", {"q": "te"}).content.decode().count('role="option"') == 0


def test_who_asks_like_no_person_is_stopped_for_a_minute(client, form, monkeypatch):
    monkeypatch.setattr(limits, "COMPLETED_PER_MINUTE", 2)
    with time_machine.travel(now(), tick=False):
        codes = [client.get(f"/offert/{form.key}/adress/", {"q": "test"}).status_code for _ in range(3)]
        assert codes == [200, 200, 429]
        assert client.get(f"/offert/{form.key}/adress/valj/").status_code == 429


def test_a_form_that_is_unknown_or_closed_completes_nothing(client, form):
    assert client.get("/offert/finnsinte/adress/", {"q": "test"}).status_code == 404
    form.is_active = False
    form.save(update_fields=["is_active"])
    assert client.get(f"/offert/{form.key}/adress/", {"q": "test"}).status_code == 404
    assert client.post(f"/offert/{form.key}/adress/").status_code == 405


def test_both_addresses_of_the_form_are_completed_with_scripts(client, form):
    page = client.get(f"/offert/{form.key}/").content.decode()
    assert page.count(f'data-search="/offert/{form.key}/adress/"') == 2
    assert 'autocomplete="street-address"' in page
