"""Events are facts of their app, and nobody waits for one that is never announced."""

import importlib
import re
from pathlib import Path

import pytest
from django.apps import apps

from perforia.base.events import LISTENERS, Event

ROOT = Path(__file__).resolve().parents[2]
APPS = [config.name for config in apps.get_app_configs() if (ROOT / config.name / "events.py").exists()]
EVENTS = [
    (app, name, event)
    for app in APPS
    for name, event in vars(importlib.import_module(f"{app}.events")).items()
    if isinstance(event, Event)
]


def test_every_app_with_work_to_tell_of_has_events():
    assert {"rut", "billing", "archive", "integrations"} <= set(APPS)


@pytest.mark.parametrize(("app", "name", "event"), EVENTS, ids=[f"{app}.{name}" for app, name, _ in EVENTS])
def test_an_event_is_called_by_its_app_and_its_name(app, name, event):
    assert event.name == f"{app}.{name}"


def test_what_somebody_listens_to_is_announced_somewhere():
    announced = set()
    for app in APPS:
        for file in (ROOT / app).rglob("*.py"):
            announced |= set(re.findall(r"(\w+)\.announce\(", file.read_text(encoding="utf-8")))
    assert LISTENERS
    assert {event.name.partition(".")[2] for event, _ in LISTENERS} <= announced
