"""Checking what a person says each data field of a template is filled from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from contracts.models import TemplateMapping
from contracts.rules.dictionary import ENTRIES, GROUPS, LONGEST_VALUE
from contracts.rules.mappings import MappingDetails
from contracts.states import ContractKind

FIXED = "text"
_SELECT = {"class": "form-select"}


@dataclass(frozen=True)
class Row:
    """One data field of the template with its two fields of the form."""

    custom_id: str
    name: str
    description: str
    is_new: bool
    key: forms.BoundField
    text: forms.BoundField

    @property
    def code(self) -> str:
        """The custom_id as it is shown."""
        return self.custom_id


class MappingForm(forms.Form):
    """Kind, use and our own id, and for every data field what it says."""

    kind = forms.ChoiceField(label="Typ av avtal", choices=ContractKind.choices)
    id_field = forms.ChoiceField(
        label="Fält för ärendets id", required=False,
        help_text="Perforia skriver sitt eget id här, så att ett avtal aldrig skapas två gånger.",
    )  # fmt: skip
    is_used = forms.BooleanField(
        label="Använd mallen för nya avtal", required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, mapping: TemplateMapping) -> None:  # Any: as in Django
        answers = mapping.mapping
        initial: dict[str, object] = {
            "kind": mapping.kind or ContractKind.ONE_JOB, "id_field": mapping.id_field, "is_used": mapping.is_used,
        }  # fmt: skip
        super().__init__(data, initial=initial)
        self._mapping = mapping
        named = [(each["custom_id"], each.get("name") or each["custom_id"]) for each in mapping.data_fields]
        id_field = self.fields["id_field"]
        if isinstance(id_field, forms.ChoiceField):
            id_field.choices = [("", "Välj fält"), *named]
        for number, (custom_id, name) in enumerate(named):
            answer = answers.get(custom_id, {})
            self.fields[f"key_{number}"] = forms.ChoiceField(
                label=f"{name}: fylls med", required=False, choices=_choices(), widget=forms.Select(attrs=_SELECT),
                initial=answer.get("key") or (FIXED if answer.get("text") else ""),
            )  # fmt: skip
            self.fields[f"text_{number}"] = forms.CharField(
                label=f"{name}: fast text", required=False, max_length=LONGEST_VALUE, initial=answer.get("text", ""),
                widget=forms.TextInput(attrs={"class": "form-control", "placeholder": "Fast text"}),
            )  # fmt: skip

    def rows(self) -> Iterator[Row]:
        """The data fields in the template's order."""
        added = set(self._mapping.changes.get("added", ()))
        for number, each in enumerate(self._mapping.data_fields):
            yield Row(
                each["custom_id"], each.get("name") or each["custom_id"], each.get("description", ""),
                each["custom_id"] in added, self[f"key_{number}"], self[f"text_{number}"],
            )  # fmt: skip

    def answers(self) -> dict[str, dict[str, str]]:
        """What each data field is filled from, as far as it can be read; for a preview also of a form with faults."""
        self.is_valid()
        found: dict[str, dict[str, str]] = {}
        for number, each in enumerate(self._mapping.data_fields):
            key, text = (str(self.cleaned_data.get(f"{name}_{number}") or "") for name in ("key", "text"))
            if key and key != FIXED:
                found[each["custom_id"]] = {"key": key}
            elif key == FIXED and text:
                found[each["custom_id"]] = {"text": text}
        return found

    def details(self) -> MappingDetails:
        """What the service takes of a form that is right."""
        told = self.cleaned_data
        return MappingDetails(ContractKind(told["kind"]), told["id_field"], told["is_used"], self.answers())


def _choices() -> Sequence[tuple[str, Any]]:  # Any: as Django's groups of choices
    groups = [(group, [(each.key, each.label) for each in ENTRIES if each.group == group]) for group in GROUPS]
    return [("", "Lämnas tomt"), (FIXED, "Fast text"), *groups]
