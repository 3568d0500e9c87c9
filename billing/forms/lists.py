"""Reading what the address asks of the list of invoices."""

from datetime import date

from django import forms
from django.utils.formats import date_format

from billing.queries import Filters
from billing.states import PaidState, ServiceKind

_CHOICE = {"class": "form-select"}
_DAY = {"type": "date", "class": "form-control"}


class FilterForm(forms.Form):
    """The filters of the list, by their names in the address; a value that cannot be read asks for nothing."""

    q = forms.CharField(required=False, max_length=100)
    lage = forms.ChoiceField(
        label="Läge", required=False, choices=[("", "Alla"), *PaidState.choices], widget=forms.Select(attrs=_CHOICE)
    )
    tjanst = forms.ChoiceField(
        label="Tjänst", required=False, choices=[("", "Alla"), *ServiceKind.choices], widget=forms.Select(attrs=_CHOICE)
    )
    fran = forms.DateField(label="Från", required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    till = forms.DateField(label="Till", required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))

    def filters(self) -> Filters:
        """What was asked for."""
        self.is_valid()
        asked = self.cleaned_data
        return Filters(
            text=asked.get("q", "").strip(), state=asked.get("lage", ""), service=asked.get("tjanst", ""),
            issued_from=asked.get("fran"), issued_to=asked.get("till"),
        )  # fmt: skip

    def menu(self) -> list[forms.BoundField]:
        """The fields of the filter menu."""
        return [field for field in self if field.name != "q"]

    def chosen(self) -> list[tuple[str, str, str]]:
        """The filters in use: label, value in words, name in the address."""
        self.is_valid()
        words = {**dict(PaidState.choices), **dict(ServiceKind.choices)}
        used = [(field, self.cleaned_data.get(field.name)) for field in self.menu()]
        return [
            (
                str(field.label),
                date_format(value, "j F Y") if isinstance(value, date) else str(words[value]),
                field.name,
            )
            for field, value in used
            if value
        ]
