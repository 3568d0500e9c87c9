"""Claims: a row that a worker has taken is given to another when the first must be dead."""

from datetime import datetime, timedelta

from django.conf import settings


def dead_before(at: datetime) -> datetime:
    """Claims made before this belong to workers that no longer live: none works longer than its hard limit."""
    return at - timedelta(seconds=settings.CLAIM_SECONDS)
