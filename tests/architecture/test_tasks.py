"""Beat names tasks that exist, each task has a queue of ours, and what an event starts a sweep finds too."""

import sys

from django.apps import apps

from perforia.base.events import LISTENERS
from perforia.base.tasks import Queue
from perforia.celery import app


def test_every_beat_entry_names_a_task():
    app.loader.import_default_modules()

    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_every_task_of_ours_has_a_queue():
    app.loader.import_default_modules()
    ours = [task for name, task in app.tasks.items() if not name.startswith("celery.")]

    assert ours
    assert {getattr(task, "queue", None) for task in ours} <= set(Queue)


def test_every_task_started_by_an_event_is_also_swept():
    app.loader.import_default_modules()
    tables = [getattr(sys.modules.get(f"{config.name}.tasks"), "SWEPT", {}) for config in apps.get_app_configs()]
    swept = {task.name for table in tables for task in table}

    assert {name for _, name in LISTENERS} <= swept
