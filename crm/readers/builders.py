"""What form builders send, each in its own shape, as flat fields. The shape is known by the data, not by a setting.

Shapes: Google Ads lead forms, Typeform, Webflow and Gravity Forms as their makers document them; Elementor and
Tally as seen from plugins that read them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from crm.readers.bodies import Fields, add_field, flatten

# Any: JSON from outside, looked at key by key.
Data = dict[str, Any]


@dataclass(frozen=True)
class Reading:
    """A post as flat fields, with the sender's own id of it and what only this shape says."""

    shape: str
    fields: Fields
    external_id: str = ""
    is_complete: bool = True
    is_test: bool = False
    key: str = ""
    hints: Fields = field(default_factory=dict)  # theirs → ours, where the shape knows


def read_shape(data: Data) -> Reading:
    """The first shape that knows the data; else the pairs as they are."""
    for is_it, read in _SHAPES:
        if is_it(data):
            return read(data)
    return _generic(data)


def _generic(data: Data) -> Reading:
    fields = flatten(data)
    stage = next((fields[name] for name in ("stage", "status") if name in fields), "")
    is_partial = stage.strip().lower() in {"partial", "started", "incomplete", "påbörjad"}
    identity = fields.get("lead_id") or fields.get("entry_id") or fields.get("event_id") or ""
    return Reading("generic", fields, external_id=identity, is_complete=not is_partial)


_COLUMNS = {
    "FULL_NAME": "name", "FIRST_NAME": "first_name", "LAST_NAME": "last_name", "EMAIL": "email",
    "WORK_EMAIL": "email", "PHONE_NUMBER": "phone", "WORK_PHONE": "phone", "POSTAL_CODE": "postal_code",
    "CITY": "city", "STREET_ADDRESS": "address",
}  # fmt: skip


def _is_google(data: Data) -> bool:
    return isinstance(data.get("user_column_data"), list)


def _google(data: Data) -> Reading:
    fields = flatten({key: value for key, value in data.items() if key not in {"user_column_data", "google_key"}})
    hints: Fields = {
        "gcl_id": "gclid",
        "campaign_id": "gad_campaignid",
        "lead_id": "",
        "is_test": "",
        "api_version": "",
    }
    for column in data["user_column_data"]:
        if isinstance(column, dict):
            asked = str(column.get("column_id") or column.get("column_name") or "")
            identity = add_field(fields, asked, column.get("string_value"))
            hints[identity] = _COLUMNS.get(asked, "") or ("services" if "tjanst" in asked else "")
    return Reading(
        "google", fields, external_id=str(data.get("lead_id") or ""), is_test=data.get("is_test") in {True, "true"},
        key=str(data.get("google_key") or ""), hints={name: ours for name, ours in hints.items() if ours},
    )  # fmt: skip


def _is_typeform(data: Data) -> bool:
    return isinstance(data.get("form_response"), dict)


def _typeform(data: Data) -> Reading:
    response: Data = data["form_response"]
    titles = _titles(response.get("definition"))
    fields, hints = flatten(response.get("hidden") or {}), Fields()
    for answer in response.get("answers") or []:
        if not isinstance(answer, dict):
            continue
        asked: Data = answer["field"] if isinstance(answer.get("field"), dict) else {}
        kind = str(answer.get("type") or "")
        name = titles.get(str(asked.get("id"))) or str(asked.get("ref") or asked.get("id") or kind)
        value = answer.get(kind)
        if isinstance(value, dict):
            value = value.get("label") or value.get("labels") or value.get("other") or value
        name = add_field(fields, name, value)
        if kind in {"email", "phone_number"}:
            hints[name] = "email" if kind == "email" else "phone"
    is_complete = response.get("response_type") != "partial" and data.get("event_type") != "form_response_partial"
    return Reading(
        "typeform", fields, str(response.get("token") or data.get("event_id") or ""), is_complete, hints=hints
    )


def _titles(definition: object) -> Fields:
    asked = definition.get("fields") if isinstance(definition, dict) else None
    return {
        str(each.get("id")): str(each.get("title"))
        for each in (asked if isinstance(asked, list) else [])
        if isinstance(each, dict) and each.get("title")
    }


def _is_webflow(data: Data) -> bool:
    payload = data.get("payload")
    return "triggerType" in data and isinstance(payload, dict) and isinstance(payload.get("data"), dict)


def _webflow(data: Data) -> Reading:
    payload: Data = data["payload"]
    schema = payload.get("schema")
    kinds = {
        str(each.get("fieldName")): str(each.get("fieldType")).lower()
        for each in (schema if isinstance(schema, list) else [])
        if isinstance(each, dict)
    }
    hints = {name: {"email": "email", "phone": "phone", "tel": "phone"}.get(kind, "") for name, kind in kinds.items()}
    named = {name: ours for name, ours in hints.items() if ours}
    return Reading("webflow", flatten(payload["data"]), str(payload.get("id") or ""), hints=named)


def _is_tally(data: Data) -> bool:
    inner = data.get("data")
    return "eventType" in data and isinstance(inner, dict) and isinstance(inner.get("fields"), list)


def _tally(data: Data) -> Reading:
    inner: Data = data["data"]
    fields, hints = Fields(), Fields()
    for each in inner["fields"]:
        if isinstance(each, dict):
            name, kind = str(each.get("label") or each.get("key") or ""), str(each.get("type") or "")
            name = add_field(fields, name, each.get("value"))
            if kind in {"INPUT_EMAIL", "INPUT_PHONE_NUMBER"}:
                hints[name] = "email" if kind == "INPUT_EMAIL" else "phone"
    return Reading("tally", fields, str(inner.get("responseId") or data.get("eventId") or ""), hints=hints)


_ELEMENTOR = re.compile(r"fields\[(?P<id>[^\]]+)\]\[(?P<part>\w+)\]")
_ELEMENTOR_META = re.compile(r"(?P<group>meta|form)\[(?P<id>\w+)\](?:\[value\])?")


def _is_elementor(data: Data) -> bool:
    return any(_ELEMENTOR.fullmatch(name) for name in data) or (isinstance(data.get("fields"), dict) and "form" in data)


def _elementor(data: Data) -> Reading:
    """Advanced Data, form-encoded or as JSON; without it the labels are plain names, which the generic shape reads."""
    parts: dict[str, Fields] = {}
    fields: Fields = {}
    for name, value in flatten(data).items():
        dotted = name.split(".")
        if found := _ELEMENTOR.fullmatch(name):
            parts.setdefault(found["id"], {})[found["part"]] = value
        elif len(dotted) == len(("fields", "id", "part")) and dotted[0] == "fields":
            parts.setdefault(dotted[1], {})[dotted[2]] = value
        elif found := _ELEMENTOR_META.fullmatch(name):
            fields[found["id"] if found["group"] == "meta" else f"form_{found['id']}"] = value
        else:
            fields[name] = value
    fields.pop("remote_ip", None)
    hints: Fields = {"page_url": "landing_page"}
    for identity, part in parts.items():
        name = add_field(fields, part.get("title") or identity, part.get("value") or part.get("raw_value") or "")
        if (kind := part.get("type")) in {"email", "tel"}:
            hints[name] = "email" if kind == "email" else "phone"
    return Reading("elementor", fields, hints=hints)


def _is_gravity(data: Data) -> bool:
    return "form_id" in data and any(re.fullmatch(r"\d+(\.\d+)?", str(name)) for name in data)


def _gravity(data: Data) -> Reading:
    ours = {"id", "form_id", "date_created", "date_updated", "ip", "is_starred", "is_read", "created_by", "status"}
    fields = flatten({name: value for name, value in data.items() if name not in ours})
    identity = f"{data.get('form_id')}-{data['id']}" if data.get("id") else ""
    return Reading("gravity", fields, identity, hints={"source_url": "landing_page"})


_SHAPES: tuple[tuple[Callable[[Data], bool], Callable[[Data], Reading]], ...] = (
    (_is_google, _google),
    (_is_typeform, _typeform),
    (_is_webflow, _webflow),
    (_is_tally, _tally),
    (_is_elementor, _elementor),
    (_is_gravity, _gravity),
)
