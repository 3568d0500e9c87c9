"""Kronor and personal numbers as letters print them."""

import re
from datetime import date

from perforia.base.identity import luhn_ok

AMOUNT = re.compile(
    r"(?<![\d.,/-])(?P<whole>\d{1,3}(?:[ .]\d{3})+|\d+)(?:,(?P<ore>\d{2}))?(?P<unit>\s?(?:kr\b|kronor\b|SEK\b|:-))?(?![\d/-])",
    re.IGNORECASE,
)
MASKED = re.compile(r"(?<![\d-])(?:(?:18|19|20)\d{6}|\d{6})\s?[-+]?\s?[Xx*•]{4}|(?<![\d-])[Xx*•]{6,8}[-+]?\d{4}")
PERSONAL = re.compile(
    r"(?<![\d-])(?P<century>18|19|20)?(?P<day>\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01]))\s?(?P<sign>[-+])?\s?"
    r"(?P<last>\d{4})(?!\d)"
)


def whole(text: str) -> int | None:
    """The whole kronor of the first amount in a text; öre are dropped."""
    match = AMOUNT.search(text)
    return int(re.sub(r"[ .]", "", match["whole"])) if match else None


def personal_number(text: str, *, today: date) -> str | None:
    """Twelve digits of the first personal number whose check digit is right; `+` means a hundred years or more."""
    for match in PERSONAL.finditer(text):
        digits = match["day"] + match["last"]
        if not luhn_ok(digits):
            continue
        century = match["century"] or _century(match["day"], match["sign"], today)
        return century + digits
    return None


def _century(day: str, sign: str | None, today: date) -> str:
    """Without a century: the latest one not in the future, one earlier after `+`."""
    year = today.year // 100 * 100 + int(day[:2])
    if year > today.year:
        year -= 100
    return str((year - (100 if sign == "+" else 0)) // 100)


def masked_number(text: str) -> str | None:
    """A masked personal number as printed."""
    match = MASKED.search(text)
    return match.group().replace(" ", "") if match else None
