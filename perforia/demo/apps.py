"""A believable firm to try the product with."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Demo data; nothing of the product needs it."""

    name = "perforia.demo"
    label = "demo"
    verbose_name = "Demo"
