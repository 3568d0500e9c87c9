"""The pages that belong to no single app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Start page, health, errors."""

    name = "perforia.home"
    label = "home"
    verbose_name = "Start"
