"""Which addresses are looked for outside, and who is at it; what is found is recorded by crm.services.addresses.

Who is at one is remembered in the broker's memory alone: asking twice does no harm, and one that was not asked about
in the end is found again by the sweep.
"""

from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError

from crm.models import Property
from crm.services.addresses import line_of
from perforia.base.geography import AddressParts

BATCH = 30  # addresses of one sweep
APART = 600  # seconds between two tries


def claim(*, property_id: int) -> Property | None:
    """Take an address to look for; None when nobody is connected, it is known, or somebody is or was just at it."""
    place = Property.objects.waiting_for_check().filter(pk=property_id).first()
    if place is None or not settings.ADDRESS_PROVIDERS or not _take(place):
        return None
    return place


def wanted(place: Property) -> AddressParts | None:
    """What to look for; None where no street is written, or a box."""
    line = line_of(place)
    return None if line.is_box or not line.parts.street else line.parts


def due_checks(at: datetime) -> list[dict[str, int]]:
    """Addresses that nobody could confirm and nobody outside has been asked about, the oldest first."""
    del at
    if not settings.ADDRESS_PROVIDERS:
        return []
    rows = Property.objects.waiting_for_check().order_by("pk").values_list("pk", flat=True)
    try:
        untried = [pk for pk in rows[: 10 * BATCH] if cache.get(_key(pk)) is None]
    except (RedisError, OSError):
        return []
    return [{"property_id": pk} for pk in untried[:BATCH]]


def _take(place: Property) -> bool:
    try:
        return bool(cache.add(_key(place.pk), 1, timeout=APART))
    except (RedisError, OSError):
        return False


def _key(pk: int) -> str:
    return f"address-check:{pk}"
