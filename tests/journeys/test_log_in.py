"""Somebody logs in, sees Idag, changes to dark, and logs out again."""

import pytest
from django.core.management import call_command

from perforia.demo.firm import PASSWORD


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
