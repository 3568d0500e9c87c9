"""What cases tell of a customer: on its page, in its list, and before it is forgotten."""

import pytest

from crm.models import Customer
from crm.queries.obstacles import obstacles_of
from perforia.base.clock import now, today
from perforia.base.permissions import Role
from rut.models import AffectedRow, Case
from rut.queries.customers import cases_of_customer
from rut.rules.facts import CaseFacts
from rut.services import cases, creation, customers
from rut.states import DocumentType
from rut.tasks.customers import forget_customer, tell_customer
from tests.factories import world
from tests.rut.test_flow import TODAY, confirm_all, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def invoice():
    return world.invoice()


@pytest.fixture
def case(invoice) -> Case:
    facts = CaseFacts(DocumentType.QUESTION, "8-1234567", TODAY, None)
    return creation.open_by_hand(facts=facts, invoices=[invoice.number], codes=["K10"], by=world.person(), at=now())


def test_the_sweep_tells_customers_when_a_case_opens_and_when_it_ends(invoice, case):
    wanted = [{"customer_id": invoice.customer_id}]
    assert list(customers.due_customers(now())) == wanted
    tell_customer(customer_id=invoice.customer_id)
    assert Customer.objects.get().has_open_case
    assert list(customers.due_customers(now())) == []
    cases.close(case=case, by=world.person(), at=now(), reason="Klart")
    assert list(customers.due_customers(now())) == wanted
    tell_customer(customer_id=invoice.customer_id)
    assert not Customer.objects.get().has_open_case


def test_the_list_of_customers_follows(client, login_as, invoice, case):
    tell_customer(customer_id=invoice.customer_id)
    world.invoice("F-2", name="Bo Alm")
    login_as(Role.OFFICE)
    rows = client.get("/kunder/?arende=oppet").context["page"].rows
    assert [row.customer.name for row in rows] == ["Anna Berg"]


def test_an_open_case_stops_forgetting_and_an_ended_one_keeps_the_name(invoice, case):
    found = [each.sentence for each in obstacles_of(invoice.customer, today=today()) if each.is_blocking]
    assert found == [f"RUT-ärendet {case.number} pågår hos Skatteverket. Avsluta ärendet först."]
    cases.close(case=case, by=world.person(), at=now(), reason="Klart")
    sentences = [each.sentence for each in obstacles_of(invoice.customer, today=today())]
    assert any(
        each.startswith(f"Underlaget i {case.number} måste sparas till {today().year + 7}-12-31") for each in sentences
    )
    assert not any("pågår" in each for each in sentences)


def test_the_customers_page_shows_its_cases_to_those_who_may_see_them(client, login_as, invoice, case):
    login_as(Role.READER)
    assert case.number in client.get(f"/rut/kunder/{invoice.customer_id}/arenden/").content.decode()
    assert list(cases_of_customer(world.person(Role.PLANNER), invoice.customer_id)) == []
    login_as(Role.PLANNER)
    assert client.get(f"/rut/kunder/{invoice.customer_id}/arenden/").status_code == 403
    assert "arenden" not in client.get(f"/kunder/{invoice.customer_id}/").content.decode()


@pytest.mark.slow
def test_letters_forget_somebody_who_is_forgotten_for_good(invoice):
    world.invoice("F-1002", deduction=750, name="Bo Alm")
    letter = confirm_all(upload(world.letter_pdf()).letters.get())
    case = Case.objects.get()
    assert "Anna Berg" in letter.affected.values_list("name", flat=True)
    forget_customer(customer_id=invoice.customer_id)
    assert AffectedRow.objects.filter(name="Anna Berg").exists()
    Customer.objects.filter(pk=invoice.customer_id).update(name="Anonymiserad kund K-1001", anonymised_at=now())
    assert list(customers.due_forgotten(now())) == [{"customer_id": invoice.customer_id}]
    for _ in range(2):
        forget_customer(customer_id=invoice.customer_id)
    assert not AffectedRow.objects.filter(name="Anna Berg").exists()
    assert list(customers.due_forgotten(now())) == []
    case.refresh_from_db()
    letter.refresh_from_db()
    assert "berg" not in str(case.search) + str(letter.search)
    assert "alm" in str(case.search)
