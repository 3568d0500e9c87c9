"""Checking the price list: what an item is, what it costs from which day, and texts of terms."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from contracts.forms.offer_fields import NumberField, kronor_field
from contracts.forms.offers import SORTS
from contracts.models import PriceItem
from contracts.models.prices import VAT_CHOICES
from contracts.rules.price_details import ItemDetails
from contracts.states import Basis, RowKind, RutWork, Unit
from crm.rules.details import EXTRAS
from crm.states import Service
from perforia.base.fields import day_field

_NONE = [("", "Föreslås inte")]


class ItemForm(forms.Form):
    """What something on the price list is, and which wishes of a lead it is suggested for."""

    name = forms.CharField(label="Benämning", max_length=120, error_messages={"required": "Skriv vad det är."})
    sort = forms.ChoiceField(label="Slag", choices=SORTS)
    unit = forms.ChoiceField(label="Enhet", choices=Unit.choices)
    vat = forms.TypedChoiceField(label="Moms", choices=VAT_CHOICES, coerce=int, initial=25)
    service = forms.ChoiceField(label="Föreslå för tjänst", choices=_NONE + Service.choices, required=False)
    extra = forms.ChoiceField(label="Föreslå för tillval", choices=[*_NONE, *EXTRAS.items()], required=False)
    basis = forms.ChoiceField(label="Mängd efter", choices=Basis.choices, initial=Basis.USUAL)
    usual_quantity = NumberField("Vanlig mängd", most=99_999, wrong="Skriv ett antal, till exempel 8.")

    def details(self) -> ItemDetails:
        """The item in plain values."""
        data = self.cleaned_data
        kind, _, work = str(data["sort"]).partition("-")
        return ItemDetails(
            data["name"].strip(), RowKind(kind), Unit(data["unit"]), RutWork(work) if work else None, data["vat"],
            data["service"], data["extra"], Basis(data["basis"]), data["usual_quantity"] or Decimal(1),
        )  # fmt: skip


class PriceForm(forms.Form):
    """What an item costs from a day on."""

    amount = kronor_field("Pris med moms, kr", required=True)
    from_on = day_field("Gäller från", required=True)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:  # Any: as in Django
        super().__init__(*args, **kwargs)
        self.fields["amount"].error_messages["required"] = "Skriv priset."
        self.initial.setdefault("from_on", today)


class NewItemForm(ItemForm, PriceForm):
    """A new item with its first price."""


class PriceFileForm(forms.Form):
    """A file with prices, and the day they hold from."""

    file = forms.FileField(
        label="Fil", widget=forms.FileInput({"accept": ".csv,.xlsx,text/csv"}), help_text="CSV eller Excel.",
        error_messages={"required": "Välj en fil.", "empty": "Filen är tom."},
    )  # fmt: skip
    from_on = day_field("Priserna gäller från", required=True)


class TermsForm(forms.Form):
    """A text of terms."""

    name = forms.CharField(label="Namn", max_length=80, error_messages={"required": "Ge texten ett namn."})
    body = forms.CharField(
        label="Villkor", max_length=20_000, widget=forms.Textarea({"rows": "14"}),
        error_messages={"required": "Skriv villkoren."},
    )  # fmt: skip
    is_default = forms.BooleanField(label="Nya offerter börjar med den här texten", required=False)


def known_item(item: PriceItem) -> dict[str, object]:
    """What the form of an item begins with."""
    names = ("name", "unit", "vat", "service", "extra", "basis", "usual_quantity")
    return {
        **{name: getattr(item, name) for name in names},
        "sort": f"{item.kind}-{item.work}" if item.work else item.kind,
    }
