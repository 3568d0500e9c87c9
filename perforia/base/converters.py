"""Parts of addresses of pages that are more than a number or a word."""

from datetime import date

FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)  # weeks and months around every day between can be counted


def read_day(text: str) -> date:
    """A day as `2026-12-01`. Raises ValueError for one that does not exist, or that no firm has anything on."""
    day = date.fromisoformat(text)
    if not FIRST <= day <= LAST:
        message = f"{day} is no day of a firm"
        raise ValueError(message)
    return day


class IsoDateConverter:
    """A day as `2026-12-01`; an address with a day that does not exist is no page."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """The day; raises ValueError for one that cannot be."""
        return read_day(value)

    def to_url(self, value: date | str) -> str:
        """The day as an address has it; a text is a day already."""
        return value if isinstance(value, str) else value.isoformat()
