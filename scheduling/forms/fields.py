"""Fields of jobs: a length of time and a number of something, as people write them."""

import re
from typing import Any

from django import forms

MOST = 24 * 60
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})")
_HOURS = re.compile(r"(\d{1,2})(?:[,.](\d{1,2}))?\s*(?:h|t|tim|timmar|timme)?")
_MINUTES = re.compile(r"(\d{1,4})\s*(?:m|min|minuter)")
_BOTH = re.compile(r"(\d{1,2})\s*(?:h|t|tim|timmar|timme)\s*(\d{1,2})\s*(?:m|min|minuter)?")
_WRONG = "Skriv timmar, till exempel 4, 2,5 eller 3:45, eller minuter som 90 min."


class LengthField(forms.CharField):
    """Minutes, written as `4`, `2,5`, `3:45`, `90 min` or `1 tim 30 min`; None when nothing was written."""

    def __init__(self, label: str, *, required: bool = True, wanted: str = "", hint: str = "") -> None:
        widget = forms.TextInput({"autocomplete": "off"})
        errors = {"required": wanted or _WRONG}
        super().__init__(
            label=label, max_length=20, required=required, help_text=hint, widget=widget, error_messages=errors
        )

    def clean(self, value: object) -> Any:  # Any: Django's fields may clean to anything
        text = str(super().clean(value) or "").strip().lower()
        if not text:
            return None
        minutes = _read(text)
        if minutes is None or not 0 <= minutes <= MOST:
            raise forms.ValidationError(_WRONG)
        return minutes

    def prepare_value(self, value: Any) -> Any:  # Any: as in Django
        """`4`, `3:45`, `30 min`; what was typed stays as it was typed."""
        if not isinstance(value, int):
            return value
        whole, rest = divmod(value, 60)
        return f"{value} min" if not whole else f"{whole}:{rest:02}" if rest else str(whole)


def _read(text: str) -> int | None:
    if found := _MINUTES.fullmatch(text):
        return int(found[1])
    if found := _BOTH.fullmatch(text):
        return int(found[1]) * 60 + int(found[2])
    if found := _CLOCK.fullmatch(text):
        # 2.30 is half past two and 2,5 two hours and a half: a colon or point with two digits is a clock.
        return int(found[1]) * 60 + int(found[2]) if int(found[2]) < 60 else None  # noqa: PLR2004 -- minutes
    if found := _HOURS.fullmatch(text):
        part = float(f"0.{found[2]}") if found[2] else 0.0
        return int(found[1]) * 60 + round(part * 60)
    return None
