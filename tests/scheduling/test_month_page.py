"""A month says of each day how full it is, which vehicles are out, what waits and what clashes; in few questions."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from perforia.base.clock import now
from perforia.base.permissions import Role
from scheduling.models import WorkPattern
from scheduling.queries.board import board_of
from scheduling.queries.month import month_page
from scheduling.services import absences, planning
from scheduling.services.absences import Away
from scheduling.states import AbsenceKind
from tests.factories import world
from tests.factories.scheduling import TUESDAY, act, job, person, vehicle
from tests.scheduling.facts import span

pytestmark = pytest.mark.django_db


def planner():
    return world.person(Role.PLANNER)


def day_of(month, day):
    return next(each for week in month.weeks for each in week.days if each.day == day)


def test_a_day_adds_up_to_the_same_as_the_board_of_it():
    viktor, elin = person(), person("Elin Låtsasberg")
    job("08:00", viktor, elin, minutes=240, break_minutes=30)
    job("11:00", viktor)
    office = world.person(Role.OFFICE)
    half = Away(AbsenceKind.CHILD_SICK, TUESDAY, TUESDAY, span("07:00-12:00", TUESDAY))
    absences.record(resource=elin, away=half, by=office, at=now())
    month = month_page(TUESDAY)
    for offset in range(7):
        day = TUESDAY + timedelta(days=offset)
        found = day_of(month, day)
        assert (found.planned, found.available) == board_of([day], user=planner()).of_day(0)
    found = day_of(month, TUESDAY)
    assert (found.planned, found.available, found.clashes) == (420 + 120, 600 + 300 - 30 + 0, 1)


def test_vehicles_out_and_jobs_that_wait_are_counted_and_each_vehicle_once():
    viktor, bil = person(), vehicle()
    vehicle("Bil 2")
    for clock in ("08:00", "12:00"):
        planning.assign(job=job(clock, viktor), resource=bil, act=act())
    job("09:00")
    job("15:00", viktor, people=2)
    job(wanted_on=TUESDAY)
    job()
    found = day_of(month_page(TUESDAY), TUESDAY)
    assert (found.vehicles, found.fleet, found.waiting) == (1, 2, 3)


@pytest.mark.parametrize(
    ("day", "first", "last", "before", "after"),
    [
        (date(2026, 6, 9), date(2026, 6, 1), date(2026, 7, 5), date(2026, 5, 1), date(2026, 7, 1)),
        (date(2026, 12, 31), date(2026, 11, 30), date(2027, 1, 3), date(2026, 11, 1), date(2027, 1, 1)),
        (date(2027, 2, 1), date(2027, 2, 1), date(2027, 2, 28), date(2027, 1, 1), date(2027, 3, 1)),
    ],
)
def test_a_month_is_whole_weeks_with_a_way_to_those_around(day, first, last, before, after):
    month = month_page(day)
    assert (month.weeks[0].days[0].day, month.weeks[-1].days[-1].day) == (first, last)
    assert (month.before, month.after) == (before, after)


def test_work_around_midnight_belongs_to_the_day_it_begins_on_in_stockholm_also_when_clocks_change():
    autumn = date(2026, 10, 25)
    night = person(hours=None)
    WorkPattern.objects.create(
        resource=night, weekday=6, starts="00:00", ends="06:00", valid_from=date(2026, 1, 1), break_minutes=0
    )
    job("00:30", night, day=autumn, minutes=300)  # until half past five by the clock: six hours
    found = day_of(month_page(autumn), autumn)
    assert (found.planned, found.available) == (6 * 60, 7 * 60)


def test_a_month_asks_as_often_with_many_as_with_one():
    def count():
        with CaptureQueriesContext(connection) as asked:
            month_page(TUESDAY)
        return len(asked)

    job("08:00", person(), vehicle())
    few = count()
    for number in range(3):
        job("08:00", person(f"Person {number}"), vehicle(f"Bil {number}"))
        job("09:00", day=TUESDAY + timedelta(days=number))
    assert count() == few <= 6


def test_the_page_names_holidays_and_leads_to_the_days_and_weeks(client, login_as):
    login_as(Role.READER)
    job("08:00", person())
    page = client.get(reverse("scheduling:month_of", args=[TUESDAY])).text
    assert "Nationaldagen" in page
    assert f'href="{reverse("scheduling:day_of", args=[TUESDAY])}"' in page
    assert f'href="{reverse("scheduling:week_of", args=[date(2027, 6, 7)])}"' in page
    assert client.get(reverse("scheduling:month")).status_code == 200
    login_as(Role.STAFF)
    assert client.get(reverse("scheduling:month")).status_code == 403
