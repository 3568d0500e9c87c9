"""Reading what the address asks of the list of cases."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.formats import date_format

from perforia.base.models import User
from rut.queries.case_list import NOBODY, OF_THE_YEAR, Filters
from rut.states import CaseStatus, DocumentType

_CHOICE = {"class": "form-select"}
_DAY = {"type": "date", "class": "form-control"}


class FilterForm(forms.Form):
    """The filters of the list, by their names in the address; a value that cannot be read asks for nothing."""

    q = forms.CharField(required=False, max_length=100)
    status = forms.ChoiceField(label="Status", required=False, widget=forms.Select(attrs=_CHOICE))
    agare = forms.ChoiceField(label="Ansvarig", required=False, widget=forms.Select(attrs=_CHOICE))
    typ = forms.ChoiceField(label="Typ av brev", required=False, widget=forms.Select(attrs=_CHOICE))
    fran = forms.DateField(label="Frist från", required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    till = forms.DateField(label="Frist till", required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.words: dict[str, dict[str, str]] = {}
        of_year = [(value, label) for value, (label, _) in OF_THE_YEAR.items()]
        owners = User.objects.filter(is_active=True).order_by("name", "pk").values_list("pk", "name")
        self._offer("status", [("", "Alla öppna"), *CaseStatus.choices, *of_year])
        self._offer("agare", [("", "Alla"), (NOBODY, "Ingen"), *((str(pk), name) for pk, name in owners)])
        self._offer("typ", [("", "Alla"), *DocumentType.choices])

    def filters(self) -> Filters:
        """What was asked for."""
        self.is_valid()
        asked = self.cleaned_data
        return Filters(
            text=asked.get("q", "").strip(), status=asked.get("status", ""), owner=asked.get("agare", ""),
            kind=asked.get("typ", ""), due_from=asked.get("fran"), due_to=asked.get("till"),
        )  # fmt: skip

    def menu(self) -> list[forms.BoundField]:
        """The fields of the filter menu."""
        return [field for field in self if field.name != "q"]

    def chosen(self) -> list[tuple[str, str, str]]:
        """The filters in use: label, value in words, name in the address."""
        self.is_valid()
        used = [(field, self.cleaned_data.get(field.name)) for field in self.menu()]
        return [(str(field.label), self._in_words(field.name, value), field.name) for field, value in used if value]

    def _in_words(self, name: str, value: str | date) -> str:
        return date_format(value, "j F Y") if isinstance(value, date) else self.words[name][value]

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
        self.words[name] = dict(choices)
