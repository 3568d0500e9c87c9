"""Reporting conversions to an ad network, whichever way it takes them: the words and the promise of every way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from integrations.clients.http import Recorder
from perforia.base.outcomes import Outcome, Verdicts

SERVICE = "Google Ads"


@dataclass(frozen=True)
class Account:
    """Whose conversions they are: digits without dashes. `key` is the service account's file; never logged."""

    customer_id: str
    login_customer_id: str = ""
    key: Mapping[str, Any] = field(default_factory=dict, repr=False)  # Any: JSON
    note: Recorder | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Conversion:
    """One conversion, whatever the way; `transaction_id` makes a repeat harmless. Hashes are SHA-256 in hex.

    Consent to the use of the data is a condition of being here; `is_personalized` is the other consent.
    """

    transaction_id: str
    action_id: str
    occurred_at: datetime
    value: Decimal | None = None
    click_kind: str = ""
    click_id: str = field(default="", repr=False)
    email_sha256: str = field(default="", repr=False)
    phone_sha256: str = field(default="", repr=False)
    source: str = "WEB"
    is_personalized: bool = False
    currency: str = "SEK"


class ConversionSink(Protocol):
    """A way to report. Every act answers one outcome per conversion, in their order, and may be repeated.

    Nothing is raised but RuntimeError inside a transaction, and Unreachable or Refused by `poll`.
    """

    @property
    def capabilities(self) -> frozenset[str]:
        """Some of upload, restate, retract, poll, validate."""

    def upload(self, rows: Sequence[Conversion], *, validate_only: bool = False) -> list[Outcome]:
        """Report conversions."""

    def restate(self, rows: Sequence[Conversion], *, at: datetime) -> list[Outcome]:
        """Report other values for conversions that are known."""

    def retract(self, rows: Sequence[Conversion], *, at: datetime) -> list[Outcome]:
        """Take conversions back."""

    def poll(self, request_id: str, count: int) -> Verdicts | None:
        """What became of a request of so many conversions; None while it is worked on.

        Raises Unreachable when nobody can say now, Refused when the network will not.
        """


def all_alike(outcome: Outcome, rows: Sequence[Conversion]) -> list[Outcome]:
    """The same outcome for every row."""
    return [outcome] * len(rows)
