"""What the simulated Google remembers: its clock, accounts and tokens, requests, and conversions by their number."""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import uuid4

Json = dict[str, Any]  # Any: JSON
HALF_HOUR, SIX_HOURS, DAY = 1800, 6 * 3600, 24 * 3600
CUSTOMER, OTHER_CUSTOMER, MANAGER = "1234567890", "2222222222", "9876543210"
QUALIFIED, CONVERTED, COUNTS_ONCE = "7001002003", "7001002004", "7001002005"
_LATER = "PROCESSING_ERROR_REASON_"
# What a click id (or a gbraid) of this beginning comes to, some time after it was taken.
MAGIC: Mapping[str, str] = {
    "SIM_NOTFOUND": "CLICK_NOT_FOUND", "SIM_TOORECENT": "TOO_RECENT_CLICK", "SIM_OLD": "EVENT_TOO_OLD",
    "SIM_PRECEDES": "CONVERSION_PRECEDES_CLICK", "SIM_DUP": "DUPLICATE_TRANSACTION_ID",
    "SIM_INTERNAL": "INTERNAL_ERROR", "SIM_BRAID1": "ONE_PER_CLICK_CONVERSION_ACTION_NOT_PERMITTED_WITH_BRAID",
    "SIM_BADGCLID": "INVALID_GCLID", "SIM_OTHERACCOUNT": "INVALID_OPERATING_ACCOUNT_FOR_CLICK",
    "SIM_VARIABLE": "CUSTOM_VARIABLE_NOT_ENABLED", "SIM_STRANGE": "SOMETHING_NEW",
}  # fmt: skip


class Mode(StrEnum):
    """How Google can be told to behave with the next calls."""

    UNAVAILABLE = "503_once"
    INTERNAL = "500_once"
    QUOTA = "429_retry_after"
    TIMEOUT_AFTER_STORE = "timeout_after_store"  # taken, but the line breaks before the answer
    HTML = "html_502"
    SLOW = "slow"
    TOKEN_EXPIRED = "401_once"  # noqa: S105 -- no password
    DISABLED = "service_disabled"
    NO_ACCESS = "no_access"
    NOT_FOUND = "404"
    NO_TERMS = "terms_not_signed"
    NO_ENHANCED = "no_enhanced_conversions"
    REVOKED = "token_revoked"
    TOKEN_DOWN = "token_503"  # noqa: S105 -- no password


# What lasts until it is told otherwise, not just for one call.
LASTING = frozenset({"not_allowlisted", "legacy", "without_indices", "stuck"})


@dataclass
class Event:
    """One event that was taken."""

    action: str
    body: Json
    at: float


@dataclass
class Request:
    """A request that was taken whole."""

    id: str
    customer: str
    action: str
    events: list[Event]
    at: float


@dataclass
class Conversion:
    """What counts in the end, once per action and number."""

    value: float | None
    at: float
    told: int = 1  # how often it was told, the first time included
    restated: int = 0
    is_retracted: bool = False
    history: list[float | None] = field(default_factory=list)


class State:
    """Everything, behind one lock."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self.lock = threading.RLock()
        self.tokens: dict[str, tuple[str, float]] = {}
        self.reset()

    def reset(self) -> None:
        """Forget everything but the accounts and the tokens."""
        with self.lock:
            self.offset = 0.0
            self.customers: dict[str, dict[str, str]] = {
                CUSTOMER: {QUALIFIED: "Kvalificerat lead", CONVERTED: "Bokat jobb", COUNTS_ONCE: "En per klick"},
                OTHER_CUSTOMER: {},
            }
            self.conversion_customer = CUSTOMER
            self.token_count = 0
            self.requests: dict[str, Request] = {}
            self.conversions: dict[tuple[str, str], Conversion] = {}
            self.received: list[Json] = []
            self.adjustments: list[Json] = []
            self.modes: deque[str] = deque()
            self.lasting = {"not_allowlisted"}
            self._tries: dict[str, int] = {}
            self._first_seen: dict[str, float] = {}

    def now(self) -> float:
        """The simulated time, seconds since 1970."""
        return self.wall() + self.offset

    def wall(self) -> float:
        """The time outside."""
        return self._clock()

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.offset += seconds

    def next_mode(self, *fitting: Mode) -> Mode | None:
        """What was planned for the call at hand, if it is of a fitting kind."""
        with self.lock:
            if self.modes and self.modes[0] in set(fitting):
                return Mode(self.modes.popleft())
            return None

    def new_token(self, scope: str) -> str:
        """A token for an hour."""
        with self.lock:
            token = f"ya29.{uuid4().hex}"
            self.tokens[token] = (scope, self.now() + 3600)
            self.token_count += 1
            return token

    def take(self, body: Json) -> Request:
        """Keep a request whose every event was found right."""
        destination = body["destinations"][0]
        action, customer = destination["productDestinationId"], destination["operatingAccount"]["accountId"]
        with self.lock:
            at = self.now()
            events = [Event(action, event, at) for event in body["events"]]
            made = Request(str(uuid4()), customer, action, events, at)
            self.requests[made.id] = made
            for event in events:
                number = event.body.get("transactionId", made.id)
                self._tries[number] = self._tries.get(number, 0) + 1
                self._first_seen.setdefault(number, at)
                if not self._is_permanent(event):
                    self.count(action, number, event.body.get("conversionValue"), at)
            return made

    def count(self, action: str, number: str, value: float | None, at: float) -> None:
        """A conversion is told of: a new one, the same again, or with another value."""
        known = self.conversions.get((action, number))
        if known is None:
            self.conversions[action, number] = Conversion(value, at, history=[value])
            return
        known.told += 1
        if known.value != value:
            known.value, known.restated = value, known.restated + 1
            known.history.append(value)

    def counts(self) -> Json:
        """How much there is: requests, conversions, and how many of those were told of more than once."""
        with self.lock:
            known = list(self.conversions.values())
            return {
                "requests": len(self.requests), "conversions": len(known),
                "repeated": sum(row.told > 1 for row in known), "restated": sum(row.restated > 0 for row in known),
            }  # fmt: skip

    def _is_permanent(self, event: Event) -> bool:
        """Whether an event never becomes a conversion."""
        reason = _magic(event.body)
        return bool(reason) and reason not in {"DUPLICATE_TRANSACTION_ID", "INTERNAL_ERROR", "TOO_RECENT_CLICK"}

    def status(self, request: Request) -> Json:
        """What is said of a request: processing for half an hour, then reasons with their counts and places."""
        destination = {
            "reference": "conversions", "productDestinationId": request.action,
            "operatingAccount": {"accountType": "GOOGLE_ADS", "accountId": request.customer},
        }  # fmt: skip
        if self.now() - request.at < HALF_HOUR or "stuck" in self.lasting:
            return {"requestStatusPerDestination": [{"destination": destination, "requestStatus": "PROCESSING"}]}
        faults: dict[str, list[int]] = {}
        for place, event in enumerate(request.events):
            if reason := self._verdict(event):
                faults.setdefault(reason, []).append(place)
        wrong, count = sum(map(len, faults.values())), len(request.events)
        state = "SUCCESS" if not wrong else "FAILED" if wrong == count else "PARTIAL_SUCCESS"
        counts: list[Json] = [
            {"recordCount": str(len(places)), "reason": _LATER + reason, "recordIndices": places}
            for reason, places in faults.items()
        ]
        if "without_indices" in self.lasting:
            for each in counts:
                del each["recordIndices"]
        told: Json = {
            "destination": destination, "requestStatus": state, "errorInfo": {"errorCounts": counts},
            "warningInfo": {"warningCounts": []}, "eventsIngestionStatus": {"recordCount": str(count)},
        }  # fmt: skip
        return {"requestStatusPerDestination": [told]}

    def _verdict(self, event: Event) -> str:
        consent = (event.body.get("consent") or {}).get("adUserData")
        if consent != "CONSENT_GRANTED":
            return "DENIED_CONSENT" if consent == "CONSENT_DENIED" else "NO_CONSENT"
        reason, number = _magic(event.body), event.body.get("transactionId", "")
        if reason == "INTERNAL_ERROR" and self._tries.get(number, 0) > 1:
            return ""
        if reason == "TOO_RECENT_CLICK" and self.now() - self._first_seen.get(number, event.at) >= SIX_HOURS:
            return ""
        return reason


def _magic(body: Json) -> str:
    clicks = (body.get("adIdentifiers") or {}).values()
    return next(
        (reason for click in clicks for sign, reason in MAGIC.items() if str(click).startswith(sign)), ""
    )  # fmt: skip
