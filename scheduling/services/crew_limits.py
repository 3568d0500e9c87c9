"""How often one sender may try personal links; counted in the broker's memory, and let in when nobody can count."""

import hashlib
import logging

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
MINUTE, HOUR, DAY = 60, 3600, 86400
LOOKS_PER_MINUTE = 60  # a whole crew behind one address
MISSES_PER_HOUR = 20
SENT_PER_DAY = 3  # new links that somebody may ask for
READS_PER_HOUR = 120  # of one calendar


def may_look(*, address: str) -> bool:
    """Whether a sender may open one more link."""
    return _count("look", address, MINUTE) <= LOOKS_PER_MINUTE


def note_miss(*, address: str) -> bool:
    """Count a link that opens nothing; False when one sender has had so many that it must be guessing."""
    return _count("miss", address, HOUR) <= MISSES_PER_HOUR


def may_ask(*, resource_id: int) -> bool:
    """Whether somebody may be sent one more link on their own wish."""
    return _count("ask", str(resource_id), DAY) <= SENT_PER_DAY


def may_read(*, address: str) -> bool:
    """Whether a sender may read a calendar once more."""
    return _count("read", address, HOUR) <= READS_PER_HOUR


def _count(kind: str, who: str, seconds: int) -> int:
    key = f"crew:{kind}:{hashlib.sha256(who.encode()).hexdigest()[:24]}"
    try:
        if cache.add(key, 1, timeout=seconds):
            return 1
        return int(cache.incr(key))
    except ValueError:  # it ended between the two
        return 1
    except (RedisError, OSError):
        logger.warning("crew limits are not counted: the broker does not answer")
        return 0
