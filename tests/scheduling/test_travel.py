"""Roads: estimated so that farther never is faster, read in one question where a router has measured them."""

from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from perforia.base.clock import now
from perforia.base.geography import kilometres
from perforia.base.permissions import Role
from scheduling.models import TravelLeg
from scheduling.queries.board import board_of
from scheduling.queries.travel import roads_among, travel_times
from scheduling.rules.travel import Quality, estimate, is_rush, measured, pair_of
from scheduling.services.day_problem import day_facts
from scheduling.services.jobs import StopDetails
from scheduling.states import VehicleClass
from tests.factories import world
from tests.factories.scheduling import FAR, NEAR, TUESDAY, at, job, person

BASE = (59.33, 18.06)
STOCKHOLM, GOTHENBURG, UPPSALA = (59.3293, 18.0686), (57.7089, 11.9746), (59.8586, 17.6389)


def measure(one, other, seconds, *, vehicle=VehicleClass.CAR, metres=4000):
    return TravelLeg.objects.create(
        pair=pair_of(one, other), vehicle=vehicle, provider="osrm", seconds=seconds, metres=metres, fetched_at=now()
    )


# ---------------------------------------------------------------- the estimate
def test_a_longer_way_never_takes_less_time_nor_fewer_kilometres():
    legs = [estimate((57.0, 14.0), (57.0 + step * 0.0007, 14.0)) for step in range(1, 6000)]
    assert all(one.minutes <= other.minutes and one.kilometres <= other.kilometres for one, other in pairwise(legs))
    assert legs[0].minutes == 0
    assert round(legs[-1].kilometres, -1) == 560


@pytest.mark.parametrize(
    ("one", "other", "minutes", "road"),
    [
        (BASE, NEAR, 10, 1.7), (BASE, FAR, 35, 23.7), (STOCKHOLM, UPPSALA, 70, 79.4),
        (STOCKHOLM, GOTHENBURG, 340, 476.3), (BASE, (59.3304, 18.0604), 0, 0.0),
    ],
)  # fmt: skip
def test_a_straight_line_becomes_the_minutes_and_kilometres_of_a_road(one, other, minutes, road):
    assert (estimate(one, other).minutes, estimate(one, other).kilometres) == (minutes, road)


def test_a_truck_takes_longer_and_what_is_measured_has_time_to_park():
    assert estimate(STOCKHOLM, UPPSALA, factor=1.15).minutes == 80
    assert measured(600, 5423.1).minutes == 13
    assert measured(600, 5423.1, factor=1.15).minutes == 15
    assert (measured(600, 5423.1).kilometres, measured(600, 5423.1).quality) == (5.4, Quality.CACHED)


@pytest.mark.parametrize(
    ("moment", "place", "expected"),
    [
        ("2026-12-02T07:00", STOCKHOLM, True), ("2026-12-02T08:59", (55.59, 13.02), True),
        ("2026-12-02T09:00", STOCKHOLM, False), ("2026-12-02T15:00", GOTHENBURG, True),
        ("2026-12-02T18:00", STOCKHOLM, False), ("2026-12-05T08:00", STOCKHOLM, False),
        ("2026-12-02T08:00", UPPSALA, False), ("2026-06-03T06:30", STOCKHOLM, False),
    ],
)  # fmt: skip
def test_the_rush_is_weekdays_in_the_big_towns(moment, place, expected):
    local = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/Stockholm"))
    assert is_rush(local.astimezone(UTC), place) is expected


def test_a_road_and_the_way_back_have_names_of_their_own_and_ten_metres_are_one_place():
    assert pair_of(BASE, NEAR) != pair_of(NEAR, BASE)
    assert pair_of(BASE, NEAR) == pair_of((59.33001, 18.06002), NEAR)
    assert kilometres(BASE, (59.33001, 18.06002)) < 0.01


# ---------------------------------------------------------------- what is measured
@pytest.mark.django_db
def test_what_a_router_measured_stands_before_the_estimate_and_says_so(settings):
    settings.ROUTER = "osrm"
    measure(BASE, NEAR, 241)
    roads = travel_times(roads_among([BASE, NEAR, FAR, None]))
    with CaptureQueriesContext(connection) as asked:
        assert (roads(BASE, NEAR), roads(NEAR, BASE), roads(BASE, FAR), roads(BASE, None)) == (8, 10, 35, None)
    assert len(asked) == 1
    legs = [roads.leg(BASE, NEAR), roads.leg(NEAR, BASE)]
    assert [leg.is_estimated for leg in legs if leg] == [False, True]
    assert roads(NEAR, NEAR) == 0


@pytest.mark.django_db
def test_a_truck_has_its_own_measure_else_that_of_cars_made_longer(settings):
    settings.ROUTER = "valhalla"
    measure(BASE, NEAR, 600)
    measure(BASE, FAR, 600)
    measure(BASE, FAR, 1200, vehicle=VehicleClass.TRUCK)
    truck = travel_times(roads_among([BASE, NEAR, FAR]), vehicle=VehicleClass.TRUCK)
    assert (truck(BASE, NEAR), truck(BASE, FAR)) == (15, 23)
    assert travel_times(roads_among([BASE, FAR]))(BASE, FAR) == 13


@pytest.mark.django_db
def test_who_leaves_in_the_rush_takes_longer_by_measure_and_by_estimate(settings):
    settings.ROUTER = "osrm"
    measure(BASE, FAR, 1200)
    roads = travel_times(roads_among([BASE, NEAR, FAR]))
    assert [roads(BASE, FAR, at(clock)) for clock in ("06:45", "07:15", "17:59", "18:00")] == [23, 28, 28, 23]
    assert [roads(NEAR, FAR, at(clock)) for clock in ("12:00", "16:00")] == [30, 40]


@pytest.mark.django_db
def test_nothing_is_read_where_no_router_is_connected(django_assert_num_queries):
    measure(BASE, NEAR, 6000)
    with django_assert_num_queries(0):
        assert travel_times(roads_among([BASE, NEAR]))(BASE, NEAR) == 10


@pytest.mark.django_db
def test_board_and_planner_know_what_was_measured(settings):
    settings.ROUTER = "osrm"
    viktor = person()
    stop = StopDetails("Skissvägen 2", latitude=NEAR[0], longitude=NEAR[1])
    job("08:00", viktor, stops=[stop])
    job("13:00", viktor, stops=[StopDetails("Provvägen 9", latitude=FAR[0], longitude=FAR[1])])
    measure(NEAR, FAR, 1740)
    user = world.person(Role.PLANNER)
    board_of([TUESDAY], user=user)
    with CaptureQueriesContext(connection) as asked:
        (row,) = board_of([TUESDAY], user=user).rows
    first, second = row.cells[0].bars
    assert [(bar.road, bar.is_road_estimated) for bar in (first, second)] == [(10, True), (32, False)]
    assert len(asked) <= 9
    assert 32.0 in {minutes for places in day_facts(TUESDAY).problem.travel for minutes in places}
