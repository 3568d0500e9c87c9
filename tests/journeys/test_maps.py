"""A map in the browser: tiles of our own door under the strict policy, a pin, and words when they fail."""

import pytest
from playwright.sync_api import expect

from crm.models import Property
from perforia.base.permissions import Role
from simulators.tiles import Failure
from tests.factories import crm, world
from tests.support.browser import come_in

DRAWN = "img.leaflet-tile-loaded"


@pytest.fixture
def place(transactional_db):
    made = crm.place(crm.customer(), city="Storköping")
    Property.objects.filter(pk=made.pk).update(latitude=59.3326, longitude=18.0649, licence="own")
    return made


@pytest.fixture
def watched(page, live_server, place):
    """The page of somebody of the office; what the policy stops and whom it asks are written down."""
    page.seen = []
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', stopped => console.error('CSP ' + stopped.blockedURI))"
    )
    page.on("console", lambda said: page.seen.append(said.text) if said.type == "error" else None)
    page.on(
        "request",
        lambda asked: None if asked.url.startswith((live_server.url, "data:")) else page.seen.append(asked.url),
    )
    come_in(page.context, live_server.url, world.person(Role.OFFICE))
    return page


def test_a_map_is_drawn_switched_and_pointed_on_without_leaving_our_door(watched, live_server, place, tile_server):
    watched.goto(f"{live_server.url}/kunder/adresser/{place.pk}/karta/")
    watched.locator(DRAWN).first.wait_for()

    assert tile_server.asked()[0].path.startswith("/flygbild/")  # where a door is looked for
    expect(watched.get_by_text("© Flygbild")).to_be_visible()
    watched.get_by_role("button", name="Karta", exact=True).click()
    expect(watched.get_by_role("link", name="© Kartdata")).to_be_visible()
    watched.locator(DRAWN).first.wait_for()
    assert any(each.path.startswith("/karta/") for each in tile_server.asked())
    assert watched.evaluate("localStorage.getItem('perforia.map')") == "street"

    watched.locator("[data-map-canvas]").click(position={"x": 60, "y": 60})
    expect(watched.get_by_text("Ingång är flyttad på kartan")).to_be_visible()
    expect(watched.locator(".p-map-pin[data-kind=entrance]")).to_have_count(1)
    watched.get_by_role("button", name="Spara").click()
    watched.get_by_text("Ingången är utpekad.").wait_for()
    place.refresh_from_db()
    assert place.entrance_latitude > place.latitude
    assert watched.seen == []


def test_a_map_whose_tiles_fail_says_so_and_opens_the_list(watched, live_server, place, tile_server):
    tile_server.fail(Failure.BROKEN)
    watched.goto(f"{live_server.url}/kunder/{place.customer_id}/")

    expect(watched.get_by_text("Kartbilden går inte att hämta just nu.")).to_be_visible()
    expect(watched.locator("[data-map-list]").get_by_text("59.33260, 18.06490")).to_be_visible()
    expect(
        watched.locator("[data-map-list]").get_by_role("link", name="Öppna Mallgatan 9, Storköping i karta")
    ).to_be_visible()
    assert not [line for line in watched.seen if line.startswith("CSP")]
