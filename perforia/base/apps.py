"""The kernel app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class BaseConfig(AppConfig):
    """User, permissions, events, audit: what every other app stands on."""

    name = "perforia.base"
    label = "base"
    verbose_name = "Kärna"

    def ready(self) -> None:
        """Connect the tables `receivers.py` of every app."""
        autodiscover_modules("receivers")
