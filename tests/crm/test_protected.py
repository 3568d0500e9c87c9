"""Protected personal data: where somebody lives and how they are reached, for those alone who may see it."""

import pytest

from billing.models import Invoice
from billing.queries import search_invoices
from billing.services.searching import index_invoice
from crm.models import Customer, Lead
from crm.queries.customers import search_customers
from crm.queries.duplicates import duplicates_of
from crm.queries.leads import search_leads
from crm.rules.duplicates import Person
from crm.services import leads
from crm.services.people import ContactDetails, add_contact
from perforia.base.clock import now, today
from perforia.base.models import AuditEvent
from perforia.base.permissions import Role
from perforia.home.queries.search import palette
from tests.factories import crm as factory
from tests.factories import world

pytestmark = pytest.mark.django_db
HIDDEN = ("070-174 06 22", "+46701740622", "Dolda stigen", "Gömköping", "Hemliga gränd", "070-174 06 44", "Kattlås")
SEEING = (Role.OWNER, Role.OFFICE)
BLIND = (Role.RUT_OFFICER, Role.PLANNER, Role.READER)


@pytest.fixture
def sara():
    made = factory.protected(email="sara@exempel.test")
    factory.place(made, "Hemliga gränd 9", conditions="Kattlås på dörren")
    contact = ContactDetails("Siv Hemlig", phone="+46701740644", email="siv@exempel.test")
    add_contact(customer=made, details=contact, by=None, at=now())
    return made


@pytest.mark.parametrize("role", BLIND)
def test_no_page_tells_those_who_may_not_see(client, login_as, sara, role):
    login_as(role)
    pages = ["/kunder/", "/kunder/?q=sara", f"/kunder/{sara.pk}/", f"/kunder/{sara.pk}/dubbletter/", "/sok/?q=sara"]
    if role == Role.RUT_OFFICER:
        other = factory.customer("Sara Hemlig")
        pages += [f"/kunder/{sara.pk}/andra/", f"/kunder/{sara.pk}/sla-ihop/{other.pk}/"]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        text = answer.content.decode()
        assert "Hemlig" in text or "dubbletter" in page
        assert [word for word in HIDDEN if word in text] == [], page


@pytest.mark.parametrize("role", SEEING)
def test_those_who_may_see_do_and_it_is_written_down(client, login_as, sara, role):
    user = login_as(role)
    text = client.get(f"/kunder/{sara.pk}/").content.decode()
    for word in ("070-174 06 22", "Dolda stigen 5", "Hemliga gränd 9", "070-174 06 44", "Skyddade uppgifter"):
        assert word in text.replace("\u00a0", " "), word
    assert AuditEvent.objects.filter(verb="customer.protected_seen", actor=user, target_id=sara.pk).count() == 1


def test_the_page_of_somebody_else_is_not_written_down(client, login_as):
    made = factory.customer()
    login_as(Role.OWNER)
    client.get(f"/kunder/{made.pk}/")
    assert not AuditEvent.objects.filter(verb="customer.protected_seen").exists()


@pytest.mark.parametrize(
    "typed", ["dolda stigen", "070-174 06 22", "174 06", "gömköping", "hemliga", "siv", "sara gömköping"]
)
def test_nobody_finds_out_where_by_searching(sara, typed):
    assert list(search_customers(world.person(Role.PLANNER), typed, today=today())) == []
    assert list(search_customers(world.person(Role.OFFICE), typed, today=today())) == [sara]


@pytest.mark.parametrize("typed", ["sara", "hemlig sara", "K-1001", "1001"])
def test_everybody_finds_them_by_name_and_number(sara, typed):
    assert list(search_customers(world.person(Role.PLANNER), typed, today=today())) == [sara]


def test_no_filter_of_places_finds_them_for_those_who_may_not_see(client, login_as, sara):
    login_as(Role.READER)
    for asked in ("ort=Gömköping", "ort=123"):
        assert client.get(f"/kunder/?{asked}").context["page"].rows == []
    login_as(Role.OFFICE)
    assert len(client.get("/kunder/?ort=Gömköping").context["page"].rows) == 1


def test_nobody_finds_out_by_trying_numbers_for_duplicates(sara):
    asked = Person(phone="070-174 06 22")
    assert duplicates_of(world.person(Role.RUT_OFFICER), asked) == []
    assert [each.row for each in duplicates_of(world.person(Role.OFFICE), asked)] == [sara]


def test_the_palette_knows_the_name_alone(sara):
    blind = world.person(Role.READER)
    assert palette(blind, "dolda stigen", today=today()) == []
    hits = dict(palette(blind, "sara", today=today()))["Träffar"]
    assert [hit.label for hit in hits] == ["Sara Hemlig"]


def test_leads_of_protected_customers_are_for_those_who_may_see(client, login_as, sara):
    made = leads.record_lead(
        details=leads.LeadDetails(name="Sara Hemlig", phone="+46701740622", address="Dolda stigen 5"), step=None,
        owner=None, by=world.person(Role.OFFICE), at=now(),
    )  # fmt: skip
    Lead.objects.update(customer=sara)
    login_as(Role.PLANNER)
    assert client.get(f"/leads/{made.pk}/").status_code == 404
    assert list(search_leads(world.person(Role.PLANNER), "sara")) == []
    assert list(search_leads(world.person(Role.OFFICE), "sara")) == [made]


def test_the_address_of_an_invoice_is_hidden_and_finds_nothing(client, login_as):
    invoice = world.invoice()
    Customer.objects.update(is_protected=True)
    Invoice.objects.update(work_address="Dolda stigen 5")
    login_as(Role.RUT_OFFICER)
    page = client.get(f"/fakturor/{invoice.pk}/").content.decode()
    assert "dold, skyddade personuppgifter" in page
    assert "Dolda stigen" not in page
    blind = world.person(Role.RUT_OFFICER)
    index_invoice(Invoice.objects.get())
    assert list(search_invoices(blind, "dolda")) == []
    assert list(search_invoices(blind, "F-1001")) == list(search_invoices(blind, "anna berg")) == [invoice]
    assert list(search_invoices(world.person(Role.OFFICE), "dolda")) == [invoice]


def test_addresses_and_their_files_are_not_reached_by_address(client, login_as, sara):
    place = sara.properties.get()
    login_as(Role.RUT_OFFICER)
    for page in (f"/kunder/adresser/{place.pk}/", f"/kunder/{sara.pk}/personuppgifter/"):
        assert client.get(page).status_code in {403, 404}
    assert client.post(f"/kunder/adresser/{place.pk}/portkod/").status_code == 404


def test_who_may_not_see_changes_neither_the_mark_nor_what_is_hidden(client, login_as, sara):
    login_as(Role.RUT_OFFICER)
    told = {"kind": "private", "name": "Sara H", "seen": "", "address": "Ny gata", "phone": "08-465 004 00"}
    assert client.post(f"/kunder/{sara.pk}/andra/", told).status_code == 302
    sara.refresh_from_db()
    assert (sara.name, sara.address, sara.phone, sara.is_protected) == (
        "Sara H",
        "Dolda stigen 5",
        "+46701740622",
        True,
    )


def test_who_may_see_takes_the_mark_away(client, login_as, sara):
    login_as(Role.OFFICE)
    told = {"kind": "private", "name": "Sara H", "seen": "", "address": "Ny gata"}
    assert client.post(f"/kunder/{sara.pk}/andra/", told).status_code == 302
    sara.refresh_from_db()
    assert (sara.address, sara.is_protected) == ("Ny gata", False)
