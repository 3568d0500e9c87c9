"""Who may be the same person: told with reasons, while somebody types and on every page."""

import pytest

from crm.models import Customer, Lead
from crm.queries.duplicates import doubted, duplicates_of, duplicates_of_customer, duplicates_of_lead
from crm.rules.duplicates import Person, likeness, reasons
from crm.services.customers import CustomerDetails, record_customer
from perforia.base.clock import now
from perforia.base.permissions import Role
from tests.factories import world
from tests.factories.leads import lead

pytestmark = pytest.mark.django_db
ASTRID = Person("Astrid Exempelsson", "+46701740612", "astrid@example.se", "Provvägen 4")


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (Person(phone="+46701740612"), ["samma telefon"]),
        (Person(email="astrid@example.se"), ["samma e-post"]),
        (Person("Exempelsson Astrid", address="Provvägen 4 lgh 1102"), ["liknande namn och adress"]),
        (Person("Astrid Exempelson", address="Provv. 4"), ["liknande namn och adress"]),
        (Person("Astrid Exempelsson", "+46701740612", "astrid@example.se", "Provvägen 4"),
         ["samma telefon", "samma e-post", "liknande namn och adress"]),
        (Person("Astrid Exempelsson", address="Storgatan 19"), []),
        (Person("Bengt Berg", address="Provvägen 4"), []),
        (Person(), []),
    ],
)  # fmt: skip
def test_two_are_alike_for_reasons(other, why):
    assert reasons(ASTRID, other) == why


def test_likeness_does_not_mind_accents_or_the_order_of_words():
    assert likeness("Åsa Öström", "ostrom asa") == 1
    assert likeness("", "Åsa") == 0
    assert likeness("Åsa", "Bengt") == 0


def customer(**told):
    return record_customer(details=CustomerDetails(**{"name": "Astrid Exempelsson", **told}), by=None, at=now())


def test_customers_come_first_and_each_with_its_reason(seller):
    made = lead(email="astrid@example.se")
    known = customer(phone="070-174 06 12")
    found = duplicates_of(seller, ASTRID)

    assert [each.row for each in found] == [known, made]
    assert found[0].words == "Samma telefon"
    assert found[1].words == "Samma telefon, samma e-post"


def test_a_customer_written_in_another_way_is_found_by_words_and_weighed(seller):
    known = customer(name="Exempelsson, Astrid", address="Provvägen 4")

    assert [each.row for each in duplicates_of(seller, Person("Astrid Exempelsson", address="provvägen 4"))] == [known]


def test_those_that_are_merged_or_archived_or_the_lead_itself_are_not_told_of(seller):
    made, gone, old = lead(), lead(), lead()
    Lead.objects.filter(pk=gone.pk).update(merged_into=made)
    Lead.objects.filter(pk=old.pk).update(archived_at=now())

    assert duplicates_of_lead(seller, made) == []


def test_a_leads_own_customer_is_no_duplicate_of_it(seller):
    made = lead()
    Lead.objects.filter(pk=made.pk).update(customer=customer(phone="+46701740612"))
    made.refresh_from_db()

    assert duplicates_of_lead(seller, made) == []
    assert doubted(seller, [made]) == set()


def test_a_page_of_leads_marks_those_that_share_something(seller):
    one, two = lead(), lead("A. Exempelsson")
    three, four = lead("Bengt", "+46701740613"), lead("Vera", "", email="vera@example.se")
    customer(name="Vera", email="vera@example.se")

    assert doubted(seller, [one, two, three, four]) == {one.pk, two.pk, four.pk}


def test_customers_with_the_same_personal_number_are_alike(seller):
    one, two = customer(personal_number=world.TEST_NUMBER), customer(name="B", personal_number=world.TEST_NUMBER)

    assert [each.words for each in duplicates_of_customer(seller, one)] == ["Samma personnummer"]
    assert duplicates_of_customer(seller, two)[0].row == one


def test_while_somebody_types_the_form_is_told(client, seller):
    made = lead()
    page = client.get("/leads/dubbletter/?phone=070-174+06+12").content.decode()
    own = client.get(f"/leads/dubbletter/?phone=070-174+06+12&lead={made.pk}").content.decode()

    assert "Samma telefon" in page
    assert made.number in page
    assert made.number not in own


def test_while_a_customer_is_corrected_its_own_leads_are_no_news(client, seller):
    made, stranger = customer(phone="+46701740612"), lead("A. Exempelsson")
    own = lead()
    Lead.objects.filter(pk=own.pk).update(customer=made)
    told = {"phone": "070-174 06 12", "customer": made.pk}

    page = client.post("/kunder/dubbletter/", told).content.decode()

    assert stranger.number in page
    assert own.number not in page
    assert made.number not in page


@pytest.mark.parametrize("query", ["", "lead=x", "phone=%00", "name='; DROP TABLE", "name=%F0%9F%9A%9A+%F0%9F%98%80"])
def test_whatever_is_typed_is_answered(client, seller, query):
    assert client.get(f"/leads/dubbletter/?{query}").status_code == 200


def test_nobody_without_permission_is_told(client, login_as):
    lead()
    assert Customer.objects.count() == 0
    login_as(Role.STAFF)

    assert client.get("/leads/dubbletter/?phone=070-174+06+12").status_code == 403
