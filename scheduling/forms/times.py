"""Checking what the office writes about reported time."""

from datetime import date, datetime, time
from typing import Any

from django import forms

from contracts.states import RutWork
from perforia.base.fields import day_field
from perforia.base.filters import FilterForm, choice
from perforia.base.models import User
from scheduling.models import Job, Resource
from scheduling.queries.times import Line
from scheduling.rules.facts import DAY
from scheduling.rules.hours import MOST_BREAK, Worked
from scheduling.rules.worktime import at_local, local_date, to_local
from scheduling.states import ResourceKind, TimeState

WORKS = [("", "Inte rutarbete"), *RutWork.choices]
STATES = [
    ("", "Alla"), (TimeState.REPORTED.value, "Att godkänna"), (TimeState.APPROVED.value, "Godkända"),
    (TimeState.REJECTED.value, "Underkända"),
]  # fmt: skip


class TimeFilterForm(FilterForm):
    """Which times of a week are shown."""

    OUTSIDE = frozenset({"vecka"})

    lage = choice("Läge", STATES)

    @property
    def state(self) -> str:
        """The state that is shown, empty for all."""
        return self.asked("lage")


class WorkedForm(forms.Form):
    """From when to when, breaks, and which kind of work; a time that ends before it begins ends the next day."""

    day = day_field("Dag", required=True)
    starts = forms.TimeField(
        label="Från", widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages=dict.fromkeys(("invalid", "required"), "Skriv ett klockslag, till exempel 07:00."),
    )  # fmt: skip
    ends = forms.TimeField(
        label="Till", widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages=dict.fromkeys(("invalid", "required"), "Skriv ett klockslag, till exempel 15:30."),
    )  # fmt: skip
    break_minutes = forms.IntegerField(
        label="Rast, minuter", min_value=0, max_value=MOST_BREAK, initial=0,
        error_messages=dict.fromkeys(
            ("invalid", "required", "min_value", "max_value"), "Skriv rasten i minuter, till exempel 30 eller 0."
        ),
    )  # fmt: skip
    work = forms.ChoiceField(label="Arbete", choices=WORKS, required=False)
    reason = forms.CharField(
        label="Varför", max_length=200, widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"max_length": "Korta texten till högst 200 tecken."},
    )  # fmt: skip

    def __init__(self, *args: Any, wanted: str, **kwargs: Any) -> None:  # Any: as in Django
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = wanted

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        """The time as a whole."""
        told = self.cleaned_data
        if {"day", "starts", "ends"} <= told.keys() and told["starts"] == told["ends"]:
            self.add_error("ends", "Från och till är samma klockslag. Ändra något av dem.")
        return told

    @property
    def worked(self) -> Worked:
        """The time, across midnight when it ends earlier on the clock than it begins."""
        told = self.cleaned_data
        later = told["day"] + DAY if told["ends"] < told["starts"] else told["day"]
        return Worked(
            at_local(told["day"], told["starts"]), at_local(later, told["ends"]), told["break_minutes"], told["work"]
        )

    @staticmethod
    def told_of(line: Line) -> dict[str, object]:
        """What the form begins with for a time that is to be put right."""
        return _told(line.counted.starts_at, line.counted.ends_at) | {
            "break_minutes": line.counted.break_minutes, "work": line.counted.work,
        }  # fmt: skip


class NewTimeForm(WorkedForm):
    """A time that nobody checked in: whose, and at which job."""

    person = forms.ModelChoiceField(
        Resource.objects.none(), label="Person", empty_label="Välj person",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Välj en person som arbetar här."),
    )  # fmt: skip
    job = forms.CharField(
        label="Uppdrag", max_length=20, help_text="Numret, till exempel U-1042.",
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Skriv uppdragets nummer, till exempel U-1042."},
    )  # fmt: skip

    field_order = ("person", "job", "day", "starts", "ends", "break_minutes", "work", "reason")

    def __init__(self, *args: Any, user: User, today: date, **kwargs: Any) -> None:  # Any: as in Django
        super().__init__(*args, wanted="Skriv varför tiden läggs in för hand.", **kwargs)
        people = Resource.objects.visible_to(user).filter(kind=ResourceKind.PERSON).on(today - 60 * DAY, today)
        self.fields["person"].queryset = people.order_by("name", "pk")  # type: ignore[attr-defined]
        self._user = user

    def clean_job(self) -> Job:
        """The job with the number."""
        found = Job.objects.visible_to(self._user).numbered(str(self.cleaned_data["job"])).first()
        if found is None:
            raise forms.ValidationError("Inget uppdrag har det numret. Kontrollera det i uppdragslistan.")
        return found


def _told(start: datetime, end: datetime) -> dict[str, object]:
    return {"day": local_date(start), "starts": _clock(start), "ends": _clock(end)}


def _clock(at: datetime) -> time:
    return to_local(at).time().replace(second=0, microsecond=0)
