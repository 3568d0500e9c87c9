"""A contract is created at the service exactly once, whatever becomes of the answers, and published or explained."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from contracts import tasks
from contracts.models import Contract
from contracts.rules.contracts import Terms
from contracts.services import contracts, creating
from contracts.states import ContractStatus, EventKind, SendState
from integrations.models import Connection
from perforia.base.clock import now
from perforia.base.models import Notification
from perforia.base.permissions import Role
from tests.factories import world
from tests.factories.contracts import asked, details, draft, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("esign_connection")]
CREATE, PUBLISH = "POST /v1/contracts/create", "POST /v1/contracts/*/publish"


def send(contract):
    """What the worker does when it is due."""
    Contract.objects.filter(pk=contract.pk, send_state=SendState.WAITING).update(next_try_at=now())
    tasks.send_contract(contract_id=contract.pk)
    contract.refresh_from_db()
    return contract


def waited(contract):
    """From when it was taken up to when it is taken up again."""
    return contract.next_try_at - contract.claimed_at


def test_a_contract_is_created_filled_and_published(oneflow):
    made = send(asked(terms=Terms(value=Decimal(14500)), sign_by=(now() + timedelta(days=10)).date()))

    (there,) = oneflow.contracts()
    assert (made.status, made.send_state, made.remote_id) == (ContractStatus.SENT, SendState.DONE, there["id"])
    values = {each["_private_ownerside"]["custom_id"]: each["value"] for each in there["data_fields"]}
    assert values["arende_id"] == str(made.uuid)
    assert values["flyttdatum"] == "2026-12-24"
    assert there["_private"]["value"]["amount"] == "14500.00"
    assert made.sent_at.isoformat() == there["published_time"]
    assert made.expires_at is not None
    assert [move.new for move in made.moves.order_by("pk")] == ["creating", "sent"]
    assert made.participants.get().remote_id is not None
    assert [each["subject"] for each in oneflow.outbox()] == ["Flyttavtal från Exempel Flytt"]


def test_sending_again_what_has_been_sent_does_nothing(oneflow):
    made = send(asked())

    tasks.send_contract(contract_id=made.pk)
    contracts.ask_for_sending(contract=made, by=world.person(Role.OFFICE), at=now())
    send(made)

    assert (len(oneflow.contracts()), len(oneflow.outbox())) == (1, 1)


@pytest.mark.parametrize("mode", ["timeout_after", "timeout_before", "status:500", "html:502", "status:429"])
@pytest.mark.parametrize("call", [CREATE, PUBLISH])
def test_after_any_lost_answer_there_is_one_contract_and_one_invitation(oneflow, call, mode):
    oneflow.fail(call, mode)
    made = send(asked())
    assert (made.status, made.send_state) == (ContractStatus.CREATING, SendState.WAITING)

    send(made)

    assert made.status == ContractStatus.SENT
    assert len(oneflow.contracts()) == len(oneflow.outbox()) == 1
    assert made.remote_id == oneflow.contracts()[0]["id"]


def test_an_unknown_outcome_is_looked_into_after_half_a_minute_and_not_earlier(oneflow):
    oneflow.fail(CREATE, "timeout_after")
    made = asked()

    tasks.send_contract(contract_id=made.pk)
    made.refresh_from_db()

    assert made.is_unsure
    assert waited(made) >= timedelta(seconds=30)
    tasks.send_contract(contract_id=made.pk)
    assert len(oneflow.contracts()) == 1
    assert Contract.objects.get(pk=made.pk).send_state == SendState.WAITING


def test_too_many_calls_are_answered_with_patience(oneflow):
    oneflow.fail(CREATE, "status:429")
    made = asked()

    tasks.send_contract(contract_id=made.pk)
    made.refresh_from_db()

    assert not made.is_unsure
    assert waited(made) >= timedelta(seconds=60)


def test_a_worker_that_died_after_asking_is_followed_by_one_that_looks_first(oneflow):
    made = asked()
    claim = creating.claim_sending(contract_id=made.pk, at=now())
    assert claim is not None
    creating.note_asking(claim=claim)
    oneflow.fail(CREATE, "timeout_after")
    with time_machine.travel(now() + timedelta(minutes=20), tick=True):
        assert creating.due_sendings(now()) == [{"contract_id": made.pk}]
        send(made)
        assert len(oneflow.contracts()) == 1
        send(made)

    assert made.status == ContractStatus.SENT
    assert len(oneflow.contracts()) == 1


def test_a_double_that_search_did_not_show_in_time_is_removed_before_anybody_is_invited(oneflow, monkeypatch):
    made = asked()
    oneflow.fail(CREATE, "timeout_after")
    send(made)
    with monkeypatch.context() as patch:
        patch.setattr("integrations.clients.esign.find_by_field", lambda *_: [])
        oneflow.fail(PUBLISH, "status:500")
        patch.setattr("contracts.tasks.sending._remove_doubles", lambda *_: None)
        send(made)
    assert len(oneflow.contracts()) == 2

    send(made)

    assert made.status == ContractStatus.SENT
    assert [each["id"] for each in oneflow.contracts()] == [made.remote_id]


def test_what_the_service_refuses_is_named_at_our_fields_and_mended_without_creating_anew(oneflow):
    made = asked(people=[person(), person("Britta Påhittsson", "britta@exempel.test", phone="+46701740612")])
    oneflow.fail(PUBLISH, "status:409")
    send(made)
    assert (made.status, made.send_state) == (ContractStatus.CREATING, SendState.STOPPED)
    assert "saknas i avtalet" in made.error
    assert made.remote_id is not None
    first = made.remote_id

    people = [
        person("Bengt P."),
        person("Britta Påhittsson", "britta.ny@exempel.test", channel="sms", phone="0701740612"),
    ]
    by = world.person(Role.OFFICE)
    contracts.change_draft(contract=made, details=details(title="Nytt namn", people=people), by=by, at=now())
    contracts.retry_sending(contract=made, by=by, at=now())
    send(made)

    (there,) = oneflow.contracts()
    assert (made.status, made.remote_id, there["id"]) == (ContractStatus.SENT, first, first)
    assert there["_private"]["name"] == "Nytt namn"
    told = [party["participant"] for party in there["parties"] if not party["my_party"]]
    assert [each["name"] for each in told] == ["Bengt P.", "Britta Påhittsson"]
    assert (told[1]["email"], told[1]["delivery_channel"]) == ("britta.ny@exempel.test", "sms")
    assert (made.error, made.problems, made.attention) == ("", {}, "")


def test_a_refusal_of_values_says_which_and_keeps_what_was_typed(oneflow):
    made = asked(people=[person("Bengt", personal_number="198801012397")])
    made.participants.update(sign_method="", channel="sms")

    send(made)

    assert made.send_state == SendState.STOPPED
    assert made.problems == {"participants.0.phone": ["Oneflow godtar inte telefonnumret. Kontrollera och rätta."]}
    assert made.remote_id is None
    assert made.participants.get().decrypted_personal_number == "198801012397"
    assert made.events.filter(kind=EventKind.STOPPED).count() == 1
    assert Notification.objects.filter(user=made.owner, text__contains="kunde inte skickas").count() == 1


@pytest.mark.parametrize(
    ("call", "status", "words"),
    [(PUBLISH, 402, "abonnemanget"), (CREATE, 403, "behörighet"), (CREATE, 404, "finns inte längre")],
)
def test_refusals_that_no_field_is_to_blame_for_are_said_in_swedish(oneflow, call, status, words):
    oneflow.fail(call, f"status:{status}")

    made = send(asked())

    assert made.send_state == SendState.STOPPED
    assert words in made.error
    assert made.attention


def test_a_draft_that_somebody_deleted_over_there_is_created_anew_when_a_person_says_so(oneflow):
    oneflow.fail(PUBLISH, "status:404")
    made = send(asked())
    assert (made.send_state, made.remote_id) == (SendState.STOPPED, None)
    oneflow.reset()

    contracts.retry_sending(contract=made, by=world.person(Role.OFFICE), at=now())
    send(made)

    assert made.status == ContractStatus.SENT


def test_nothing_is_sent_while_we_are_not_let_in_and_those_in_charge_are_told(oneflow):
    owner = world.person(Role.OWNER, "Olga Ägare")
    oneflow.fail(CREATE, "status:401")
    first, second = asked(), asked()
    send(first)
    assert (first.send_state, first.attempts) == (SendState.WAITING, 0)
    assert Connection.objects.get().refused_at is not None

    send(second)

    assert second.attempts == 0
    assert "släpper inte in oss" in second.error
    assert oneflow.contracts() == []
    assert Notification.objects.filter(user=owner, text__contains="släpper inte in").exists()
    Connection.objects.update(refused_at=None)  # what a test of the connection does
    assert send(first).status == send(second).status == ContractStatus.SENT


def test_a_contract_without_a_connection_waits_for_a_person():
    Connection.objects.all().delete()

    made = send(asked())

    assert made.send_state == SendState.STOPPED
    assert "inte anslutet" in made.error


def test_companies_sign_as_one_party_with_their_people(oneflow):
    company = {"party_kind": "company", "company_name": "Kontor AB", "company_number": "556000-0002"}
    made = send(
        asked(people=[person("Olle", "olle@exempel.test", **company), person("Eva", "eva@exempel.test", **company)])
    )

    (party,) = [each for each in oneflow.contracts()[0]["parties"] if not each["my_party"]]
    assert (party["name"], [each["name"] for each in party["participants"]]) == ("Kontor AB", ["Olle", "Eva"])
    assert made.participants.exclude(remote_id=None).count() == 2


def test_a_draft_is_not_sent_by_itself(oneflow):
    made = send(draft())

    assert made.status == ContractStatus.DRAFT
    assert oneflow.contracts() == []
