"""Somebody logs in, sees Idag, changes to dark, and logs out again."""

import pytest
from django.core.management import call_command

from perforia.base.models import User
from perforia.demo.firm import PASSWORD
from tests.support.browser import come_in


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_log_in_and_out(page, live_server):
    call_command("load_demo", people_only=True, verbosity=0)
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    page.goto(live_server.url)
    page.get_by_label("E-post").fill("rut@exempel.test")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Fortsätt").click()
    page.get_by_role("heading", name="Aviseringar").wait_for()
    page.wait_for_load_state("load")  # the menu listens from then on
    page.locator(".p-usermenu summary").click()
    page.get_by_role("button", name="Mörkt").click()
    page.wait_for_selector("html[data-bs-theme=dark]")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("button", name="Logga ut").click()
    page.get_by_role("heading", name="Logga in").wait_for()
    assert complaints == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_what_was_written_when_the_session_ended_is_given_back_after_the_login(page, live_server):
    call_command("load_demo", people_only=True, verbosity=0)
    come_in(page.context, live_server.url, User.objects.get(email="rut@exempel.test"))
    page.goto(f"{live_server.url}/kunder/ny/")
    page.get_by_label("Namn", exact=True).fill("Nora Testgren")
    page.locator("[name=personal_number]").evaluate("field => { field.value = '19880101-2397'; }")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Spara").first.click()
    page.get_by_text("inget sparades").first.wait_for()
    kept = page.evaluate("sessionStorage.getItem('sent form')")
    assert ("Nora Testgren" in kept, "2397" in kept) == (True, False)

    page.get_by_label("E-post").fill("rut@exempel.test")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Fortsätt").click()

    page.get_by_text("Det du hade skrivit är tillbaka").wait_for()
    assert page.get_by_label("Namn", exact=True).input_value() == "Nora Testgren"
