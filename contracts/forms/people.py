"""Checking the people of a contract: who they are, who signs, and how, as the template offers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.forms import BaseFormSet, formset_factory

from contracts.forms.contracts import ready_for_errors
from contracts.models import TemplateMapping
from contracts.rules.participants import MOST_PEOPLE, PersonDetails
from contracts.states import DeliveryChannel, PartyKind, SignMethod, TwoStep
from crm.forms.fields import AddressOfMailField, PhoneField
from perforia.base.fields import PersonalNumberField

_NOT_OFFERED = {"invalid_choice": "Mallen tillåter inte det här. Välj något annat i listan."}
_CHECK = {"class": "form-check-input"}
_WORDS: dict[str, dict[str, str]] = {
    "channels": dict(DeliveryChannel.choices), "sign_methods": dict(SignMethod.choices),
    "second_steps": dict(TwoStep.choices),
}  # fmt: skip


@dataclass(frozen=True)
class Ways:
    """What the template lets people choose from, each as choices of a field, the preferred first."""

    channels: Sequence[tuple[str, str]]
    sign_methods: Sequence[tuple[str, str]]
    second_steps: Sequence[tuple[str, str]]

    @classmethod
    def of(cls, mapping: TemplateMapping) -> "Ways":
        """Those of a template."""
        return cls(**{name: _choices(getattr(mapping, name), words) for name, words in _WORDS.items()})

    def first(self) -> dict[str, str]:
        """What the template prefers."""
        told = {"channel": self.channels, "sign_method": self.sign_methods, "two_step": self.second_steps}
        return {name: choices[0][0] for name, choices in told.items() if choices}


@dataclass(frozen=True)
class Party:
    """Whom the people are of: a private person, or a company with its name and number."""

    kind: PartyKind
    company_name: str = ""
    company_number: str = ""


class PersonForm(forms.Form):
    """One person. `was` is the place the person had, whose personal number may be kept."""

    was = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label="Namn", required=False, max_length=100,
        error_messages={"max_length": "Korta namnet till högst %(limit_value)d tecken."},
    )  # fmt: skip
    title = forms.CharField(
        label="Roll", required=False, max_length=100,
        error_messages={"max_length": "Korta rollen till högst %(limit_value)d tecken."},
    )  # fmt: skip
    email = AddressOfMailField()
    phone = PhoneField("Mobiltelefon")
    is_signatory = forms.BooleanField(
        label="Signerar", required=False, initial=True, widget=forms.CheckboxInput(_CHECK)
    )
    keep_number = forms.BooleanField(
        label="Skicka med personnummer", required=False, widget=forms.CheckboxInput(_CHECK)
    )

    def __init__(self, *args: Any, ways: Ways, today: date, **kwargs: Any) -> None:  # Any: as in Django
        super().__init__(*args, **kwargs)
        for name, label, choices in (
            ("channel", "Får avtalet via", ways.channels), ("sign_method", "Signerar med", ways.sign_methods),
            ("two_step", "Legitimerar sig för att läsa", ways.second_steps or [(TwoStep.NONE, "Ingen")]),
        ):  # fmt: skip
            self.fields[name] = forms.ChoiceField(
                label=label, choices=choices, required=bool(choices), initial=choices[0][0] if choices else "",
                error_messages=_NOT_OFFERED,
            )  # fmt: skip
        self.fields["personal_number"] = PersonalNumberField(today=today)
        self.has_second_steps = len(ways.second_steps) > 1

    def details(self, party: Party, numbers: Mapping[int, str]) -> PersonDetails:
        """The person of a form that is right; `numbers` are the known personal numbers by the place people had."""
        told = self.cleaned_data
        typed, was = told["personal_number"], told["was"]
        known = numbers.get(was, "") if told["keep_number"] and was is not None else ""
        is_company = party.kind == PartyKind.COMPANY
        return PersonDetails(
            name=" ".join(told["name"].split()), email=told["email"], phone=told["phone"],
            title=told["title"] if is_company else "", personal_number=typed or known, party_kind=party.kind,
            company_name=party.company_name if is_company else "",
            company_number=party.company_number if is_company else "", is_signatory=told["is_signatory"],
            sign_method=told["sign_method"], channel=told["channel"], two_step=told["two_step"] or TwoStep.NONE,
        )  # fmt: skip


if TYPE_CHECKING:
    _Rows = BaseFormSet[PersonForm]
else:
    _Rows = BaseFormSet


class BasePeople(_Rows):
    """The people in order; a row that was taken away, or never filled in, is nobody."""

    def kept(self) -> list[PersonForm]:
        """The rows of those who stay."""
        gone = self.deleted_forms if self.is_bound and self.is_valid() else []
        return [form for form in self.forms if form not in gone and (form.has_changed() or form.initial)]

    def details(self, party: Party, numbers: Mapping[int, str]) -> list[PersonDetails]:
        """Everybody, when every row is right."""
        return [form.details(party, numbers) for form in self.kept()]

    def show_problems(self, problems: Mapping[str, Sequence[str]]) -> None:
        """Put what must be corrected at the person and the field it is about."""
        rows = self.kept()
        for name, words in problems.items():
            parts = name.split(".")
            if parts[0] != "participants" or len(parts) < 3 or not parts[1].isdecimal():  # noqa: PLR2004 -- participants.0.phone
                continue
            place = int(parts[1])
            if place < len(rows) and parts[2] not in {"company_name", "company_number"}:
                ready_for_errors(rows[place])
                rows[place].add_error(parts[2] if parts[2] in rows[place].fields else None, list(words))


People = cast(
    "type[BasePeople]",
    formset_factory(
        PersonForm, formset=BasePeople, extra=0, can_delete=True, max_num=MOST_PEOPLE, absolute_max=MOST_PEOPLE + 5
    ),
)


def _choices(options: Sequence[Mapping[str, Any]], words: Mapping[str, str]) -> list[tuple[str, str]]:  # Any: JSON
    ordered = sorted(options, key=lambda option: not option.get("is_preferred"))
    return [(str(each["name"]), words.get(str(each["name"]), str(each["name"]))) for each in ordered]
