"""From the bytes of a post to flat fields: JSON, form-encoded, and either of them sent as plain text."""

import json
from typing import Any
from urllib.parse import parse_qsl

MOST_BYTES = 32 * 1024
MOST_FIELDS = 300
DEEPEST = 12
LONGEST_VALUE = 10_000
LONGEST_NAME = 200
JSON, FORM, TEXT = "application/json", "application/x-www-form-urlencoded", "text/plain"
ACCEPTED = frozenset({JSON, FORM, TEXT})

Fields = dict[str, str]


class UnreadableBodyError(ValueError):
    """The body cannot be read; `code` for machines, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def kind_of(content_type: str) -> str:
    """The bare media type of a Content-Type header; empty when it is none that we take."""
    bare = content_type.partition(";")[0].strip().lower()
    if bare.endswith("+json"):
        return JSON
    return bare if bare in ACCEPTED else ""


def text_of(content: bytes) -> str:
    """The body as text that a database can hold: what is no UTF-8 becomes a sign that says so."""
    return content.decode("utf-8", "replace").replace("\x00", "\ufffd")


# Any: what JSON holds.
def read_body(content: bytes, content_type: str) -> Any:
    """The data of a body: JSON as it is, a form as a dict of its pairs. Raises UnreadableBodyError."""
    kind, text = kind_of(content_type), text_of(content).strip().removeprefix("\ufeff")
    if not kind:
        raise UnreadableBodyError("unsupported_type", "Skicka JSON, ett formulär eller ren text.")
    if not text:
        raise UnreadableBodyError("empty", "Posten var tom.")
    if kind == JSON or (kind == TEXT and text[0] in "{["):
        return _json(text)
    pairs = (
        parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS + 1) if text.count("&") < MOST_FIELDS else []
    )
    if not pairs or "=" not in text:
        raise UnreadableBodyError("invalid_form", "Posten är varken JSON eller ett formulär.")
    joined: Fields = {}
    for name, value in pairs:
        joined[name] = f"{joined[name]}, {value}" if joined.get(name) else value
    return joined


def flatten(data: object) -> Fields:
    """Nested data as flat fields: dicts by dots, lists of plain values joined, other lists by `[n]`.

    Raises UnreadableBodyError when it is deeper or larger than any form.
    """
    fields: Fields = {}
    _flatten(data, "", fields, 0)
    return fields


def add_field(fields: Fields, name: str, value: object) -> str:
    """Put a value beside what is there: a name that comes again gets a number. Answers the name it stands under."""
    free, number = name, 1
    while fields.get(free):
        number += 1
        free = f"{name} ({number})"
    fields |= flatten({free: value})
    return free


# Any: what JSON holds.
def _json(text: str) -> Any:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise UnreadableBodyError("invalid_json", "Posten är inte giltig JSON.") from wrong
    if not isinstance(data, dict):
        raise UnreadableBodyError("invalid_json", "Posten ska vara ett JSON-objekt.")
    return data


def _flatten(data: object, name: str, fields: Fields, depth: int) -> None:
    if depth > DEEPEST or len(fields) >= MOST_FIELDS:
        raise UnreadableBodyError("too_complex", "Posten har för många eller för djupa fält.")
    if isinstance(data, dict):
        for key, value in data.items():
            _flatten(value, f"{name}.{key}" if name else str(key), fields, depth + 1)
    elif isinstance(data, list):
        if any(isinstance(value, dict | list) for value in data):
            for number, value in enumerate(data):
                _flatten(value, f"{name}[{number}]", fields, depth + 1)
        else:
            _put(fields, name, ", ".join(_plain(value) for value in data))
    else:
        _put(fields, name, _plain(data))


def _put(fields: Fields, name: str, text: str) -> None:
    key = _clean(name, LONGEST_NAME)
    fields[key if key not in fields else f"{key} ({len(fields)})"] = _clean(text, LONGEST_VALUE)


def _plain(value: object) -> str:
    if value is None:
        return ""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _clean(text: str, longest: int) -> str:
    """No NUL and no half of a surrogate pair: a database takes neither."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()[:longest]
