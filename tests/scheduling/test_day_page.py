"""The day's page shows the day as it is planned, in few questions, and goes where it is asked to."""

import pytest
from django.urls import reverse

from perforia.base.permissions import Role
from tests.factories import world
from tests.factories.scheduling import TUESDAY, job, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner(client):
    user = world.person(Role.PLANNER)
    client.force_login(user)
    return user


def test_a_day_shows_its_work(client, planner):
    job("08:00", person())
    page = client.get(reverse("scheduling:day_of", args=[TUESDAY])).content.decode()
    assert "Demosson" in page
    assert "Viktor Mallberg" in page
    assert client.get(reverse("scheduling:day")).status_code == 200


def test_a_day_that_does_not_exist_is_no_page(client, planner):
    assert client.get("/schema/2027-02-30/").status_code == 404
