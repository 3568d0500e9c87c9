"""Conversions through the Google Ads API: for accounts that uploaded there before June 2026, and for taking back.

Rules: developers.google.com/google-ads/api/docs/conversions/upload-offline and …/upload-adjustments. A bad row fails
alone; a newcomer is told so in an answer with status 200, so the status alone means nothing.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from integrations.clients import http
from integrations.clients.ads import Account, Conversion, all_alike
from integrations.clients.ads_calls import ADS_SCOPE, OK, Reply, call
from perforia.base.errors import Refused, Unreachable
from perforia.base.outcomes import Outcome, OutcomeKind, Verdicts

STOCKHOLM = ZoneInfo("Europe/Stockholm")
HOUR, DAY = 3600, 24 * 3600
AGAIN: Mapping[str, int] = {
    "TOO_RECENT_EVENT": 6 * HOUR, "TOO_RECENT_CLICK": 6 * HOUR, "TOO_RECENT_CONVERSION_ACTION": 6 * HOUR,
    "TOO_RECENT_CONVERSION": DAY, "CONVERSION_NOT_FOUND": 20 * HOUR,
    "TRANSIENT_ERROR": HOUR, "INTERNAL_ERROR": HOUR, "DEADLINE_EXCEEDED": HOUR,
    "RESOURCE_TEMPORARILY_EXHAUSTED": HOUR, "RESOURCE_EXHAUSTED": DAY,
}  # fmt: skip
KNOWN_ALREADY = frozenset({
    "CLICK_CONVERSION_ALREADY_EXISTS", "ORDER_ID_ALREADY_IN_USE", "DUPLICATE_ORDER_ID",
    "DUPLICATE_CLICK_CONVERSION_IN_REQUEST", "CONVERSION_ALREADY_RETRACTED", "RESTATEMENT_ALREADY_EXISTS",
    "MORE_RECENT_RESTATEMENT_FOUND", "DUPLICATE_ADJUSTMENT_IN_REQUEST",
})  # fmt: skip
SETUP = frozenset({
    "UNAUTHORIZED_CUSTOMER", "CUSTOMER_NOT_ACCEPTED_CUSTOMER_DATA_TERMS",
    "CUSTOMER_NOT_ENABLED_ENHANCED_CONVERSIONS_FOR_LEADS", "CUSTOMER_DATA_POLICY_PROHIBITS_ENHANCED_CONVERSIONS",
    "NO_CONVERSION_ACTION_FOUND", "INVALID_CONVERSION_ACTION", "INVALID_CONVERSION_ACTION_TYPE",
    "CUSTOM_VARIABLE_NOT_ENABLED", "ONE_PER_CLICK_CONVERSION_ACTION_NOT_PERMITTED_WITH_BRAID",
    "CUSTOMER_NOT_ALLOWLISTED_FOR_THIS_FEATURE",
})  # fmt: skip
_SETTINGS = (
    "SELECT customer.id, customer.conversion_tracking_setting.google_ads_conversion_customer,"
    " customer.conversion_tracking_setting.accepted_customer_data_terms FROM customer"
)
_ACTIONS = (
    "SELECT conversion_action.id, conversion_action.name, conversion_action.status, conversion_action.counting_type,"
    " conversion_action.click_through_lookback_window_days FROM conversion_action"
    " WHERE conversion_action.type = 'UPLOAD_CLICKS'"
)


@dataclass(frozen=True)
class Action:
    """A conversion action of the account that takes uploads; `window_days` is how long after a click it counts."""

    id: str
    name: str
    counts_once: bool
    window_days: int


@dataclass(frozen=True)
class Settings:
    """What the account itself says of its conversions: who owns them, and whether the terms are accepted."""

    owner_id: str
    has_terms: bool


class GoogleAds:
    """Verdicts come at once, so there is nothing to poll."""

    capabilities = frozenset({"upload", "restate", "retract", "validate"})

    def __init__(self, account: Account) -> None:
        self._account = account

    def upload(self, rows: Sequence[Conversion], *, validate_only: bool = False) -> list[Outcome]:
        """Upload click conversions; refused as a whole for accounts that are not on Google's list."""
        body = {"conversions": [self._conversion(row) for row in rows], "validateOnly": validate_only}
        return self._post("uploadClickConversions", "conversions", body, rows)

    def restate(self, rows: Sequence[Conversion], *, at: datetime) -> list[Outcome]:
        """Give conversions other values."""
        return self._adjust(rows, at, "RESTATEMENT")

    def retract(self, rows: Sequence[Conversion], *, at: datetime) -> list[Outcome]:
        """Take conversions back, by their numbers alone."""
        return self._adjust(rows, at, "RETRACTION")

    def poll(self, request_id: str, count: int) -> Verdicts | None:
        """There is nothing to ask: Refused."""
        del count
        raise Refused(f"NOT_POLLED {request_id}")

    def actions(self) -> list[Action]:
        """The conversion actions that take uploads. Raises Unreachable or Refused with Google's word."""
        found = [row["conversionAction"] for row in self._search(_ACTIONS)]
        return [
            Action(
                str(each["id"]), str(each.get("name", "")), each.get("countingType") == "ONE_PER_CLICK",
                int(each.get("clickThroughLookbackWindowDays") or 0),
            )
            for each in found
        ]  # fmt: skip

    def settings(self) -> Settings:
        """Who owns the conversions. Raises Unreachable or Refused with Google's word."""
        told = next((row.get("customer") or {} for row in self._search(_SETTINGS)), {})
        tracking = told.get("conversionTrackingSetting") or {}
        owner = str(tracking.get("googleAdsConversionCustomer") or "").rpartition("/")[2]
        return Settings(owner or str(told.get("id", "")), bool(tracking.get("acceptedCustomerDataTerms")))

    def _conversion(self, row: Conversion) -> dict[str, Any]:  # Any: JSON
        known_as = [{"hashedEmail": row.email_sha256}] if row.email_sha256 else []
        known_as += [{"hashedPhoneNumber": row.phone_sha256}] if row.phone_sha256 else []
        told: dict[str, Any] = {
            "conversionAction": self._action(row), "conversionDateTime": moment(row.occurred_at),
            "orderId": row.transaction_id, "conversionEnvironment": "WEB", "consent": {"adUserData": "GRANTED"},
        }  # fmt: skip
        if row.value is not None:
            told |= {"conversionValue": float(row.value), "currencyCode": row.currency}
        if row.click_id:
            told[row.click_kind] = row.click_id
        if known_as:
            told["userIdentifiers"] = [{**each, "userIdentifierSource": "FIRST_PARTY"} for each in known_as]
        return told

    def _adjust(self, rows: Sequence[Conversion], at: datetime, kind: str) -> list[Outcome]:
        adjustments = [
            {
                "conversionAction": self._action(row), "orderId": row.transaction_id, "adjustmentType": kind,
                "adjustmentDateTime": moment(at),
            }
            for row in rows
        ]  # fmt: skip
        if kind == "RESTATEMENT":
            for told, row in zip(adjustments, rows, strict=True):
                told["restatementValue"] = {"adjustedValue": float(row.value or 0), "currencyCode": row.currency}  # type: ignore[assignment]  # JSON
        body = {"conversionAdjustments": adjustments}
        return self._post("uploadConversionAdjustments", "conversion_adjustments", body, rows)

    def _post(
        self, method: str, field: str, body: Mapping[str, Any], rows: Sequence[Conversion]
    ) -> list[Outcome]:  # Any: JSON
        reply = self._call(f":{method}", {**body, "partialFailure": True})
        if isinstance(reply, Outcome):
            return all_alike(reply, rows)
        if reply.status != OK or not isinstance(reply.body, dict):
            return all_alike(_request_refused(reply), rows)
        digest = hashlib.sha256(json.dumps(dict(body), sort_keys=True).encode()).hexdigest()
        by_row, common = read_failures(reply.body, field)
        if common is not None:
            return all_alike(common, rows)
        done = Outcome(OutcomeKind.FINAL, payload_sha256=digest)
        return [by_row.get(position, done) for position in range(len(rows))]

    def _search(self, query: str) -> list[dict[str, Any]]:  # Any: JSON
        reply = self._call("/googleAds:searchStream", {"query": query})
        if isinstance(reply, Outcome):
            raise (Refused if reply.kind == OutcomeKind.CONFIG else Unreachable)(reply.reason)
        if reply.status != OK or not isinstance(reply.body, list):
            raise (Unreachable if reply.passes else Refused)(_request_refused(reply).reason)
        return [row for chunk in reply.body for row in chunk.get("results") or []]

    def _call(self, path: str, body: Mapping[str, Any]) -> Reply | Outcome:  # Any: JSON
        base, login = settings.GOOGLE_ADS_URL, self._account.login_customer_id
        url = f"{base}/{settings.GOOGLE_ADS_VERSION}/customers/{self._account.customer_id}{path}"
        headers = {"login-customer-id": login} if login and login != self._account.customer_id else {}
        return call(self._account, http.Ask("POST", url, base, headers=headers, json=dict(body)), scope=ADS_SCOPE)

    def _action(self, row: Conversion) -> str:
        return f"customers/{self._account.customer_id}/conversionActions/{row.action_id}"


def moment(at: datetime) -> str:
    """`2026-11-19 14:32:10+01:00`, in Swedish time with the offset of that day."""
    local = at.astimezone(STOCKHOLM)
    offset = local.strftime("%z")
    return f"{local:%Y-%m-%d %H:%M:%S}{offset[:3]}:{offset[3:]}"


def read_failures(body: Mapping[str, Any], field: str) -> tuple[dict[int, Outcome], Outcome | None]:  # Any: JSON
    """Outcomes of the rows that failed, by position, and what concerns all of them; `field` is their list's name."""
    failure = body.get("partialFailureError") or {}
    errors = [error for part in failure.get("details") or [] for error in part.get("errors") or []]
    if failure and not errors:
        return {}, Outcome(OutcomeKind.CONFIG, "PARTIAL_FAILURE", str(failure.get("message") or "")[:300])
    by_row: dict[int, Outcome] = {}
    for error in errors:
        outcome = _of_code(error)
        row = _position(error, field)
        if row is None or outcome.kind == OutcomeKind.CONFIG:
            return {}, outcome
        by_row.setdefault(row, outcome)
    return by_row, None


def _position(error: Mapping[str, Any], field: str) -> int | None:  # Any: JSON
    """Which row an error is about; an element without an index is about the request, not about row 0."""
    names = {field, _camel(field)}
    for step in (error.get("location") or {}).get("fieldPathElements") or []:
        if step.get("fieldName") in names and step.get("index") is not None:
            return int(step["index"])
    return None


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def _of_code(error: Mapping[str, Any]) -> Outcome:  # Any: JSON
    code = str(next(iter((error.get("errorCode") or {}).values()), "UNKNOWN"))
    told = str(error.get("message") or "")[:300]
    kinds: list[tuple[Callable[[str], bool], OutcomeKind]] = [
        (AGAIN.__contains__, OutcomeKind.RETRY), (KNOWN_ALREADY.__contains__, OutcomeKind.ALREADY),
        (SETUP.__contains__, OutcomeKind.CONFIG),
    ]  # fmt: skip
    kind = next((kind for is_one, kind in kinds if is_one(code)), OutcomeKind.REJECTED)
    return Outcome(kind, code, told, retry_after=AGAIN.get(code))


def _request_refused(reply: Reply) -> Outcome:
    """A whole request that was refused: what passes is tried again, all else is for a person."""
    errors = [error for part in reply.details for error in part.get("errors") or []]
    if not errors:
        kind = OutcomeKind.RETRY if reply.passes else OutcomeKind.CONFIG
        return Outcome(kind, reply.word, reply.message, retry_after=reply.retry_after)
    outcome = _of_code(errors[0])
    if outcome.kind == OutcomeKind.RETRY or reply.passes:
        delay = _delay(errors[0]) or reply.retry_after or outcome.retry_after
        return Outcome(OutcomeKind.RETRY, outcome.reason, outcome.detail, retry_after=delay)
    return Outcome(OutcomeKind.CONFIG, outcome.reason, outcome.detail)


def _delay(error: Mapping[str, Any]) -> int | None:  # Any: JSON
    told = str(((error.get("details") or {}).get("quotaErrorDetails") or {}).get("retryDelay") or "")
    bare = told.removesuffix("s")
    return int(float(bare)) if bare.replace(".", "", 1).isdecimal() else None
