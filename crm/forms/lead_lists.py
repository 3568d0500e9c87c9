"""The menu of filters of the list of leads, and saved views."""

from collections.abc import Mapping
from typing import Any

from django import forms

from crm.forms.leads import sellers
from crm.models import LeadSource
from crm.rules import lead_filters
from crm.states import Service, Visibility

_CHOICE = {"class": "form-select"}
ANY = ("", "Alla")


class FilterForm(forms.Form):
    """The filters of the list by their names in the address; crm.rules.lead_filters reads what they mean."""

    status = forms.ChoiceField(label="Status", required=False, choices=list(lead_filters.STATUSES.items()))
    agare = forms.ChoiceField(label="Ägare", required=False)
    kalla = forms.ChoiceField(label="Källa", required=False)
    tjanst = forms.ChoiceField(label="Tjänst", required=False, choices=[ANY, *Service.choices])
    inkom = forms.ChoiceField(
        label="Inkom", required=False, choices=[("", "När som helst"), *lead_filters.RECEIVED.items()]
    )
    nasta = forms.ChoiceField(label="Nästa steg", required=False, choices=[ANY, *lead_filters.STEPS.items()])
    varde = forms.IntegerField(label="Värde minst, kr", required=False, min_value=0)

    def __init__(self, query: Mapping[str, str]) -> None:
        super().__init__(query)
        people = [("", "Alla"), (lead_filters.ME, "jag"), (lead_filters.NOBODY, "ingen"), *sellers()]
        sources = LeadSource.objects.order_by("name", "pk").values_list("pk", "name")
        self.fields["agare"].choices = people  # type: ignore[attr-defined]
        self.fields["kalla"].choices = [ANY, *((str(pk), name) for pk, name in sources)]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"

    def chosen(self, of: Mapping[str, str] | None = None) -> list[tuple[str, str, str]]:
        """The filters in use here, or in the address of a saved view: label, value in words, name in the address."""
        found = []
        for name, field in self.fields.items():
            value = (self.data if of is None else of).get(name, "")
            words = dict(field.choices).get(value, "") if isinstance(field, forms.ChoiceField) else value  # type: ignore[arg-type]
            if value and words:
                found.append((str(field.label), str(words), name))
        return found


class SavedViewForm(forms.Form):
    """A name for the filters, and who sees them."""

    name = forms.CharField(label="Namn", max_length=60, widget=forms.TextInput(attrs={"class": "form-control"}))
    visibility = forms.ChoiceField(
        label="Vem ser den?", choices=Visibility.choices, widget=forms.RadioSelect, initial=Visibility.PRIVATE
    )
    is_pinned = forms.BooleanField(
        label="Visa som flik med räknare", required=False, initial=True,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )  # fmt: skip

    def facts(self) -> dict[str, Any]:  # Any: of every field
        """What ViewDetails takes, besides the query."""
        return {**self.cleaned_data, "visibility": Visibility(self.cleaned_data["visibility"])}
