"""The quote form in a browser: a visitor who gives up is on the list, one who comes back finishes the same lead.

With and without scripts, by keyboard alone, on the narrowest screen, and in a frame on the firm's own site.
"""

import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, Route, expect

from crm.models import Lead, LeadSubmission
from crm.services.sources import SourceDetails, add_source
from crm.states import LeadStatus
from perforia.base.clock import now
from perforia.base.permissions import Role
from tests.factories import world
from tests.factories.leads import source
from tests.support.browser import come_in, press

pytestmark = pytest.mark.slow
WITHIN_SECONDS = 2.0


@pytest.fixture
def form(transactional_db, monkeypatch):
    """A form of our own; nobody waits three seconds for a test."""
    monkeypatch.setattr("crm.rules.spam.FASTEST_SECONDS", 0)
    return source("Offertformulär")


@pytest.fixture
def address(form, live_server) -> str:
    return f"{live_server.url}/offert/{form.key}/"


@pytest.fixture
def office(browser, live_server, form) -> Iterator[Page]:
    """Somebody at the firm with a browser of their own."""
    context = browser.new_context(locale="sv-SE")
    come_in(context, live_server.url, world.person(Role.OFFICE))
    yield context.new_page()
    context.close()


def choose_and_tell(page: Page, *, name: str = "Astrid Exempelsson", phone: str = "070-174 06 12") -> None:
    """The first two steps, up to the button that saves."""
    page.get_by_role("checkbox", name="Flytt Vi bär").check()
    page.get_by_role("button", name="Fortsätt till kontakt").click()
    page.get_by_label("Namn").fill(name)
    page.get_by_label("Telefon").fill(phone)


def leads() -> int:
    return Lead.objects.count()


def wait_for_leads(count: int) -> None:
    deadline = time.monotonic() + 5
    while leads() != count and time.monotonic() < deadline:
        time.sleep(0.05)
    assert leads() == count


def test_whoever_leaves_after_two_steps_is_on_the_list_within_two_seconds_and_may_finish_later(
    page, office, address, live_server
):
    page.goto(address)
    choose_and_tell(page)
    expect(page.get_by_text("Vi sparar det du fyller i när du går vidare")).to_be_visible()
    page.get_by_role("button", name="Fortsätt till adress").click()
    page.goto("about:blank")
    left = asked = time.monotonic()
    while "Astrid Exempelsson" not in office.request.get(f"{live_server.url}/leads/").text():
        asked = time.monotonic()
        assert asked - left < WITHIN_SECONDS
    assert asked - left < WITHIN_SECONDS  # whoever asks for the list within two seconds sees the lead
    office.goto(f"{live_server.url}/leads/")
    expect(office.get_by_text("Astrid Exempelsson").first).to_be_visible()
    started = Lead.objects.get()
    assert (started.status, started.phone) == (LeadStatus.STARTED, "+46701740612")

    page.goto(address)
    page.get_by_label("Gatuadress").first.fill("Provvägen 4")
    page.get_by_role("button", name="Fortsätt till bostad").click()
    page.get_by_role("button", name="Fortsätt till datum").click()
    page.get_by_label("Något mer vi bör veta?").fill("Hiss finns.")
    page.get_by_role("button", name="Skicka förfrågan").click()
    expect(page.get_by_role("heading", name="Tack för din förfrågan")).to_be_focused()

    finished = Lead.objects.get()
    assert (finished.pk, finished.status) == (started.pk, LeadStatus.NEW)
    assert (finished.address, finished.message) == ("Provvägen 4", "Hiss finns.")


def test_nothing_is_saved_before_the_button_unless_the_firm_has_switched_that_on(page, form, address, live_server):
    page.goto(address)
    choose_and_tell(page)
    page.get_by_label("Telefon").blur()
    page.goto("about:blank")
    time.sleep(0.5)
    assert not leads()

    eager = add_source(details=SourceDetails(name="Fält för fält", saves_per_field=True), by=None, at=now())
    page.goto(f"{live_server.url}/offert/{eager.key}/")
    expect(page.get_by_text("Vi sparar det du skriver medan du fyller i")).not_to_be_visible()
    choose_and_tell(page)
    expect(page.get_by_text("Vi sparar det du skriver medan du fyller i")).to_be_visible()
    page.get_by_label("Telefon").blur()
    wait_for_leads(1)
    assert Lead.objects.get().source == eager


def test_what_did_not_arrive_is_sent_when_the_page_is_left(page, address):
    def refuse_fetch(route: Route) -> None:
        if route.request.method == "POST" and route.request.resource_type == "fetch":
            route.abort()
        else:
            route.continue_()

    page.route("**/offert/**", refuse_fetch)
    page.goto(address)
    choose_and_tell(page)
    page.get_by_role("button", name="Fortsätt till adress").click()
    expect(page.get_by_text("Kunde inte sparas än.").first).to_be_attached()
    page.get_by_label("Gatuadress").first.fill("Provvägen 4")
    page.goto("about:blank")

    wait_for_leads(1)
    assert Lead.objects.get().name == "Astrid Exempelsson"


def test_what_the_server_could_not_take_is_sent_again_by_itself(page, address):
    failures = iter([True, True])

    def fail_first(route: Route) -> None:
        if route.request.method == "POST" and next(failures, False):
            route.fulfill(status=503, json={"error": "away", "message": "Försök igen."})
        else:
            route.continue_()

    page.route("**/offert/**", fail_first)
    page.clock.install()
    page.goto(address)
    choose_and_tell(page)
    page.get_by_role("button", name="Fortsätt till adress").click()
    expect(page.get_by_text("Kunde inte sparas än.").first).to_be_attached()
    for _ in range(20):
        page.clock.run_for(6000)
        page.wait_for_timeout(100)
        if leads():
            break

    wait_for_leads(1)


def test_one_plain_form_without_scripts_keeps_what_was_written_when_something_is_wrong(browser, address):
    context = browser.new_context(java_script_enabled=False, locale="sv-SE", viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(address)
    for heading in ("Vad behöver du hjälp med?", "Hur når vi dig?", "Vilken adress gäller det?", "När ska det ske?"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(1)
    page.get_by_label("Telefon").fill("070-174 06 12")
    page.get_by_label("Något mer vi bör veta?").fill("Hiss finns.")
    page.get_by_role("button", name="Skicka förfrågan").click()
    expect(page.get_by_role("alert")).to_contain_text("Skriv ditt namn.")
    expect(page.get_by_label("Något mer vi bör veta?")).to_have_value("Hiss finns.")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    page.locator("input[name=services]").first.check(force=True)
    page.get_by_label("Namn").fill("Astrid Exempelsson")
    page.get_by_role("button", name="Skicka förfrågan").click()
    expect(page.get_by_role("heading", name="Tack för din förfrågan")).to_be_visible()
    lead = Lead.objects.get()
    assert (lead.status, lead.message, lead.services) == (LeadStatus.NEW, "Hiss finns.", ["moving"])
    context.close()


def test_the_whole_form_by_keyboard_alone(page, address):
    def type_into(label: str, text: str) -> None:
        """Tab until the field has the focus, as somebody without a mouse does."""
        for _ in range(30):
            press(page, "Tab")
            if page.evaluate("document.activeElement.labels?.[0]?.textContent.trim()") == label:
                page.keyboard.type(text)
                return
        pytest.fail(f"{label} cannot be reached")

    page.goto(address)
    for _ in range(10):
        press(page, "Tab")
        if page.evaluate("document.activeElement.name") == "services":
            break
    press(page, "Space")
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Hur når vi dig?")).to_be_focused()
    press(page, "Enter")
    type_into("Namn", "Astrid Exempelsson")
    press(page, "Enter")
    expect(page.get_by_label("Telefon")).to_be_focused()
    expect(page.get_by_text("Skriv ett telefonnummer eller en e-postadress")).to_be_visible()
    page.keyboard.type("070-174 06 12")
    press(page, "Enter")
    expect(page.get_by_role("heading", name=re.compile("Varifrån och vart"))).to_be_focused()
    type_into("Gatuadress", "Provvägen 4")
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Hur ser bostaden ut?")).to_be_focused()
    type_into("Boyta, m²", "64")
    press(page, "Enter")
    expect(page.get_by_role("heading", name="När ska det ske?")).to_be_focused()
    type_into("Datumet kan ändras några dagar", " ")
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Tack för din förfrågan")).to_be_focused()

    lead = Lead.objects.get()
    assert (lead.status, lead.address) == (LeadStatus.NEW, "Provvägen 4")
    assert (lead.details["area_m2"], lead.details["is_flexible"]) == ("64", "yes")


def test_every_step_fits_the_narrowest_screen_and_going_back_keeps_what_was_written(page, address):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(address)
    choose_and_tell(page)
    fits = "document.documentElement.scrollWidth <= 320"
    assert page.evaluate(fits)
    for button in ("Fortsätt till adress", "Fortsätt till bostad", "Fortsätt till datum"):
        page.get_by_role("button", name=button).click()
        assert page.evaluate(fits), button
    for _ in range(3):
        page.get_by_role("button", name="Tillbaka").click()
    expect(page.get_by_label("Namn")).to_have_value("Astrid Exempelsson")


# ------------------------------------------------------------------ on another site


class Site:
    """A page of the firm's on an origin of its own, with one script tag."""

    def __init__(self) -> None:
        self.html = ""
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(site.html.encode())

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


def embed(site: Site, base: str, key: str) -> None:
    consent = "<script>window.perforiaConsent = {ad_user_data: 'granted', ad_storage: 'denied'};</script>"
    tag = f'<script src="{base}/static/js/embed.js" data-form="{key}" async></script>'
    site.html = f"<!doctype html><title>Firman</title>{consent}<h1>Flytta med oss</h1>{tag}<p>Sidfot</p>"


def test_one_script_tag_shows_the_form_and_tells_where_the_visitor_came_from(page, site, form, live_server):
    shown = add_source(details=SourceDetails(name="Hemsidan", origins=[site.origin]), by=None, at=now())
    embed(site, live_server.url, shown.key)
    page.goto(f"{site.origin}/flytt?utm_source=google&gclid=Cj0KCQiA-FICTITIOUS_gclid-0001")
    frame = page.frame_locator("iframe[title='Begär offert']")
    frame.get_by_role("checkbox", name="Flytt Vi bär").check()
    frame.get_by_role("button", name="Fortsätt till kontakt").click()
    frame.get_by_label("Namn").fill("Astrid Exempelsson")
    frame.get_by_label("Telefon").fill("070-174 06 12")
    frame.get_by_role("button", name="Fortsätt till adress").click()
    wait_for_leads(1)
    lead = Lead.objects.get()

    assert lead.attribution["utm_source"] == "google"
    assert lead.attribution["gclid"] == "Cj0KCQiA-FICTITIOUS_gclid-0001"
    assert lead.attribution["landing_page"].startswith(f"{site.origin}/flytt")
    assert set(lead.consents.values_list("kind", "state")) == {("ad_user_data", "granted"), ("ad_storage", "denied")}
    box, inside = page.locator("iframe").bounding_box(), frame.locator("body").evaluate("node => node.scrollHeight")
    assert box is not None
    assert box["height"] >= inside - 1  # no scroll bars within the page


def test_a_site_that_is_not_the_sources_shows_no_form(page, site, form, live_server):
    embed(site, live_server.url, form.key)
    page.goto(site.origin)
    page.wait_for_timeout(500)

    assert page.frame_locator("iframe").get_by_label("Namn").count() == 0


def test_a_hook_is_posted_to_from_the_firms_own_form_by_beacon(page, site, form, live_server):
    hook = add_source(details=SourceDetails(name="Egen", origins=[site.origin]), by=None, at=now())
    site.html = "<!doctype html><title>Firman</title><h1>Vår egen</h1>"
    page.goto(site.origin)
    body = '{"name": "Astrid", "phone": "0701740612", "elapsed_ms": 9000}'
    sent = page.evaluate(
        "([url, body]) => navigator.sendBeacon(url, body)", [f"{live_server.url}/hooks/leads/{hook.key}/", body]
    )
    wait_for_leads(1)

    assert sent
    assert LeadSubmission.objects.get().content_type.startswith("text/plain")
