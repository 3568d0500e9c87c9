"""Which column of a file means what: told by its heading, chosen by a person where it cannot be told. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

_PLAIN = re.compile(r"[^a-zåäö]")
_SWEDISH = re.compile(r"^(\d{1,2})[/.](\d{1,2})[/. -](\d{4})$")


@dataclass(frozen=True)
class Field:
    """Something a file may hold: its name here and to people, whether it must be there, headings it goes by."""

    name: str
    label: str
    is_needed: bool
    words: str


def propose_columns(fields: Sequence[Field], header: Sequence[str]) -> dict[str, int]:
    """The column of each field by its heading, those that can be told."""
    plain = [_PLAIN.sub("", heading.lower()) for heading in header]
    found: dict[str, int] = {}
    for field in fields:
        for word in field.words.split():
            if word in plain and plain.index(word) not in found.values():
                found[field.name] = plain.index(word)
                break
    return found


def missing_fields(fields: Sequence[Field], columns: Mapping[str, int]) -> list[str]:
    """The labels of needed fields that have no column."""
    return [field.label for field in fields if field.is_needed and field.name not in columns]


def read_date(text: str) -> date:
    """`2026-06-09`, with or without a time after it, or `9/6 2026`. Raises ValueError for anything else."""
    if match := _SWEDISH.match(text):
        return date(int(match[3]), int(match[2]), int(match[1]))
    return date.fromisoformat(text[:10])
