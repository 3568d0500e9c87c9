"""What stands before every provider of addresses: memory where its terms allow, a pause after failures, a pace.

All of it lies in the broker's memory and may be lost at any time. What was asked is never logged, only a hash of it.
"""

import hashlib
import logging
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TypeVar

from django.core.cache import cache

from perforia.base.errors import ProviderAuth, ProviderBadRequest, ProviderDown, ProviderQuota
from perforia.base.geography import AddressParts, AddressProvider, Capabilities, Point, ResolvedAddress, Suggestion
from perforia.base.health import OUT, is_paused, note_failure, note_success, recall, remember

logger = logging.getLogger(__name__)
NOTHING_SECONDS = 600  # that nothing was found is remembered so long
PLACES = 1  # decimals of degrees that answers depend on where they depend on a place
STRANGE = (AttributeError, IndexError, KeyError, TypeError, ValueError)
UNREADABLE = "Tjänsten svarade något som inte går att läsa."
T = TypeVar("T")


class Guarded:
    """A provider behind its guard; itself one. Our own register is never left alone: `is_ours`."""

    def __init__(self, provider: AddressProvider, *, is_ours: bool = False) -> None:
        self._provider = provider
        self._is_ours = is_ours

    @property
    def name(self) -> str:
        return self._provider.name

    @property
    def capabilities(self) -> Capabilities:
        return self._provider.capabilities

    def suggest(self, text: str, *, bias: Point | None, session: str, limit: int = 8) -> Sequence[Suggestion]:
        """As the provider, or remembered. Raises as it does, and ProviderDown while it is left alone."""
        words = " ".join(text.casefold().split())
        near = f"{bias[0]:.{PLACES}f},{bias[1]:.{PLACES}f}" if bias else ""
        return self._asked(
            "suggest", f"{words}|{near}|{limit}",
            lambda: self._provider.suggest(text, bias=bias, session=session, limit=limit),
        )  # fmt: skip

    def resolve(self, ref: str, *, session: str) -> ResolvedAddress | None:
        """As `suggest`."""
        return self._asked("resolve", ref, lambda: self._provider.resolve(ref, session=session))

    def geocode(self, parts: AddressParts) -> Sequence[ResolvedAddress]:
        """As `suggest`."""
        return self._asked("geocode", repr(asdict(parts)).casefold(), lambda: self._provider.geocode(parts))

    def reverse(self, point: Point) -> ResolvedAddress | None:
        """As `suggest`."""
        return self._asked("reverse", f"{point[0]:.5f},{point[1]:.5f}", lambda: self._provider.reverse(point))

    def _asked(self, act: str, about: str, ask: Callable[[], T]) -> T:
        digest = hashlib.sha256(about.encode()).hexdigest()
        key = f"geo:{self.name}:{act}:{digest}"
        keeps = self.capabilities.cache_seconds
        known: tuple[T] | None = recall(key) if keeps else None
        if known is not None:
            return known[0]
        pace = self.capabilities.interval_ms
        found = guarded(self.name, act, digest, ask, interval_ms=pace, may_pause=not self._is_ours)
        if keeps:
            remember(key, (found,), keeps if found else min(keeps, NOTHING_SECONDS))
        return found


def guarded(
    name: str, act: str, digest: str, ask: Callable[[], T], *, interval_ms: int = 0, may_pause: bool = True
) -> T:  # fmt: skip
    """Ask, unless it failed too often lately or was asked too recently; what comes of it is noted.

    Raises what asking raises, ProviderDown while it is left alone, ProviderQuota where it must wait its turn.
    """
    if is_paused(name):
        raise ProviderDown("Tjänsten har svarat fel flera gånger och får vila en minut.")
    if interval_ms and not take_turn(name, interval_ms):
        raise ProviderQuota("Tjänsten får bara en fråga i taget.", retry_after=1)
    began, outcome = time.monotonic(), "fine"
    try:
        found = ask()
    except (ProviderDown, ProviderQuota, ProviderAuth, ProviderBadRequest) as trouble:
        outcome = type(trouble).__name__
        note_failure(name, str(trouble), counts=may_pause and not isinstance(trouble, ProviderBadRequest))
        raise
    except STRANGE as strange:  # JSON, but not of the shape that is documented
        outcome = f"strange ({type(strange).__name__})"
        note_failure(name, UNREADABLE, counts=may_pause)
        raise ProviderDown(UNREADABLE) from strange
    else:
        note_success(name)
        return found
    finally:
        took = round((time.monotonic() - began) * 1000)
        logger.info("%s %s %s: %s in %d ms", name, act, digest[:12], outcome, took)


def tested(name: str, ask: Callable[[], T]) -> T:
    """Ask because a person wants to know, pause or not; when it answers the pause is over. Raises as asking does."""
    try:
        found = ask()
    except (ProviderDown, ProviderQuota, ProviderAuth, ProviderBadRequest) as trouble:
        note_failure(name, str(trouble), counts=False)
        raise
    except STRANGE as strange:
        note_failure(name, UNREADABLE, counts=False)
        raise ProviderDown(UNREADABLE) from strange
    note_success(name, ends_pause=True)
    return found


def take_turn(name: str, interval_ms: int) -> bool:
    """Whether it may be asked now: once in so long from the whole firm. Without the memory nobody may."""
    try:
        return bool(cache.add(f"geo:turn:{name}", 1, timeout=math.ceil(interval_ms / 1000)))
    except OUT:
        return False
