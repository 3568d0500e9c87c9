"""Roads by OSRM, Valhalla and OpenRouteService: seconds and metres, gaps where no road leads, a line for the map."""

import json

import pytest
import responses

from integrations.clients import routing
from integrations.clients.routing_ors import Ors
from integrations.clients.routing_osrm import Osrm
from integrations.clients.routing_valhalla import Valhalla, decoded
from integrations.clients.routing_words import Cell
from perforia.base.errors import ProviderAuth, ProviderBadRequest, ProviderDown, ProviderQuota
from perforia.base.health import is_paused
from simulators.failing import Mode

HERE, THERE, BEYOND = (59.6110, 16.5450), (59.6200, 16.5600), (59.6300, 16.5300)
OUTSIDE = (48.85, 2.35)
URL = "http://router.test"


def router():
    """The connected one, which there is."""
    found = routing.router()
    assert found is not None
    return found


def table(points, *, vehicle="car"):
    return routing.table(router(), points, points, vehicle=vehicle)


def route_of(asked, points, *, vehicle="car"):
    return routing.route(asked, points, vehicle=vehicle)


def way(asked, points, vehicle="car"):
    """The route, without the promise that there is one."""
    return asked.route(points, vehicle)


@pytest.fixture
def net():
    with responses.RequestsMock() as mocked:
        yield mocked


# ---------------------------------------------------------------- OSRM
def test_osrm_tells_seconds_and_metres_from_row_to_column(osrm):
    cells = table([HERE, THERE])
    assert cells[0][0] == cells[1][1] == Cell(0.0, 0.0)
    there, back = cells[0][1], cells[1][0]
    assert there.metres == pytest.approx(1990, abs=50)
    assert there.seconds < back.seconds
    places = "16.545000,59.611000;16.560000,59.620000"
    assert osrm.asked[0].path == f"/table/v1/driving/{places};{places}"
    assert osrm.asked[0].one("annotations") == "duration,distance"


def test_a_place_nobody_reaches_is_a_gap(osrm):
    osrm.plan(Mode.UNREACHABLE)
    assert [row[1] is None for row in table([HERE, THERE])] == [True, True]
    assert table([HERE, OUTSIDE]) == [[None, None], [None, None]]


def test_more_than_a_hundred_places_are_asked_in_parts_that_fit_together(osrm):
    points = [(59.6 + number / 1000, 16.5) for number in range(120)]
    cells = table(points)
    assert len(osrm.asked) == 9
    assert [len(cells), len(cells[119])] == [120, 120]
    assert cells[3][110] == routing.table(router(), [points[3]], [points[110]], vehicle="car")[0][0]


def test_too_many_places_are_our_mistake_and_not_the_routers(osrm):
    osrm.most = 10
    with pytest.raises(ProviderBadRequest, match="TooBig"):
        table([(59.6 + number / 1000, 16.5) for number in range(20)])
    assert not is_paused("osrm")


def test_a_route_is_a_line_through_its_stops_with_a_leg_between_each(osrm):
    found = route_of(router(), [HERE, THERE, BEYOND], vehicle="truck")
    assert (found.line[0], found.line[-1], len(found.legs)) == (HERE, BEYOND, 2)
    assert found.seconds == pytest.approx(sum(leg.seconds for leg in found.legs))
    assert found.metres > found.legs[0].metres
    osrm.plan(Mode.UNREACHABLE)
    assert route_of(router(), [HERE, THERE], vehicle="car") is None
    with pytest.raises(ProviderBadRequest, match="högst 50"):
        route_of(router(), [HERE, THERE] * 26, vehicle="car")


@pytest.mark.parametrize(
    ("mode", "trouble"),
    [
        (Mode.BROKEN, ProviderDown), (Mode.QUOTA, ProviderQuota), (Mode.FORBIDDEN, ProviderAuth),
        (Mode.MALFORMED, ProviderDown),
    ],
)  # fmt: skip
def test_osrm_in_trouble(osrm, mode, trouble):
    osrm.plan(mode)
    with pytest.raises(trouble):
        table([HERE, THERE])


def test_what_osrm_itself_estimated_is_marked(net):
    url = f"{URL}/table/v1/driving/16.545000,59.611000;16.560000,59.620000"
    told = {"code": "Ok", "durations": [[60]], "distances": [[900]], "fallback_speed_cells": [[0, 0]]}
    net.add(responses.GET, url, json=told)
    net.add(responses.GET, url, json={"code": "NoTable", "message": "no"}, status=400)
    assert Osrm(URL).table([HERE], [THERE], "car") == [[Cell(60.0, 900.0, is_estimated=True)]]
    assert Osrm(URL).table([HERE], [THERE], "car") == [[None]]


def test_the_router_is_tested_with_a_road_everybody_knows(osrm, settings):
    assert routing.check().startswith("Stockholm–Uppsala ")
    settings.ROUTER = ""
    assert routing.router() is None
    with pytest.raises(KeyError):
        routing.check()


# ---------------------------------------------------------------- Valhalla
def test_valhalla_tells_kilometres_and_knows_trucks(net):
    found = {"durations": [[0, 600], [None, 0]], "distances": [[0, 5.42], [None, 0]]}
    net.add(responses.POST, f"{URL}/sources_to_targets", json={"units": "kilometers", "sources_to_targets": found})
    cells = Valhalla(URL).table([HERE, THERE], [HERE, THERE], "truck")
    assert cells == [[Cell(0, 0), Cell(600.0, 5420.0)], [None, Cell(0, 0)]]
    asked = json.loads(net.calls[0].request.body)
    assert (asked["costing"], asked["costing_options"]["truck"]["weight"], asked["verbose"]) == ("truck", 7.5, False)
    assert asked["sources"][0] == {"lat": 59.611, "lon": 16.545}


def test_a_line_of_valhalla_is_read(net):
    # As Google's example of the format, with one decimal more: (38.5, -120.2), (40.7, -120.95), (43.252, -126.453).
    assert decoded("_izlhA~rlgdF_{geC~ywl@_kwzCn`{nI") == [(38.5, -120.2), (40.7, -120.95), (43.252, -126.453)]
    trip = {"legs": [{"shape": "_izlhA~rlgdF_{geC~ywl@", "summary": {"time": 812.4, "length": 5.4}}]}
    net.add(responses.POST, f"{URL}/route", json={"trip": trip})
    net.add(responses.POST, f"{URL}/route", json={"error_code": 442, "error": "No path could be found"}, status=400)
    found = way(Valhalla(URL), [HERE, THERE])
    assert (found.line, found.legs) == ([(38.5, -120.2), (40.7, -120.95)], [Cell(812.4, 5400.0)])
    assert way(Valhalla(URL), [HERE, THERE]) is None


# ---------------------------------------------------------------- OpenRouteService
def test_openrouteservice_has_a_key_and_a_profile_of_heavy_vehicles(net):
    net.add(
        responses.POST, f"{URL}/v2/matrix/driving-hgv", json={"durations": [[600.5]], "distances": [[5420.0]]}
    )  # fmt: skip
    assert Ors(URL, "ors-key").table([HERE], [THERE], "truck") == [[Cell(600.5, 5420.0)]]
    asked = json.loads(net.calls[0].request.body)
    assert (asked["locations"], asked["sources"], asked["destinations"]) == (
        [[16.545, 59.611], [16.56, 59.62]], [0], [1],
    )  # fmt: skip
    assert net.calls[0].request.headers["Authorization"] == "ors-key"


def test_openrouteservice_draws_a_route_and_says_when_there_is_none(net):
    drawn = {
        "geometry": {"type": "LineString", "coordinates": [[16.545, 59.611], [16.56, 59.62]]},
        "properties": {"segments": [{"duration": 600.0, "distance": 5420.0}]},
    }  # fmt: skip
    url = f"{URL}/v2/directions/driving-car/geojson"
    net.add(responses.POST, url, json={"features": [drawn]})
    net.add(responses.POST, url, json={"error": {"code": 2009}}, status=404)
    assert way(Ors(URL, "k"), [HERE, THERE]).line == [HERE, THERE]
    assert way(Ors(URL, "k"), [HERE, THERE]) is None


@pytest.mark.parametrize("body", [[], {"durations": [[1, 2]], "distances": [[1]]}, {"durations": [[1]]}])
def test_a_table_of_another_shape_is_trouble(net, body):
    net.add(responses.POST, f"{URL}/v2/matrix/driving-car", json=body)
    with pytest.raises(ProviderDown, match="inte går att läsa"):
        Ors(URL).table([HERE], [THERE], "car")
