"""Wiring of the outside world."""

from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    """The outside world."""

    name = "integrations"
    verbose_name = "Omvärlden"
