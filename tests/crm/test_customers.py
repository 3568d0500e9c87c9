"""Customers in the browser and in their services: the list, the page, writing them down, their life."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from crm.forms.customers import CustomerForm
from crm.models import Activity, Customer
from crm.rules.lifecycle import lifecycle_of
from crm.services import customers as services
from crm.services.customers import CustomerDetails, Marks
from crm.services.people import ContactDetails, add_contact
from crm.states import ConsentState, CustomerFlag, CustomerKind, Lifecycle
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.fields import OrganisationNumberField, PersonalNumberField
from perforia.base.models import AuditEvent
from perforia.base.permissions import Role
from tests.factories import crm as factory
from tests.factories import world

pytestmark = pytest.mark.django_db


def listed(client, address="/kunder/"):
    page = client.get(address)
    assert page.status_code == 200
    return [row.customer.name for row in page.context["page"].rows]


# The list.


@pytest.mark.parametrize(
    "typed",
    [
        "bengt", "pahittsson", "K-1001", "k1001", "1001", "070-174 06 22", "174 06", "+4670174", "bengt@exempel",
        "mallgatan", "storköping", "19880101-2397", "880101-2397",
    ],
)  # fmt: skip
def test_a_customer_is_found_by_what_is_typed(client, office, typed):
    factory.customer(
        phone="070-174 06 22", email="Bengt@exempel.se", address="Mallgatan 9", postal_code="123 45", city="Storköping",
        personal_number=factory.NUMBERS[0],
    )  # fmt: skip
    factory.customer("Någon Annan", personal_number=factory.NUMBERS[1], phone="08-465 004 00")
    assert listed(client, f"/kunder/?q={typed.replace('+', '%2B')}") == ["Bengt Påhittsson"]


def test_part_of_a_personal_number_finds_nobody(client, office):
    factory.customer(personal_number=factory.NUMBERS[0])
    assert listed(client, "/kunder/?q=19880101") == []


def test_an_association_is_found_by_its_number_and_by_its_contacts(client, office):
    brf = factory.association(organisation_number="769600-0004")
    add_contact(
        customer=brf, details=ContactDetails("Ordförande Olsson", phone="+46701740633"), by=None, at=now()
    )  # fmt: skip
    factory.customer()
    for typed in ("769600-0004", "16769600-0004", "7696000004", "ordförande", "070-174 06 33"):
        assert listed(client, f"/kunder/?q={typed}") == ["Brf Skissen"], typed


def test_filters_compose(client, office):
    marks = Marks(owner=office, tags=["stamkund"], flags=[CustomerFlag.PREPAY])
    factory.customer("Alla Rätt", marks=marks, city="Storköping", postal_code="123 45")
    factory.customer("Fel Stad", marks=marks, city="Lillköping", postal_code="456 78")
    factory.association("Brf Rätt", marks=marks, city="Storköping", postal_code="123 99")
    Customer.objects.filter(name="Alla Rätt").update(has_open_case=True, marketing=ConsentState.GRANTED)
    asked = "ort=storköping&etikett=Stamkund&flagga=forskott&agare=jag&typ=privat&utskick=ja&arende=oppet"
    assert listed(client, f"/kunder/?{asked}&fas=potentiella") == ["Alla Rätt"]
    assert listed(client, f"/kunder/?{asked}&fas=aktiva") == []
    assert listed(client, "/kunder/?ort=123&typ=brf") == ["Brf Rätt"]
    assert listed(client, "/kunder/?ort=123 4") == ["Alla Rätt"]
    assert listed(client, "/kunder/?typ=nonsens&agare=x&sort=y") == ["Alla Rätt", "Brf Rätt", "Fel Stad"]


def test_the_list_goes_on_by_key_in_every_order(client, office):
    for number in range(120):
        made = factory.customer(f"Kund {number:03}")
        if number % 2:
            services.note_business(customer=made, on=date(2026, 1, 1) + timedelta(days=number), at=now())
    for sort, first in (("", "Kund 000"), ("nya", "Kund 119"), ("affar", "Kund 119")):
        seen, address = [], f"/kunder/?sort={sort}"
        while address:
            page = client.get(address).context["page"]
            seen += [row.customer.name for row in page.rows]
            address = f"/kunder/?sort={sort}&efter={page.slice.later}" if page.slice.later else ""
        assert seen[0] == first
        assert len(seen) == len(set(seen)) == 120


def test_the_list_asks_as_often_with_many_rows_as_with_one(client, office, assert_steady_queries):
    assert_steady_queries(client, "/kunder/", lambda: factory.customer(marks=Marks(owner=office)), most=27)


def test_typing_swaps_the_list_alone_with_its_counters(client, office):
    factory.customer()
    answer = client.get("/kunder/?q=beng", headers={"HX-Request": "true", "HX-Target": "customers-region"})
    text = answer.content.decode()
    assert "<html" not in text
    assert 'id="customers-region"' in text
    assert 'id="customer-chips" hx-swap-oob="true"' in text


def test_an_empty_list_and_a_search_without_hits_say_what_to_do(client, office):
    assert "Inga kunder än" in client.get("/kunder/").content.decode()
    assert "Inga kunder passar" in client.get("/kunder/?q=xyz").content.decode()
    assert "Inga kunder passar" in client.get("/kunder/?q=%00'; DROP TABLE crm_customer;--").content.decode()


# The page.


def test_the_page_asks_as_often_with_many_parts_as_with_one(client, office, assert_steady_queries):
    made = factory.customer(personal_number=factory.NUMBERS[0])

    def more():
        factory.place(made)
        add_contact(customer=made, details=ContactDetails("Britta Påhittsson"), by=None, at=now())

    assert_steady_queries(client, f"/kunder/{made.pk}/", more, most=29)


def test_the_personal_number_is_masked_until_somebody_asks_which_is_logged(client, office):
    made = factory.customer(personal_number=factory.NUMBERS[0])
    page = client.get(f"/kunder/{made.pk}/").content.decode()
    assert "19880101–••••" in page
    assert "2397" not in page
    answer = client.post(f"/kunder/{made.pk}/personnummer/")
    assert "19880101-2397" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    part = client.post(f"/kunder/{made.pk}/personnummer/", headers={"HX-Request": "true"}).content.decode()
    assert "19880101-2397" in part
    assert "<html" not in part
    assert AuditEvent.objects.filter(verb="customer.personal_number_revealed", actor=office).count() == 2


def test_a_merged_customer_is_where_the_other_is(client, office):
    kept, gone = factory.customer("Kvar"), factory.customer("Borta")
    Customer.objects.filter(pk=gone.pk).update(merged_into=kept)
    assert client.get(f"/kunder/{gone.pk}/").url == f"/kunder/{kept.pk}/"


@pytest.mark.parametrize(
    ("role", "sees", "edits", "reveals"),
    [
        (Role.OFFICE, 200, 200, 200), (Role.RUT_OFFICER, 200, 200, 200), (Role.PLANNER, 200, 403, 403),
        (Role.READER, 200, 403, 403), (Role.STAFF, 403, 403, 403),
    ],
)  # fmt: skip
def test_each_role_does_what_it_may(client, login_as, role, sees, edits, reveals):
    made = factory.customer(personal_number=factory.NUMBERS[0])
    login_as(role)
    for page in ("/kunder/", f"/kunder/{made.pk}/"):
        assert client.get(page).status_code == sees, page
    pages = ["/kunder/ny/", f"/kunder/{made.pk}/andra/", f"/kunder/{made.pk}/adresser/ny/"]
    pages += [f"/kunder/{made.pk}/{part}/" for part in ("kontakter/ny", "kopare/ny", "samtycke")]
    for page in pages:
        assert client.get(page).status_code == edits, page
    assert client.post(f"/kunder/{made.pk}/personnummer/").status_code == reveals


# Writing down and correcting.

PRIVATE = {
    "kind": "private", "name": "Astrid Exempelsson", "personal_number": "880101-2397", "phone": "070-174 06 12",
    "email": " Astrid@Example.SE ", "address": "Provvägen 4", "postal_code": "12345", "city": "Storköping",
    "tags": "Stamkund, piano,stamkund", "flags": ["no_calls"], "seen": "",
}  # fmt: skip


def test_a_customer_is_written_down_in_the_one_form_everything_is_kept_in(client, office):
    answer = client.post("/kunder/ny/", PRIVATE | {"owner": office.pk})
    made = Customer.objects.get()
    assert answer.url == f"/kunder/{made.pk}/"
    assert (made.phone, made.email, made.postal_code) == ("+46701740612", "astrid@example.se", "123 45")
    assert (made.tags, made.flags, made.owner) == (["stamkund", "piano"], ["no_calls"], office)
    assert made.decrypted_personal_number == "198801012397"
    assert "198801012397" not in made.personal_number
    assert AuditEvent.objects.filter(verb="customer.recorded", target_id=made.pk).exists()


WRONG = [
    ({"name": ""}, "Skriv kundens namn."),
    ({"personal_number": "880101-2398"}, "Skriv 12 siffror"),
    ({"personal_number": "T88010123970"}, "Skriv 12 siffror"),
    ({"phone": "12"}, "Skriv ett telefonnummer"),
    ({"email": "astrid"}, "Skriv en e-postadress"),
    ({"postal_code": "1234"}, "Skriv fem siffror"),
    ({"kind": "company", "organisation_number": "556000-0002"}, "Skriv 10 siffror"),
    ({"kind": "private", "organisation_number": "769600-0004"}, "inget organisationsnummer"),
    ({"kind": "housing"}, "inget personnummer"),
    ({"kind": "alien"}, "Välj ett av alternativen i listan."),
    ({"tags": ",".join(f"etikett {n}" for n in range(11))}, "Högst 10 etiketter"),
    ({"name": "x" * 121}, "120 tecken"),
]


@pytest.mark.parametrize(("change", "said"), WRONG)
def test_what_is_wrong_is_said_in_swedish_and_what_was_typed_is_kept(client, office, change, said):
    answer = client.post("/kunder/ny/", PRIVATE | change)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert "Provvägen 4" in text
    assert not Customer.objects.exists()


def test_what_somebody_else_changed_is_never_written_over(client, office):
    made = factory.customer()
    text = ""
    for name, told in (("Först", 302), ("Sist", 422)):
        answer = client.post(f"/kunder/{made.pk}/andra/", PRIVATE | {"name": name, "seen": ""})
        assert answer.status_code == told
        text = answer.content.decode()
    assert "Någon annan har ändrat kunden" in text
    assert "Sist" in text
    made.refresh_from_db()
    assert made.name == "Först"
    seen = client.get(f"/kunder/{made.pk}/andra/").context["form"]["seen"].value()
    assert client.post(f"/kunder/{made.pk}/andra/", PRIVATE | {"name": "Sist", "seen": seen}).status_code == 302


def test_an_empty_personal_number_leaves_the_one_that_is_known(client, office):
    made = factory.customer(personal_number=factory.NUMBERS[1])
    client.post(f"/kunder/{made.pk}/andra/", PRIVATE | {"personal_number": ""})
    made.refresh_from_db()
    assert made.decrypted_personal_number == factory.NUMBERS[1]


def test_who_may_be_the_same_is_shown_while_typing_and_no_number_is_in_an_address(client, office):
    factory.customer(personal_number=factory.NUMBERS[0], phone="070-174 06 22")
    answer = client.post("/kunder/dubbletter/", {"name": "B", "personal_number": "19880101-2397"})
    assert "Samma personnummer" in answer.content.decode()
    assert "Samma telefon" in client.post("/kunder/dubbletter/", {"phone": "+46 70 174 06 22"}).content.decode()
    assert client.post("/kunder/dubbletter/", {"name": "Z" * 4000, "customer": "x"}).status_code == 200
    assert client.get("/kunder/dubbletter/?personal_number=198801012397").status_code == 405


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("19880101-2397", "198801012397"), ("880101-2397", "198801012397"), ("8801012397", "198801012397"),
        ("19991171-2389", "199911712389"), ("991171-2389", "199911712389"), ("", ""),
    ],
)  # fmt: skip
def test_personal_numbers_are_read_in_every_usual_form_also_coordination_numbers(text, kept):
    assert PersonalNumberField(today=date(2026, 11, 25)).clean(text) == kept


@pytest.mark.parametrize(
    "text", ["19880101-2398", "19881301-2397", "19991195-2389", "880101-T397", "20301231-2386", "abc"]
)
def test_numbers_that_cannot_be_are_refused(text):
    with pytest.raises(ValidationError, match="Skriv 12 siffror"):
        PersonalNumberField(today=date(2026, 11, 25)).clean(text)


def test_an_organisation_number_is_no_personal_number():
    assert OrganisationNumberField().clean("16769600-0004") == "769600-0004"
    with pytest.raises(ValidationError, match="Skriv 10 siffror"):
        OrganisationNumberField().clean("880101-2397")


def test_the_form_keeps_marks_of_those_who_may_not_see_them():
    reader = world.person(Role.RUT_OFFICER)
    made = factory.protected()
    form = CustomerForm(PRIVATE, user=reader, today=today(), customer=made)
    assert form.is_valid(), form.errors
    assert form.marks["is_protected"] is True
    assert form.facts["address"] == "Dolda stigen 5"


# The life of a customer.


def test_life_follows_the_latest_business():
    day = date(2026, 11, 25)
    assert lifecycle_of(None, today=day) == Lifecycle.POTENTIAL
    assert lifecycle_of(day - timedelta(days=365), today=day) == Lifecycle.ACTIVE
    assert lifecycle_of(day - timedelta(days=366), today=day) == Lifecycle.INACTIVE


def test_an_invoice_makes_a_potential_customer_active_and_says_so_once():
    invoice = world.invoice()
    made = Customer.objects.get(pk=invoice.customer_id)
    assert made.last_business_on == invoice.issued_on
    assert made.lifecycle == lifecycle_of(invoice.issued_on, today=today())
    for _ in range(2):
        services.note_business(customer=made, on=today(), at=now())
    services.note_business(customer=made, on=date(2020, 1, 1), at=now())
    made.refresh_from_db()
    assert (made.lifecycle, made.last_business_on) == (Lifecycle.ACTIVE, today())
    assert Activity.objects.filter(customer=made, title="blev aktiv kund").count() == 1


def test_the_night_makes_inactive_those_who_have_bought_nothing_for_a_year():
    old, new, never = factory.customer("Gammal"), factory.customer("Ny"), factory.customer("Aldrig")
    services.note_business(customer=old, on=today(), at=now())
    services.note_business(customer=new, on=today(), at=now() + timedelta(days=300))
    Customer.objects.filter(pk=new.pk).update(last_business_on=today() + timedelta(days=300))
    later = now() + timedelta(days=366)
    assert services.age_customers(at=later) == 1
    assert services.age_customers(at=later) == 0
    lives = dict(Customer.objects.values_list("name", "lifecycle"))
    assert lives == {"Gammal": "inactive", "Ny": "active", "Aldrig": "potential"}
    assert Activity.objects.filter(customer=old, title__contains="inaktiv").exists()
    assert never.last_business_on is None


def test_an_invoice_taken_back_restates_the_life():
    made = factory.customer()
    services.note_business(customer=made, on=today(), at=now())
    services.restate_business(customer=made, on=None, at=now())
    made.refresh_from_db()
    assert (made.lifecycle, made.last_business_on) == (Lifecycle.POTENTIAL, None)


def test_nothing_more_is_written_about_an_anonymised_customer():
    made = factory.customer()
    Customer.objects.filter(pk=made.pk).update(anonymised_at=now())
    details = CustomerDetails("Ny", kind=CustomerKind.PRIVATE)
    with pytest.raises(DomainError, match="anonymiserad"):
        services.change_customer(customer=made, details=details, by=world.person(), at=now())
