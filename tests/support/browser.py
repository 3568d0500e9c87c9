"""Browser journeys: which browser, how it is started, and that it is said aloud when there is none."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Error, Page, expect, sync_playwright

from perforia.base.models import User
from script.tools.system import BROWSERS

FIXTURES = {"page", "context", "browser", "new_context"}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


# What a person would see in a moment may take longer where many tests share two cores; only a failing test waits long.
expect.set_options(timeout=20_000)


def find_browser() -> str | None:
    """A Chromium: named by the environment, found on the machine, or Playwright's own."""
    if named := os.environ.get("PERFORIA_CHROMIUM"):
        return named
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    try:
        with sync_playwright() as playwright:
            own = playwright.chromium.executable_path
    except Error:
        return None
    return own if Path(own).exists() else None


def come_in(context: BrowserContext, server: str, user: User) -> None:
    """Let the browser be logged in as somebody; how one logs in has journeys of its own."""
    client = Client()
    client.force_login(user)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server}])


def press(page: Page, key: str) -> None:
    """Press a key as soon as the page's scripts listen: what is pressed before then is lost."""
    page.wait_for_load_state("load")
    page.keyboard.press(key)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what drives a browser, run it on one worker, and skip it loudly where there is no browser."""
    journeys = [item for item in items if FIXTURES & set(getattr(item, "fixturenames", ()))]
    if not journeys:
        return
    missing = find_browser() is None
    if missing and os.environ.get("CI"):
        message = "the pipeline has no browser: journeys would be left out unseen"
        raise pytest.UsageError(message)
    for item in journeys:
        item.add_marker(pytest.mark.browser)
        if missing:
            item.add_marker(pytest.mark.skip(reason="NO BROWSER: install chromium or set PERFORIA_CHROMIUM"))
    config.stash[_skipped] = len(journeys) if missing else 0


_skipped = pytest.StashKey[int]()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:  # Any: pytest's private class
    """Say it in red when journeys did not run."""
    if count := config.stash.get(_skipped, 0):
        text = f"{count} BROWSER JOURNEYS WERE SKIPPED: no Chromium on this machine"
        terminalreporter.write_line(text, red=True, bold=True)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How Playwright starts the browser."""
    return {"executable_path": find_browser(), "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """A Swedish office computer."""
    return {
        "locale": "sv-SE",
        "timezone_id": "Europe/Stockholm",
        "viewport": {"width": 1440, "height": 900},
        "reduced_motion": "reduce",
    }
