"""Checking a contract that is being written: its words, the days it runs between, and the value of each data field.

What only matters once it is sent is checked by contracts.rules; here is only what could not be kept at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from contracts.rules.contracts import LONGEST_MESSAGE, LONGEST_SUBJECT, LONGEST_TITLE, Terms
from contracts.rules.dictionary import LONGEST_VALUE
from contracts.rules.mappings import Filled
from contracts.states import ContractKind, PartyKind, Renewal
from perforia.base.fields import KronorField, OrganisationNumberField, day_field
from perforia.base.identity import parse_personal_number

LARGEST_VALUE, MOST_MONTHS = Decimal("9999999999.99"), 120
OPEN_NUMBER = (
    "Skriv inte personnumret öppet här. Kryssa i ”Skicka med personnummer” hos personen och skriv det maskerat, "
    "19880101–••••, så fylls det i när avtalet skickas."
)
TOO_LONG = {"max_length": "Korta texten till högst %(limit_value)d tecken."}
_TEXT = {"class": "form-control"}


def _months(label: str) -> forms.IntegerField:
    wrong = f"Skriv antal månader, 0 till {MOST_MONTHS}."
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=MOST_MONTHS,
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )  # fmt: skip


class TermsForm(forms.Form):
    """What the register holds of an agreement."""

    kind = forms.ChoiceField(label="Typ", choices=ContractKind.choices)
    value = KronorField("Värde, kronor", most=LARGEST_VALUE)
    starts_on = day_field("Gäller från")
    ends_on = day_field("Gäller till")
    renewal = forms.ChoiceField(label="När tiden är ute", choices=Renewal.choices)
    renewal_months = _months("Förlängs med, månader")
    notice_months = _months("Uppsägningstid, månader")

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        told = super().clean() or {}
        first, last = told.get("starts_on"), told.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Sista dagen kan inte vara före den första.")
        if told.get("renewal") == Renewal.AUTOMATIC and not last:
            self.add_error("ends_on", "Skriv när första perioden slutar, så kan Perforia påminna i tid.")
        return told

    def terms(self) -> Terms:
        """The terms of a form that is right."""
        told = self.cleaned_data
        return Terms(
            kind=ContractKind(told["kind"]), value=told["value"], starts_on=told["starts_on"], ends_on=told["ends_on"],
            notice_months=told["notice_months"], renewal=Renewal(told["renewal"]),
            renewal_months=told["renewal_months"],
        )  # fmt: skip


@dataclass(frozen=True)
class ValueRow:
    """One data field of the template: its field of the form and where its first value came from."""

    filled: Filled
    field: forms.BoundField
    is_wanting: bool


class ContractForm(TermsForm):
    """A contract as somebody writes it, on one page with its people."""

    title = forms.CharField(
        label="Avtalets namn", max_length=LONGEST_TITLE,
        error_messages={"required": "Skriv avtalets namn.", **TOO_LONG},
    )  # fmt: skip
    subject = forms.CharField(label="Ämne", max_length=LONGEST_SUBJECT, required=False, error_messages=TOO_LONG)
    message = forms.CharField(
        label="Meddelande", max_length=LONGEST_MESSAGE, required=False, error_messages=TOO_LONG,
        widget=forms.Textarea({"rows": 6}),
    )  # fmt: skip
    sign_by = day_field("Signeras senast", hint="Efter den dagen går avtalet inte att signera.")
    party_kind = forms.ChoiceField(label="Avtalet är med", choices=PartyKind.choices, widget=forms.RadioSelect)
    company_name = forms.CharField(label="Företagets namn", max_length=100, required=False, error_messages=TOO_LONG)
    company_number = OrganisationNumberField()

    def __init__(
        self, data: Any, *, rows: Sequence[Filled], initial: Mapping[str, object], today: date
    ) -> None:  # Any: as in Django
        super().__init__(data, initial=dict(initial))
        self._rows, self._today = rows, today
        for row in rows:
            self.fields[name_of(row.custom_id)] = forms.CharField(
                label=row.name, required=False, max_length=LONGEST_VALUE, initial=row.value, error_messages=TOO_LONG,
                strip=True, widget=forms.Textarea({"rows": 1, "class": "form-control p-grows"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        told = super().clean()
        for row in self._rows:
            if _is_personal_number(str(told.get(name_of(row.custom_id), "")), self._today):
                self.add_error(name_of(row.custom_id), OPEN_NUMBER)
        return told

    def value_rows(self) -> list[ValueRow]:
        """The data fields in the template's order; `is_wanting` where something of ours should have filled it."""
        found = []
        for row in self._rows:
            field = self[name_of(row.custom_id)]
            found.append(ValueRow(row, field, is_wanting=not str(field.value() or "").strip() and bool(row.key)))
        return found

    def values(self, *, by: str) -> list[Filled]:
        """What each data field says and where that comes from: what a person changed is theirs."""
        found = []
        for row in self._rows:
            text = str(self.cleaned_data.get(name_of(row.custom_id), "")).replace("\r\n", "\n")
            origin = row.origin if text == row.value else f"Skrivet av {by}"
            found.append(Filled(row.custom_id, row.name, text, row.key, origin[:60] if text else ""))
        return found

    def show_problems(self, problems: Mapping[str, Sequence[str]]) -> None:
        """Put what must be corrected at the fields it is about; what is about people is theirs to show."""
        ready_for_errors(self)
        for name, words in problems.items():
            start, _, rest = name.partition(".")
            last = name.rpartition(".")[2]
            if start == "participants" and rest and last not in self.fields:
                continue
            field = name_of(rest) if start == "values" and rest else last if start == "participants" else start
            self.add_error(field if field in self.fields else None, list(words))


def _is_personal_number(text: str, today: date) -> bool:
    try:
        parse_personal_number(text.strip(), today=today)
    except ValueError:
        return False
    return True


def ready_for_errors(form: forms.Form) -> None:
    """Let a form that is only shown carry errors: what was found wrong after it had been sent."""
    if not form.is_bound and not hasattr(form, "cleaned_data"):
        form.full_clean()
        form.cleaned_data = {}


def name_of(custom_id: str) -> str:
    """What the form calls a data field."""
    return f"value:{custom_id}"
