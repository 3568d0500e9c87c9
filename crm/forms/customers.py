"""Checking what a person writes about a customer."""

from datetime import date

from django import forms

from crm.states import CustomerKind
from perforia.base.identity import parse_organisation_number, parse_personal_number


class CustomerForm(forms.Form):
    """A customer; an empty personal number leaves the one that is known."""

    name = forms.CharField(label="Namn", max_length=120)
    kind = forms.ChoiceField(label="Typ", choices=CustomerKind.choices)
    personal_number = forms.CharField(label="Personnummer", max_length=20, required=False)
    organisation_number = forms.CharField(label="Organisationsnummer", max_length=13, required=False)
    email = forms.EmailField(label="E-post", required=False)
    phone = forms.CharField(label="Telefon", max_length=30, required=False)
    address = forms.CharField(label="Adress", max_length=120, required=False)
    postal_code = forms.CharField(label="Postnummer", max_length=6, required=False)
    city = forms.CharField(label="Ort", max_length=60, required=False)
    note = forms.CharField(
        label="Anteckning", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._today = today

    def clean_personal_number(self) -> str:
        text = str(self.cleaned_data["personal_number"]).strip()
        if not text:
            return ""
        try:
            return parse_personal_number(text, today=self._today).digits
        except ValueError as wrong:
            raise forms.ValidationError("Skriv 12 siffror, till exempel 19880101-2397.") from wrong

    def clean_organisation_number(self) -> str:
        text = str(self.cleaned_data["organisation_number"]).strip()
        if not text:
            return ""
        try:
            return parse_organisation_number(text)
        except ValueError as wrong:
            raise forms.ValidationError("Skriv 10 siffror, till exempel 556000-0000.") from wrong
