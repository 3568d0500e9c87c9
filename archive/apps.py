"""Wiring of the document archive."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """The document archive."""

    name = "archive"
    verbose_name = "Dokument"
