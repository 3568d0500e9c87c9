"""How often somebody has tried lately: counted in the broker's memory, and nothing when nobody can count."""

import hashlib
import logging

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
MINUTE, HOUR, DAY = 60, 3600, 86400  # seconds


def tries(what: str, who: str, seconds: int) -> int:
    """Count one more try of a kind by one sender, this one included, within some seconds from the first.

    0 when the broker does not answer: nobody is turned away because nobody can count. `who` is kept as a hash only.
    """
    key = f"{what}:{hashlib.sha256(who.encode()).hexdigest()[:24]}"
    try:
        if cache.add(key, 1, timeout=seconds):
            return 1
        return int(cache.incr(key))
    except ValueError:  # it ended between the two
        return 1
    except (RedisError, OSError):
        logger.warning("tries are not counted: the broker does not answer")
        return 0
