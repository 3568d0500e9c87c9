"""Choosing an address: the hidden field of one that was suggested, and which of several is meant."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms

from crm.rules.address_checks import whole
from perforia.base.geography import ResolvedAddress

LONGEST_REF = 320


def ref_field() -> forms.CharField:
    """Which provider's address was chosen: `register:p:…`; empty when it was typed. See static/js/address.js."""
    return forms.CharField(required=False, max_length=LONGEST_REF, widget=forms.HiddenInput)


class AddressChoiceForm(forms.Form):
    """Which of the register's addresses is meant, or that the written one is right."""

    AS_WRITTEN = "som-skriven"

    choice = forms.ChoiceField(
        label="Vilken adress är det?", widget=forms.RadioSelect,
        error_messages={
            "required": "Välj en adress i listan.",
            "invalid_choice": "Adressen finns inte kvar i registret. Välj en av dem som visas.",
        },
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None, *, found: Sequence[ResolvedAddress]) -> None:
        super().__init__(data)
        field = cast("forms.ChoiceField", self.fields["choice"])
        field.choices = [
            *((each.ref, whole(each.parts)) for each in found),
            (self.AS_WRITTEN, "Adressen stämmer som den är skriven"),
        ]  # fmt: skip
