"""The worker: tasks of every app and the table of what runs when."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import task_postrun, task_prerun
from django.conf import settings

from perforia.base.logs import task_id as logged_task_id

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perforia.settings")
app = Celery("perforia")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


class _LimitsOfQueue:
    """Gives every task the time limits of its queue, so that none can be without."""

    def annotate(self, task: Any) -> dict[str, int]:  # Any: Celery's task, before it is bound
        """What Celery asks: the attributes to set on a task."""
        soft, hard = settings.TASK_SECONDS[getattr(task, "queue", None) or settings.CELERY_TASK_DEFAULT_QUEUE]
        return {"soft_time_limit": soft, "time_limit": hard}


app.conf.task_annotations = [_LimitsOfQueue()]

app.conf.beat_schedule = {
    "beat alive": {"task": "base.note_heartbeat", "schedule": 30},
    "rut sweep": {"task": "rut.sweep", "schedule": 60},
    "crm sweep": {"task": "crm.sweep", "schedule": 60},
    "customers aged": {"task": "crm.age_customers", "schedule": crontab(hour="3", minute="10")},
    "files forgotten": {"task": "crm.forget_imports", "schedule": crontab(hour="3", minute="30")},
    "texts forgotten": {"task": "integrations.forget_texts", "schedule": crontab(hour="3", minute="40")},
    "traffic forgotten": {"task": "integrations.forget_traffic", "schedule": crontab(hour="3", minute="50")},
    "conversions uploaded": {"task": "crm.upload_conversions", "schedule": crontab(hour="4", minute="10")},
    "clicks forgotten": {"task": "crm.forget_clicks", "schedule": crontab(hour="4", minute="50")},
    "conversions retried": {"task": "crm.retry_conversions", "schedule": crontab(minute="25")},
    "names forgotten": {"task": "crm.forget_kept", "schedule": crontab(hour="3", minute="20")},
    "deadlines": {"task": "rut.remind_of_deadlines", "schedule": 3600},
    "contracts sweep": {"task": "contracts.sweep", "schedule": 30},
    "contract dates": {"task": "contracts.remind_of_dates", "schedule": crontab(hour="6", minute="20")},
    "billing sweep": {"task": "billing.sweep", "schedule": 300},
    "scheduling sweep": {"task": "scheduling.sweep", "schedule": 60},
    "licences": {"task": "scheduling.remind_of_licences", "schedule": crontab(hour="6", minute="10")},
    "archive sweep": {"task": "archive.sweep", "schedule": 60},
    "trash emptied": {"task": "archive.empty_trash", "schedule": crontab(hour="2", minute="10")},
    "documents whole": {"task": "archive.check_integrity", "schedule": crontab(hour="2", minute="30")},
    "integrations sweep": {"task": "integrations.sweep", "schedule": 60},
}


@task_prerun.connect
def _log_under_task(task_id: str, **_: Any) -> None:  # Any: Celery's signal
    logged_task_id.set(task_id)


@task_postrun.connect
def _log_under_no_task(**_: Any) -> None:  # Any: Celery's signal
    logged_task_id.set("-")
