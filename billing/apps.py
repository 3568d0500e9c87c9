"""Wiring of invoices and payments."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    """Invoices and payments."""

    name = "billing"
    verbose_name = "Fakturor"
