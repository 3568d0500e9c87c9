"""How many posts have come lately from one sender, to one form, of one person: counted in the broker's memory.

Without it the database counts what it can, so that nobody is turned away and a flood still ends in the quarantine.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from redis.exceptions import RedisError

from crm.models import LeadSource, LeadSubmission

logger = logging.getLogger(__name__)
MINUTE, HOUR, DAY = 60, 3600, 86400
HARD_PER_ADDRESS_MINUTE = 120  # more than any household or office: refused at the door with 429
KEPT_REFUSED_PER_MINUTE = 60
COMPLETED_PER_MINUTE = 60  # questions for addresses by one visitor: two are written with a dozen
ADDRESSES_PER_USER, ADDRESSES_PER_FIRM = 10, 40  # questions for addresses in a second


@dataclass(frozen=True)
class Counts:
    """Posts within their windows, this one included; nothing is counted for what is empty."""

    address_minute: int = 0
    address_hour: int = 0
    form_minute: int = 0
    contact_day: int = 0
    token: int = 0
    message: int = 0


def count_new(*, source: LeadSource, address_hash: str, contact: str, token: str, message: str, at: datetime) -> Counts:
    """Count one new submission. Never raises: without the broker the database answers for the most important ones."""
    place = f"lead:{source.pk}"
    try:
        return Counts(
            _count(f"{place}:a:{address_hash}", MINUTE, at) if address_hash else 0,
            _count(f"{place}:h:{address_hash}", HOUR, at) if address_hash else 0,
            _count(f"{place}:f", MINUTE, at),
            _count(f"{place}:c:{_short(contact)}", DAY, at) if contact else 0,
            _count(f"{place}:t:{_short(token)}", DAY, at) if token else 0,
            _count(f"{place}:m:{_short(message)}", DAY, at) if message else 0,
        )
    except (RedisError, OSError):
        logger.warning("lead limits are counted in the database: the broker does not answer")
        return _count_rows(source, address_hash, at)


def is_flood(*, source: LeadSource, address_hash: str, at: datetime) -> bool:
    """Whether a sender posts so much that the door closes for a minute. False when nobody can count."""
    try:
        return _count(f"lead:{source.pk}:all:{address_hash}", MINUTE, at) > HARD_PER_ADDRESS_MINUTE
    except (RedisError, OSError):
        return False


def may_keep_refused(*, source: LeadSource, at: datetime) -> bool:
    """Whether one more unreadable or unsigned post is worth a row: enough to find the error, not to fill a disk."""
    try:
        return _count(f"lead:{source.pk}:refused", MINUTE, at) <= KEPT_REFUSED_PER_MINUTE
    except (RedisError, OSError):
        return True


def may_search_addresses(*, user_id: int, at: datetime) -> bool:
    """Whether somebody may ask for addresses once more this second. True when nobody can count."""
    try:
        if _count(f"addresses:{user_id}", 1, at) > ADDRESSES_PER_USER:
            return False
        return _count("addresses", 1, at) <= ADDRESSES_PER_FIRM
    except (RedisError, OSError):
        return True


def may_complete(*, source: LeadSource, address_hash: str, at: datetime) -> bool:
    """Whether a visitor of a form may ask for addresses once more this minute. True when nobody can count."""
    try:
        return _count(f"lead:{source.pk}:complete:{address_hash}", MINUTE, at) <= COMPLETED_PER_MINUTE
    except (RedisError, OSError):
        return True


def _count(key: str, seconds: int, at: datetime) -> int:
    window = f"{key}:{int(at.timestamp()) // seconds}"
    if cache.add(window, 1, timeout=max(seconds, MINUTE)):  # the window stands in the key; a slow machine loses none
        return 1
    try:
        return cache.incr(window)
    except ValueError:  # it ended between the two
        return 1


def _count_rows(source: LeadSource, address_hash: str, at: datetime) -> Counts:
    lately = LeadSubmission.objects.filter(source=source, received_at__gt=at - timedelta(seconds=HOUR))
    minute = lately.filter(received_at__gt=at - timedelta(seconds=MINUTE))
    if not address_hash:
        return Counts(form_minute=minute.count() + 1)
    mine = lately.filter(address_hash=address_hash)
    return Counts(
        address_minute=minute.filter(address_hash=address_hash).count() + 1,
        address_hour=mine.count() + 1,
        form_minute=minute.count() + 1,
    )


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
