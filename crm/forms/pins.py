"""Pointing out where an address is, its door and where a lorry stands, by map or by coordinates."""

from collections.abc import Mapping
from typing import Any

from django import forms

from crm.rules.points import read_point
from perforia.base.geography import Point, is_in_sweden

WRONG = "Skriv latitud och longitud, till exempel 59.33258, 18.06490."
KINDS = [("entrance", "Ingång"), ("parking", "Parkering"), ("main", "Adressen själv")]


class PinForm(forms.Form):
    """One pin: what it stands for and where it is; `is_removed` takes it away instead."""

    kind = forms.ChoiceField(
        label="Vad pekar du ut?", choices=KINDS, widget=forms.RadioSelect, initial="entrance",
        error_messages={"required": "Välj vad du pekar ut.", "invalid_choice": "Välj vad du pekar ut."},
    )  # fmt: skip
    coordinates = forms.CharField(
        label="Koordinater", max_length=80, error_messages={"required": WRONG},
        help_text="Klicka på kartan, eller skriv latitud och longitud, till exempel 59.33258, 18.06490.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    is_removed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, initial: dict[str, str] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["coordinates"].required = not (data or {}).get("is_removed")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        cleaned["point"] = None if cleaned.get("is_removed") else self._point(str(cleaned.get("coordinates") or ""))
        return cleaned

    def _point(self, text: str) -> Point | None:
        point = read_point(text)
        if "coordinates" in self.errors:
            return None
        if point is None:
            self.add_error("coordinates", WRONG)
        elif not is_in_sweden(point):
            self.add_error("coordinates", "Punkten ligger utanför Sverige. Peka ut en plats i Sverige.")
            return None
        return point
