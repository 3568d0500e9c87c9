"""The plan of one job as people write it, and as a drag says it."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms

from perforia.base.fields import day_field
from scheduling.models import Resource
from scheduling.queries.plan_choices import Choices
from scheduling.rules.axis import DAY, HOUR, minute_of
from scheduling.rules.worktime import at_local
from scheduling.states import AssignmentRole

MOST = 30  # rows of people, and of things
ROLES = [(each.value, each.label) for each in AssignmentRole if each != AssignmentRole.THING]
_CLOCK = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?")
_GONE = {"invalid_choice": "Den du valde finns inte kvar den dagen. Välj någon annan."}
_SELECT = {"class": "form-select"}


class ClockField(forms.CharField):
    """A time as people write it, `7`, `7.30`, `07:30`: its minutes from midnight; None when nothing was written."""

    def __init__(self, label: str, *, required: bool = True) -> None:
        super().__init__(
            label=label, required=required, max_length=8, widget=forms.TimeInput({"type": "time", "step": 300}),
            error_messages={"required": "Skriv en tid, till exempel 07:30."},
        )  # fmt: skip

    def clean(self, value: object) -> Any:  # Any: Django's fields may clean to anything
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        found = _CLOCK.fullmatch(text[:5])
        hours, minutes = (int(found[1]), int(found[2] or 0)) if found else (99, 99)
        if minutes >= HOUR or hours * HOUR + minutes > DAY:
            raise forms.ValidationError("Skriv en tid, till exempel 07:30.")
        return hours * HOUR + minutes


class PlanForm(forms.Form):
    """When a job is done and by whom: `starts_at`, `ends_at` and `crew` say what was meant once it is valid."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    day = day_field("Dag", required=True)
    start = ClockField("Börjar")
    end = ClockField("Slutar")
    overnight = forms.BooleanField(
        label="Slutar nästa dag", required=False, widget=forms.CheckboxInput({"class": "form-check-input"})
    )
    team = forms.ChoiceField(label="Lägg till ett team", required=False, error_messages=_GONE)
    reason = forms.CharField(label="Varför planerar du så ändå?", required=False, max_length=200)

    def __init__(
        self, data: Mapping[str, str] | None, *, choices: Choices, initial: Mapping[str, object], rows: tuple[int, int]
    ) -> None:
        super().__init__(data, initial=dict(initial))
        people = [("", "– välj –"), *choices.people]
        for number in range(_rows(data, "person", rows[0])):
            self.fields[f"person_{number}"] = _choice(f"Person {number + 1}", people)
            self.fields[f"role_{number}"] = _choice(f"Roll för person {number + 1}", ROLES)
            self.fields[f"role_{number}"].initial = AssignmentRole.MEMBER
        for number in range(_rows(data, "thing", rows[1])):
            things = [("", "– inget –"), *choices.things]
            self.fields[f"thing_{number}"] = _choice(f"Fordon eller utrustning {number + 1}", things)
        self.fields["team"].choices = [("", "– inget –"), *choices.teams]  # type: ignore[attr-defined]
        for name in ("day", "start", "end", "reason"):
            self.fields[name].widget.attrs["class"] = "form-control"
        self.fields["team"].widget.attrs["class"] = "form-select"
        self.starts_at: datetime | None = None
        self.ends_at: datetime | None = None

    @property
    def people(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each person with what they are on the job."""
        names = [name.removeprefix("person_") for name in self.fields if name.startswith("person_")]
        return [(self[f"person_{number}"], self[f"role_{number}"]) for number in names]

    @property
    def things(self) -> list[forms.BoundField]:
        """The vehicles and the equipment."""
        return [self[name] for name in self.fields if name.startswith("thing_")]

    @property
    def crew(self) -> list[tuple[int, AssignmentRole]]:
        """Those who were chosen."""
        chosen = [
            (int(value), AssignmentRole(self.cleaned_data.get(f"role_{name.removeprefix('person_')}") or "member"))
            for name, value in self.cleaned_data.items() if name.startswith("person_") and value
        ]  # fmt: skip
        things = [value for name, value in self.cleaned_data.items() if name.startswith("thing_") and value]
        return [*chosen, *((int(value), AssignmentRole.THING) for value in things)]

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        cleaned: dict[str, Any] = super().clean() or {}
        day, start, end = (cleaned.get(name) for name in ("day", "start", "end"))
        if day is None or start is None or end is None:
            return cleaned
        self.starts_at = moment(day, start)
        self.ends_at = moment(day + timedelta(days=bool(cleaned.get("overnight"))), end)
        if self.ends_at <= self.starts_at:
            message = "Sluttiden ligger före starttiden. Skriv en senare tid, eller kryssa i att det slutar nästa dag."
            self.add_error("end", message)
        return cleaned


class DragForm(forms.Form):
    """What was done with a bar, or with a button that does the same: `act` is empty for a drag."""

    version = forms.IntegerField(required=False)
    act = forms.ChoiceField(choices=[("replace", ""), ("off", ""), ("unplan", "")], required=False)
    day = day_field("Dag")
    start = ClockField("Börjar", required=False)
    end = ClockField("Slutar", required=False)
    of = forms.ModelChoiceField(Resource.objects.all(), required=False, error_messages=_GONE)
    to = forms.ModelChoiceField(Resource.objects.all(), required=False, error_messages=_GONE)

    proposed = forms.BooleanField(required=False)  # it is our own way out of a clash

    def moment(self, name: str) -> datetime | None:
        """The beginning or the end that was meant; None when it stays."""
        day, minute = self.cleaned_data.get("day"), self.cleaned_data.get(name)
        return None if day is None or minute is None else moment(day, minute)

    @property
    def sentence(self) -> str:
        """What is wrong, in words."""
        return " ".join(str(error) for errors in self.errors.values() for error in errors)


def acts(data: Mapping[str, str]) -> dict[str, str]:
    """What a button asks for, without what stands in the form around it: `do` is an act and whom it is about."""
    told = dict(data.items())
    act, _, of = told.pop("do", "").partition("-")
    if act:
        told |= {"act": act, "of": of}
    return {name: value for name, value in told.items() if not told.get("act") or name in {"act", "of", "version"}}


def moment(day: date, minute: int) -> datetime:
    """A minute of a day's clock; 24:00 is the next midnight."""
    return at_local(day + timedelta(days=minute // DAY), time(minute % DAY // HOUR, minute % HOUR))


def times(starts_at: datetime, ends_at: datetime, day: date) -> dict[str, object]:
    """How the form shows a time."""
    end = minute_of(ends_at, day)
    return {
        "day": day, "start": _clock(minute_of(starts_at, day)), "end": _clock(end % DAY), "overnight": end >= DAY
    }  # fmt: skip


def _clock(minute: int) -> str:
    return f"{minute // HOUR:02}:{minute % HOUR:02}"


def _rows(data: Mapping[str, str] | None, name: str, wanted: int) -> int:
    return min(sum(key.startswith(f"{name}_") for key in data) if data is not None else wanted, MOST)


def _choice(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, required=False, widget=forms.Select(_SELECT), error_messages=_GONE
    )
