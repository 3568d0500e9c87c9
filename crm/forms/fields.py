"""Fields of forms about people: phones, e-mail addresses and postal codes in the one form they are kept in."""

from typing import Any, ClassVar

from django import forms

from crm.rules.contact import clean_email, parse_phone, parse_postal_code, pretty_phone


class _ReadField(forms.CharField):
    """A text that is kept in one form only; empty when nothing was written."""

    wrong: ClassVar[str]

    def __init__(self, label: str, *, longest: int, **attributes: str) -> None:
        widget = forms.TextInput(attrs={**attributes, "autocomplete": "off"})
        super().__init__(label=label, max_length=longest, required=False, widget=widget)

    @staticmethod
    def read(text: str) -> str:
        """The one form of a text, empty when it has none."""
        raise NotImplementedError

    def clean(self, value: object) -> str:
        text = str(super().clean(value) or "").strip()
        found = self.read(text)
        if text and not found:
            raise forms.ValidationError(self.wrong)
        return found


class PhoneField(_ReadField):
    """E.164 of a number that can exist, shown as people write it."""

    wrong = "Skriv ett telefonnummer, till exempel 070-174 06 12."
    read = staticmethod(parse_phone)

    def __init__(self, label: str = "Telefon") -> None:
        super().__init__(label, longest=40, type="tel")

    def prepare_value(self, value: Any) -> Any:  # Any: as in Django
        """A known number as one says it; what was typed stays as it was typed."""
        return pretty_phone(value) if isinstance(value, str) and value == parse_phone(value) else value


class AddressOfMailField(_ReadField):
    """An e-mail address in small letters."""

    wrong = "Skriv en e-postadress, till exempel astrid@example.se."
    read = staticmethod(clean_email)

    def __init__(self, label: str = "E-post") -> None:
        super().__init__(label, longest=254, inputmode="email")


class PostalCodeField(_ReadField):
    """`123 45`."""

    wrong = "Skriv fem siffror, till exempel 123 45."
    read = staticmethod(parse_postal_code)

    def __init__(self, label: str = "Postnummer") -> None:
        super().__init__(label, longest=10)


def day(label: str) -> forms.DateField:
    """A day."""
    hint = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label,
        required=False,
        widget=hint,
        error_messages={"invalid": "Skriv ett datum, till exempel 2026-06-09."},
    )
