"""How long a search may go on: so many rounds, or so many seconds of a clock that the caller hands in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class Budget(Protocol):
    """Answers which share of it is spent after so many rounds; 1 or more ends the search."""

    def spent(self, rounds: int) -> float: ...


@dataclass(frozen=True, slots=True)
class Rounds:
    """So many rounds: the same seed gives the same plan on every machine."""

    most: int

    def spent(self, rounds: int) -> float:
        """Rounds done of all."""
        return rounds / self.most if self.most > 0 else 1.0


@dataclass(frozen=True, slots=True)
class Seconds:
    """So many seconds after `begun` by the caller's clock, be it of the wall or of the processor."""

    most: float
    clock: Callable[[], float]
    begun: float

    def spent(self, rounds: int) -> float:  # noqa: ARG002 - the clock alone decides
        """Seconds passed of all."""
        return (self.clock() - self.begun) / self.most if self.most > 0 else 1.0
