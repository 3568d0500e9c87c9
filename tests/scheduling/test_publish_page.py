"""Publishing a day: it says who would be told what, tells exactly those, and says what is in the way."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from integrations.models import Message
from perforia.base.clock import now
from perforia.base.permissions import Role
from scheduling.models import Notice
from scheduling.services import planning, publishing
from scheduling.services.jobs import StopDetails
from tests.factories import world
from tests.factories.scheduling import TUESDAY, act, at, job, person, vehicle

pytestmark = pytest.mark.django_db
PAGE = reverse("scheduling:publish_day", args=[TUESDAY])
ON_THE_DAY = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/schema/{TUESDAY}/"}


@pytest.fixture(autouse=True)
def planner(client):
    user = world.person(Role.PLANNER, "Oskar Provlund")
    client.force_login(user)
    return user


def text(response):
    return response.content.decode().replace("\xa0", " ")


def test_exactly_those_whose_day_changes_are_named_with_the_change_spelled_out(client):
    viktor, nadia = person(), person("Nadia Provsson", phone="", email="")
    moved = job("08:00", viktor)
    publishing.publish_day(day=TUESDAY, by=None, at=now())
    planning.move(job=moved, starts_at=at("09:00"), act=act())
    job("13:00", nadia)
    page = text(client.get(PAGE))
    assert "2 personer får besked, inga andra:" in page
    assert "Flytt hos Demosson tisdag 8 juni: ny tid 09:00–11:00 i stället för 08:00–10:00." in page
    assert "saknar telefon och e-post, säg till själv" in page

    answer = client.post(PAGE, headers=ON_THE_DAY)
    assert (answer.status_code, answer["HX-Retarget"]) == (200, "#day")
    assert "Publicerat. Nadia och Viktor f" in answer["HX-Trigger"]
    assert set(Notice.objects.filter(publication__by__isnull=False).values_list("resource__name", flat=True)) == {
        "Nadia Provsson", "Viktor Mallberg",
    }  # fmt: skip
    assert Message.objects.filter(body__contains="ny tid 09:00–11:00").count() == 1
    assert "Inget har ändrats sedan dagen publicerades." in text(client.get(PAGE))
    again = client.post(PAGE)
    assert (again.status_code, "Inget har ändrats" in text(again)) == (409, True)


def test_a_double_booking_and_an_unconfirmed_address_are_in_the_way_and_said_so(client):
    viktor = person()
    job("08:00", viktor)
    second = job("09:00", viktor, stops=[StopDetails("Mallgatan 40")])
    for answer in (client.get(PAGE), client.post(PAGE)):
        assert "Dagen kan inte publiceras än." in text(answer)
        assert "Viktor är dubbelbokad 09:00–10:00." in text(answer)
        assert "Adressen hos Demosson är inte bekräftad." in text(answer)
        assert reverse("scheduling:plan_job", args=[second.pk]) in text(answer)
    assert answer.status_code == 409
    assert not Notice.objects.exists()


def test_somebody_booked_on_another_job_since_is_named_with_a_way_to_it(client):
    viktor = person()
    told = job("08:00", viktor)
    publishing.publish_jobs(jobs=[told], by=None, at=now())
    planning.move(job=told, starts_at=at("08:00", TUESDAY.replace(day=9)), act=act())
    late = job("23:00", viktor, day=TUESDAY.replace(day=7), minutes=600)
    answer = client.post(reverse("scheduling:publish_day", args=[TUESDAY.replace(day=7)]))
    assert late.pk
    assert answer.status_code == 409
    assert "Viktor Mallberg är redan bokad tisdag 8 juni 08:00–10:00" in text(answer)
    assert f"Öppna {told.number}" in text(answer)


def test_a_day_where_only_a_vehicle_changes_tells_nobody(client):
    job("08:00", vehicle())
    assert "Ingens dag ändras, bara fordon eller utrustning: ingen får besked." in text(client.get(PAGE))


def test_the_page_asks_as_often_for_three_as_for_one(client):
    def count():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE).status_code == 200
        return len(asked)

    job("08:00", person())
    count()
    few = count()
    for number in range(2):
        job("08:00", person(f"Person {number}"), vehicle(f"Bil {number}"))
    assert count() == few


def test_who_only_looks_publishes_nothing(client):
    client.force_login(world.person(Role.READER))
    assert client.post(PAGE).status_code == 403
