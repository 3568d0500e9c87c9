"""The worker: tasks of every app and the table of what runs when."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perforia.settings")
app = Celery("perforia")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "sweep mail": {"task": "integrations.sweep", "schedule": 60},
    "sweep documents": {"task": "archive.sweep", "schedule": 60},
    "sweep invoices": {"task": "billing.sweep", "schedule": 60},
    "sweep letters and cases": {"task": "rut.sweep", "schedule": 60},
    "check documents": {"task": "archive.check_integrity", "schedule": crontab(hour=2, minute=30)},
    "remind of deadlines": {"task": "rut.remind_of_deadlines", "schedule": crontab(minute=10)},
    "beat alive": {"task": "base.note_heartbeat", "schedule": 30},
}
