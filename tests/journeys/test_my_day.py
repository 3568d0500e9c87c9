"""A crew's day on a phone that loses its coverage: everything that is done arrives once, at the time it was done.

1. Ali opens the day, and with it the phone keeps it and the week ahead. 2. No coverage: the day, the job and a job six
days later are still read. 3. Checks in, changes work, ticks, takes a photo of 30 megapixels, checks out; each waits.
4. Coverage: all is sent once, in order. 5. Sent again by a phone that did not hear the answer: nothing changes. 6. Puts
the time right without coverage: what cannot be is told at once, what the server refuses stays as it was typed. 7. Logs
out; another person on the same phone sends none of it.
"""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from PIL import Image
from playwright.sync_api import Error, Page, Route, expect

from contracts.states import RutWork
from perforia.base.clock import now
from scheduling.models import CrewAct, JobPhoto, Resource, TimeEntry
from scheduling.rules.worktime import local_date, week_of
from scheduling.states import ActState, JobStatus, TimeState
from scheduling.templatetags.crew import wall
from tests.factories.crew import log_in, published
from tests.factories.scheduling import person
from tests.support.live import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "locale": "sv-SE"}
QUEUED = """new Promise((resolve) => {
  const asked = indexedDB.open("perforia-crew", 1);
  asked.onsuccess = () => {
    const rows = asked.result.transaction("acts").objectStore("acts").getAll();
    rows.onsuccess = () => { asked.result.close(); resolve(rows.result.map((row) => [row.kind, row.state])); };
  };
})"""
DONE = ("check_in", "switch", "tick", "photo", "check_out")
KEPT = "caches.open('perforia-crew-pages-1').then(cache => cache.keys()).then(keys => keys.map(key => key.url))"


@pytest.fixture
def line():
    return Line()


@pytest.fixture
def phone(browser, live_server, line):
    context = browser.new_context(base_url=live_server.url, timezone_id="Europe/Stockholm", **PHONE)
    page = context.new_page()
    page.route("**/min-dag/gor/", line.carry)
    yield page
    page.unroute_all(behavior="ignoreErrors")
    page.goto("about:blank")
    context.close()


def enter(page: Page, server: str, who: Resource) -> None:
    """Let somebody be logged in on the phone, and open their day."""
    log_in(client := Client(), who)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server}])
    page.goto("/min-dag/")


class Line:
    """What the phone sends goes through here, from before the first page is loaded.

    The browser does not always tell of requests that pass a service worker, when it is asked after the page was loaded.
    """

    def __init__(self) -> None:
        self.is_deaf = False  # the server hears, the phone does not hear the answer
        self.is_cut = False  # nothing comes through
        self.unheard: list[str] = []
        self.lost: list[str] = []

    def carry(self, route: Route) -> None:
        """Carry one act, as the line is now."""
        with suppress(Error):  # the page may have been left meanwhile
            if self.is_cut:
                self.lost.append(route.request.method)
                route.abort()
            elif self.is_deaf:
                self.unheard.append(route.fetch().json()["state"])
                route.abort()
            else:
                route.continue_()


def put_right(phone: Page, line: Line, entry: TimeEntry) -> None:
    """Put a time right without coverage: an hour earlier, after two tries that cannot be."""
    earlier, later = entry.started_at - timedelta(hours=1), entry.started_at + timedelta(minutes=5)
    place = phone.locator(f"[data-entry='{entry.pk}']")
    line.is_cut = True
    place.get_by_text("Rätta tiden").click()
    place.get_by_label("Jag började").fill(wall(later))
    place.get_by_label("Varför ska den rättas?").fill("Hämtade bilen")
    place.get_by_role("button", name="Skicka rättelsen").click()
    expect(place.get_by_text("Tiden slutar innan den börjar.")).to_be_visible()
    place.get_by_label("Jag började").fill(wall(earlier))
    place.get_by_label("Jag slutade").fill(wall(later + timedelta(hours=1)))
    place.get_by_role("button", name="Skicka rättelsen").click()
    expect(place.get_by_text("Rättad till")).to_be_visible()
    line.is_cut = False
    phone.reload()
    expect(place.get_by_text("Tiden har inte varit än.")).to_be_visible()
    expect(place.get_by_label("Varför ska den rättas?")).to_have_value("Hämtade bilen")
    place.get_by_label("Jag slutade").fill(wall(entry.started_at))
    place.get_by_role("button", name="Skicka rättelsen").click()
    expect(place.get_by_text("Rapporterat")).to_be_visible()
    assert entry.corrections.get().reason == "Hämtade bilen"
    assert phone.evaluate(QUEUED) == []


def until(page: Page, is_so: Callable[[], object], what: str) -> None:
    """As `wait_until`, while the browser tells what it sends."""

    def after_a_moment() -> object:
        page.wait_for_timeout(50)
        return is_so()

    wait_until(after_a_moment, what)


def until_kept(page: Page, path: str) -> None:
    """Wait until the phone has kept a page."""
    found = f"caches.match({json.dumps(path)}, {{ cacheName: 'perforia-crew-pages-1', ignoreVary: true }})"
    wait_until(lambda: page.evaluate(f"{found}.then(Boolean)"), f"{path} to be kept")


def test_a_day_without_coverage_arrives_whole_and_once(phone, line, live_server, tmp_path):
    ali = person("Ali Demoström")
    day = now().replace(second=0, microsecond=0)
    works = {RutWork.MOVING: Decimal(2), RutWork.CLEANING: Decimal(2)}
    job = published(day, ali, minutes=240, checklist=["Skydda golv", "Fota skador"], hours=works)
    other = published(day + timedelta(hours=5), ali)
    later = published(day + timedelta(days=6), ali)
    enter(phone, live_server.url, ali)
    for path in (f"/min-dag/{other.pk}/", f"/min-dag/{job.pk}/", "/min-dag/", f"/min-dag/{later.pk}/"):
        until_kept(phone, path)

    phone.context.set_offline(True)
    phone.goto("/min-dag/")
    expect(phone.get_by_text("Ingen täckning. Det du gör sparas och skickas sedan.")).to_be_visible()
    phone.goto(f"/min-dag/{later.pk}/")
    expect(phone.get_by_text(later.number).first).to_be_visible()
    phone.goto(f"/min-dag/vecka/?dag={week_of(local_date(day + timedelta(days=6))).isoformat()}")
    expect(phone.get_by_role("link", name="Bengt Demosson").first).to_be_visible()
    phone.goto("/min-dag/")
    phone.get_by_role("link", name="Bengt Demosson").first.click()
    phone.get_by_role("button", name="Checka in").click()
    expect(phone.get_by_text("Pågår, incheckad")).to_be_visible()
    times = phone.locator("[data-times] li:not([hidden])")
    expect(times).to_contain_text(["Flyttjänster, pågår"])
    phone.get_by_label("Byt arbete till").select_option("cleaning")
    phone.get_by_role("button", name="Byt arbete").click()
    expect(times).to_contain_text([re.compile(r"\d\d:\d\d–\d\d:\d\d Flyttjänster"), "Städning, pågår"])
    expect(phone.locator("[data-clock] b")).to_have_text("0:00")
    phone.get_by_role("button", name="Skydda golv").click()
    expect(phone.get_by_role("button", name="Skydda golv")).to_have_attribute("aria-pressed", "true")
    photo = tmp_path / "stor.jpg"
    Image.effect_noise((2400, 1800), 90).save(photo, quality=95)
    phone.locator("[data-photos] input[type=file]").set_input_files(photo)
    expect(phone.get_by_text("1 väntar på täckning")).to_be_visible()
    phone.get_by_label("Hela uppdraget är klart").check()
    phone.get_by_role("button", name="Checka ut").click()
    expect(phone.locator("[data-state]").get_by_text("Klart")).to_be_visible()
    expect(times).to_contain_text(["Flyttjänster", re.compile(r"\d\d:\d\d–\d\d:\d\d Städning")])
    phone.goto(f"/min-dag/{other.pk}/")
    assert phone.evaluate(QUEUED) == [[kind, "waits"] for kind in DONE]
    assert not CrewAct.objects.exists()

    line.is_deaf = True
    phone.context.set_offline(False)
    until(phone, lambda: line.unheard, "the phone to send")
    expect(phone.locator("[data-offline]")).to_be_visible()
    assert len(phone.evaluate(QUEUED)) == len(DONE)
    assert set(line.unheard) == {"applied"}  # the server has it, the phone does not know
    line.is_deaf = False
    phone.reload()
    wait_until(lambda: phone.evaluate(QUEUED) == [], "everything to be sent")

    assert list(CrewAct.objects.order_by("pk").values_list("kind", "state")) == [
        (kind, ActState.APPLIED) for kind in DONE
    ]
    entry, cleaned = TimeEntry.objects.order_by("started_at", "pk")
    assert (entry.state, cleaned.state) == (TimeState.REPORTED, TimeState.REPORTED)
    assert (entry.work, cleaned.work, cleaned.started_at) == (RutWork.MOVING, RutWork.CLEANING, entry.ended_at)
    assert entry.started_at < CrewAct.objects.earliest("pk").received_at
    job.refresh_from_db()
    assert job.status == JobStatus.DONE
    kept = JobPhoto.objects.get().document.current_version
    assert kept is not None
    assert kept.size < photo.stat().st_size

    phone.goto(f"/min-dag/{job.pk}/")
    put_right(phone, line, entry)
    line.is_cut = True
    phone.get_by_role("button", name="Fota skador").click()
    expect(phone.get_by_text("1 sak väntar på att skickas.")).to_be_visible()
    phone.on("dialog", lambda dialog: dialog.accept())
    phone.goto("/min-dag/mer/")
    until(phone, lambda: line.lost, "the phone to try")
    phone.get_by_role("button", name="Logga ut").click()
    expect(phone.get_by_label("Lösenord")).to_be_visible()
    line.lost.clear()
    enter(phone, live_server.url, person("Elin Låtsasberg"))
    expect(phone.get_by_text("Telefonen har sparade saker från någon annan.")).to_be_visible()
    phone.reload()

    assert not any(url.endswith(f"/{job.pk}/") for url in phone.evaluate(KEPT))
    assert (phone.evaluate(QUEUED), line.lost) == ([["tick", "waits"]], [])
    assert not CrewAct.objects.exclude(resource=ali).exists()
