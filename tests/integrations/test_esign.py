"""The client of Oneflow against a strict one on loopback: every call, every refusal, every way an answer gets lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
import requests
from django.db import transaction

from integrations.clients import esign, http
from integrations.clients.esign_errors import raise_for
from integrations.models import Exchange
from integrations.services.connections import EsignAccount, account_of
from perforia.base.errors import Refused, Unheard, Unreachable
from simulators.oneflow.seed import BRANCH, COMPANY_MOVE, OFFICE, PRIVATE_MOVE, fixture

OURS = "c1f0a7de-52b4-4c1a-9f0e-7a4e2f0b9d11"
MAJA = esign.DraftParticipant("Maja Ekdahl", "email", email="maja@kund.example", sign_method="swedish_bankid")
DRAFT = esign.Draft(
    OFFICE,
    PRIVATE_MOVE,
    "Flyttavtal – Maja Ekdahl",
    [esign.DraftParty([MAJA])],
    {"arende_id": OURS, "pris": "14 500 kr"},
)
INVITATION = {"subject": "Flyttavtal", "message": "Hej Maja!\n\nHär är ditt flyttavtal."}


@pytest.fixture
def account(esign_connection):
    return account_of(esign_connection)


@pytest.fixture
def draft(account):
    return esign.create(account, DRAFT)


@pytest.fixture
def sent(account, draft):
    return esign.publish(account, draft.id, **INVITATION)


def like(draft, **changes):
    return replace(DRAFT, **changes)


def customer(contract):
    return contract.participants()[0]


# ------------------------------------------------------------------ every call
def test_the_account_its_workspaces_templates_and_fields_are_told(account):
    esign.ping(account)
    assert esign.own_account(account).name == "Exempel Flytt & Städ AB"
    assert [(place.id, place.may_create) for place in esign.workspaces(account)] == [(OFFICE, True), (BRANCH, True)]
    assert [found.name for found in esign.templates(account, workspace_id=BRANCH)] == ["Städavtal löpande", "Flyttstäd"]
    assert len(esign.templates(account)) == 4  # the inactive one is left out

    template = esign.template(account, PRIVATE_MOVE)
    assert [(way.name, way.required) for way in template.channels][:2] == [
        ("email", ("email",)),
        ("sms", ("phone_number",)),
    ]
    assert [way.name for way in template.sign_methods if way.is_preferred] == ["swedish_bankid"]
    assert template.type_id is not None
    fields = esign.data_fields(account, template.type_id)
    assert (fields[0].custom_id, fields[0].name) == ("arende_id", "Ärende-id")


def test_a_private_contract_is_created_found_by_our_id_and_read(account, draft):
    assert (draft.state, draft.name, draft.template_id) == ("draft", DRAFT.name, PRIVATE_MOVE)
    assert draft.data_fields["arende_id"] == OURS
    assert [(party.is_ours, party.kind) for party in draft.parties] == [(True, "company"), (False, "individual")]
    person = customer(draft)
    assert (person.email, person.is_signatory, person.sign_method) == (MAJA.email, True, "swedish_bankid")
    assert esign.find_by_field(account, "arende_id", OURS) == [draft.id]
    assert esign.find_by_field(account, "arende_id", "someone else's") == []
    assert esign.contract(account, draft.id) == draft
    assert urlsplit(draft.url).path == f"/contracts/{draft.id}"


def test_a_company_signs_with_several_people_and_buys_products(account):
    people = [
        esign.DraftParticipant("Olle Berg", "email", email="olle@kontor.example", sign_method="standard_esign"),
        esign.DraftParticipant("Eva Dal", "sms", phone="+46700000001", sign_method="sms"),
        esign.DraftParticipant("Per Läsare", "none", is_signatory=False),
    ]
    party = esign.DraftParty(people, is_company=True, name="Kontorsbolaget AB", number="556000-0002")
    products = [esign.DraftProduct("Flytt av kontor", Decimal("14500.50"), quantity=Decimal("1.5"))]

    made = esign.create(account, like(DRAFT, template_id=COMPANY_MOVE, parties=[party], products=products))

    assert [person.is_signatory for person in made.participants()] == [True, True, False]
    assert (made.parties[1].name, made.parties[1].number) == ("Kontorsbolaget AB", "556000-0002")


def test_a_private_person_is_a_party_of_one(account):
    with pytest.raises(ValueError, match="party of one"):
        esign.create(account, like(DRAFT, parties=[esign.DraftParty([MAJA, MAJA])]))


def test_a_contract_is_sent_opened_signed_and_brought_home(account, oneflow, sent):
    assert (sent.state, customer(sent).delivery_status) == ("pending", "success")
    assert sent.published_at is not None
    assert sent.expires_at > sent.published_at + timedelta(days=13)

    link = esign.access_link(account, sent.id, customer(sent).id)
    assert "Signera" in requests.get(link, timeout=5).text
    opened = esign.contract(account, sent.id)
    assert (customer(opened).visits, customer(opened).delivery_status) == (1, "opened")
    requests.post(f"{link}/sign", timeout=5)

    signed = esign.contract(account, sent.id)
    assert (signed.state, customer(signed).sign_state, signed.lifecycle) == ("signed", "signed", "active")
    assert signed.signed_at == customer(signed).sign_state_at
    assert esign.download(account, sent.id).startswith(b"%PDF-1.4")
    assert esign.access_link(account, sent.id, customer(sent).id) != link


def test_a_contract_is_put_right_before_it_is_sent(account, draft):
    esign.set_fields(account, draft.id, {"flyttdatum": "2026-12-13", "fran-adress": "Provgatan 1"})
    esign.set_value(account, draft.id, amount=Decimal(14500))
    person = replace(MAJA, name="Maja Ek", email="maja.ek@kund.example")
    esign.change_participant(account, draft.id, draft.parties[1].id, customer(draft).id, person)

    read = esign.contract(account, draft.id)
    assert (read.data_fields["flyttdatum"], read.data_fields["fran-adress"]) == ("2026-12-13", "Provgatan 1")
    assert (read.value, customer(read).name, customer(read).email) == (
        Decimal(14500),
        "Maja Ek",
        "maja.ek@kund.example",
    )


def test_a_contract_whose_time_is_out_is_revived_by_a_later_day(account, oneflow, sent):
    oneflow.act("expire", sent.id)
    assert esign.contract(account, sent.id).state == "overdue"

    esign.set_expiry(account, sent.id, expires_on=datetime.now(UTC).date() + timedelta(days=30))

    assert esign.contract(account, sent.id).state == "pending"


def test_a_removed_contract_is_gone_and_removing_it_again_is_no_trouble(account, oneflow, sent):
    esign.delete(account, sent.id)
    oneflow.world.options.delete_404 = True
    esign.delete(account, sent.id)

    with pytest.raises(esign.Gone):
        esign.contract(account, sent.id)


def test_what_changed_is_read_page_by_page_the_latest_first(account, oneflow, monkeypatch):
    monkeypatch.setattr(esign, "AT_ONCE", 2)
    made = [esign.create(account, DRAFT).id for _ in range(5)]
    for number, remote_id in enumerate(made):
        oneflow.world.tables["contracts"][str(remote_id)]["state_updated_time"] = f"2026-11-2{number}T08:00:00+0000"

    assert [found.id for found in esign.contracts_changed(account)] == made[::-1]
    since = datetime(2026, 11, 22, 8, tzinfo=UTC)
    assert [found.id for found in esign.contracts_changed(account, since=since)] == made[:1:-1]
    assert list(esign.contracts_changed(account, states=["signed", "pending"])) == []


def test_a_place_to_call_back_is_made_changed_and_removed(account):
    made = esign.add_webhook(account, url="https://x.example/a/", sign_key="k", workspace_id=OFFICE)
    esign.change_webhook(account, made.id, url="https://x.example/b/", sign_key="k2")
    (hook,) = esign.webhooks(account)
    assert (hook.id, hook.url, hook.workspace_ids) == (made.id, "https://x.example/b/", frozenset())
    assert hook.events == set(esign.EVENTS)
    esign.remove_webhook(account, made.id)
    esign.remove_webhook(account, made.id)
    assert esign.webhooks(account) == []


# ------------------------------------------------------------------ every refusal
def test_a_wrong_key_or_user_is_not_let_in(account):
    with pytest.raises(esign.NotLetIn) as refusal:
        esign.ping(replace(account, token="x" * 40))
    assert refusal.value.request_id
    with pytest.raises(esign.NotLetIn):
        esign.create(replace(account, user_email="slutat@exempel.test"), DRAFT)


def test_what_is_wrong_is_named_by_its_place(account):
    nobody = replace(MAJA, email="")
    with pytest.raises(esign.Invalid) as refusal:
        esign.create(account, like(DRAFT, parties=[esign.DraftParty([nobody])], data_fields={"fel": "x"}))
    assert set(refusal.value.problems) == {"data_fields[0].custom_id", "parties[0].participant.email"}
    assert refusal.value.code == 4000000


def test_the_same_address_twice_has_a_code_of_its_own(account):
    party = esign.DraftParty([MAJA, replace(MAJA, email="MAJA@kund.example")], is_company=True, name="Bolaget")
    with pytest.raises(esign.Invalid) as refusal:
        esign.create(account, like(DRAFT, parties=[party]))
    assert (refusal.value.code, list(refusal.value.problems)) == (4000003, ["parties[0].participants[1].email"])


def test_an_inactive_template_and_a_foreign_workspace_are_forbidden(account):
    with pytest.raises(esign.Forbidden):
        esign.create(account, like(DRAFT, template_id=771204))
    with pytest.raises(esign.Forbidden):
        esign.create(replace(account, user_email="utan@exempel.test"), DRAFT)


def test_publishing_again_conflicts_and_a_free_plan_does_not_publish(account, oneflow, sent):
    with pytest.raises(esign.Conflict):
        esign.publish(account, sent.id, **INVITATION)
    other = esign.create(account, DRAFT)
    for told in oneflow.world.tables["accounts"].values():
        told["plan"] = "free"
    with pytest.raises(esign.NoPlan):
        esign.publish(account, other.id, **INVITATION)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, esign.Invalid), (401, esign.NotLetIn), (402, esign.NoPlan), (403, esign.Forbidden), (404, esign.Gone),
     (409, esign.Conflict), (418, esign.Said), (429, Unreachable), (500, Unreachable), (502, Unreachable)],
)  # fmt: skip
@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"parameter_problems": ["x"], "error_code": "?"}'])
def test_whatever_the_body_the_status_says_what_it_is(status, kind, body):
    with pytest.raises(kind):
        raise_for(http.Answer(status, {}, body), method="GET")


# ------------------------------------------------------------------ answers that get lost
@pytest.mark.parametrize("mode", ["status:500", "status:503", "html:502", "timeout_before", "timeout_after"])
def test_nobody_knows_whether_a_contract_was_created_when_the_answer_is_lost(account, oneflow, mode):
    oneflow.fail("POST /v1/contracts/create", mode)

    with pytest.raises(Unheard):
        esign.create(account, DRAFT)

    happened = mode == "timeout_after"
    assert len(esign.find_by_field(account, "arende_id", OURS)) == int(happened)


@pytest.mark.parametrize("mode", ["status:500", "html:502", "timeout_before", "timeout_after"])
def test_a_question_can_be_asked_again_when_the_answer_is_lost(account, oneflow, draft, mode):
    oneflow.fail("GET /v1/contracts/*", mode)

    with pytest.raises(Unreachable) as silence:
        esign.contract(account, draft.id)

    assert not isinstance(silence.value, Unheard)
    assert esign.contract(account, draft.id).id == draft.id


def test_too_many_calls_are_refused_before_anything_is_done(account, oneflow):
    oneflow.world.options.rate_limit = 1
    esign.ping(account)

    with pytest.raises(Unreachable) as refusal:
        esign.create(account, DRAFT)

    assert not isinstance(refusal.value, Unheard)
    assert refusal.value.retry_after == 60
    oneflow.advance(301)
    assert esign.create(account, DRAFT).state == "draft"


def test_a_wait_that_oneflow_names_is_kept_to():
    with pytest.raises(Unreachable) as refusal:
        raise_for(http.Answer(429, {"retry-after": "7"}, b""), method="POST")
    assert refusal.value.retry_after == 7


def test_where_nobody_listens_nothing_can_have_happened(account):
    with pytest.raises(Unreachable) as silence:
        esign.create(replace(account, base_url="http://127.0.0.1:9/v1"), DRAFT)
    assert not isinstance(silence.value, Unheard)


def test_who_is_silent_for_too_long_is_left(account, oneflow, monkeypatch):
    monkeypatch.setattr(http, "SILENT_SECONDS", 0.05)
    oneflow.fail("* /v1/*", "slow:300", times=2)
    with pytest.raises(Unreachable):
        esign.ping(account)
    with pytest.raises(Unheard):
        esign.create(account, DRAFT)


# ------------------------------------------------------------------ the PDF
def test_a_pdf_that_is_not_printed_yet_is_waited_for(account, oneflow):
    oneflow.world.options.pdf_delay = 30
    draft = esign.create(account, DRAFT)
    with pytest.raises(Unreachable, match="inte färdig"):
        esign.download(account, draft.id)
    oneflow.advance(31)
    assert esign.download(account, draft.id)


def test_the_store_of_the_pdf_sees_nothing_of_us_and_its_link_is_not_written_down(account, draft):
    esign.download(account, draft.id)  # the store answers 400 to Oneflow's headers

    paths = list(Exchange.objects.order_by("pk").values_list("path", flat=True))
    assert paths[-2:] == [f"/v1/contracts/{draft.id}/files/1", "/(pdf)"]


def test_a_download_that_leads_to_a_private_network_is_refused_before_a_word_is_said(account, oneflow):
    ask = http.Ask("GET", f"https://localhost:{oneflow.port}/x", base="https://api.oneflow.example/v1")
    with pytest.raises(Refused, match="internt nät"):
        http.call(ask, service="Oneflow", note=account.note)
    with pytest.raises(Refused, match="utan kryptering"):
        http.call(replace(ask, url="http://store.example/x"), service="Oneflow", note=account.note)


def test_an_answer_that_is_too_large_is_not_read_to_its_end(account, oneflow):
    ask = http.Ask("GET", f"{oneflow.page}/", base=oneflow.url, most_bytes=100)
    with pytest.raises(Refused, match="mer än"):
        http.call(ask, service="Oneflow", note=account.note)


# ------------------------------------------------------------------ what is not known yet, and what is written down
def test_states_methods_and_fields_nobody_knows_do_no_harm(account, oneflow, sent):
    row = oneflow.world.tables["contracts"][str(sent.id)]
    row |= {"state": "frozen", "lifecycle_state": "x", "published_time": "soon", "new_thing": {"a": [1]}}
    row["parties"][1]["participant"] |= {"sign_method": "eid_hub", "delivery_channel": "pigeon", "visits": None}
    del row["parties"][1]["participant"]["_private_ownerside"]
    row["_private_ownerside"]["template_id"] = None

    read = esign.contract(account, sent.id)

    assert (read.state, read.published_at, read.template_id) == ("frozen", None, None)
    assert (customer(read).sign_method, customer(read).channel, customer(read).visits) == ("eid_hub", "pigeon", 0)


def test_no_call_is_made_inside_a_transaction(account, oneflow, transactional_db):
    with transaction.atomic(), pytest.raises(RuntimeError):
        esign.ping(account)
    assert not Exchange.objects.exists()


def test_every_call_is_written_down_without_what_was_said(account, draft):
    esign.find_by_field(account, "arende_id", OURS)
    with pytest.raises(esign.Gone):
        esign.contract(account, 1)

    made, found, gone = Exchange.objects.order_by("pk")
    assert (made.method, made.path, made.status, made.error) == ("POST", "/v1/contracts/create", 200, "")
    assert (found.path, gone.status) == ("/v1/contracts", 404)
    assert gone.request_id
    assert OURS not in str([vars(row) for row in (made, found, gone)])


def test_a_call_that_cannot_be_written_down_has_happened_all_the_same(account, draft, monkeypatch, caplog):
    monkeypatch.setattr(EsignAccount, "note", lambda *_, **__: 1 / 0)

    assert esign.contract(account, draft.id).id == draft.id
    assert "could not be written down" in caplog.text


def test_the_token_never_shows(account):
    assert account.token not in repr(account)
    assert isinstance(account, EsignAccount)


def test_the_simulator_begins_with_four_templates_that_hold_our_id():
    told = fixture()
    active = [template["template_type"]["id"] for template in told["templates"] if template["template_active"]]
    fields = {kind["id"]: [field["custom_id"] for field in kind["data_fields"]] for kind in told["template_types"]}
    assert len(active) == 4
    assert all("arende_id" in fields[kind] for kind in active)
