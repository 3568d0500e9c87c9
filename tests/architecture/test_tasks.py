"""Beat names tasks that exist, and each task has a queue of ours."""

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
