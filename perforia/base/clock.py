"""The clock: read in views and tasks only, handed down as `at=` and `today=`."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware."""
    return timezone.localtime()


def today() -> date:
    """Today's date in Stockholm."""
    return timezone.localdate()
