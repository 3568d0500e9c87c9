"""What must not stand in a mail. Pure."""

import re

from perforia.base.identity import luhn_ok

_TEN = re.compile(r"(?<!\d)(?:18|19|20)?(\d{2}[01]\d[0-9]\d)\s?[-+–]?\s?(\d{4})(?!\d)")


def has_personal_number(text: str) -> bool:
    """True when a text holds ten or twelve digits whose check digit makes them a personal number."""
    return any(luhn_ok(match[1] + match[2]) and _is_day(match[1]) for match in _TEN.finditer(text))


def _is_day(digits: str) -> bool:
    month, day = int(digits[2:4]), int(digits[4:6])
    return 1 <= month <= 12 and (1 <= day <= 31 or 61 <= day <= 91)  # noqa: PLR2004 -- the calendar, and day plus 60
