"""Fields that read what people write: kronor, days, personal numbers, customers."""

from datetime import date
from decimal import Decimal

from django import forms

from crm.models import Customer
from crm.queries.customers import search_customers
from perforia.base.models import User
from perforia.base.money import parse_kronor


class KronorField(forms.CharField):
    """A sum as people write it: `12 480`, `12 480,50 kr`."""

    def clean(self, value: object) -> Decimal | None:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        try:
            return parse_kronor(text)
        except ValueError as wrong:
            raise forms.ValidationError("Skriv ett belopp, till exempel 12 480,50.") from wrong


class CustomerField(forms.CharField):
    """The one customer that a number or a name means: `K-1204`, `K-1204 Anna Berg`, `Anna Berg`."""

    def __init__(self, *, user: User, today: date) -> None:
        super().__init__(
            label="Kund",
            max_length=140,
            help_text="Kundnummer eller namn.",
            widget=forms.TextInput(attrs={"list": "customers", "autocomplete": "off"}),
        )
        self._user, self._today = user, today

    def clean(self, value: object) -> Customer:
        text = str(super().clean(value)).strip()
        visible = Customer.objects.visible_to(self._user).listed()
        found = visible.filter(number__iexact=text.split()[0]).first() if text else None
        if found is not None:
            return found
        named = list(visible.filter(name__iexact=text)[:2]) or list(
            search_customers(self._user, text, today=self._today)[:2]
        )
        if not named:
            raise forms.ValidationError("Ingen kund heter så. Lägg in kunden först, eller skriv kundnumret.")
        if len(named) > 1:
            raise forms.ValidationError("Flera kunder passar. Välj i listan, eller skriv kundnumret.")
        return named[0]


def day_field(label: str, *, required: bool = False) -> forms.DateField:
    """A day chosen in the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)
