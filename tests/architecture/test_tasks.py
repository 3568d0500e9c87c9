"""Beat names tasks that exist, tasks have names, queues and limits of ours, and what an event starts a sweep finds."""

import inspect
import re
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.utils.module_loading import autodiscover_modules

from perforia.base import sandbox
from perforia.base.events import LISTENERS
from perforia.base.tasks import Queue
from perforia.celery import app
from script.tools import server

ROOT = Path(__file__).resolve().parents[2]
# Celery's own way would run Django's checks already now, while the tests are collected.
autodiscover_modules("tasks")
OURS = {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}


def test_every_beat_entry_names_a_task():
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(OURS)


@pytest.mark.parametrize("name", OURS)
def test_a_task_is_named_for_its_app_and_takes_ids_by_name(name):
    task = OURS[name]
    assert re.fullmatch(r"[a-z]+\.[a-z]+(_[a-z]+)*", name)
    assert name.partition(".")[0] in task.run.__module__.split(".")
    parameters = inspect.signature(task.run).parameters.values()
    assert {parameter.kind for parameter in parameters} <= {inspect.Parameter.KEYWORD_ONLY}
    assert {parameter.annotation for parameter in parameters} <= {int}


@pytest.mark.parametrize("name", OURS)
def test_a_task_has_a_queue_of_ours_with_its_limits_and_is_acknowledged_when_done(name):
    task = OURS[name]
    queue = getattr(task, "queue", None)
    assert queue in set(Queue)
    assert (task.soft_time_limit, task.time_limit) == settings.TASK_SECONDS[queue]
    assert task.acks_late
    assert task.ignore_result


def test_every_queue_has_limits():
    assert set(settings.TASK_SECONDS) == set(Queue)
    assert settings.CELERY_TASK_DEFAULT_QUEUE in set(Queue)


def test_a_hostile_file_is_given_up_before_its_task_and_a_claim_is_freed_only_when_its_worker_must_be_dead():
    asked, killed = zip(*settings.TASK_SECONDS.values(), strict=True)
    assert sandbox.DEFAULT.seconds + 60 <= settings.TASK_SECONDS[Queue.DOCUMENTS][0]
    assert all(soft + 30 <= hard for soft, hard in zip(asked, killed, strict=True))
    assert max(killed) + 60 <= settings.CLAIM_SECONDS
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] >= settings.CLAIM_SECONDS + 60


def test_a_mail_that_nobody_answers_is_given_up_before_its_task():
    steps = 6  # connect, EHLO, MAIL, RCPT, DATA, text: each may wait this long
    assert steps * settings.EMAIL_TIMEOUT < settings.TASK_SECONDS[Queue.MAIL][0]


def test_every_task_started_by_an_event_is_also_swept():
    tables = [getattr(sys.modules.get(f"{config.name}.tasks"), "SWEPT", {}) for config in apps.get_app_configs()]
    swept = {task.name for table in tables for task in table}

    assert {name for _, name in LISTENERS} <= swept


def test_a_worker_takes_from_every_queue_wherever_it_is_started():
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    (deployed,) = re.findall(r'"--queues", "([a-z,]+)"', compose)

    assert set(deployed.split(",")) == set(server.QUEUES.split(",")) == set(Queue)


def test_every_sweep_is_in_the_table_of_beat():
    sweeps = {name for name in OURS if name.endswith(".sweep")}

    assert sweeps
    assert sweeps <= {entry["task"] for entry in app.conf.beat_schedule.values()}
