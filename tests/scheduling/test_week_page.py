"""A week on one page: how full its days are, who does what, what waits, and moving it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from perforia.base.permissions import Role
from tests.factories.scheduling import TUESDAY

pytestmark = pytest.mark.django_db
MONDAY = TUESDAY - timedelta(days=1)


@pytest.fixture
def planner(client, login_as):
    login_as(Role.PLANNER)
    return client


def test_the_week_of_a_day_begins_on_its_monday(planner):
    page = planner.get(reverse("scheduling:week_of", args=[TUESDAY]))
    assert page.context["week"].monday == MONDAY
    assert planner.get(reverse("scheduling:week")).status_code == 200
