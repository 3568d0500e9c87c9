"""Checking what people write about themselves, the firm and each other."""

import re

from django import forms

from perforia.base.fields import OrganisationNumberField
from perforia.base.permissions import Role
from perforia.base.states import Density, Theme

_POSTAL_CODE = re.compile(r"\d{3} ?\d{2}")
_PHONE = re.compile(r"\+?\d[\d\s()-]{5,}\d")
FEWEST_LINES = 3


class NameField(forms.CharField):
    """Somebody's name."""

    def __init__(self) -> None:
        super().__init__(label="Namn", max_length=120, error_messages={"required": "Skriv ett namn."})


class RoleField(forms.ChoiceField):
    """What somebody may do here."""

    widget = forms.RadioSelect

    def __init__(self) -> None:
        super().__init__(label="Roll", choices=Role.choices, error_messages={"required": "Välj en roll."})


class ProfileForm(forms.Form):
    """One's own name and look."""

    name = NameField()
    theme = forms.ChoiceField(label="Utseende", choices=Theme.choices, widget=forms.RadioSelect)
    density = forms.ChoiceField(label="Täthet i tabeller", choices=Density.choices, widget=forms.RadioSelect)
    has_shortcuts = forms.BooleanField(
        label="Kortkommandon med en tangent",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        help_text="Stäng av om du använder röststyrning eller ofta kommer åt tangenter. Ctrl K fungerar ändå.",
    )


class FirmForm(forms.Form):
    """The firm as it stands on answers."""

    name = forms.CharField(
        label="Företagets namn", max_length=120, error_messages={"required": "Skriv företagets namn."}
    )
    organisation_number = OrganisationNumberField()
    address = forms.CharField(label="Adress", max_length=200, required=False)
    postal_code = forms.CharField(label="Postnummer", max_length=10, required=False)
    city = forms.CharField(label="Ort", max_length=80, required=False)
    phone = forms.CharField(label="Telefon", max_length=30, required=False)
    email = forms.EmailField(
        label="E-post",
        required=False,
        error_messages={"invalid": "Skriv en e-postadress, till exempel kontor@exempel.se."},
    )
    signature = forms.CharField(
        label="Hälsning under mejl",
        required=False,
        widget=forms.Textarea(attrs={"rows": FEWEST_LINES}),
        help_text="Under hälsningen skriver Perforia avsändarens namn och företagets uppgifter.",
    )

    def clean_postal_code(self) -> str:
        text = str(self.cleaned_data["postal_code"]).strip()
        if text and not _POSTAL_CODE.fullmatch(text):
            raise forms.ValidationError("Skriv fem siffror, till exempel 123 45.")
        digits = text.replace(" ", "")
        return f"{digits[:3]} {digits[3:]}" if digits else ""

    def clean_phone(self) -> str:
        text = str(self.cleaned_data["phone"]).strip()
        if text and not _PHONE.fullmatch(text):
            raise forms.ValidationError("Skriv numret med siffror, till exempel 08-465 004 00.")
        return text


class InviteForm(forms.Form):
    """Somebody new."""

    name = NameField()
    email = forms.EmailField(
        label="E-post",
        error_messages={
            "required": "Skriv en e-postadress.",
            "invalid": "Skriv en e-postadress, till exempel namn@exempel.se.",
        },
    )
    role = RoleField()


class PersonForm(forms.Form):
    """What the owner may change about somebody."""

    name = NameField()
    role = RoleField()
