"""Saved views: one's own or everybody's, as tabs with counters."""

import pytest

from crm.models import SavedView
from crm.services import saved_views
from crm.services.saved_views import ViewDetails
from crm.states import ListTarget, Visibility
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.permissions import Role
from tests.factories import world
from tests.factories.leads import lead

pytestmark = pytest.mark.django_db


def save(by, name="Stora flyttar", query="varde=20000", **more):
    details = ViewDetails(name, query, **more)
    return saved_views.save_view(details=details, target=ListTarget.LEADS, by=by, at=now())


def test_a_name_that_exists_is_given_the_new_filters(seller):
    save(seller)
    save(seller, query="varde=30000")

    assert SavedView.objects.get().query == "varde=30000"


def test_a_private_view_is_its_owners_and_a_shared_one_everybodys(client, seller, login_as):
    save(seller, "Hemlig")
    save(seller, "Delad", visibility=Visibility.SHARED)
    login_as(Role.OWNER)
    page = client.get("/leads/").content.decode()

    assert "Delad" in page
    assert "Hemlig" not in page


def test_a_pinned_view_is_a_tab_with_its_counter_and_an_unpinned_one_is_not(client, seller):
    lead(value=25_000)
    lead(value=900)
    save(seller)
    save(seller, "Undangömd", is_pinned=False)
    page = client.get("/leads/?varde=20000").content.decode()

    assert 'href="/leads/?varde=20000" aria-current="page">Stora flyttar <span class="p-count ">1</span>' in page
    assert "Undangömd" not in page
    assert "Undangömd" in client.get("/leads/vyer/").content.decode()


def test_a_view_is_saved_from_the_list_with_its_filters_alone(client, seller):
    page = client.get("/leads/vyer/spara/?status=ring&efter=x&okänd=1").content.decode()
    answer = client.post(
        "/leads/vyer/spara/?status=ring&efter=x&ok=1", {"name": "Ring", "visibility": "private", "is_pinned": "on"}
    )

    assert "Spara vyn" in page
    assert answer.url == "/leads/?status=ring"
    assert SavedView.objects.get().query == "status=ring"


@pytest.mark.parametrize(
    ("posted", "words"),
    [({"name": "", "visibility": "private"}, "måste fyllas i"), ({"name": "x" * 61, "visibility": "alla"}, "60")],
)
def test_what_is_wrong_is_said_in_a_sentence(client, seller, posted, words):
    answer = client.post("/leads/vyer/spara/", posted)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_view_is_changed_and_forgotten_by_its_owner_alone(client, seller, login_as):
    made = save(seller, visibility=Visibility.SHARED)
    answer = client.post(f"/leads/vyer/{made.pk}/", {"name": "Nytt namn", "visibility": "private"})
    assert answer.status_code == 302
    made.refresh_from_db()
    assert (made.name, made.visibility, made.is_pinned, made.query) == ("Nytt namn", "private", False, "varde=20000")

    login_as(Role.OWNER)
    assert client.get(f"/leads/vyer/{made.pk}/").status_code == 404
    assert client.post(f"/leads/vyer/{made.pk}/ta-bort/").status_code == 404
    client.force_login(seller)
    client.post(f"/leads/vyer/{made.pk}/ta-bort/")
    assert not SavedView.objects.exists()


def test_two_views_of_one_name_are_refused_with_a_sentence(client, seller):
    save(seller, "Ring")
    other = save(seller, "Andra")
    answer = client.post(f"/leads/vyer/{other.pk}/", {"name": "Ring", "visibility": "private"})

    assert answer.status_code == 422
    assert "redan en vy" in answer.content.decode()


def test_who_only_reads_saves_for_oneself(client, login_as):
    login_as(Role.READER)
    private = client.post("/leads/vyer/spara/?status=won", {"name": "Vunna", "visibility": "private"})
    shared = client.post("/leads/vyer/spara/?status=won", {"name": "Alla vunna", "visibility": "shared"})

    assert (private.status_code, shared.status_code) == (302, 422)
    assert "dela den" in shared.content.decode()


def test_services_refuse_the_view_of_somebody_else(seller):
    made, other = save(seller), world.person(Role.OWNER, "Maja Mallgren")
    with pytest.raises(DomainError, match="någon annans"):
        saved_views.delete_view(view=made, by=other, at=now())
    with pytest.raises(DomainError, match="någon annans"):
        saved_views.change_view(view=made, details=ViewDetails("x", ""), by=other, at=now())


def test_the_page_of_views_says_what_each_asks_for(client, seller):
    save(seller, query="tjanst=moving&varde=20000")
    page = client.get("/leads/vyer/").content.decode()

    assert "Tjänst flytt" in page
    assert "Värde minst, kr 20000" in page


def test_the_page_of_views_asks_as_often_for_many(client, seller, assert_steady_queries):
    number = iter(range(9))
    assert_steady_queries(client, "/leads/vyer/", lambda: save(seller, f"Vy {next(number)}"), most=24)
