"""How often one sender may try links and answer offers; counted in the broker's memory, and let in when nobody can."""

import hashlib
import logging

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
MINUTE, HOUR = 60, 3600
LOOKS_PER_MINUTE, ANSWERS_PER_HOUR = 60, 20  # a household behind one address, not a machine that guesses
MISSES_PER_HOUR = 30


def may_look(*, address: str) -> bool:
    """Whether a sender may open one more page."""
    return _count("look", address, MINUTE) <= LOOKS_PER_MINUTE


def may_answer(*, address: str) -> bool:
    """Whether a sender may answer once more."""
    return _count("answer", address, HOUR) <= ANSWERS_PER_HOUR


def note_miss(*, address: str) -> bool:
    """Count a link that opens nothing; False when one sender has had so many that it must be guessing."""
    return _count("miss", address, HOUR) <= MISSES_PER_HOUR


def _count(kind: str, address: str, seconds: int) -> int:
    key = f"offer:{kind}:{hashlib.sha256(address.encode()).hexdigest()[:24]}"
    try:
        if cache.add(key, 1, timeout=seconds):
            return 1
        return int(cache.incr(key))
    except ValueError:  # it ended between the two
        return 1
    except (RedisError, OSError):
        logger.warning("offer limits are not counted: the broker does not answer")
        return 0
