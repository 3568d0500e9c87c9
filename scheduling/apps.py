"""Wiring of people, jobs and the schedule."""

from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    """People, vehicles, jobs, the schedule and time."""

    name = "scheduling"
    verbose_name = "Schema"
