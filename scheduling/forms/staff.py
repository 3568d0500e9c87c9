"""Checking what the office writes about somebody who works here: who they are, what they can, and their last day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from contracts.forms.offer_fields import NumberField
from crm.forms.addresses import ref_field
from crm.forms.fields import AddressOfMailField, PhoneField, PostalCodeField
from scheduling.forms.days import near_day
from scheduling.models import Employee
from scheduling.queries.staff import SkillMark
from scheduling.queries.stop_addresses import check
from scheduling.states import Language, Skill, StaffGroup, StaffRole

APP_LANGUAGES = [("sv", "Svenska"), ("en", "Engelska")]
FULL_WEEK, MOST_HOURS = 40, 60
_TICKS = {"class": "form-check-input"}
HOME = ("address", "postal_code", "city")
_OWN = (*HOME, "phone", "email", "weekly_hours", "note", "group", "roles", "languages", "language")  # fmt: skip


class EmployeeForm(forms.Form):
    """Somebody who works here. The place is kept while the address is; a new one is looked up in the own register."""

    name = forms.CharField(label="Namn", max_length=80, error_messages={"required": "Skriv ett namn."})
    phone = PhoneField()
    email = AddressOfMailField()
    group = forms.ChoiceField(label="Grupp i schemat", choices=StaffGroup.choices)
    roles = forms.MultipleChoiceField(
        label="Roller", choices=StaffRole.choices, required=False, widget=forms.CheckboxSelectMultiple(attrs=_TICKS)
    )
    weekly_hours = NumberField(
        "Timmar i veckan enligt avtalet", most=MOST_HOURS, wrong=f"Skriv timmar i veckan, 0 till {MOST_HOURS}."
    )
    active_from = near_day("Första arbetsdag")
    languages = forms.MultipleChoiceField(
        label="Talar med kunder", choices=Language.choices, required=False,
        widget=forms.CheckboxSelectMultiple(attrs=_TICKS),
    )  # fmt: skip
    language = forms.ChoiceField(
        label="Språk i mobilen", choices=APP_LANGUAGES, widget=forms.RadioSelect, initial="sv",
        help_text="Min dag och sms om ändringar skrivs på det språket.",
    )  # fmt: skip
    address = forms.CharField(
        label="Hemadress",
        max_length=160,
        required=False,
        help_text="Restiden till dagens första uppdrag räknas härifrån.",
    )
    postal_code = PostalCodeField()
    city = forms.CharField(label="Ort", max_length=60, required=False)
    address_ref = ref_field()
    note = forms.CharField(
        label="Anteckning", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Syns bara för dem som sköter personalen. Skriv inget om hälsa.",
    )  # fmt: skip
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None, *, employee: Employee | None = None, seen: str = "") -> None:
        known: dict[str, Any] = {"weekly_hours": FULL_WEEK}
        if employee is not None:
            known = {name: getattr(employee, name) for name in _OWN}
            known |= {"name": employee.resource.name, "active_from": employee.resource.active_from}
        super().__init__(data, initial=known | {"seen": seen})
        self._employee = employee
        self.fields["weekly_hours"].required = True
        self.fields["weekly_hours"].error_messages["required"] = "Skriv hur många timmar i veckan."

    @property
    def facts(self) -> dict[str, Any]:  # Any: of every field
        """What EmployeeDetails takes besides the account."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in {"seen", "address_ref"}}
        told["latitude"], told["longitude"] = self._point()
        return told | {
            "group": StaffGroup(told["group"]), "roles": [StaffRole(role) for role in told["roles"]],
            "languages": [Language(each) for each in told["languages"]],
        }  # fmt: skip

    def _point(self) -> tuple[float | None, float | None]:
        told, known = self.cleaned_data, self._employee
        if (
            known is not None
            and known.latitude is not None
            and all(told[name] == getattr(known, name) for name in HOME)
        ):
            return known.latitude, known.longitude
        if not told["address"]:
            return None, None
        return check(*(told[name] for name in HOME)).point or (None, None)


class SkillsForm(forms.Form):
    """What somebody can, one tick for each, and the last day of those that run out."""

    def __init__(self, data: Mapping[str, Any] | None, *, known: Sequence[SkillMark] = ()) -> None:
        super().__init__(data)
        marks = {mark.code: mark for mark in known}
        for skill in Skill:
            mark = marks.get(skill)
            self.fields[f"has_{skill.value}"] = forms.BooleanField(
                label=skill.label, required=False, initial=mark is not None, widget=forms.CheckboxInput(attrs=_TICKS)
            )
            until = near_day(f"{skill.label}, gäller till och med")
            until.initial = mark.valid_until if mark else None
            self.fields[f"until_{skill.value}"] = until

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The two fields of each skill, in order."""
        return [(self[f"has_{skill.value}"], self[f"until_{skill.value}"]) for skill in Skill]

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        """A last day belongs to something that is ticked."""
        for skill in Skill:
            if self.cleaned_data.get(f"until_{skill.value}") and not self.cleaned_data.get(f"has_{skill.value}"):
                self.add_error(f"has_{skill.value}", f"Kryssa i {skill.label}, eller ta bort datumet.")
        return self.cleaned_data

    @property
    def chosen(self) -> list[tuple[Skill, date | None]]:
        """What is ticked, with its last day."""
        told = self.cleaned_data
        return [(skill, told[f"until_{skill.value}"]) for skill in Skill if told[f"has_{skill.value}"]]


class LastDayForm(forms.Form):
    """The last day of somebody or something."""

    last_day = near_day("Sista dag", required=True)
