"""Fields of offers: sums, quantities and shares as people write them, and whom an offer is to."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from contracts.templatetags.offers import quantity
from crm.models import Customer
from crm.queries.customers import search_customers
from perforia.base.models import User
from perforia.base.money import parse_kronor

LARGEST = Decimal(10_000_000)


class KronorField(forms.CharField):
    """A sum as people write it: `12 480`, `12 480,50 kr`; None when nothing was written."""

    def __init__(self, label: str, *, required: bool = False) -> None:
        widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(label=label, required=required, max_length=20, widget=widget)

    def clean(self, value: object) -> Any:  # Any: Django's fields may clean to anything
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        try:
            found = parse_kronor(text)
        except ValueError as wrong:
            raise forms.ValidationError("Skriv ett belopp, till exempel 4 600.") from wrong
        if not 0 <= found < LARGEST:
            raise forms.ValidationError("Skriv ett belopp från 0 till 10 miljoner kronor.")
        return found

    def prepare_value(self, value: Any) -> Any:  # Any: as in Django
        """`4 600` or `4 600,50` of a known sum; what was typed stays as it was typed."""
        if not isinstance(value, Decimal):
            return value
        whole, _, ore = f"{value:,.2f}".partition(".")
        return whole.replace(",", "\u00a0") + ("" if ore == "00" else f",{ore}")


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


class CustomerField(forms.CharField):
    """The one customer that a number or a name means: `K-1204`, `K-1204 Anna Berg`, `Anna Berg`."""

    def __init__(self, *, user: User, today: date) -> None:
        widget = forms.TextInput({"list": "customers", "autocomplete": "off"})
        required = {"required": "Välj en kund, eller gör offerten från ett lead."}
        super().__init__(label="Kund", max_length=140, widget=widget, error_messages=required)
        self._user, self._today = user, today

    def clean(self, value: object) -> Any:  # Any: Django's fields may clean to anything
        text = str(super().clean(value)).strip()
        known = Customer.objects.visible_to(self._user).listed().open_to(self._user)
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


def day_field(label: str, *, required: bool = False) -> forms.DateField:
    """A day chosen in the browser's own calendar."""
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": "Skriv ett datum, till exempel 2026-12-24.", "required": "Välj ett datum.",
        },
    )  # fmt: skip
