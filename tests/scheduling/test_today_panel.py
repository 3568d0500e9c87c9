"""The start page tells planners what is full, alone, double booked, under way and away today."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from perforia.base.permissions import Role
from scheduling.queries.today import today_of
from scheduling.services import absences, moves, publishing
from scheduling.services.absences import Away
from scheduling.states import AbsenceKind
from tests.factories import world
from tests.factories.scheduling import TUESDAY, at, customer, job, person

pytestmark = pytest.mark.django_db
PANEL = "/schema/idag/"


@pytest.fixture
def planner(client, login_as):
    with time_machine.travel(at("10:00"), tick=False):
        login_as(Role.PLANNER)
        yield client


def test_what_waits_for_people_stands_by_urgency_with_the_way_to_give_it_some(planner):
    person()
    late = job("13:00", people=2, title="Flyttstädning 78 m²")
    soon = job(wanted_on=TUESDAY + timedelta(days=1))
    later = job(wanted_on=TUESDAY + timedelta(days=4))
    job(wanted_on=TUESDAY + timedelta(days=30))
    job()
    told = today_of(TUESDAY, user=world.person(Role.PLANNER))
    assert [(each.each.job, each.tone) for each in told.alone] == [(late, "bad"), (soon, "warn"), (later, "")]
    page = planner.get(PANEL).text
    assert f'href="{reverse("scheduling:plan_job", args=[late.pk])}"' in page
    assert "2 personer" in page


def test_the_day_is_told_with_its_clashes_its_work_and_who_is_away(planner):
    viktor, elin = person(), person("Elin Låtsasberg")
    begun = job("08:00", viktor, customer=customer("Nora Testgren"))
    publishing.publish_day(day=TUESDAY, by=None, at=at("06:00"))
    job("09:00", viktor)
    moves.start(job=begun, by=None, at=at("08:05"))
    sick = Away(AbsenceKind.SICK, TUESDAY, TUESDAY)
    absences.record(resource=elin, away=sick, by=world.person(Role.OFFICE), at=at("06:00"))
    told = today_of(TUESDAY, user=world.person(Role.PLANNER))
    assert (told.planned, told.available, told.share) == (240, 570, 42)
    assert [work.bar.row.customer for work in told.ongoing] == ["Testgren"]
    page = planner.get(PANEL).text
    for words in ("Viktor är dubbelbokad 09:00–10:00.", "42 %", "Pågår nu", "Elin Låtsasberg", "sjuk"):
        assert words in page


def test_a_calm_day_says_so_and_readers_get_no_buttons(client, login_as):
    login_as(Role.READER)
    assert "har folk" in client.get(PANEL).text
    with time_machine.travel(at("10:00"), tick=False):
        login_as(Role.READER)
        job("13:00")
        assert ("Tilldela" in client.get(PANEL).text, "1 person" in client.get(PANEL).text) == (False, True)


def test_the_panel_asks_as_often_with_many_rows_as_with_one(planner):
    def count():
        with CaptureQueriesContext(connection) as asked:
            planner.get(PANEL)
        return len(asked)

    job("08:00", person())
    job("13:00")
    planner.get(PANEL)
    few = count()
    for number in range(3):
        job("08:00", person(f"Person {number}"))
        job("13:00")
    assert count() == few <= 20


def test_the_start_page_asks_for_the_panel_only_for_those_who_see_the_schedule(client, login_as):
    login_as(Role.PLANNER)
    assert f'hx-get="{PANEL}"' in client.get(reverse("home:today")).text
    login_as(Role.STAFF)
    assert client.get(PANEL).status_code == 403
