"""Fields of offers: sums, quantities and shares as people write them."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from contracts.templatetags.offers import quantity
from perforia.base.fields import KronorField

LARGEST = Decimal(10_000_000)


def kronor_field(label: str, *, required: bool = False) -> KronorField:
    """A sum of a row: no discount hides in one below nothing."""
    return KronorField(label, required=required, most=LARGEST)


class NumberField(forms.CharField):
    """A number with a decimal comma or point; None when nothing was written."""

    def __init__(self, label: str, *, most: int, wrong: str) -> None:
        widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(label=label, required=False, max_length=12, widget=widget)
        self._most, self._wrong = most, wrong

    def clean(self, value: object) -> Any:  # Any: Django's fields may clean to anything
        text = str(super().clean(value) or "").strip().removesuffix("%").replace("\u00a0", "").replace(" ", "")
        if not text:
            return None
        try:
            found = Decimal(text.replace(",", "."))
        except InvalidOperation as wrong:
            raise forms.ValidationError(self._wrong) from wrong
        if not found.is_finite() or not 0 <= found <= self._most or found != found.quantize(Decimal("0.01")):
            raise forms.ValidationError(self._wrong)
        return found

    def prepare_value(self, value: Any) -> Any:  # Any: as in Django
        """`21`, `1,5`; what was typed stays as it was typed."""
        return quantity(value) if isinstance(value, Decimal) else value
