"""Fields of forms about people: phones, e-mail addresses and postal codes in their one form, and which customer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from crm.models import Customer
from crm.queries.customers import search_customers
from crm.rules.contact import clean_email, parse_phone, parse_postal_code, pretty_phone
from perforia.base.models import User


@dataclass(frozen=True)
class Reading:
    """How a text is brought into its one form, empty when it has none, and what is said of one that has none."""

    read: Callable[[str], str]
    wrong: str


PHONE = Reading(parse_phone, "Skriv ett telefonnummer, till exempel 070-174 06 12.")
MAIL = Reading(clean_email, "Skriv en e-postadress, till exempel astrid@example.se.")
POSTAL_CODE = Reading(parse_postal_code, "Skriv fem siffror, till exempel 123 45.")


class _ReadField(forms.CharField):
    """A text that is kept in one form only; empty when nothing was written."""

    def __init__(self, label: str, *, longest: int, reading: Reading, **attributes: str) -> None:
        widget = forms.TextInput(attrs={**attributes, "autocomplete": "off"})
        super().__init__(label=label, max_length=longest, required=False, widget=widget)
        self._reading = reading

    def clean(self, value: object) -> str:
        text = str(super().clean(value) or "").strip()
        found = self._reading.read(text)
        if text and not found:
            raise forms.ValidationError(self._reading.wrong)
        return found


class PhoneField(_ReadField):
    """E.164 of a number that can exist, shown as people write it."""

    def __init__(self, label: str = "Telefon") -> None:
        super().__init__(label, longest=40, reading=PHONE, type="tel")

    def prepare_value(self, value: Any) -> Any:  # Any: as in Django
        """A known number as one says it; what was typed stays as it was typed."""
        return pretty_phone(value) if isinstance(value, str) and value == parse_phone(value) else value


class AddressOfMailField(_ReadField):
    """An e-mail address in small letters."""

    def __init__(self, label: str = "E-post") -> None:
        super().__init__(label, longest=254, reading=MAIL, inputmode="email")


class PostalCodeField(_ReadField):
    """`123 45`."""

    def __init__(self, label: str = "Postnummer") -> None:
        super().__init__(label, longest=10, reading=POSTAL_CODE)


class CustomerField(forms.CharField):
    """The one customer that a number or a name means: `K-1204`, `K-1204 Anna Berg`, `Anna Berg`.

    With `is_reached` only customers whose address and phone the user may see.
    """

    def __init__(self, *, user: User, today: date, required: str, hint: str = "", is_reached: bool = False) -> None:
        widget = forms.TextInput({"list": "customers", "autocomplete": "off"})
        super().__init__(
            label="Kund", max_length=140, help_text=hint, widget=widget, error_messages={"required": required}
        )
        self._user, self._today, self._is_reached = user, today, is_reached

    def clean(self, value: object) -> Any:  # Any: Django's fields may clean to anything
        text = str(super().clean(value)).strip()
        if not text and not self.required:
            return None
        known = Customer.objects.visible_to(self._user).listed()
        if self._is_reached:
            known = known.open_to(self._user)
        found = known.filter(number__iexact=text.split()[0]).first() if text else None
        if found is not None:
            return found
        named = list(known.filter(name__iexact=text).order_by("pk")[:2])
        named = named or list(search_customers(self._user, text, today=self._today).order_by("pk")[:2])
        if not named:
            raise forms.ValidationError("Ingen kund heter så. Lägg in kunden först, eller skriv kundnumret.")
        if len(named) > 1:
            raise forms.ValidationError("Flera kunder passar. Välj i listan, eller skriv kundnumret.")
        return named[0]
