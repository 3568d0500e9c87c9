"""What is told to Google Ads of one conversion, what is answered, and when it is tried again. Pure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from crm.rules.ad_identifiers import Identifiers
from crm.states import SourceKind
from perforia.base.outcomes import Outcome

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TRIES = (HOUR, 6 * HOUR, DAY, DAY, DAY)  # then it is given up
FIRST_POLL, LONGEST_POLL, GIVE_UP_POLLING = timedelta(minutes=30), 6 * HOUR, 7 * DAY
GAVE_UP = "GAVE_UP"
OF_ROWS = frozenset({
    "TOO_RECENT_EVENT", "TOO_RECENT_CLICK", "TOO_RECENT_CONVERSION", "TOO_RECENT_CONVERSION_ACTION",
    "CONVERSION_NOT_FOUND",
})  # fmt: skip
ONCE_MORE = frozenset({"CONVERSION_NOT_FOUND"})  # it may not have been worked on yet; after a night it never will be
SOURCES: dict[str, str] = {SourceKind.MANUAL: "PHONE", SourceKind.IMPORT: "OTHER"}


@dataclass(frozen=True)
class Report:
    """One conversion as it is told; `value` is kronor without VAT, `reported_at` when it happened or was changed."""

    transaction_id: str
    action_id: str
    occurred_at: datetime
    value: Decimal | None
    identifiers: Identifiers = field(default_factory=Identifiers)
    source: str = "WEB"
    is_personalized: bool = False


def is_of_row(outcome: Outcome) -> bool:
    """Whether it says something of the one conversion, not of the line or of Google's health."""
    return outcome.reason in OF_ROWS


def next_try(attempts: int, *, at: datetime, retry_after: int | None = None, reason: str = "") -> datetime | None:
    """When to try again after so many tries; None when it is to be given up."""
    if attempts > (1 if reason in ONCE_MORE else len(TRIES)):
        return None
    wait = TRIES[max(attempts, 1) - 1]
    asked = timedelta(seconds=retry_after or 0)
    return at + max(asked, wait)


def next_poll(polls: int, *, sent_at: datetime, at: datetime) -> datetime | None:
    """When to ask again after having asked so many times, rarer and rarer; None after a week."""
    if at - sent_at >= GIVE_UP_POLLING:
        return None
    wait: timedelta = FIRST_POLL * int(2 ** min(polls, 10))
    return at + min(wait, LONGEST_POLL)
