"""Places in a text that are filled in for each receiver: `{förnamn}`, or `{ort|orten}` with words for the unknown.

Pure. A field that nobody knows is an error of the text; a value that is missing is an error of that receiver.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

# What a text may ask for, and what it is, in the order of the page.
FIELDS: dict[str, str] = {
    "förnamn": "första ordet i namnet",
    "namn": "hela namnet",
    "nummer": "lead- eller kundnummer",
    "tjänst": "det leadet gäller",
    "datum": "önskat datum",
    "adress": "gatuadressen",
    "ort": "orten",
    "ansvarig": "den som är ansvarig hos er",
    "avsändare": "ditt namn",
    "företag": "företagets namn",
    "företagets telefon": "företagets telefon",
}
_FIELD = re.compile(r"\{([^{}|]*)(?:\|([^{}]*))?\}")


@dataclass(frozen=True)
class Filled:
    """A text for one receiver, and the fields that have no value for them."""

    text: str
    missing: tuple[str, ...]


def problems_of(text: str) -> list[str]:
    """What is wrong with a text for everybody, as Swedish sentences: unknown fields, braces that do not close."""
    found = []
    for name in dict.fromkeys(_name(match) for match in _FIELD.finditer(text)):
        if name not in FIELDS:
            near = get_close_matches(name, FIELDS, n=1, cutoff=0.5)
            hint = f" Menade du {{{near[0]}}}?" if near else " Välj ett fält i listan."
            found.append(f"Det finns inget fält som heter {{{name[:40]}}}.{hint}")
    if set("{}") & set(_FIELD.sub("", text)):
        found.append("En klammer { eller } saknar sin andra hälft. Skriv fält som {förnamn}.")
    return found


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """The text with every field replaced; one without a value takes its own words after `|`, else it is missing."""
    missing: list[str] = []

    def value(match: re.Match[str]) -> str:
        name, otherwise = _name(match), match[2]
        if known := values.get(name, "").strip():
            return known
        if otherwise is None:
            missing.append(name)
        return (otherwise or "").strip()

    filled = _FIELD.sub(value, text)
    return Filled(filled, tuple(dict.fromkeys(missing)))


def with_gaps(text: str) -> str:
    """The text as one reads it before there is a receiver: fields left open, `Hej …!`, those at its end left out."""
    return _FIELD.sub("…", text).rstrip("…, \n")


def _name(match: re.Match[str]) -> str:
    return " ".join(match[1].casefold().split())
