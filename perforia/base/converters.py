"""Parts of addresses of pages that are more than a number or a word."""

from datetime import date


class IsoDateConverter:
    """A day as `2026-12-01`; an address with a day that does not exist is no page."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """The day; raises ValueError for one that does not exist."""
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        """The day as an address has it; a text is a day already."""
        return value if isinstance(value, str) else value.isoformat()
