"""A qualified lead becomes a customer with its addresses in one step, once, and nothing is typed twice."""

from decimal import Decimal

import pytest

from crm.models import Consent, Customer, Lead, Property
from crm.services import lead_moves, qualifying
from crm.services.capture import capture
from crm.services.customers import CustomerDetails, record_customer
from crm.states import CustomerKind
from perforia.base.clock import now
from perforia.base.errors import DomainError
from tests.crm.test_capture import FIRST
from tests.factories.leads import lead, source, step

pytestmark = pytest.mark.django_db
HOME = {"area_m2": "72", "rooms": "3", "floor": "2", "elevator": "small", "frequency": "biweekly", "to_floor": "4"}


def qualified(by, **told):
    made = lead(**told)
    return lead_moves.qualify(lead=made, step=step(), by=by, at=now())


def test_everything_known_follows_to_the_customer_and_its_homes(seller):
    made = qualified(
        seller, owner=seller, email="astrid@example.se", address="Provvägen 4", postal_code="123 45",
        city="Storköping", to_address="Nyvägen 1", to_city="Lillköping", message="Hund finns.", details=HOME,
    )  # fmt: skip
    found = qualifying.to_customer(lead=made, by=seller, at=now())
    made.refresh_from_db()
    home, goal = Property.objects.order_by("pk")

    assert (made.customer, made.place) == (found, home)
    assert (found.name, found.phone, found.email, found.city) == (
        "Astrid Exempelsson", "+46701740612", "astrid@example.se", "Storköping",
    )  # fmt: skip
    assert (found.owner, found.kind) == (seller, CustomerKind.PRIVATE)
    assert (home.area, home.rooms, home.floor, home.lift, home.frequency, home.conditions) == (
        72, Decimal(3), 2, "Liten hiss", "biweekly", "Hund finns.",
    )  # fmt: skip
    assert (goal.address, goal.floor, goal.purpose) == ("Nyvägen 1", 4, "next")
    assert found.activities.count() == made.activities.count() == 1
    assert found.follow_ups.get() == made.follow_ups.get()


def test_consents_given_in_the_form_are_the_customers(seller):
    made = capture(
        source=source(), post=FIRST.__class__(**{**vars(FIRST), "consents": {"marketing": "granted"}}), at=now()
    )
    assert made.lead is not None
    lead_moves.qualify(lead=made.lead, step=step(), by=seller, at=now())
    found = qualifying.to_customer(lead=made.lead, by=seller, at=now())
    found.refresh_from_db()

    assert Consent.objects.get(customer=found).state == "granted"
    assert found.marketing == "granted"


def test_becoming_a_customer_twice_makes_one(seller):
    made = qualified(seller, address="Provvägen 4")

    assert qualifying.to_customer(lead=made, by=seller, at=now()) == qualifying.to_customer(
        lead=made, by=seller, at=now()
    )
    assert (Customer.objects.count(), Property.objects.count()) == (1, 1)


def test_one_who_is_known_gets_what_was_missing_and_keeps_what_was_there(seller):
    known = record_customer(details=CustomerDetails(name="Astrid E", phone="08-1"), by=seller, at=now())
    made = qualified(seller, email="astrid@example.se", address="Provvägen 4")
    qualifying.to_customer(lead=made, customer=known, by=seller, at=now())
    qualifying.to_customer(lead=qualified(seller, address="provvägen 4"), customer=known, by=seller, at=now())
    known.refresh_from_db()

    assert (known.name, known.phone, known.email) == ("Astrid E", "08-1", "astrid@example.se")
    assert known.properties.count() == 1


@pytest.mark.parametrize("change", [{"anonymised_at": now()}, {"merged": True}])
def test_one_who_is_gone_is_not_joined(seller, change):
    known = record_customer(details=CustomerDetails(name="Astrid E"), by=seller, at=now())
    other = record_customer(details=CustomerDetails(name="Astrid"), by=seller, at=now())
    Customer.objects.filter(pk=known.pk).update(**({"merged_into": other} if "merged" in change else change))
    with pytest.raises(DomainError, match="Välj en annan kund"):
        qualifying.to_customer(lead=qualified(seller), customer=known, by=seller, at=now())


def test_a_lead_that_is_not_qualified_is_refused(client, seller):
    made = lead()
    answer = client.post(f"/leads/{made.pk}/kund/", {"customer": ""})

    assert answer.status_code == 422
    assert "Kvalificera leadet först" in answer.content.decode()


def test_a_lead_without_any_name_is_called_by_how_it_is_reached_and_one_without_that_is_refused(seller):
    made = qualified(seller, name="", phone="", email="a@example.se")
    assert qualifying.to_customer(lead=made, by=seller, at=now()).name == "a@example.se"
    Lead.objects.filter(pk=(empty := qualified(seller)).pk).update(name="", phone="", email="")
    with pytest.raises(DomainError, match="Skriv namn"):
        qualifying.to_customer(lead=empty, by=seller, at=now())


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Brf Exemplet 3", CustomerKind.HOUSING_ASSOCIATION), ("Bostadsrättsföreningen Ek", "housing"),
        ("Mallföretaget AB", CustomerKind.COMPANY), ("Berg & Co HB", "company"), ("Abel Abrahamsson", "private"),
    ],
)  # fmt: skip
def test_a_name_says_what_its_bearer_is(name, kind):
    assert qualifying.kind_of(name) == kind


@pytest.mark.parametrize("details", [{"floor": "hög", "rooms": "många", "area_m2": ""}, {"rooms": "2,5 rum"}, {}])
def test_what_is_no_number_is_left_out(seller, details):
    made = qualified(seller, address="Provvägen 4", details=details)
    home = qualifying.to_customer(lead=made, by=seller, at=now()).properties.get()

    assert home.rooms == (Decimal("2.5") if details.get("rooms") == "2,5 rum" else None)
    assert home.floor is None


def test_the_page_offers_the_customer_that_may_be_the_same(client, seller):
    known = record_customer(details=CustomerDetails(name="A. E", phone="070-174 06 12"), by=seller, at=now())
    made = qualified(seller)
    page = client.get(f"/leads/{made.pk}/kund/").content.decode()
    answer = client.post(f"/leads/{made.pk}/kund/", {"customer": str(known.pk)})

    assert "Samma telefon" in page
    assert answer.url == f"/kunder/{known.pk}/"
    assert client.post(f"/leads/{qualified(seller).pk}/kund/", {"customer": "999999"}).status_code == 404
