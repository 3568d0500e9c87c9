"""Checking a file of leads or customers, and which column means what."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict

from archive.readers.tables import LARGEST
from crm.rules.importing import FIELDS
from crm.states import ListTarget


class UploadForm(forms.Form):
    """A file, and what is in it."""

    target = forms.ChoiceField(
        label="Vad filen innehåller", choices=ListTarget.choices, initial=ListTarget.CUSTOMERS,
        widget=forms.RadioSelect, error_messages={"required": "Välj leads eller kunder."},
    )  # fmt: skip
    file = forms.FileField(
        label="Fil", help_text="CSV eller Excel med rubriker på första raden, högst 5 000 rader.",
        error_messages={"required": "Välj en CSV- eller Excelfil.", "empty": "Filen är tom. Välj en annan."},
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
    )  # fmt: skip

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("Filen är större än 20 MB. Dela upp den och importera delarna var för sig.")
        return file


class MappingForm(forms.Form):
    """The column of each field, from the file's own headings; a column means one thing only."""

    def __init__(self, data: QueryDict | None, *, target: str, header: Sequence[str], known: dict[str, int]) -> None:
        super().__init__(data, initial={name: str(column) for name, column in known.items()})
        columns = [("", "–"), *((str(place), words or f"Kolumn {place + 1}") for place, words in enumerate(header))]
        for field in FIELDS[target]:
            self.fields[field.name] = forms.ChoiceField(label=field.label, choices=columns, required=False)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        taken: dict[str, str] = {}
        for name, column in list(cleaned.items()):
            if column and column in taken:
                self.add_error(name, f"Kolumnen är redan vald för {self.fields[taken[column]].label}.")
            elif column:
                taken[column] = name
        return cleaned

    def mapping(self) -> dict[str, int]:
        """What was chosen."""
        return {name: int(column) for name, column in self.cleaned_data.items() if column}
