"""Contracts as people write them: numbered, checked before they are sent, changed until then, copied after."""

from datetime import date
from functools import partial

import pytest

from contracts.models import Contract
from contracts.rules.contracts import Terms
from contracts.rules.participants import Offered, PersonDetails, our_problems, parties_of, problems_of
from contracts.services import contracts, contracts_register
from contracts.services.contracts import NotReady, ValueDetails
from contracts.states import ContractStatus, EventKind, PartyKind, Renewal, SendState
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Role
from tests.factories import world
from tests.factories.contracts import asked, details, draft, mapping, person

OFFERED = Offered(frozenset({"email", "sms", "same_device"}), frozenset({"standard_esign", "sms", "swedish_bankid"}))
BENGT = PersonDetails("Bengt Påhittsson", email="bengt@exempel.test")


@pytest.mark.parametrize(
    ("people", "field", "words"),
    [
        ([], "participants", "minst en person"),
        ([PersonDetails("Bo", email="bo@exempel.test", is_signatory=False)], "participants", "måste signera"),
        ([PersonDetails("", email="bo@exempel.test")], "participants.0.name", "namn"),
        ([PersonDetails("Bo")], "participants.0.email", "e-postadress"),
        ([PersonDetails("Bo", email="bo@")], "participants.0.email", "e-postadress"),
        ([PersonDetails("Bo", channel="sms")], "participants.0.phone", "mobilnummer"),
        ([PersonDetails("Bo", email="bo@exempel.test", sign_method="sms")], "participants.0.phone", "mobilnummer"),
        ([PersonDetails("Bo", email="bo@exempel.test", phone="12")], "participants.0.phone", "telefonnummer"),
        ([PersonDetails("Bo", email="b@exempel.test", channel="none")], "participants.0.channel", "tillåter inte"),
        (
            [PersonDetails("Bo", email="b@exempel.test", sign_method="frejaid")],
            "participants.0.sign_method",
            "tillåter",
        ),
        ([PersonDetails("Bo", channel="same_device")], "participants.0.sign_method", "vår skärm"),
        ([BENGT, PersonDetails("Britta", email="Bengt@Exempel.test")], "participants.1.email", "två gånger"),
        (
            [PersonDetails("Bo", email="b@exempel.test", party_kind=PartyKind.COMPANY)],
            "participants.0.company_name",
            "f",
        ),
    ],
)
def test_what_the_service_would_refuse_is_told_before_anything_is_sent(people, field, words):
    problems = problems_of(people, OFFERED)

    assert set(problems) == {field}
    assert words in problems[field][0]


def test_people_who_can_sign_have_no_problems():
    britta = PersonDetails("Britta", phone="070-174 06 12", channel="sms", sign_method="swedish_bankid")
    assert problems_of([BENGT, britta], OFFERED) == {}


def test_private_persons_are_parties_and_a_company_is_one_with_its_people():
    olle = PersonDetails("Olle", party_kind=PartyKind.COMPANY, company_name="Kontor AB", company_number="556000-0002")
    eva = PersonDetails("Eva", party_kind=PartyKind.COMPANY, company_name="kontor ab", company_number="556000-0002")

    assert [party.positions for party in parties_of([olle, BENGT, eva])] == [(0, 2), (1,)]


@pytest.mark.parametrize(
    ("path", "said", "field", "words"),
    [
        ("parties[1].participants[1].phone_number", "bad", "participants.2.phone", "telefonnumret"),
        ("parties[0].participant.email", "bad", "participants.0.email", "e-postadressen"),
        (
            "parties[0].participant.email",
            "with this e-mail address already exists.",
            "participants.0.email",
            "två gånger",
        ),
        ("parties[1].identification_number", "bad", "participants.1.company_number", "företagets"),
        ("data_fields[1].custom_id", "unknown", "values.flyttdatum", "finns inte i mallen"),
        ("name", "too long", "title", "namn"),
        ("_private.signing_period_expiration", "past", "sign_by", "sista dagen"),
        ("subject", "required", "subject", "ämnet"),
        ("something.new", "?", "title", "uppgifterna"),
    ],
)
def test_complaints_of_the_service_are_said_at_our_own_fields(path, said, field, words):
    company = partial(PersonDetails, party_kind=PartyKind.COMPANY, company_name="Kontor AB")
    people = [BENGT, company("Olle"), company("Eva")]

    problems = our_problems({path: [said]}, people, ["arende_id", "flyttdatum"])

    assert list(problems) == [field]
    assert words in problems[field][0]


@pytest.mark.django_db
def test_contracts_are_numbered_by_year_and_remember_who_wrote_them():
    first, second = draft(), draft()

    year = now().year
    assert (first.number, second.number) == (f"A-{year}-0001", f"A-{year}-0002")
    assert first.owner == first.created_by
    assert [event.kind for event in first.events.order_by("pk")] == [EventKind.DRAFTED]
    assert first.uuid != second.uuid


@pytest.mark.django_db
def test_a_contract_that_is_not_ready_says_what_to_do_and_stays_a_draft():
    made = draft(subject="", people=[person(email="")], values=[ValueDetails("gammalt-falt", "x")])

    with pytest.raises(NotReady) as refused:
        contracts.ask_for_sending(contract=made, by=world.person(Role.OFFICE), at=now())

    assert set(refused.value.problems) == {"subject", "participants.0.email", "values.gammalt-falt"}
    made.refresh_from_db()
    assert (made.status, made.send_state) == (ContractStatus.DRAFT, SendState.IDLE)


@pytest.mark.django_db
def test_a_template_that_is_turned_off_is_told_before_sending():
    made = draft(mapping=mapping(is_used=False, remote_id=5))

    with pytest.raises(NotReady) as refused:
        contracts.ask_for_sending(contract=made, by=world.person(Role.OFFICE), at=now())

    assert "Mallen går inte att använda" in refused.value.problems["mapping"][0]


@pytest.mark.django_db
def test_asking_twice_is_asking_once():
    made = asked()
    again = contracts.ask_for_sending(contract=made, by=world.person(Role.OFFICE), at=now())

    assert (again.status, again.send_state) == (ContractStatus.CREATING, SendState.WAITING)
    assert again.moves.count() == 1
    with pytest.raises(DomainError, match="skickas just nu"):
        contracts.change_draft(contract=made, details=details(title="Annat"), by=world.person(Role.OFFICE), at=now())


@pytest.mark.django_db
def test_a_draft_changed_by_two_keeps_what_the_first_wrote():
    made = draft()
    seen = contracts.version_of(made)
    contracts.change_draft(
        contract=made, details=details(title="Först"), by=world.person(Role.OFFICE), at=now(), seen=seen
    )

    with pytest.raises(DomainError, match="Någon har ändrat"):
        contracts.change_draft(
            contract=made, details=details(title="Sen"), by=world.person(Role.OFFICE), at=now(), seen=seen
        )

    assert Contract.objects.get().title == "Först"


@pytest.mark.django_db
def test_a_sent_contract_never_changes_but_a_copy_holds_all_that_was_written():
    made = draft(people=[person(personal_number="198801012397"), person("Britta", "britta@exempel.test")])
    Contract.objects.filter(pk=made.pk).update(status=ContractStatus.SENT, remote_id=7, sent_at=now())

    with pytest.raises(DomainError, match="Gör ett nytt avtal"):
        contracts.change_draft(contract=made, details=details(), by=world.person(Role.OFFICE), at=now())
    copy = contracts.copy_contract(contract=made, by=world.person(Role.OFFICE), at=now())

    assert (copy.status, copy.copied_from, copy.remote_id) == (ContractStatus.DRAFT, made, None)
    assert copy.uuid != made.uuid
    assert [row.name for row in copy.participants.order_by("position")] == ["Bengt Påhittsson", "Britta"]
    assert copy.participants.get(position=0).decrypted_personal_number == "198801012397"
    assert [(row.custom_id, row.value) for row in copy.values.all()] == [("flyttdatum", "2026-12-24")]


@pytest.mark.django_db
def test_the_register_answers_for_any_date():
    made = draft(terms=Terms(starts_on=date(2026, 2, 1), ends_on=date(2026, 6, 30)))
    signed = {"signed_at": now(), "signed_on": date(2026, 1, 15)}
    Contract.objects.filter(pk=made.pk).update(**signed)

    on = Contract.objects.in_force
    assert [bool(on(date(2026, *day))) for day in ((1, 20), (2, 1), (6, 30), (7, 1))] == [False, True, True, False]
    terms = Terms(starts_on=date(2026, 2, 1), ends_on=date(2026, 6, 30), renewal=Renewal.AUTOMATIC, renewal_months=6)
    contracts_register.change_terms(contract=made, terms=terms, by=world.person(Role.OFFICE), at=now())
    assert on(date(2027, 1, 1)).exists()
    contracts_register.give_notice(contract=made, last_day=date(2026, 12, 31), by=world.person(Role.OFFICE), at=now())
    assert not on(date(2027, 1, 1)).exists()
