"""Words of addresses as providers write them: numbers with letters, postal codes, and one line of what was found."""

import re
from collections.abc import Iterable

from django.core import signing

from perforia.base.geography import AddressParts, Suggestion, SuggestionKind

_NUMBER = re.compile(r"^\s*(\d{1,5})\s*([A-Za-zÅÄÖåäö]?)\b")
_CODE = re.compile(r"^(\d{3})\s?(\d{2})$")
CODE_DIGITS = 5


def number_of(text: str) -> tuple[str, str]:
    """`12`, `A` of `12A` or `12 a`; a range is its first number, what is no number is kept as it is."""
    found = _NUMBER.match(text)
    return (found[1], found[2].upper()) if found else (text.strip(), "")


def postcode_of(text: object) -> str:
    """Five digits of `114 55`, `SE-114 55` or 11455; empty for anything else."""
    digits = re.sub(r"\D", "", str(text or ""))
    return digits if len(digits) == CODE_DIGITS and digits[0] != "0" else ""


def place_of(parts: AddressParts) -> str:
    """`114 55 Stockholm`."""
    code = _CODE.sub(r"\1 \2", parts.postcode)
    return f"{code} {parts.city}".strip()


def suggestion_of(provider: str, ref: str, parts: AddressParts) -> Suggestion:
    """One line of an address, or of a street whose number is still to be written."""
    kind = SuggestionKind.ADDRESS if parts.number else SuggestionKind.STREET
    return Suggestion(provider, ref, parts.line, place_of(parts), kind)


def each_once(found: Iterable[Suggestion], limit: int) -> list[Suggestion]:
    """Those that read alike once, the first ones."""
    seen: dict[tuple[str, str], Suggestion] = {}
    for each in found:
        seen.setdefault((each.main.casefold(), each.secondary.casefold()), each)
    return list(seen.values())[:limit]


def sealed(provider: str, content: list[object]) -> str:
    """A reference that carries what it refers to, for providers that cannot look their own answers up again."""
    return signing.dumps(content, salt=f"geo.{provider}", compress=True)


def opened(provider: str, ref: str) -> list[object] | None:
    """What a reference of ours carries; None for one that we did not write."""
    try:
        content = signing.loads(ref, salt=f"geo.{provider}")
    except signing.BadSignature:
        return None
    return content if isinstance(content, list) else None
