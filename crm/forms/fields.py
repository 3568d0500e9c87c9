"""Fields of forms about people: phones, e-mail addresses and postal codes in the one form they are kept in."""

from django import forms

from crm.rules.contact import clean_email, parse_phone, parse_postal_code


class PhoneField(forms.CharField):
    """E.164 of a number that can exist; empty when nothing was written."""

    def __init__(self, label: str = "Telefon") -> None:
        hint = {"type": "tel", "autocomplete": "off"}
        super().__init__(label=label, max_length=40, required=False, widget=forms.TextInput(attrs=hint))

    def clean(self, value: object) -> str:
        text = str(super().clean(value) or "").strip()
        number = parse_phone(text)
        if text and not number:
            raise forms.ValidationError("Skriv ett telefonnummer, till exempel 070-174 06 12.")
        return number


class AddressOfMailField(forms.CharField):
    """An e-mail address in small letters; empty when nothing was written."""

    def __init__(self, label: str = "E-post") -> None:
        hint = {"inputmode": "email", "autocomplete": "off"}
        super().__init__(label=label, max_length=254, required=False, widget=forms.TextInput(attrs=hint))

    def clean(self, value: object) -> str:
        text = str(super().clean(value) or "").strip()
        address = clean_email(text)
        if text and not address:
            raise forms.ValidationError("Skriv en e-postadress, till exempel astrid@example.se.")
        return address


class PostalCodeField(forms.CharField):
    """`123 45`; empty when nothing was written."""

    def __init__(self) -> None:
        super().__init__(label="Postnummer", max_length=10, required=False)

    def clean(self, value: object) -> str:
        text = str(super().clean(value) or "").strip()
        code = parse_postal_code(text)
        if text and not code:
            raise forms.ValidationError("Skriv fem siffror, till exempel 123 45.")
        return code


def day(label: str) -> forms.DateField:
    """A day."""
    hint = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label,
        required=False,
        widget=hint,
        error_messages={"invalid": "Skriv ett datum, till exempel 2026-06-09."},
    )
