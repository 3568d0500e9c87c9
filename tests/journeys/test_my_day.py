"""A crew's day on a phone that loses its coverage: everything that is done arrives once, at the time it was done.

1. Ali opens the day, and with it the phone keeps it. 2. No coverage: the day and the job are still read. 3. Checks in,
ticks, takes a photo of 30 megapixels, checks out; each waits. 4. Coverage: all is sent once, in order. 5. Sent again by
a phone that did not hear the answer: nothing changes. 6. Logs out; another person on the same phone sends none of it.
"""

import json
from contextlib import suppress
from datetime import timedelta

import pytest
from django.test import Client
from PIL import Image
from playwright.sync_api import Error, Page, Route, expect

from perforia.base.clock import now
from scheduling.models import CrewAct, JobPhoto, Resource, TimeEntry
from scheduling.states import ActState, JobStatus, TimeState
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
KEPT = "caches.open('perforia-crew-pages-1').then(cache => cache.keys()).then(keys => keys.map(key => key.url))"


@pytest.fixture
def phone(browser, live_server):
    context = browser.new_context(base_url=live_server.url, timezone_id="Europe/Stockholm", **PHONE)
    page = context.new_page()
    yield page
    page.unroute_all(behavior="ignoreErrors")
    page.goto("about:blank")
    context.close()


def enter(page: Page, server: str, who: Resource) -> None:
    """Let somebody be logged in on the phone, and open their day."""
    log_in(client := Client(), who)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server}])
    page.goto("/min-dag/")


def lose_answer(route: Route, unheard: list[str]) -> None:
    """The server hears what is sent, the phone not what is answered."""
    with suppress(Error):  # the page may have been left meanwhile
        unheard.append(route.fetch().json()["state"])
        route.abort()


def lose(route: Route, tries: list[str]) -> None:
    """Nothing that is sent comes through."""
    tries.append(route.request.method)
    with suppress(Error):
        route.abort()


def until_kept(page: Page, path: str) -> None:
    """Wait until the phone has kept a page."""
    found = f"caches.match({json.dumps(path)}, {{ cacheName: 'perforia-crew-pages-1', ignoreVary: true }})"
    wait_until(lambda: page.evaluate(f"{found}.then(Boolean)"), f"{path} to be kept")


def test_a_day_without_coverage_arrives_whole_and_once(phone, live_server, tmp_path):
    ali = person("Ali Demoström")
    day = now().replace(second=0, microsecond=0)
    job = published(day, ali, minutes=240, checklist=["Skydda golv", "Fota skador"])
    other = published(day + timedelta(hours=5), ali)
    enter(phone, live_server.url, ali)
    for path in (f"/min-dag/{other.pk}/", f"/min-dag/{job.pk}/", "/min-dag/"):
        until_kept(phone, path)

    phone.context.set_offline(True)
    phone.goto("/min-dag/")
    expect(phone.get_by_text("Ingen täckning. Det du gör sparas och skickas sedan.")).to_be_visible()
    phone.get_by_role("link", name="Bengt Demosson").first.click()
    phone.get_by_role("button", name="Checka in").click()
    expect(phone.get_by_text("Pågår, incheckad")).to_be_visible()
    phone.get_by_role("button", name="Skydda golv").click()
    expect(phone.get_by_role("button", name="Skydda golv")).to_have_attribute("aria-pressed", "true")
    photo = tmp_path / "stor.jpg"
    Image.effect_noise((2400, 1800), 90).save(photo, quality=95)
    phone.locator("[data-photos] input[type=file]").set_input_files(photo)
    expect(phone.get_by_text("1 väntar på täckning")).to_be_visible()
    phone.get_by_label("Hela uppdraget är klart").check()
    phone.get_by_role("button", name="Checka ut").click()
    expect(phone.locator("[data-state]").get_by_text("Klart")).to_be_visible()
    phone.goto(f"/min-dag/{other.pk}/")
    assert phone.evaluate(QUEUED) == [[kind, "waits"] for kind in ("check_in", "tick", "photo", "check_out")]
    assert not CrewAct.objects.exists()

    unheard: list[str] = []
    phone.route("**/min-dag/gor/", lambda route: lose_answer(route, unheard))
    with phone.expect_event("requestfailed"):
        phone.context.set_offline(False)
    expect(phone.locator("[data-offline]")).to_be_visible()
    assert len(phone.evaluate(QUEUED)) == 4
    assert set(unheard) == {"applied"}  # the server has it, the phone does not know
    phone.unroute("**/min-dag/gor/")
    phone.reload()
    wait_until(lambda: phone.evaluate(QUEUED) == [], "everything to be sent")

    assert list(CrewAct.objects.order_by("pk").values_list("kind", "state")) == [
        (kind, ActState.APPLIED) for kind in ("check_in", "tick", "photo", "check_out")
    ]
    entry = TimeEntry.objects.get()
    assert entry.state == TimeState.REPORTED
    assert entry.started_at < CrewAct.objects.earliest("pk").received_at
    job.refresh_from_db()
    assert job.status == JobStatus.DONE
    kept = JobPhoto.objects.get().document.current_version
    assert kept is not None
    assert kept.size < photo.stat().st_size

    phone.goto(f"/min-dag/{job.pk}/")
    tries: list[str] = []
    phone.route("**/min-dag/gor/", lambda route: lose(route, tries))
    phone.get_by_role("button", name="Fota skador").click()
    expect(phone.get_by_text("1 sak väntar på att skickas.")).to_be_visible()
    phone.on("dialog", lambda dialog: dialog.accept())
    phone.goto("/min-dag/mer/")
    for _ in range(600):  # what is sent is seen only while the browser is waited for
        if not tries:
            phone.wait_for_timeout(50)
    assert tries
    phone.get_by_role("button", name="Logga ut").click()
    expect(phone.get_by_label("Lösenord")).to_be_visible()
    tries.clear()
    enter(phone, live_server.url, person("Elin Låtsasberg"))
    expect(phone.get_by_text("Telefonen har sparade saker från någon annan.")).to_be_visible()
    phone.reload()

    assert not any(url.endswith(f"/{job.pk}/") for url in phone.evaluate(KEPT))
    assert (phone.evaluate(QUEUED), tries) == ([["tick", "waits"]], [])
    assert not CrewAct.objects.exclude(resource=ali).exists()
