"""Addresses of customers: added, corrected, retired; what a crew must know."""

from decimal import Decimal

import pytest

from crm.models import Customer, Property
from crm.queries.customers import search_customers
from perforia.base.clock import today
from perforia.base.models import AuditEvent
from perforia.base.permissions import Role
from tests.factories import crm as factory

pytestmark = pytest.mark.django_db
WHOLE = {
    "purpose": "next", "address": "Testgränd 14", "apartment": "1203", "postal_code": "12346", "city": "Storköping",
    "area": "112", "rooms": "4,5", "floor": "0", "lift": "90 × 120 cm", "door_code": "4711", "frequency": "biweekly",
    "parking": "Lastplats 15 m från dörren", "from_on": "2026-12-24", "until_on": "", "conditions": "Katt 🐈",
    "seen": "",
}  # fmt: skip


def test_an_address_is_added_with_all_a_crew_must_know_and_finds_its_customer(client, office):
    made = factory.customer()
    assert client.post(f"/kunder/{made.pk}/adresser/ny/", WHOLE).url == f"/kunder/{made.pk}/"
    place = Property.objects.get()
    assert (place.area, place.rooms, place.floor, place.postal_code) == (112, Decimal("4.5"), 0, "123 46")
    assert place.decrypted_door_code == "4711"
    assert "4711" not in place.door_code
    assert list(search_customers(office, "testgränd", today=today())) == [made]
    page = client.get(f"/kunder/{made.pk}/").content.decode()
    for words in (
        "Testgränd 14, lgh 1203",
        "4,5 rum",
        "112 m²",
        "bottenvåning",
        "varannan vecka",
        "Katt 🐈",
        "Från 24 dec",
    ):
        assert words in page
    assert "4711" not in page


WRONG = [
    ({"address": " "}, "Skriv gata och nummer."), ({"postal_code": "12"}, "Skriv fem siffror"),
    ({"area": "stor"}, "Skriv en siffra"), ({"area": "-3"}, "Skriv en siffra"), ({"area": "99999"}, "Högst 20000"),
    ({"rooms": "fyra"}, "Skriv antal rum"), ({"rooms": "4,55"}, "Skriv antal rum"),
    ({"floor": "tre"}, "bottenvåningen"),
    ({"from_on": "igår"}, "Skriv ett datum"), ({"until_on": "2026-12-01"}, "före startdatumet"),
    ({"purpose": "slott"}, "Välj ett av alternativen i listan."),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), WRONG)
def test_what_is_wrong_is_said_in_swedish_and_what_was_typed_is_kept(client, office, change, said):
    made = factory.customer()
    answer = client.post(f"/kunder/{made.pk}/adresser/ny/", WHOLE | change)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Lastplats 15 m" in answer.content.decode()
    assert not Property.objects.exists()


def test_an_empty_door_code_leaves_the_one_that_is_known(client, office):
    place = factory.place(factory.customer(), door_code="1234")
    client.post(f"/kunder/adresser/{place.pk}/", WHOLE | {"door_code": ""})
    place.refresh_from_db()
    assert (place.address, place.decrypted_door_code) == ("Testgränd 14", "1234")


def test_what_somebody_else_changed_is_never_written_over(client, office):
    place = factory.place(factory.customer())
    for address, status in (("Först", 302), ("Sist", 422)):
        assert client.post(f"/kunder/adresser/{place.pk}/", WHOLE | {"address": address}).status_code == status
    place.refresh_from_db()
    assert place.address == "Först"


def test_a_retired_address_is_put_away_loses_its_door_code_and_can_be_taken_back(client, office):
    made = factory.customer()
    place = factory.place(made, door_code="1234")
    client.post(f"/kunder/adresser/{place.pk}/laggs-undan/")
    place.refresh_from_db()
    assert place.retired_at is not None
    assert place.door_code == ""
    page = client.get(f"/kunder/{made.pk}/")
    assert page.context["places"] == []
    assert "Adresser som inte används längre (1)" in page.content.decode()
    client.post(f"/kunder/adresser/{place.pk}/laggs-undan/")
    assert len(client.get(f"/kunder/{made.pk}/").context["places"]) == 1


def test_a_door_code_is_shown_on_request_which_is_logged(client, office):
    made = factory.customer()
    place = factory.place(made, door_code="1234")
    answer = client.post(f"/kunder/adresser/{place.pk}/portkod/")
    assert "1234" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert AuditEvent.objects.get(verb="customer.door_code_revealed").target_id == made.pk


def test_who_only_reads_changes_no_address_and_sees_no_door_code(client, login_as):
    made = factory.customer()
    place = factory.place(made, door_code="1234")
    login_as(Role.READER)
    assert client.get(f"/kunder/adresser/{place.pk}/").status_code == 403
    assert client.post(f"/kunder/adresser/{place.pk}/laggs-undan/").status_code == 403
    assert client.post(f"/kunder/adresser/{place.pk}/portkod/").status_code == 403
    assert "Portkod visas i uppdraget." in client.get(f"/kunder/{made.pk}/").content.decode()


def test_an_address_of_nobody_is_not_found(client, office):
    assert client.get("/kunder/adresser/999/").status_code == 404
    assert client.get("/kunder/999/adresser/ny/").status_code == 404


def test_nothing_is_added_to_an_anonymised_customer(client, office):
    made = factory.customer()
    Customer.objects.filter(pk=made.pk).update(anonymised_at="2026-01-01T00:00Z")
    answer = client.post(f"/kunder/{made.pk}/adresser/ny/", WHOLE)
    assert answer.status_code == 422
    assert "anonymiserad" in answer.content.decode()
