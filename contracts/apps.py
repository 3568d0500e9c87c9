"""Wiring of offers and contracts."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    """Offers, contracts and their signatures."""

    name = "contracts"
    verbose_name = "Avtal"
