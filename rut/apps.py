"""Wiring of letters, cases and answers."""

from django.apps import AppConfig


class RutConfig(AppConfig):
    """Letters, cases and answers."""

    name = "rut"
    verbose_name = "RUT"
