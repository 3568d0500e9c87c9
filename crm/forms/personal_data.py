"""Checking that somebody means to forget a customer for good."""

from typing import Any

from django import forms

from crm.models import Customer


class AnonymiseForm(forms.Form):
    """The customer's number, written by hand: what follows cannot be undone."""

    number = forms.CharField(
        max_length=12, widget=forms.TextInput(attrs={"autocomplete": "off", "class": "form-control"}),
        error_messages={"required": "Skriv kundnumret för att bekräfta."},
    )  # fmt: skip

    def __init__(self, *args: Any, customer: Customer, **options: Any) -> None:  # Any: as in Django
        super().__init__(*args, **options)
        self._number = customer.number
        self.fields["number"].label = f"Skriv {customer.number} för att bekräfta"

    def clean_number(self) -> str:
        """The number of this customer and no other."""
        written = str(self.cleaned_data["number"]).strip().upper()
        if written != self._number:
            message = f"Skriv kundnumret {self._number} precis så."
            raise forms.ValidationError(message)
        return written
