"""Checking what a person writes about a letter's facts."""

from datetime import date

from django import forms

from rut.readers.dates import parse_date
from rut.readers.handler import EMAIL
from rut.rules import catalogue
from rut.states import SUBTYPES, DocumentType, FieldName, Subtype

DATES = (FieldName.RESPONSE_DEADLINE, FieldName.LETTER_DATE, FieldName.PAY_BY)
NUMBERS = (
    FieldName.RESPONSE_DAYS, FieldName.TOTAL_REQUESTED, FieldName.TOTAL_GRANTED, FieldName.TOTAL_REFUSED,
    FieldName.TOTAL_REPAY,
)  # fmt: skip
BOX_EDGES = 4


class FieldForm(forms.Form):
    """One fact: its value in the form the catalogue of facts has, and perhaps where it was marked."""

    value = forms.CharField(label="Värde", max_length=300, required=False)
    page = forms.IntegerField(required=False, min_value=1)
    box = forms.CharField(required=False)

    def __init__(self, *args: object, name: FieldName, since: date | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.name, self.since = name, since

    def clean_value(self) -> str:
        """Dates become ISO, sums whole kronor; the sentence says which form is expected."""
        value = str(self.cleaned_data["value"]).strip()
        if not value:
            return ""
        if self.name in DATES:
            found = parse_date(value, since=self.since)
            if found is None:
                raise forms.ValidationError("Skriv ett datum, till exempel 2026-06-11.")
            return found.isoformat()
        if self.name in NUMBERS:
            digits = "".join(letter for letter in value.removesuffix("kr") if letter not in " \u00a0.")
            if not digits.isdigit():
                raise forms.ValidationError("Skriv ett helt tal, till exempel 12480.")
            return digits
        if self.name == FieldName.HANDLER_EMAIL and not EMAIL.fullmatch(value):
            raise forms.ValidationError("Skriv en e-postadress, till exempel fornamn.efternamn@skatteverket.se.")
        if self.name == FieldName.DOCUMENT_TYPE and value not in DocumentType.values:
            raise forms.ValidationError("Välj en dokumenttyp.")
        if self.name == FieldName.SUBTYPE and value not in Subtype.values:
            raise forms.ValidationError("Välj en undertyp.")
        return value

    def clean_box(self) -> list[float] | None:
        """Four numbers with commas, in points."""
        text = self.cleaned_data["box"]
        if not text:
            return None
        try:
            edges = [round(float(edge), 1) for edge in text.split(",")]
        except ValueError:
            return None
        return edges if len(edges) == BOX_EDGES else None


class RequestsForm(forms.Form):
    """Which papers the letter asks for."""

    codes = forms.MultipleChoiceField(
        label="Begärda handlingar", required=False, choices=[(item.code, item.name) for item in catalogue.ITEMS]
    )


def type_choices(document_type: str) -> list[tuple[str, str]]:
    """The sub-types a type has."""
    try:
        return [(each.value, each.label) for each in SUBTYPES[DocumentType(document_type)]]
    except ValueError:
        return []
