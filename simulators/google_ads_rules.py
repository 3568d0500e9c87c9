"""What Google refuses: every check of `events:ingest` and of the click uploads, with the words it uses."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from simulators.google_ads_state import COUNTS_ONCE, DAY, Conversion, State

Json = dict[str, Any]  # Any: JSON
MOST_EVENTS, MOST_IDENTIFIERS = 2000, 10
HEX, SHA256 = re.compile(r"[0-9A-Fa-f]+"), re.compile(r"[0-9A-Fa-f]{64}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d\d:\d\d")
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_ACCOUNT: Json = {"accountType": {"GOOGLE_ADS"}, "accountId": str}
_CONSENT: Json = {
    "adUserData": {"CONSENT_GRANTED", "CONSENT_DENIED"}, "adPersonalization": {"CONSENT_GRANTED", "CONSENT_DENIED"},
}  # fmt: skip
# Names and kinds of everything that may be said; a set holds the values of an enum.
SCHEMA: Json = {
    "destinations": [
        {
            "reference": str, "operatingAccount": _ACCOUNT, "loginAccount": _ACCOUNT, "linkedAccount": _ACCOUNT,
            "productDestinationId": str,
        }
    ],
    "encoding": {"HEX", "BASE64"},
    "validateOnly": bool,
    "consent": _CONSENT,
    "events": [
        {
            "destinationReferences": [str], "transactionId": str, "eventTimestamp": str, "lastUpdatedTimestamp": str,
            "eventSource": {"WEB", "APP", "IN_STORE", "PHONE", "MESSAGE", "OTHER"}, "conversionValue": (int, float),
            "currency": str, "adIdentifiers": {"gclid": str, "gbraid": str, "wbraid": str},
            "userData": {"userIdentifiers": [{"emailAddress": str, "phoneNumber": str}]}, "consent": _CONSENT,
            "customVariables": [{"variable": str, "value": str}],
            "userProperties": {"customerType": str, "customerValueBucket": str},
        }
    ],
}  # fmt: skip


def strange(value: Any, shape: Any, path: str = "") -> str:  # Any: JSON and a piece of SCHEMA
    """What of a body is no field, or of the wrong kind, as Google's JSON APIs say it; empty when all is known."""
    if isinstance(shape, dict | list) and not isinstance(value, type(shape)):
        return f"Invalid value at '{path}'"
    if isinstance(shape, dict):
        unknown = next((name for name in value if name not in shape), None)
        if unknown is not None:
            where = f" at '{path}'" if path else ""
            return f'Invalid JSON payload received. Unknown name "{unknown}"{where}: Cannot find field.'
        found = (strange(value[name], shape[name], f"{path}.{name}".lstrip(".")) for name in value)
        return next((words for words in found if words), "")
    if isinstance(shape, list):
        return next((w for i, each in enumerate(value) if (w := strange(each, shape[0], f"{path}[{i}]"))), "")
    if isinstance(shape, set | frozenset):
        return "" if value in shape else f"Invalid value at '{path}' (type.googleapis.com/enum), \"{value}\""
    return "" if isinstance(value, shape) else f"Invalid value at '{path}'"


def violations(body: Json, state: State) -> list[Json]:
    """Everything that is wrong with a request whose fields are known, each with its place and reason."""
    return [
        {"field": field, "reason": reason, "description": f"{reason.replace('_', ' ').capitalize()}."}
        for field, reason in [*_of_destinations(body, state), *_of_events(body)]
    ]


def _of_destinations(body: Json, state: State) -> Iterator[tuple[str, str]]:
    destinations = body.get("destinations") or []
    if not destinations:
        yield "destinations", "REQUIRED_FIELD_MISSING"
    for place, each in enumerate(destinations):
        for name, snake in (("operatingAccount", "operating_account"), ("loginAccount", "login_account")):
            number = (each.get(name) or {}).get("accountId", "0" if name == "loginAccount" else "")
            if not number.isdecimal():
                yield f"destinations[{place}].{snake}.account_id", "INVALID_NUMBER_FORMAT"
        customer = (each.get("operatingAccount") or {}).get("accountId", "")
        action = each.get("productDestinationId", "")
        if customer.isdecimal() and customer != state.conversion_customer:
            yield f"destinations[{place}].operating_account", "OPERATING_ACCOUNT_LOGIN_ACCOUNT_MISMATCH"
        if customer.isdecimal() and action not in state.customers.get(customer, {}):
            yield f"destinations[{place}].product_destination_id", "INVALID_CONVERSION_ACTION_ID"
    known = {each.get("reference") for each in destinations}
    for event in body.get("events") or []:
        if not set(event.get("destinationReferences") or known) <= known:
            yield "destinations", "INVALID_DESTINATION"
            return


def _of_events(body: Json) -> Iterator[tuple[str, str]]:
    events = body.get("events") or []
    if not events:
        yield "events", "REQUIRED_FIELD_MISSING"
    if len(events) > MOST_EVENTS:
        yield "events.events", "TOO_MANY_EVENTS"
        return
    if any(event.get("userData") for event in events) and "encoding" not in body:
        yield "encoding", "REQUIRED_FIELD_MISSING"
    for place, event in enumerate(events):
        path = f"events.events[{place}]"
        for field, reason in _of_event(event):
            yield f"{path}{field}", reason


def _of_event(event: Json) -> Iterator[tuple[str, str]]:
    stamp = event.get("eventTimestamp", "")
    if not stamp:
        yield ".event_timestamp", "REQUIRED_FIELD_MISSING"
    elif not RFC3339.fullmatch(stamp):
        yield ".event_timestamp", "INVALID_FORMAT"
    if not event.get("transactionId"):
        yield ".transaction_id", "REQUIRED_FIELD_MISSING"
    known_as = (event.get("userData") or {}).get("userIdentifiers") or []
    clicks = [value for value in (event.get("adIdentifiers") or {}).values() if value]
    if not clicks and not known_as:
        yield "", "NO_IDENTIFIERS_PROVIDED"
    if len(clicks) > 1:
        yield ".ad_identifiers", "INVALID_EVENT"
    if len(known_as) > MOST_IDENTIFIERS:
        yield ".user_data.user_identifiers", "TOO_MANY_USER_IDENTIFIERS"
    for place, each in enumerate(known_as):
        value = "".join(each.values())
        if len(each) != 1:
            yield f".user_data.user_identifiers[{place}]", "INVALID_EVENT"
        elif not HEX.fullmatch(value):
            yield f".user_data.user_identifiers[{place}]", "INVALID_HEX_ENCODING"
        elif not SHA256.fullmatch(value):
            yield f".user_data.user_identifiers[{place}]", "INVALID_SHA256_FORMAT"
    if "currency" in event and not re.fullmatch(r"[A-Z]{3}", event["currency"]):
        yield ".currency", "INVALID_CURRENCY_CODE"


def of_upload(row: Mapping[str, Any], state: State, customer: str) -> tuple[str, str] | None:  # Any: JSON
    """The family and code of what is wrong with an uploaded click conversion; None when it is taken."""
    if "legacy" not in state.lasting:
        return "notAllowlistedError", "CUSTOMER_NOT_ALLOWLISTED_FOR_THIS_FEATURE"
    action = _action(row, customer)
    clicks = [row.get(name) for name in ("gclid", "gbraid", "wbraid") if row.get(name)]
    family = "conversionUploadError"
    checks = {
        "NO_CONVERSION_ACTION_FOUND": action not in state.customers.get(customer, {}),
        "INVALID_CONVERSION_ACTION_TYPE": False,
        "GBRAID_WBRAID_BOTH_SET": bool(row.get("gbraid") and row.get("wbraid")),
        "ONE_PER_CLICK_CONVERSION_ACTION_NOT_PERMITTED_WITH_BRAID": action == COUNTS_ONCE and not row.get("gclid"),
        "CONVERSION_PRECEDES_EVENT": str(clicks[0] if clicks else "").startswith("SIM_PRECEDES"),
        "EVENT_NOT_FOUND": str(clicks[0] if clicks else "").startswith("SIM_NOTFOUND"),
        "EXPIRED_EVENT": str(clicks[0] if clicks else "").startswith("SIM_OLD"),
        "TOO_RECENT_EVENT": str(clicks[0] if clicks else "").startswith("SIM_TOORECENT"),
        "UNPARSEABLE_GCLID": str(clicks[0] if clicks else "").startswith("SIM_BADGCLID"),
    }
    if not MOMENT.fullmatch(str(row.get("conversionDateTime", ""))):
        return "dateError", "INVALID_STRING_DATE_TIME"
    if not clicks and not row.get("userIdentifiers"):
        return "fieldError", "REQUIRED"
    return next(((family, code) for code, is_wrong in checks.items() if is_wrong), None)


def of_adjustment(row: Mapping[str, Any], state: State, customer: str) -> tuple[str, str] | None:  # Any: JSON
    """The family and code of what is wrong with an adjustment; None when it is taken."""
    action = _action(row, customer)
    known: Conversion | None = state.conversions.get((action, str(row.get("orderId"))))
    checks = {
        "NO_CONVERSION_ACTION_FOUND": action not in state.customers.get(customer, {}),
        "GCLID_DATE_TIME_PAIR_AND_ORDER_ID_BOTH_SET": bool(row.get("orderId") and row.get("gclidDateTimePair")),
        "CONVERSION_NOT_FOUND": known is None,
        "TOO_RECENT_CONVERSION": known is not None and state.now() - known.at < DAY,
        "CONVERSION_ALREADY_RETRACTED": known is not None and known.is_retracted,
    }
    if not MOMENT.fullmatch(str(row.get("adjustmentDateTime", ""))):
        return "dateError", "INVALID_STRING_DATE_TIME"
    if row.get("adjustmentType") == "RESTATEMENT" and not row.get("restatementValue"):
        return "fieldError", "REQUIRED"
    return next((("conversionAdjustmentUploadError", code) for code, is_wrong in checks.items() if is_wrong), None)


def _action(row: Mapping[str, Any], customer: str) -> str:  # Any: JSON
    name = str(row.get("conversionAction", ""))
    prefix = f"customers/{customer}/conversionActions/"
    return name.removeprefix(prefix) if name.startswith(prefix) else ""


def moment(seconds: float) -> str:
    """A simulated moment in words."""
    return datetime.fromtimestamp(seconds).astimezone().isoformat(timespec="seconds")
