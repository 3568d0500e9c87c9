"""Checking what a person writes about an address of a customer."""

from collections.abc import Mapping
from typing import Any

from django import forms

from crm.forms.addresses import ref_field
from crm.forms.fields import PostalCodeField
from crm.models import Property
from crm.rules.addresses import floor_of
from crm.states import Frequency, PropertyPurpose
from perforia.base.fields import day_field

HIGHEST, DEEPEST, LARGEST, FARTHEST = 99, -5, 20_000, 5000
NOT_COLUMNS = {"door_code", "seen", "address_ref"}
_SIZE = {"invalid": "Skriv en siffra, till exempel 74.", "min_value": "Skriv en siffra, till exempel 74."}


class PropertyForm(forms.Form):
    """An address with what a crew must know; an empty door code leaves the one that is known."""

    purpose = forms.ChoiceField(label="Vad är adressen för kunden?", choices=PropertyPurpose.choices)
    address = forms.CharField(label="Adress", max_length=160, error_messages={"required": "Skriv gata och nummer."})
    apartment = forms.CharField(
        label="Lägenhetsnummer", max_length=20, required=False, help_text="Fyra siffror. Våningen fylls i efter det."
    )
    postal_code = PostalCodeField()
    city = forms.CharField(label="Ort", max_length=60, required=False)
    area = forms.IntegerField(
        label="Boyta, m²", min_value=1, max_value=LARGEST, required=False,
        error_messages=_SIZE | {"max_value": f"Högst {LARGEST} m²."},
    )  # fmt: skip
    rooms = forms.DecimalField(
        label="Rum", min_value=0, max_value=999, max_digits=4, decimal_places=1, localize=True, required=False,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits"),
            "Skriv antal rum, till exempel 3 eller 2,5.",
        ),
    )  # fmt: skip
    floor = forms.IntegerField(
        label="Våning", min_value=DEEPEST, max_value=HIGHEST, required=False,
        error_messages={
            "invalid": "Skriv våningen som en siffra, 0 för bottenvåningen.",
            "min_value": f"Lägst {DEEPEST}.", "max_value": f"Högst {HIGHEST}.",
        },
    )  # fmt: skip
    lift = forms.CharField(
        label="Hiss", max_length=40, required=False, help_text="Till exempel ingen, liten eller 90 × 120 cm."
    )
    door_code = forms.CharField(
        label="Portkod", max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    parking = forms.CharField(
        label="Parkering", max_length=120, required=False, help_text="Till exempel lastplats 15 m från dörren."
    )
    carry_metres = forms.IntegerField(
        label="Gångväg till bilen, m", min_value=0, max_value=FARTHEST, required=False,
        error_messages=dict.fromkeys(("invalid", "min_value"), "Skriv gångvägen i meter, till exempel 15.")
        | {"max_value": f"Högst {FARTHEST} m."},
    )  # fmt: skip
    frequency = forms.ChoiceField(label="Hur ofta", choices=Frequency.choices)
    from_on = day_field("Gäller från")
    until_on = day_field("Gäller till")
    conditions = forms.CharField(
        label="Särskilda villkor", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Husdjur, larm, ömtåligt, allergier.",
    )  # fmt: skip
    address_ref = ref_field()
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None, *, place: Property | None = None, seen: str = "") -> None:
        known = {name: getattr(place, name) for name in self.base_fields if name not in NOT_COLUMNS} if place else {}
        super().__init__(data, initial=known | {"seen": seen})
        if place is not None and place.door_code:
            self.fields["door_code"].help_text = "Portkoden är känd. Lämna fältet tomt för att behålla den."

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        """The days in order; a floor that was left out is what the number of the flat says."""
        start, end = self.cleaned_data.get("from_on"), self.cleaned_data.get("until_on")
        if start and end and end < start:
            self.add_error("until_on", "Slutdatumet är före startdatumet.")
        if self.cleaned_data.get("floor") is None and "floor" not in self.errors:
            self.cleaned_data["floor"] = floor_of(self.cleaned_data.get("apartment", ""))
        return self.cleaned_data

    @property
    def facts(self) -> dict[str, Any]:  # Any: of every field
        """What PropertyDetails takes."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return told | {
            "purpose": PropertyPurpose(told["purpose"]), "frequency": Frequency(told["frequency"]),
        }  # fmt: skip
