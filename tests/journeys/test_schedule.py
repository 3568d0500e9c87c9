"""A planner's morning on one page: from the tray to a person, by hand and by key, out of a clash, and told to the crew.

1. A job is dragged from the tray to somebody's row and time; what was let go of elsewhere, or with Escape, goes back.
2. Another is moved by keyboard alone: arrows to its bar, M, a new time, Ctrl Enter; Ctrl Z takes it back.
3. What breaks a rule is asked for in the form as it was dropped, and planned with its reason.
4. A double booking is solved with one press.
5. The day is published: the page says whom it tells what, and the notices are queued.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from integrations.models import Message
from perforia.base.permissions import Role
from scheduling.models import Job, Override
from tests.factories import crm, world
from tests.factories.scheduling import TUESDAY, at, job, person
from tests.support.browser import come_in, press

pytestmark = pytest.mark.slow


@pytest.fixture
def morning(transactional_db) -> dict[str, Job]:
    """Two who move and one who cleans until two; a clash, and a job that waits."""
    viktor, nadia = person(), person("Nadia Provsson", group="cleaning", hours=("07:00", "14:00"))
    return {
        "early": job("07:00", viktor, minutes=180, customer=crm.customer("Bo Låtsasson")),
        "clash": job("09:30", viktor, customer=crm.customer("Eva Demosson")),
        "hers": job("07:30", nadia, minutes=90, customer=crm.customer("Ida Provlund")),
        "waits": job(wanted_on=TUESDAY, title="Packhjälp 40 lådor", customer=crm.customer("Rut Mallqvist")),
    }


def drag(page: Page, item: Locator, to: Locator, share: float, *, let_go: bool = True) -> None:
    """Take something by its left end to a place that far into a row."""
    start, goal = item.bounding_box(), to.bounding_box()
    assert start is not None
    assert goal is not None
    page.mouse.move(start["x"] + 12, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(goal["x"] + goal["width"] * share, goal["y"] + 20, steps=6)
    if let_go:
        page.mouse.up()


def row(page: Page, name: str) -> Locator:
    return page.locator(f'.p-sched-row[data-name="{name}"] .p-track')


def bar(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=re.compile(name))


def test_a_day_is_planned_by_hand_and_by_key_and_published(page: Page, live_server, morning):
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    come_in(page.context, live_server.url, world.person(Role.PLANNER))
    page.goto(f"{live_server.url}/schema/{TUESDAY}/")
    card = page.locator(".p-day-card", has_text="Packhjälp 40 lådor")

    drag(page, card, row(page, "Nadia Provsson"), 4 / 12, let_go=False)
    expect(page.locator(".p-ghost")).to_contain_text("10:00–12:00")
    press(page, "Escape")
    page.mouse.up()
    expect(page.locator(".p-ghost")).to_have_count(0)
    drag(page, card, row(page, "Nadia Provsson"), 4 / 12)
    expect(bar(page, "Flytt Mallqvist 10:00–12:00, Nadia Provsson, utkast")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("10:00–12:00, Nadia Provsson")

    bar(page, "Provlund").focus()
    press(page, "ArrowRight")
    expect(bar(page, "Mallqvist")).to_be_focused()
    press(page, "m")
    form = page.get_by_role("dialog")
    expect(form.get_by_label("Börjar")).to_be_focused()
    form.get_by_label("Börjar").fill("11:00")
    expect(form.get_by_label("Slutar", exact=True)).to_have_value("13:00")
    press(page, "Control+Enter")
    expect(bar(page, "Mallqvist 11:00–13:00")).to_be_focused()
    press(page, "Control+z")
    expect(bar(page, "Mallqvist 10:00–12:00")).to_be_visible()

    drag(page, bar(page, "Mallqvist"), row(page, "Nadia Provsson"), 7.5 / 12)
    expect(form).to_contain_text("Nadia arbetar inte")
    form.get_by_label("Varför planerar du så ändå?").fill("Hon stannar längre")
    form.get_by_role("button", name="Planera ändå").dblclick()  # the second does nothing
    expect(bar(page, "Mallqvist 13:")).to_be_visible()
    expect(form).to_have_count(0)
    assert Override.objects.filter(reason="Hon stannar längre").exists()

    page.get_by_role("link", name="Visa krocken").click()
    expect(bar(page, "Demosson")).to_be_focused()
    page.get_by_role("button", name="Byt person").click()
    expect(bar(page, "Demosson 09:30–11:30, Nadia Provsson")).to_be_visible()
    expect(page.get_by_text("dubbelbokad")).to_have_count(0)

    page.get_by_role("link", name="Publicera 4 ändringar").click()
    expect(form).to_contain_text("2 personer får besked, inga andra:")
    form.get_by_role("button", name="Publicera").click()
    expect(page.get_by_text("Allt är publicerat")).to_be_visible()
    expect(page.get_by_role("status").last).to_contain_text("Publicerat. Nadia och Viktor får besked.")
    told = "\n".join(Message.objects.values_list("body", flat=True))
    assert Message.objects.count() == 2
    assert "Låtsasson" in told
    assert "09:30–11:30" in told
    morning["early"].refresh_from_db()
    assert (morning["early"].status, morning["early"].starts_at) == ("published", at("07:00"))
    assert complaints == []
