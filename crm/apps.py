"""Wiring of customers."""

from django.apps import AppConfig


class CrmConfig(AppConfig):
    """Customers."""

    name = "crm"
    verbose_name = "Kunder"
