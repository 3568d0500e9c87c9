"""Checking what people write about themselves and the firm."""

from django import forms

from perforia.base.identity import parse_organisation_number
from perforia.base.permissions import Role
from perforia.base.states import Density, Theme


class ProfileForm(forms.Form):
    """One's own name and look."""

    name = forms.CharField(label="Namn", max_length=120)
    theme = forms.ChoiceField(label="Utseende", choices=Theme.choices)
    density = forms.ChoiceField(label="Täthet i tabeller", choices=Density.choices)
    has_shortcuts = forms.BooleanField(label="Kortkommandon med en tangent", required=False)


class FirmForm(forms.Form):
    """The firm as it stands on answers."""

    name = forms.CharField(label="Företagets namn", max_length=120)
    organisation_number = forms.CharField(label="Organisationsnummer", max_length=13, required=False)
    address = forms.CharField(label="Adress", max_length=200, required=False)
    postal_code = forms.CharField(label="Postnummer", max_length=6, required=False)
    city = forms.CharField(label="Ort", max_length=80, required=False)
    phone = forms.CharField(label="Telefon", max_length=30, required=False)
    email = forms.EmailField(label="E-post", required=False)
    signature = forms.CharField(label="Hälsning under svar", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_organisation_number(self) -> str:
        text = str(self.cleaned_data["organisation_number"]).strip()
        if not text:
            return ""
        try:
            return parse_organisation_number(text)
        except ValueError as wrong:
            raise forms.ValidationError("Skriv 10 siffror, till exempel 556000-0000.") from wrong


class InviteForm(forms.Form):
    """Somebody new."""

    name = forms.CharField(label="Namn", max_length=120)
    email = forms.EmailField(label="E-post")
    role = forms.ChoiceField(label="Roll", choices=Role.choices)
