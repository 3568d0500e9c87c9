"""A case without a letter, and what is added to a case by hand."""

from datetime import date

import pytest
from django.urls import reverse

from archive.states import DocumentKind
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Role
from rut.models import Case
from rut.rules.facts import CaseFacts
from rut.services import cases, creation
from rut.states import CaseStatus, ItemState
from tests.factories import world

pytestmark = pytest.mark.django_db
WRITTEN = {
    "kind": "completion_request", "reference": "8-7654321", "received_on": "2026-11-20", "deadline": "2026-12-11",
    "officer_name": "Tove Exempelgren", "officer_email": "tove@skatteverket.se", "invoices": "F-1001, f 1001\nF-9999",
    "codes": ["K01", "K02", "K10"],
}  # fmt: skip


@pytest.fixture
def officer(client):
    client.force_login(world.person())
    return client


@pytest.fixture
def case(db):
    facts = CaseFacts("question", "8-1", date(2026, 11, 20), date(2026, 12, 11))
    return creation.open_by_hand(facts=facts, invoices=[], codes=["K01"], by=world.person(), at=now())


def test_a_case_heard_on_the_telephone_is_opened_with_its_matrix_and_what_the_archive_has(officer):
    invoice = world.invoice("F-1001")
    world.paper(b"Faktura F-1001", "F-1001.txt", DocumentKind.INVOICE, of=invoice)

    answer = officer.post(reverse("rut:new_case"), WRITTEN)

    case = Case.objects.get()
    assert answer.url == reverse("rut:case_page", args=[case.number])
    assert (case.number, case.owner, case.deadline, case.amount) == (
        "RUT-0001",
        world.person(),
        date(2026, 12, 11),
        1250,
    )
    listed = [
        (each.invoice and each.invoice.number, each.printed_number) for each in case.invoices.order_by("position")
    ]
    assert listed == [("F-1001", "F-1001"), (None, "F-9999")]
    assert case.items.count() == 5  # two invoices with two papers each, and the one about the firm
    assert case.items.get(code="K01", case_invoice__invoice=invoice).state == ItemState.FOUND


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reference": ""}, "måste fyllas i"),
        ({"deadline": "2026-11-01"}, "Svarsdagen är före dagen då brevet kom"),
        ({"invoices": "F" * 50}, "för långt för ett fakturanummer"),
        ({"codes": ["K99"]}, "Välj ett av alternativen i listan."),
        ({"officer_email": "tove"}, "e-post"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(officer, wrong, sentence):
    answer = officer.post(reverse("rut:new_case"), WRITTEN | wrong)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Tove Exempelgren" in page
    assert not Case.objects.exists()


def test_a_reference_that_has_an_open_case_leads_to_it(officer, case):
    answer = officer.post(reverse("rut:new_case"), WRITTEN | {"reference": "8-1"}, follow=True)

    assert f"{case.number} är redan öppet med samma referens" in answer.content.decode()
    assert Case.objects.count() == 1


def test_more_that_is_asked_makes_cells_once_and_takes_up_an_answered_case(officer, case):
    cases.start_collecting(case=case, by=world.person(), at=now())
    cases.record_answer(case=case, by=world.person(), at=now())
    more = {"invoices": "F-2", "codes": ["K04"]}

    for _ in range(2):
        officer.post(reverse("rut:ask_more", args=[case.number]), more)

    case.refresh_from_db()
    assert case.status == CaseStatus.COLLECTING
    assert case.invoices.count() == 1
    assert sorted(case.items.exclude(case_invoice=None).values_list("code", flat=True)) == ["K01", "K04"]
    empty = officer.post(reverse("rut:ask_more", args=[case.number]), {})
    assert "Skriv ett fakturanummer eller välj minst en handling." in empty.content.decode()


def test_another_officer_is_written_down_found_and_told_in_the_history(officer, case):
    facts = {"reference": "8-1", "officer_name": "Nils Fingerad", "officer_email": "nils@skatteverket.se"}

    officer.post(reverse("rut:edit_facts", args=[case.number]), facts)

    page = officer.get(reverse("rut:case_page", args=[case.number])).content.decode()
    assert "nils@skatteverket.se" in page
    assert "ändrade uppgifterna om Skatteverket" in page
    assert case.number in officer.get("/rut/arenden/", {"q": "fingerad"}).content.decode()


def test_a_reference_of_another_open_case_is_refused(case):
    other = CaseFacts("question", "8-2", date(2026, 11, 20), None)
    creation.open_by_hand(facts=other, invoices=[], codes=[], by=world.person(), at=now())

    with pytest.raises(DomainError, match="RUT-0002"):
        cases.change_facts(case=case, by=world.person(), at=now(), reference="8-2")


def test_a_reader_is_offered_no_buttons_and_refused_the_forms(client, case):
    client.force_login(world.person(Role.READER, "Lena Läsare"))
    page = client.get(reverse("rut:case_page", args=[case.number])).content.decode()

    for name in ("ask_more", "edit_facts", "edit_deadline", "assign_case"):
        address = reverse(f"rut:{name}", args=[case.number])
        assert client.get(address).status_code in {403, 404}
        assert name == "assign_case" or address not in page
    assert "Anteckna" not in page
