"""Reading what the address asks of the list of cases; what cannot be read is left out and said."""

from django import forms

from perforia.base.models import User
from rut.queries.case_list import NOBODY, OF_THE_YEAR, Filters
from rut.states import CaseStatus, DocumentType

_PICK = {"class": "form-select"}
_DAY = {"type": "date", "class": "form-control"}


class FilterForm(forms.Form):
    """The filters of the list, by their names in the address."""

    q = forms.CharField(required=False, max_length=100)
    status = forms.ChoiceField(label="Status", required=False, widget=forms.Select(attrs=_PICK))
    agare = forms.ChoiceField(label="Ansvarig", required=False, widget=forms.Select(attrs=_PICK))
    typ = forms.ChoiceField(
        label="Typ", required=False, choices=[("", "alla"), *DocumentType.choices], widget=forms.Select(attrs=_PICK)
    )
    fran = forms.DateField(label="Svara från", required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    till = forms.DateField(label="till", required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        of_year = [(value, label) for value, (label, _) in OF_THE_YEAR.items()]
        owners = User.objects.filter(is_active=True).order_by("name", "pk").values_list("pk", "name")
        self._choose("status", [("", "alla öppna"), *CaseStatus.choices, *of_year])
        self._choose("agare", [("", "alla"), (NOBODY, "ingen"), *((str(pk), name) for pk, name in owners)])

    def filters(self) -> Filters:
        """What was asked for; a value that cannot be read asks for nothing."""
        self.is_valid()
        asked = self.cleaned_data
        return Filters(
            text=asked.get("q", "").strip(), status=asked.get("status", ""), owner=asked.get("agare", ""),
            kind=asked.get("typ", ""), due_from=asked.get("fran"), due_to=asked.get("till"),
        )  # fmt: skip

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        field.choices = choices
