"""What an outside service says of each of many things it was sent: said by its client, written down by a service."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class OutcomeKind(StrEnum):
    """PENDING: a receipt, the verdict comes later. ALREADY: it was there. CONFIG: the account, not the row."""

    PENDING = "pending"
    FINAL = "final"
    ALREADY = "already"
    RETRY = "retry"
    REJECTED = "rejected"
    CONFIG = "config"


@dataclass(frozen=True)
class Outcome:
    """What became of one thing; `reason` is the service's own word, `retry_after` seconds when it said so."""

    kind: OutcomeKind
    reason: str = ""
    detail: str = ""
    request_id: str = ""
    retry_after: int | None = None
    payload_sha256: str = ""
    warnings: Sequence[str] = ()


@dataclass(frozen=True)
class Verdicts:
    """What became of a request, by position; positions without a verdict went well, unless `is_vague`.

    It is vague when errors were counted without saying whose.
    """

    by_position: Mapping[int, Outcome]
    is_vague: bool = False
    warnings: Sequence[str] = ()
