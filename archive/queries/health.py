"""How the archive is: the last nightly check, and what it found that is not mended."""

from django.db.models import QuerySet

from archive.models import StoreCheck, StoreProblem

SHOWN = 100


def open_problems() -> QuerySet[StoreProblem]:
    """What is wrong now, the latest first."""
    return StoreProblem.objects.filter(mended_at=None).select_related("version__document").order_by("-pk")


def last_checks() -> QuerySet[StoreCheck]:
    """The latest runs of the nightly check, the last first."""
    return StoreCheck.objects.order_by("-pk")[:7]
