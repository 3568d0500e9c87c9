"""The menu of filters of the list of customers."""

from collections.abc import Mapping

from django import forms

from crm.forms.customers import people
from crm.rules import customer_filters
from crm.states import CustomerFlag
from perforia.base.filters import FilterForm, choice

ANY = ("", "Alla")


class CustomerFilterForm(FilterForm):
    """The filters by their names in the address; crm.rules.customer_filters reads what they mean."""

    typ = choice("Typ", [ANY, *((key, kind.label) for key, kind in customer_filters.KINDS.items())])
    fas = choice("Fas", [ANY, *((key, life.label) for key, life in customer_filters.LIVES.items())])
    agare = choice("Ansvarig")
    ort = forms.CharField(
        label="Ort eller postnummer", required=False, max_length=60,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )  # fmt: skip
    flagga = choice("Att veta", [
        ANY, ("skyddad", "Skyddade personuppgifter"),
        *((key, CustomerFlag(flag).label) for key, flag in customer_filters.FLAGS.items() if key != "skyddad"),
    ])  # fmt: skip
    etikett = forms.CharField(
        label="Etikett", required=False, max_length=30, widget=forms.TextInput(attrs={"class": "form-control"})
    )
    utskick = choice("Utskick", [ANY, ("ja", "Har sagt ja"), ("nej", "Har sagt nej"), ("okant", "Inte frågad")])
    arende = choice("RUT-ärende", [ANY, ("oppet", "Har öppet"), ("inget", "Har inget öppet")])

    def __init__(self, query: Mapping[str, str]) -> None:
        super().__init__(query)
        self.offer("agare", [
            ANY, (customer_filters.ME, "jag"), (customer_filters.NOBODY, "ingen"), *people(),
        ])  # fmt: skip

    def _in_words(self, name: str, value: object) -> str:
        if name in {"ort", "etikett"}:
            return str(value)
        return str(dict(self.fields[name].widget.choices)[value])
