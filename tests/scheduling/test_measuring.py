"""The roads of a day are measured when its plan changes, found again by the sweep, and drawn for the map."""

from datetime import timedelta

import pytest
from django.urls import reverse

from perforia.base.clock import now, today
from perforia.base.permissions import Role
from scheduling.models import TravelDay, TravelLeg
from scheduling.queries.travel import missing_blocks, roads_among, travel_times
from scheduling.rules.travel import pair_of
from scheduling.services import planning, travel
from scheduling.services.jobs import StopDetails
from scheduling.states import VehicleClass
from scheduling.tasks import measure_roads
from simulators.failing import Mode
from tests.factories import crm, world
from tests.factories.scheduling import BASE, FAR, NEAR, act, job, person, vehicle

pytestmark = pytest.mark.django_db
CAR, TRUCK = VehicleClass.CAR, VehicleClass.TRUCK


def tomorrow():
    return today() + timedelta(days=1)


def at_near(number=1):
    return StopDetails(f"Skissvägen {number}", latitude=NEAR[0], longitude=NEAR[1])


def at_far():
    return StopDetails("Provvägen 9", latitude=FAR[0], longitude=FAR[1])


@pytest.fixture
def planned():
    """Two jobs tomorrow for one person who lives at the base."""
    viktor = person()
    first = job("08:00", viktor, day=tomorrow(), stops=[at_near()])
    job("13:00", viktor, day=tomorrow(), stops=[at_far()])
    return first


def due():
    return travel.due_roads(now() + timedelta(minutes=1))


def pairs(*roads):
    return {pair_of(*road) for road in roads}


def test_all_roads_between_the_places_of_a_day_are_measured_in_one_question(osrm, planned):
    measure_roads(job_id=planned.pk)
    kept = {row.pair: row for row in TravelLeg.objects.order_by("pk")}
    assert set(kept) == pairs((BASE, NEAR), (BASE, FAR), (NEAR, BASE), (NEAR, FAR), (FAR, BASE), (FAR, NEAR))
    assert {(row.provider, row.vehicle) for row in kept.values()} == {("osrm", CAR)}
    assert kept[pair_of(NEAR, FAR)].metres > 10_000
    assert len(osrm.asked) == 1
    leg = travel_times(roads_among([NEAR, FAR])).leg(NEAR, FAR)
    assert leg is not None
    assert not leg.is_estimated


def test_measuring_twice_asks_once_and_a_new_place_only_for_its_own_roads(osrm, planned):
    measure_roads(job_id=planned.pk)
    measure_roads(job_id=planned.pk)
    assert len(osrm.asked) == 1
    beyond = StopDetails("Bortervägen 1", latitude=59.50, longitude=18.20)
    job("16:00", day=tomorrow(), stops=[beyond])
    measure_roads(job_id=planned.pk)
    assert TravelLeg.objects.count() == 12
    assert [len(asked.one("sources").split(";")) for asked in osrm.asked[1:]] == [1, 3]


def test_the_sweep_finds_the_days_that_changed_and_no_others(osrm, planned):
    assert due() == [{"job_id": planned.pk + 1}]
    measure_roads(job_id=planned.pk)
    assert due() == []
    planning.move(job=planned, starts_at=planned.starts_at + timedelta(hours=1), act=act())
    assert len(due()) == 1
    job("08:00", day=today() + timedelta(days=40))
    assert len(due()) == 1


def test_a_router_in_trouble_is_asked_again_later_and_everything_is_estimated_meanwhile(osrm, planned):
    osrm.plan(Mode.BROKEN)
    measure_roads(job_id=planned.pk)
    row = TravelDay.objects.get()
    assert (row.measured_at, row.claimed_at, row.failures, row.error) == (
        None, None, 1, "OSRM fungerar inte just nu (500).",
    )  # fmt: skip
    measure_roads(job_id=planned.pk)
    assert (len(osrm.asked), travel.due_roads(now() + timedelta(seconds=45))) == (1, [])
    assert travel.due_roads(now() + timedelta(minutes=2)) != []
    assert travel_times(roads_among([BASE, NEAR]))(BASE, NEAR) == 10


def test_a_day_whose_worker_died_is_found_again(osrm, planned):
    assert travel.claim(job_id=planned.pk, at=now()) is not None
    assert travel.claim(job_id=planned.pk, at=now()) is None
    assert due() == []
    assert travel.due_roads(now() + timedelta(hours=1)) != []
    measure_roads(job_id=planned.pk)
    assert TravelLeg.objects.count() == 6


def test_a_place_without_a_road_is_left_to_the_estimate(osrm, planned):
    osrm.plan(Mode.UNREACHABLE)
    measure_roads(job_id=planned.pk)
    assert TravelLeg.objects.count() == 4


def test_what_is_old_is_measured_again_and_what_is_too_old_is_gone(osrm, planned):
    measure_roads(job_id=planned.pk)
    TravelLeg.objects.filter(pair__in=pairs((BASE, NEAR))).update(fetched_at=now() - timedelta(days=80))
    TravelLeg.objects.filter(pair__in=pairs((NEAR, BASE))).update(fetched_at=now() - timedelta(days=91))
    assert missing_blocks([BASE, NEAR], CAR, since=now() - travel.RENEWED) == [([BASE, NEAR], [BASE, NEAR])]
    TravelLeg.objects.create(
        pair=pair_of(FAR, (60.0, 18.0)), provider="osrm", seconds=1, metres=1, fetched_at=now() - timedelta(days=91)
    )
    planning.move(job=planned, starts_at=planned.starts_at + timedelta(hours=1), act=act())
    measure_roads(job_id=planned.pk)
    assert TravelLeg.objects.count() == 6
    assert not TravelLeg.objects.filter(fetched_at__lt=now() - timedelta(days=1)).exists()


def test_trucks_are_measured_where_one_is_planned_and_the_router_knows_them(settings, monkeypatch, planned):
    settings.ROUTER = "valhalla"
    asked = []

    def table(router, sources, destinations, *, vehicle):
        asked.append(vehicle)
        return [[None] * len(destinations) for _ in sources]

    monkeypatch.setattr("scheduling.tasks.travel.routing.table", table)
    measure_roads(job_id=planned.pk)
    assert asked == ["car"]
    job("08:00", vehicle(licence="c1"), day=tomorrow(), stops=[at_near()])
    measure_roads(job_id=planned.pk)
    assert asked == ["car", "car", "truck"]


def test_nothing_is_measured_without_a_router_or_far_ahead(settings, planned, osrm):
    settings.ROUTER = ""
    measure_roads(job_id=planned.pk)
    assert (travel.claim(job_id=planned.pk, at=now()), due()) == (None, [])
    settings.ROUTER = "osrm"
    far_ahead = job("08:00", day=today() + timedelta(days=40), stops=[at_near()])
    measure_roads(job_id=far_ahead.pk)
    assert osrm.asked == []


# ---------------------------------------------------------------- the line on the map
def road_of(client, resource, day=None):
    return client.get(reverse("scheduling:route", args=[day or tomorrow(), resource.pk]))


def test_the_road_of_a_day_is_drawn_by_the_router_and_remembered(client, osrm):
    client.force_login(world.person(Role.PLANNER))
    viktor = person()
    job("08:00", viktor, day=tomorrow(), stops=[at_near(1)])
    job("10:00", viktor, day=tomorrow(), stops=[at_near(2)])
    job("13:00", viktor, day=tomorrow(), stops=[at_far()])
    told = [road_of(client, viktor).json() for _ in range(2)][1]
    assert told["geometry"]["coordinates"] == [[18.07, 59.34], [18.3, 59.34], [18.3, 59.44]]
    (leg,) = told["properties"]["legs"]
    assert (leg["quality"], told["properties"]["isStraight"]) == ("routed", False)
    assert told["properties"]["kilometres"] == leg["kilometres"] > 18
    assert len(osrm.asked) == 1


def test_without_an_answer_the_road_is_straight_and_estimated(client, osrm):
    client.force_login(world.person(Role.PLANNER))
    viktor = person()
    job("08:00", viktor, day=tomorrow(), stops=[at_near()])
    job("13:00", viktor, day=tomorrow(), stops=[at_far()])
    osrm.plan(Mode.BROKEN)
    told = road_of(client, viktor).json()
    assert told["geometry"]["coordinates"] == [[18.07, 59.34], [18.3, 59.44]]
    assert (told["properties"]["isStraight"], told["properties"]["legs"][0]["quality"]) == (True, "estimated")


def test_a_day_without_places_has_no_road_and_nobody_none_at_all(client, osrm):
    client.force_login(world.person(Role.PLANNER))
    viktor = person()
    assert road_of(client, viktor).json()["geometry"] is None
    assert client.get(reverse("scheduling:route", args=[tomorrow(), viktor.pk + 1000])).status_code == 404
    assert osrm.asked == []


def test_where_a_protected_customer_lives_is_no_part_of_a_road(client, osrm):
    client.force_login(world.person(Role.PLANNER))
    viktor = person()
    job("08:00", viktor, day=tomorrow(), stops=[at_near()])
    job("13:00", viktor, day=tomorrow(), stops=[at_far()], customer=crm.protected())
    assert road_of(client, viktor).json()["geometry"] is None
    client.force_login(world.person(Role.STAFF))
    assert road_of(client, viktor).status_code == 403


# ------------------------------------------------------------------ the line of a job
def road_of_job(client, made):
    return client.get(reverse("scheduling:job_route", args=[made.pk]))


def test_the_road_between_the_addresses_of_a_job_is_drawn_and_told(client, osrm, tile_server):
    client.force_login(world.person(Role.PLANNER))
    made = job("08:00", vehicle(licence="c1"), day=tomorrow(), stops=[at_near(), at_far()])
    page = client.get(reverse("scheduling:job", args=[made.pk]))
    told = road_of_job(client, made).json()

    assert f"/uppdrag/{made.pk}/rutt/" in page.text
    assert "ca 22,2 km mellan adresserna, " in page.text
    assert told["geometry"]["coordinates"] == [[18.07, 59.34], [18.3, 59.34], [18.3, 59.44]]
    assert told["properties"]["isStraight"] is False


def test_a_job_at_one_address_has_no_road(client, osrm):
    client.force_login(world.person(Role.PLANNER))
    made = job("08:00", day=tomorrow(), stops=[at_near()])
    assert "mellan adresserna" not in client.get(reverse("scheduling:job", args=[made.pk])).text
    assert road_of_job(client, made).json()["geometry"] is None
    assert osrm.asked == []


def test_the_road_of_a_protected_customers_job_is_not_told_to_who_may_not_know(client, osrm):
    client.force_login(world.person(Role.PLANNER))
    made = job("08:00", day=tomorrow(), stops=[at_near(), at_far()], customer=crm.protected())
    assert "mellan adresserna" not in client.get(reverse("scheduling:job", args=[made.pk])).text
    assert road_of_job(client, made).json()["geometry"] is None
    client.force_login(world.person(Role.STAFF))
    assert road_of_job(client, made).status_code == 403
