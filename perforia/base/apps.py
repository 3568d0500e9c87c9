"""The kernel app."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """User, permissions, events, audit: what every other app stands on."""

    name = "perforia.base"
    label = "base"
    verbose_name = "Kärna"
