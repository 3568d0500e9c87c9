"""Checking what a person writes about a customer."""

from datetime import date

from django import forms

from crm.states import CustomerKind
from perforia.base.fields import OrganisationNumberField, PersonalNumberField


class CustomerForm(forms.Form):
    """A customer; an empty personal number leaves the one that is known."""

    name = forms.CharField(label="Namn", max_length=120)
    kind = forms.ChoiceField(label="Typ", choices=CustomerKind.choices)
    organisation_number = OrganisationNumberField()
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
        self.fields["personal_number"] = PersonalNumberField(today=today)
        self.order_fields(("name", "kind", "personal_number"))
