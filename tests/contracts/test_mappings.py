"""Templates: read from the service, filled from what we know, and never used when they could lose a contract."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.models import TemplateMapping, TemplateRefresh
from contracts.queries import mappings as queries
from contracts.rules import dictionary, mappings
from contracts.rules.dictionary import Facts, Home, Person, Sums, Work
from contracts.rules.mappings import MappingDetails
from contracts.services import mappings as services
from contracts.states import ContractKind
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.permissions import Role
from tests.factories import crm, world
from tests.factories.leads import source
from tests.factories.templates import REMOTE_ID, data_field, refresh, template, told

PAGE = "/installningar/avtalsmallar/"
FACTS = Facts(
    person=Person(number="K-1204", name="Bengt Påhittsson"),
    start=Home("Mallgatan 9", "1203", "123 45", "Storköping", area="74"),
    work=Work("L-5786", ["Flytt", "Flyttstädning"], date(2026, 6, 24)),
    sums=Sums(number="O-2026-0012", total=Decimal("18900.00"), deduction=Decimal("-7150.50")),
)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("kund.namn", "Bengt Påhittsson"),
        ("fran.adress", "Mallgatan 9, lgh 1203, 123 45 Storköping"),
        ("fran.boyta", "74\u00a0m²"),
        ("uppdrag.tjanst", "Flytt och flyttstädning"),
        ("uppdrag.datum", "onsdag 24 juni 2026"),
        ("uppdrag.datum_iso", "2026-06-24"),
        ("offert.summa", "18\u00a0900\u00a0kr"),
        ("offert.rut", "\u22127\u00a0150,50\u00a0kr"),
        ("offert.moms", ""),
        ("till.adress", ""),
        ("no.word.of.ours", ""),
    ],
)
def test_a_word_of_the_dictionary_is_written_as_a_contract_says_it(key, words):
    assert dictionary.value_of(key, FACTS) == words


def test_every_word_of_the_dictionary_says_something_of_empty_facts_and_has_a_key_of_its_own():
    assert {dictionary.value_of(entry.key, Facts()) for entry in dictionary.ENTRIES} == {""}
    assert len(dictionary.BY_KEY) == len(dictionary.ENTRIES)
    assert {entry.group for entry in dictionary.ENTRIES} == set(dictionary.GROUPS)


@pytest.mark.parametrize(
    ("custom_id", "name", "key"),
    [
        ("kundnamn", "", "kund.namn"),
        ("fran_adress", "", "fran.adress"),
        ("frn-adress", "Från adress", "fran.adress"),
        ("flyttdatum", "Flyttdatum", "uppdrag.datum_iso"),
        ("x1", "Våningsplan och katt", ""),
    ],
)
def test_a_data_field_is_guessed_by_its_id_or_its_name(custom_id, name, key):
    assert dictionary.guess(custom_id, name) == key


def test_where_a_value_comes_from_is_told_by_number():
    assert dictionary.origin_of("kund.namn", FACTS) == "Kund K-1204"
    assert dictionary.origin_of("uppdrag.datum", FACTS) == "Lead L-5786"
    assert dictionary.origin_of("no.word.of.ours", FACTS) == ""


def test_a_field_without_value_is_told_of_but_not_one_that_is_left_empty_on_purpose():
    fields = [data_field("arende_id"), data_field("a"), data_field("b"), data_field("c"), data_field("d")]
    answers = {"a": {"key": "kund.namn"}, "b": {"key": "till.adress"}, "c": {"text": "Senast 3 dagar före"}}
    rows = mappings.fill(fields, answers, FACTS, id_field="arende_id")

    assert [(row.custom_id, row.value, row.origin) for row in rows] == [
        ("a", "Bengt Påhittsson", "Kund K-1204"), ("b", "", "Fastighet"), ("c", "Senast 3 dagar före", "Mallen"),
        ("d", "", ""),
    ]  # fmt: skip
    assert [row.custom_id for row in mappings.without_value(rows, answers)] == ["b"]


@pytest.mark.django_db
def test_a_new_template_comes_with_a_proposal_and_is_not_used_before_a_person_says_so():
    refresh(told())
    made = TemplateMapping.objects.get()

    assert (made.id_field, made.is_used, made.is_offered) == ("arende_id", False, False)
    assert made.mapping["kundnamn"] == {"key": "kund.namn"}
    assert "arende_id" not in made.mapping
    assert TemplateRefresh.objects.get().count == 1


@pytest.mark.django_db
def test_a_reading_keeps_what_a_person_chose_and_marks_fields_that_came_and_went():
    made = template()
    details = MappingDetails(ContractKind.ONE_JOB, "arende_id", True, {"pris": {"text": "Enligt offert"}})
    services.change_mapping(mapping=made, details=details, by=world.person(Role.OWNER), at=now())
    refresh(told(("arende_id", "Ärende-id"), ("pris", "Pris"), ("portkod", "Portkod")))
    made.refresh_from_db()

    assert made.mapping == {"pris": {"text": "Enligt offert"}}
    assert made.changes["added"] == ["portkod"]
    assert "flyttdag" in made.changes["removed"]
    services.change_mapping(mapping=made, details=details, by=world.person(Role.OWNER), at=now())
    made.refresh_from_db()
    assert not made.has_changes


@pytest.mark.django_db
def test_a_template_that_loses_the_field_for_our_id_is_used_no_more():
    template()
    refresh(told(("kundnamn", "Namn")))
    made = TemplateMapping.objects.get()

    assert (made.id_field, made.is_used) == ("", False)


@pytest.mark.django_db
def test_a_template_that_is_gone_stays_but_is_not_offered_until_it_comes_back():
    template()
    refresh()
    gone = TemplateMapping.objects.get()

    assert gone.missing_at is not None
    assert not TemplateMapping.objects.offered().exists()
    refresh(told())
    assert TemplateMapping.objects.offered().get().mapping == gone.mapping


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("id_field", "answers", "words"),
    [
        ("", {}, "Välj vilket datafält som bär ärendets id"),
        ("borta", {}, "finns inte längre i mallen"),
        ("arende_id", {"borta": {"text": "x"}}, "finns inte längre i mallen"),
        ("arende_id", {"pris": {"key": "no.word"}}, "Välj vad ”Pris” ska fyllas med"),
    ],
)
def test_a_mapping_that_could_lose_a_contract_is_refused(id_field, answers, words):
    made = template(is_used=False)
    details = MappingDetails(ContractKind.ONE_JOB, id_field, True, answers)

    with pytest.raises(DomainError, match=words):
        services.change_mapping(mapping=made, details=details, by=world.person(Role.OWNER), at=now())


@pytest.mark.django_db
def test_a_reading_is_taken_once_and_found_again_until_it_is_done():
    asked = services.ask_for_refresh(by=None, at=now())

    assert services.ask_for_refresh(by=None, at=now()) == asked
    assert services.due_refreshes(now()) == [{"refresh_id": asked.pk}]
    claimed = services.claim_refresh(refresh_id=asked.pk, at=now())
    assert claimed == asked
    assert services.claim_refresh(refresh_id=asked.pk, at=now()) is None
    services.record_refresh_failed(refresh=asked, reason="Oneflow svarar inte.", at=now())
    asked.refresh_from_db()
    assert (asked.error, services.due_refreshes(now())) == ("Oneflow svarar inte.", [])


@pytest.mark.django_db
def test_facts_of_a_protected_customer_hide_the_way_there_from_who_may_not_see_it():
    customer = crm.protected()
    start = queries.start_from(world.person(Role.OWNER), customer=customer)
    seen = queries.facts_of(start, by=world.person(Role.OWNER), today=today())
    hidden = queries.facts_of(start, by=world.person(Role.READER), today=today())

    assert seen.person.address == "Dolda stigen 5"
    assert (hidden.person.address, hidden.person.phone, hidden.start.address) == ("", "", "")


@pytest.mark.django_db
def test_the_page_shows_a_real_customers_values_while_the_form_is_filled_in(client, login_as):
    login_as(Role.OWNER)
    source()
    made, customer = template(), crm.customer("Bengt Påhittsson")
    page = client.get(f"{PAGE}{made.pk}/").content.decode()
    tried = client.post(
        f"{PAGE}{made.pk}/prova/", {"key_1": "kund.namn", "key_2": "", "kund": customer.pk, "kind": "one_job"}
    )

    assert "Bengt Påhittsson" in page
    assert "saknas" in page
    assert "lämnas tomt" in tried.content.decode()
    made.refresh_from_db()
    assert made.mapping["flyttdag"] == {"key": "uppdrag.datum"}


@pytest.mark.django_db
def test_a_form_that_is_wrong_is_shown_again_as_it_was_typed(client, login_as):
    login_as(Role.OWNER)
    made = template(is_used=False)
    answer = client.post(
        f"{PAGE}{made.pk}/", {"kind": "one_job", "is_used": "on", "key_5": "text", "text_5": "Enligt offert"}
    )

    assert answer.status_code == 422
    assert "Välj vilket datafält som bär ärendets id" in answer.content.decode()
    assert "Enligt offert" in answer.content.decode()


@pytest.mark.django_db
def test_the_list_asks_the_database_as_often_for_one_template_as_for_three(
    client, login_as, django_assert_max_num_queries
):
    login_as(Role.OWNER)
    template()
    client.get(PAGE)
    counts = []
    for number in (1, 3):
        refresh(*(told(remote_id=REMOTE_ID + each) for each in range(number)))
        with django_assert_max_num_queries(30) as counted:
            assert client.get(PAGE).status_code == 200
        counts.append(len(counted))

    assert counts[0] == counts[1]
