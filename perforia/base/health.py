"""How outside services that people wait for did lately, and what they answered: in the broker's memory, never needed.

All of it may be lost at any time. What a service did wrong is told to people, so its errors are sentences.
"""

import logging
import time
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
FAILURES, WITHIN, PAUSE = 5, 30, 60  # so many within seconds: not asked for seconds
REMEMBERED = 30 * 24 * 3600
OUT = (RedisError, OSError)  # the memory is away: everything works without


@dataclass(frozen=True)
class Health:
    """How a service did lately: seconds since 1970, and its last failure in a sentence."""

    ok_at: float | None = None
    error_at: float | None = None
    error: str = ""


def health_of(name: str) -> Health:
    """How a service did lately."""
    told = recall(f"health:{name}")
    return told if isinstance(told, Health) else Health()


def is_paused(name: str) -> bool:
    """Whether it is left alone at the moment."""
    return bool(recall(f"health:pause:{name}"))


def note_success(name: str, *, ends_pause: bool = False) -> None:
    """It answered."""
    remember(f"health:{name}", Health(time.time()), REMEMBERED)
    if ends_pause:
        remember(f"health:pause:{name}", 0, 1)


def note_failure(name: str, error: str, *, counts: bool) -> None:
    """It did not; after some failures in short time it is left alone for a while."""
    remember(f"health:{name}", Health(health_of(name).ok_at, time.time(), error[:300]), REMEMBERED)
    if not counts:
        return
    key = f"health:failures:{name}"
    try:
        cache.add(key, 0, timeout=WITHIN)
        if cache.incr(key) >= FAILURES:
            cache.set(f"health:pause:{name}", 1, timeout=PAUSE)
            cache.delete(key)
    except (*OUT, ValueError):  # away, or the half minute ended between the two
        return


def recall(key: str) -> Any:  # Any: whatever was remembered under it
    """What is remembered; None when nothing is, or the memory is away."""
    try:
        return cache.get(key)
    except OUT:
        return None


def remember(key: str, value: object, seconds: int) -> None:
    """Remember something for so long; nothing happens when the memory is away."""
    try:
        cache.set(key, value, timeout=seconds)
    except OUT:
        logger.warning("the memory of answers is away")
