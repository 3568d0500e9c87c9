"""Conversions through Google's Data Manager API, the one that is open to new firms.

Rules: developers.google.com/data-manager/api/devguides/events/google-ads/offline/send-events, …/understand-errors and
…/diagnostics. A 200 is a receipt: what became of each event is asked for later. One bad event fails a whole request.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.conf import settings

from integrations.clients import http
from integrations.clients.ads import Account, Conversion, all_alike
from integrations.clients.ads_calls import BAD_REQUEST, DATA_MANAGER_SCOPE, OK, Reply, call
from perforia.base.errors import Refused, Unreachable
from perforia.base.outcomes import Outcome, OutcomeKind, Verdicts

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DESTINATION = "conversions"
_ROW = re.compile(r"events(?:\.events)?\[(\d+)\]")
# Faults of the account or the conversion action, whichever event they are told of.
SETUP = frozenset({
    "INVALID_DESTINATION", "TOO_MANY_DESTINATIONS", "DUPLICATE_DESTINATION_REFERENCE", "INVALID_CONVERSION_ACTION_ID",
    "INVALID_CONVERSION_ACTION_TYPE", "TERMS_AND_CONDITIONS_NOT_SIGNED",
    "DESTINATION_ACCOUNT_NOT_ENABLED_ENHANCED_CONVERSIONS_FOR_LEADS",
    "DESTINATION_ACCOUNT_ENHANCED_CONVERSIONS_TERMS_NOT_SIGNED",
    "DESTINATION_ACCOUNT_DATA_POLICY_PROHIBITS_ENHANCED_CONVERSIONS", "OPERATING_ACCOUNT_LOGIN_ACCOUNT_MISMATCH",
    "DESTINATION_ACCOUNT_TYPE_MISMATCH", "EVENT_SOURCE_AND_DESTINATION_MISMATCH", "NOT_ALLOWLISTED",
})  # fmt: skip
TOO_MANY_EVENTS, LOST = "TOO_MANY_EVENTS", "INVALID_REQUEST_ID"
# What is said of events afterwards; all else is a row's own fault.
DONE = frozenset({"DUPLICATE_TRANSACTION_ID", "DUPLICATE_GCLID"})
LATER: Mapping[str, int] = {"TOO_RECENT_CLICK": 6 * 3600, "INTERNAL_ERROR": 20 * 3600}
SETUP_LATER = frozenset({
    "CUSTOM_VARIABLE_NOT_ENABLED", "INVALID_CUSTOM_VARIABLE",
    "DESTINATION_ACCOUNT_ENHANCED_CONVERSIONS_TERMS_NOT_SIGNED",
    "ONE_PER_CLICK_CONVERSION_ACTION_NOT_PERMITTED_WITH_BRAID", "EXTERNAL_ATTRIBUTION_DATA_MISSING",
})  # fmt: skip
# The account's fault when every event has it, else that of the one click.
SETUP_IF_ALL = frozenset({"INVALID_OPERATING_ACCOUNT_FOR_CLICK", "OPERATING_ACCOUNT_MISMATCH_FOR_AD_IDENTIFIER"})
_PREFIXES = ("PROCESSING_ERROR_REASON_", "PROCESSING_ERROR_")
ENDED = frozenset({"SUCCESS", "PARTIAL_SUCCESS", "FAILED", "FAILURE"})


class DataManager:
    """Reports, restates and asks what became of it; it cannot retract (the value 0 is as near as it comes)."""

    capabilities = frozenset({"upload", "restate", "poll", "validate"})

    def __init__(self, account: Account) -> None:
        self._account = account

    def upload(self, rows: Sequence[Conversion], *, validate_only: bool = False) -> list[Outcome]:
        """Send events; those that are named in a refusal are left out and the rest is sent at once."""
        found: dict[str, Outcome] = {}
        waiting = [
            [row for row in rows if row.action_id == action] for action in dict.fromkeys(r.action_id for r in rows)
        ]
        while waiting:
            part = waiting.pop()
            named, common = self._ingest(part, validate_only=validate_only)
            found |= {part[position].transaction_id: outcome for position, outcome in named.items()}
            rest = [row for position, row in enumerate(part) if position not in named]
            if common is None:  # the named ones alone were at fault
                waiting += [rest] if rest else []
            elif common.reason == TOO_MANY_EVENTS and len(part) > 1:
                waiting += [part[: len(part) // 2], part[len(part) // 2 :]]
            else:
                found |= dict.fromkeys((row.transaction_id for row in rest), common)
                if common.kind in {OutcomeKind.CONFIG, OutcomeKind.RETRY}:  # the others would fare no better
                    found = dict.fromkeys((row.transaction_id for left in waiting for row in left), common) | found
                    break
        return [found[row.transaction_id] for row in rows]

    def restate(self, rows: Sequence[Conversion], *, at: datetime) -> list[Outcome]:
        """The same events again, by the same number, with other values."""
        del at
        return self.upload(rows)

    def retract(self, rows: Sequence[Conversion], *, at: datetime) -> list[Outcome]:
        """Not here: the sender restates to 0 instead."""
        del at
        return all_alike(Outcome(OutcomeKind.CONFIG, "RETRACTION_NOT_SUPPORTED"), rows)

    def poll(self, request_id: str, count: int) -> Verdicts | None:
        """What became of a request. Raises Unreachable when nobody can say now, Refused when Google will not."""
        base = settings.GOOGLE_DATA_MANAGER_URL
        url = f"{base}/v1/requestStatus:retrieve?requestId={quote(request_id, safe='')}"
        reply = call(self._account, http.Ask("GET", url, base), scope=DATA_MANAGER_SCOPE)
        if isinstance(reply, Outcome):
            problem = Refused if reply.kind == OutcomeKind.CONFIG else Unreachable
            raise problem(reply.reason)
        if reply.status == OK and isinstance(reply.body, dict):
            return read_status(reply.body, count)
        if reply.passes:
            raise Unreachable(reply.word, retry_after=reply.retry_after)
        named = {str(fault.get("reason")) for fault in _violations(reply)}
        raise Refused(LOST if LOST in named else reply.word)

    def _ingest(self, rows: Sequence[Conversion], *, validate_only: bool) -> tuple[dict[int, Outcome], Outcome | None]:
        """One request: outcomes of rows by position, and that of all others; None when they may be sent again."""
        payload = request_of(self._account, rows, validate_only=validate_only)
        base = settings.GOOGLE_DATA_MANAGER_URL
        reply = call(
            self._account, http.Ask("POST", f"{base}/v1/events:ingest", base, json=payload), scope=DATA_MANAGER_SCOPE
        )  # fmt: skip
        if isinstance(reply, Outcome):
            return {}, reply
        if reply.status == OK and isinstance(reply.body, dict) and not reply.error:
            return {}, _receipt(reply.body, payload, is_test=validate_only)
        return _refusal(reply)


def request_of(account: Account, rows: Sequence[Conversion], *, validate_only: bool = False) -> dict[str, Any]:
    """The body of `events:ingest` for conversions of one action. Any: JSON."""
    login = account.login_customer_id or account.customer_id
    body: dict[str, Any] = {
        "destinations": [
            {
                "reference": DESTINATION,
                "operatingAccount": {"accountType": "GOOGLE_ADS", "accountId": account.customer_id},
                "loginAccount": {"accountType": "GOOGLE_ADS", "accountId": login},
                "productDestinationId": rows[0].action_id,
            }
        ],
        "validateOnly": validate_only,
        "events": [_event(row) for row in rows],
    }
    if any(row.email_sha256 or row.phone_sha256 for row in rows):
        body["encoding"] = "HEX"
    return body


def _event(row: Conversion) -> dict[str, Any]:  # Any: JSON
    known_as = [{"emailAddress": row.email_sha256}] if row.email_sha256 else []
    known_as += [{"phoneNumber": row.phone_sha256}] if row.phone_sha256 else []
    event: dict[str, Any] = {
        "destinationReferences": [DESTINATION],
        "transactionId": row.transaction_id,
        "eventTimestamp": row.occurred_at.astimezone(STOCKHOLM).isoformat(timespec="seconds"),
        "eventSource": row.source,
        "consent": {
            "adUserData": "CONSENT_GRANTED",
            "adPersonalization": "CONSENT_GRANTED" if row.is_personalized else "CONSENT_DENIED",
        },
    }
    if row.value is not None:
        event |= {"conversionValue": float(row.value), "currency": row.currency}
    if row.click_id:
        event["adIdentifiers"] = {row.click_kind: row.click_id}
    if known_as:
        event["userData"] = {"userIdentifiers": known_as}
    return event


def _receipt(body: Mapping[str, Any], payload: Mapping[str, Any], *, is_test: bool) -> Outcome:  # Any: JSON
    request_id = str(body.get("requestId") or "")
    if not request_id and not is_test:
        return Outcome(OutcomeKind.RETRY, "NO_REQUEST_ID")
    warnings = [
        f"{warning.get('reason', '')} {warning.get('field', '')}".strip()[:200]
        for warning in body.get("fieldWarnings") or [] if isinstance(warning, dict)
    ]  # fmt: skip
    digest = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
    return Outcome(OutcomeKind.PENDING, request_id=request_id, payload_sha256=digest, warnings=warnings)


def _refusal(reply: Reply) -> tuple[dict[int, Outcome], Outcome | None]:
    """Why nothing was taken: rows that are named, or everything."""
    if reply.passes:
        return {}, Outcome(OutcomeKind.RETRY, reply.word, reply.message, retry_after=reply.retry_after)
    named: dict[int, Outcome] = {}
    for fault in _violations(reply):
        reason, told = str(fault.get("reason") or "INVALID_ARGUMENT"), str(fault.get("description") or "")[:300]
        row = _ROW.match(str(fault.get("field") or ""))
        if row is None or reason in SETUP or reason == TOO_MANY_EVENTS:
            return {}, Outcome(OutcomeKind.CONFIG, reason, told)
        named.setdefault(int(row[1]), Outcome(OutcomeKind.REJECTED, reason, told))
    if reply.status == BAD_REQUEST and named:
        return named, None
    words = [str(part.get("reason")) for part in reply.details if part.get("reason") and "fieldViolations" not in part]
    return {}, Outcome(OutcomeKind.CONFIG, words[0] if words else reply.word, reply.message)


def _violations(reply: Reply) -> list[dict[str, Any]]:  # Any: JSON
    return [fault for part in reply.details for fault in part.get("fieldViolations") or [] if isinstance(fault, dict)]


def read_status(body: Mapping[str, Any], count: int) -> Verdicts | None:  # Any: JSON
    """What `requestStatus:retrieve` says of `count` events; None while Google works on them."""
    told: list[dict[str, Any]] = body.get("requestStatusPerDestination") or []
    if not told or any(each.get("requestStatus") not in ENDED for each in told):
        return None
    verdicts: dict[int, Outcome] = {}
    is_vague, warnings = False, []
    for each in told:
        errors = (each.get("errorInfo") or {}).get("errorCounts") or []
        for error in errors:
            number, reason = int(error.get("recordCount") or 0), short(str(error.get("reason") or "?"))
            rows = [int(row) for row in error.get("recordIndices") or [] if 0 <= int(row) < count]
            rows = rows or (list(range(count)) if number >= count else [])
            verdicts |= dict.fromkeys(rows, _verdict(reason, is_everybody=len(rows) == count))
            is_vague |= not rows and number > 0
        is_vague |= each["requestStatus"] in {"FAILED", "FAILURE"} and not errors
        warnings += [
            f"{short(str(warning.get('reason')))} ({warning.get('recordCount')})"
            for warning in (each.get("warningInfo") or {}).get("warningCounts") or []
        ]
    return Verdicts(verdicts, is_vague, warnings)


def short(reason: str) -> str:
    """Google's word without its prefixes, some of which it forgets now and then."""
    return next((reason.removeprefix(prefix) for prefix in _PREFIXES if reason.startswith(prefix)), reason)


def _verdict(reason: str, *, is_everybody: bool) -> Outcome:
    if reason in DONE:
        return Outcome(OutcomeKind.ALREADY, reason)
    if reason in LATER:
        return Outcome(OutcomeKind.RETRY, reason, retry_after=LATER[reason])
    if reason in SETUP_LATER or (reason in SETUP_IF_ALL and is_everybody):
        return Outcome(OutcomeKind.CONFIG, reason)
    return Outcome(OutcomeKind.REJECTED, reason)
