"""The palette and the search page: hits, acts and places, and only what one may see."""

import re

import pytest
from django.urls import reverse

from archive.states import DocumentKind
from crm.models import Customer
from perforia.base.permissions import Permission, Role
from perforia.home.queries.places import ACTS, BESIDES, PLACES, SETTINGS
from rut.models import Case
from rut.services.searching import index_case
from rut.states import CaseStatus, DocumentType
from scheduling.models import Series
from tests.factories import scheduling, world

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def house(db):
    """An invoice of Anna Berg with a paper, and a case."""
    invoice = world.invoice("F-1001")
    world.paper(b"Swish fran Anna Berg", "Swish Berg.txt", DocumentKind.PAYMENT_PROOF, of=invoice)
    case = Case.objects.create(
        number="RUT-0142", status=CaseStatus.COLLECTING, kind=DocumentType.COMPLETION_REQUEST, reference="8-1234567",
        received_on=invoice.issued_on, opened_at=invoice.created_at,
    )  # fmt: skip
    index_case(case)
    return case


def palette(client, text=""):
    return client.get(reverse("home:search"), {"q": text}, headers=HTMX).content.decode()


def labels(page):
    """What each option says, without marks and keys."""
    return [re.sub(r"<[^>]+>", "", label) for label in re.findall(r'<b class="p-medium">(.*?)</b>', page)]


def test_an_empty_palette_offers_acts_and_places_with_their_keys(client, login_as):
    login_as(Role.OWNER)

    page = palette(client)

    assert "Ladda upp brev" in labels(page)
    assert "RUT-ärenden" in labels(page)
    assert re.search(r"RUT-ärenden</b>.*?<kbd>G</kbd><kbd>R</kbd>", page)
    assert "Träffar" not in page


def test_the_palette_finds_customers_invoices_documents_and_cases(client, login_as, house):
    login_as(Role.OFFICE)

    assert {"Anna Berg", "F-1001"} <= set(labels(palette(client, "berg")))
    assert any(label.startswith("Swish Berg") for label in labels(palette(client, "swish")))
    assert labels(palette(client, "8-1234567")) == ["RUT-0142"]


def test_what_begins_with_the_words_comes_first_and_is_marked(client, login_as, house):
    login_as(Role.OFFICE)

    page = palette(client, "f-10")

    assert labels(page)[0] == "F-1001"
    assert "<mark>F-10</mark>01" in page


@pytest.mark.parametrize(
    ("typed", "label"),
    [("elin", "Elin Låtsasberg"), ("bil 7", "Bil 7"), ("abc 12d", "Bil 7"), ("trapp", "Trappstädning"),
     ("frånvaro", "Frånvaro"), ("fordon", "Fordon och utrustning")],
)  # fmt: skip
def test_the_palette_finds_people_vehicles_series_and_their_pages(client, login_as, typed, label):
    scheduling.person("Elin Låtsasberg")
    scheduling.vehicle("Bil 7", registration="ABC12D")
    made = scheduling.series()
    Series.objects.filter(pk=made.pk).update(title="Trappstädning")
    login_as(Role.PLANNER)

    assert label in labels(palette(client, typed))


def test_what_is_just_the_number_typed_comes_before_what_only_has_its_digits(client, login_as, house):
    login_as(Role.OFFICE)
    world.invoice("F-8001042", name="K-1 Städ")
    customer = Customer.objects.get(name="Anna Berg")

    assert labels(palette(client, customer.number))[0] == "Anna Berg"


def test_a_greater_than_sign_lists_commands_only(client, login_as, house):
    login_as(Role.OFFICE)

    assert "Träffar" in palette(client, "rut")
    page = palette(client, ">rut")
    assert "Träffar" not in page
    assert {"RUT-inkorg", "RUT-ärenden"} <= set(labels(page))


def test_what_was_typed_is_text_and_never_markup(client, login_as, house):
    login_as(Role.OFFICE)

    for answer in (palette(client, "<b>x"), client.get(reverse("home:search"), {"q": '"><b>x'}).content.decode()):
        assert "<b>x" not in answer


@pytest.mark.parametrize("role", Role)
def test_nobody_is_offered_what_they_may_not_open(client, login_as, house, role):
    user = login_as(role)
    by_label = {place.label: place.permission for place in (*PLACES, *ACTS, *BESIDES, *SETTINGS)}

    offered = labels(palette(client))

    assert offered
    assert [label for label in offered if not user.has_permission(by_label[label])] == []


def test_staff_find_nothing_of_customers_and_cases(client, login_as, house):
    login_as(Role.STAFF)

    for text in ("berg", "f-1001", "rut-0142", "swish"):
        assert "Träffar" not in palette(client, text)
        assert "Inga träffar" in client.get(reverse("home:search"), {"q": text}).content.decode()


def test_the_search_page_works_without_scripts_and_links_to_what_it_found(client, login_as, house):
    login_as(Role.OFFICE)

    page = client.get(reverse("home:search"), {"q": "RUT-0142"}).content.decode()

    assert f'href="{reverse("rut:case_page", args=["RUT-0142"])}"' in page
    assert 'value="RUT-0142"' in page


def test_every_key_leads_to_one_place():
    keys = [place.key for place in PLACES]

    assert all(keys)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("role", Role)
def test_the_menu_shows_exactly_the_places_of_a_role(client, login_as, role):
    user = login_as(role)

    page = client.get(reverse("home:today")).content.decode()

    shown = set(re.findall(r'data-go="(\w)"', page))
    assert shown == {place.key for place in PLACES if user.has_permission(place.permission)}
    assert ("Inställningar" in page) is user.has_permission(Permission.SEE_START)
