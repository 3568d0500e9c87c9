"""Fields of forms that read Swedish numbers of persons and organisations."""

from datetime import date

from django import forms

from perforia.base.identity import parse_organisation_number, parse_personal_number


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
