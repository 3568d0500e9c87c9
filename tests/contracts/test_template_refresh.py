"""Templates are read from Oneflow on loopback, and a customer's own link leads to a fresh one there."""

import pytest

from contracts import tasks
from contracts.models import Contract, ContractEvent, TemplateMapping
from contracts.services import mappings as services
from contracts.services.reminding import link_of
from perforia.base.clock import now
from perforia.base.permissions import Role
from tests.factories.contracts import asked
from tests.factories.contracts import mapping as a_mapping

pytestmark = pytest.mark.django_db
PAGE = "/installningar/avtalsmallar/"


def read():
    """Ask for the templates, and let a worker read them."""
    made = services.ask_for_refresh(by=None, at=now())
    tasks.refresh_templates(refresh_id=made.pk)
    made.refresh_from_db()
    return made


def test_every_template_comes_with_its_fields_and_ways_and_is_proposed_a_mapping(oneflow, esign_connection):
    told = read()
    move = TemplateMapping.objects.get(name="Flyttavtal privatperson")

    assert (told.error, told.count) == ("", 4)
    assert move.id_field == "arende_id"
    assert (move.workspace_name, move.is_used) == ("Exempel Flytt & Städ", False)
    assert move.mapping["kundnamn"] == {"key": "kund.namn"}
    assert {each["name"] for each in move.channels} == {"email", "sms", "same_device", "none"}
    assert next(each for each in move.channels if each["is_preferred"])["name"] == "email"


def test_one_that_is_turned_off_there_stays_known_as_inactive_and_one_that_is_gone_as_gone(oneflow, esign_connection):
    read()
    templates = oneflow.world.tables["templates"]
    off, gone = list(templates)[:2]
    templates[off]["template_active"] = False
    del templates[gone]
    read()

    assert not TemplateMapping.objects.get(remote_id=int(off)).is_active
    assert TemplateMapping.objects.get(remote_id=int(off)).missing_at is None
    assert TemplateMapping.objects.get(remote_id=int(gone)).missing_at is not None


def test_what_is_known_stays_when_oneflow_does_not_answer(oneflow, esign_connection):
    read()
    oneflow.fail("GET /v1/templates", "status:500", times=10)
    told = read()

    assert told.error
    assert TemplateMapping.objects.filter(missing_at=None).count() == 4


def test_without_a_connection_it_is_said_what_to_do(client, login_as):
    login_as(Role.OWNER)
    client.post(f"{PAGE}hamta/")
    read()

    assert "Oneflow är inte anslutet." in client.get(PAGE).content.decode()


@pytest.fixture
def person(oneflow, esign_connection):
    """Somebody who has been asked to sign and has got a link of ours."""
    a_mapping()
    contract = asked()
    tasks.send_contract(contract_id=contract.pk)
    signer = Contract.objects.get(pk=contract.pk).participants.get()
    signer.token = "a-token-that-nobody-guesses"
    signer.save(update_fields=["token"])
    return signer


def test_our_link_says_where_it_leads_and_then_leads_there_by_a_fresh_link_that_is_kept_nowhere(
    client, person, oneflow
):
    url = link_of(person).partition("/avtal/")[2]
    page = client.get(f"/avtal/{url}")
    first, second = client.post(f"/avtal/{url}oppna/"), client.post(f"/avtal/{url}oppna/")

    assert person.name in page.content.decode()
    assert oneflow.page in page.headers["Content-Security-Policy"]
    assert first.status_code == 302
    assert first.headers["Location"].startswith(oneflow.page)
    assert (first.headers["Cache-Control"], first.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert second.status_code == 302
    assert ContractEvent.objects.filter(kind="link_used").count() == 1
    assert not any(first.headers["Location"] in str(row) for row in Contract.objects.values())


def test_our_link_says_so_when_oneflow_is_away_and_is_none_for_who_guesses(client, person, oneflow):
    oneflow.fail("POST /v1/contracts/*", "status:500", times=10)
    away = client.post(f"/avtal/signera/{person.token}/oppna/")

    assert away.status_code == 503
    assert "går inte att öppna just nu" in away.content.decode()
    assert client.get("/avtal/signera/guessed/").status_code == 404
    assert client.post("/avtal/signera/guessed/oppna/").status_code == 404
