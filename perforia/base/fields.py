"""Fields of forms that read what people write: numbers of persons and organisations, kronor, days."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from perforia.base.identity import parse_organisation_number, parse_personal_number
from perforia.base.money import parse_kronor

NO_BREAK = "\u00a0"


class PersonalNumberField(forms.CharField):
    """Twelve digits of a personal number that is right as of `today`; empty when nothing was written."""

    def __init__(self, *, today: date) -> None:
        super().__init__(label="Personnummer", max_length=20, required=False)
        self._today = today

    def clean(self, value: object) -> str:
        text = str(super().clean(value) or "").strip()
        try:
            return parse_personal_number(text, today=self._today).digits if text else ""
        except ValueError as wrong:
            raise forms.ValidationError("Skriv 12 siffror, till exempel 19880101-2397.") from wrong


class OrganisationNumberField(forms.CharField):
    """An organisation number with its dash; empty when nothing was written."""

    def __init__(self) -> None:
        super().__init__(label="Organisationsnummer", max_length=13, required=False)

    def clean(self, value: object) -> str:
        text = str(super().clean(value) or "").strip()
        try:
            return parse_organisation_number(text) if text else ""
        except ValueError as wrong:
            raise forms.ValidationError("Skriv 10 siffror, till exempel 556000-0000.") from wrong


class KronorField(forms.CharField):
    """A sum as people write it: `12 480`, `12 480,50 kr`; None when nothing was written.

    With `most` (kronor) it is no less than nothing and no more than that.
    """

    def __init__(self, label: str, *, required: bool = False, most: Decimal | None = None) -> None:
        widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(label=label, required=required, max_length=20, widget=widget)
        self._most = most

    def clean(self, value: object) -> Any:  # Any: Django's fields may clean to anything
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        try:
            found = parse_kronor(text)
        except ValueError as wrong:
            raise forms.ValidationError("Skriv ett belopp, till exempel 12 480,50.") from wrong
        if self._most is not None and not 0 <= found <= self._most:
            raise forms.ValidationError(f"Skriv ett belopp från 0 till {_in_kronor(self._most)} kronor.")
        return found

    def prepare_value(self, value: Any) -> Any:  # Any: as in Django
        """`14 500` or `14 500,50` of a known sum; what was typed stays as it was typed."""
        return _in_kronor(value) if isinstance(value, Decimal) else value


def day_field(label: str, *, required: bool = False, hint: str = "") -> forms.DateField:
    """A day chosen in the browser's own calendar."""
    return forms.DateField(
        label=label, required=required, help_text=hint,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Skriv ett datum, till exempel 2026-06-09.", "required": "Välj ett datum."},
    )  # fmt: skip


def _in_kronor(value: Decimal) -> str:
    whole, _, ore = f"{value:,.2f}".partition(".")
    return whole.replace(",", NO_BREAK) + ("" if ore == "00" else f",{ore}")
