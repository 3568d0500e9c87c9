"""Who shares a deduction, and who else to talk to."""

import pytest

from crm.models import Contact, RutPerson
from crm.queries.customers import search_customers
from perforia.base.clock import today
from perforia.base.models import AuditEvent
from perforia.base.permissions import Role
from tests.factories import crm as factory

pytestmark = pytest.mark.django_db
BRITTA = {"name": "Britta Påhittsson", "personal_number": "750107-9292", "share": "50"}


def add(client, customer, **change):
    return client.post(f"/kunder/{customer.pk}/kopare/ny/", BRITTA | change)


def test_a_buyers_number_is_encrypted_masked_found_by_its_hash_and_shown_only_on_request(client, office):
    made = factory.customer()
    assert add(client, made).status_code == 302
    buyer = RutPerson.objects.get()
    assert "197501079292" not in buyer.personal_number
    assert buyer.decrypted_personal_number == "197501079292"
    page = client.get(f"/kunder/{made.pk}/").content.decode()
    assert "19750107–••••" in page
    assert "9292" not in page
    assert list(search_customers(office, "19750107-9292", today=today())) == [made]
    assert "19750107-9292" in client.post(f"/kunder/kopare/{buyer.pk}/personnummer/").content.decode()
    assert AuditEvent.objects.get(verb="customer.buyer_number_revealed").data == {"buyer": buyer.pk}


def test_a_coordination_number_is_taken(client, office):
    assert add(client, factory.customer(), personal_number="991171-2389").status_code == 302
    assert RutPerson.objects.get().personal_number_masked == "19991171–••••"


WRONG = [
    ({"personal_number": ""}, "Skriv personens personnummer."),
    ({"personal_number": "750107-9293"}, "Skriv 12 siffror"),
    ({"share": "0"}, "mellan 1 och 100"), ({"share": "101"}, "mellan 1 och 100"), ({"share": "halva"}, "i procent"),
    ({"name": ""}, "Skriv personens namn."),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), WRONG)
def test_what_is_wrong_is_said_in_swedish(client, office, change, said):
    answer = add(client, factory.customer(), **change)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not RutPerson.objects.exists()


def test_shares_are_never_more_than_the_whole_and_nobody_is_there_twice(client, office):
    made = factory.customer()
    add(client, made)
    assert "Högst 50 % är kvar" in add(client, made, personal_number="19880101-2397", share="51").content.decode()
    assert "finns redan" in add(client, made, share="10").content.decode()
    assert add(client, made, personal_number="19880101-2397", share="50").status_code == 302
    first = RutPerson.objects.order_by("pk")[0]
    address = f"/kunder/kopare/{first.pk}/"
    assert client.post(address, BRITTA | {"personal_number": "", "share": "51"}).status_code == 422
    assert client.post(address, BRITTA | {"personal_number": "", "share": "40", "name": "Britta P"}).status_code == 302
    first.refresh_from_db()
    assert (first.name, first.share, first.decrypted_personal_number) == ("Britta P", 40, "197501079292")


def test_an_association_has_no_deduction(client, office):
    assert "Bara privatpersoner" in add(client, factory.association()).content.decode()


def test_a_removed_buyer_is_forgotten(client, office):
    made = factory.customer()
    add(client, made)
    client.post(f"/kunder/kopare/{RutPerson.objects.get().pk}/ta-bort/")
    assert not RutPerson.objects.exists()
    assert list(search_customers(office, "19750107-9292", today=today())) == []


def test_contacts_are_added_in_a_dialog_corrected_and_removed(client, office):
    brf = factory.association()
    htmx = {"HX-Request": "true"}
    dialog = client.get(f"/kunder/{brf.pk}/kontakter/ny/", headers=htmx).content.decode()
    assert "<html" not in dialog
    assert "Lägg till kontakten" in dialog
    told = {"name": "Astrid", "role": "ordförande", "phone": "070-174 06 33", "email": "A@Exempel.test"}
    answer = client.post(f"/kunder/{brf.pk}/kontakter/ny/", told, headers=htmx)
    assert answer["HX-Redirect"] == f"/kunder/{brf.pk}/"
    contact = Contact.objects.get()
    assert (contact.phone, contact.email) == ("+46701740633", "a@exempel.test")
    assert client.post(f"/kunder/kontakter/{contact.pk}/", told | {"phone": "x"}, headers=htmx).status_code == 422
    client.post(f"/kunder/kontakter/{contact.pk}/", told | {"name": "Astrid O"})
    assert list(search_customers(office, "astrid o", today=today())) == [brf]
    client.post(f"/kunder/kontakter/{contact.pk}/ta-bort/")
    assert not Contact.objects.exists()
    assert list(search_customers(office, "astrid", today=today())) == []


def test_who_only_reads_changes_nobody(client, login_as):
    made = factory.customer()
    login_as(Role.READER)
    for page in ("kontakter/ny", "kopare/ny"):
        assert client.post(f"/kunder/{made.pk}/{page}/", BRITTA).status_code == 403
