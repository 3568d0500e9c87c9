"""Checking what people write about absence: the office about anybody, and everybody about themselves."""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext

from scheduling.forms.days import near_day
from scheduling.models import Resource
from scheduling.rules.facts import Span
from scheduling.rules.worktime import at_local
from scheduling.states import AbsenceKind

LONGEST_BACK = timedelta(days=366)  # an older day is most likely a wrong year
LATE_REPORT = timedelta(days=7)  # so far back one may report oneself as ill
# What one asks for oneself; the office knows the rest.
OWN_KINDS = (
    AbsenceKind.VACATION, AbsenceKind.SICK, AbsenceKind.CHILD_SICK, AbsenceKind.PARENTAL, AbsenceKind.COMPENSATION,
    AbsenceKind.LEAVE, AbsenceKind.OTHER,
)  # fmt: skip
REPORTED = (AbsenceKind.SICK, AbsenceKind.CHILD_SICK)
_CLOCK = {"type": "time"}


class _AwayForm(forms.Form):
    """When and why: whole days, or from one time to another of one day."""

    kind = forms.ChoiceField(label="Varför", choices=AbsenceKind.choices)
    first = near_day("Första dag", required=True)
    last = near_day("Sista dag", hint="Lämna tomt för en enda dag.")
    starts = forms.TimeField(
        label="Från klockan", required=False, widget=forms.TimeInput(attrs=_CLOCK, format="%H:%M"),
        error_messages={"invalid": "Skriv en tid, till exempel 08:00."},
    )  # fmt: skip
    ends = forms.TimeField(
        label="Till klockan", required=False, widget=forms.TimeInput(attrs=_CLOCK, format="%H:%M"),
        error_messages={"invalid": "Skriv en tid, till exempel 12:00."},
    )  # fmt: skip
    note = forms.CharField(label="Anteckning", max_length=200, required=False)

    def __init__(
        self, data: Mapping[str, Any] | None, *, today: date, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial={"first": today, **(initial or {})})
        self._today = today

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        """The days and the times in order; a part of a day lies within one day."""
        told = self.cleaned_data
        first, last = told.get("first"), told.get("last")
        starts, ends = told.get("starts"), told.get("ends")
        if first is not None and last is not None and last < first:
            self.add_error("last", gettext("Sista dagen är före första. Ändra någon av dem."))
        if (starts is None) != (ends is None) and not {"starts", "ends"} & set(self.errors):
            self.add_error(
                "ends" if ends is None else "starts", gettext("Skriv båda tiderna, eller ingen för hela dagar.")
            )
        if starts is not None and ends is not None:
            if ends <= starts:
                self.add_error("ends", gettext("Tiden slutar innan den börjar. Ändra någon av dem."))
            if first is not None and last not in {None, first}:
                self.add_error("last", gettext("Klockslag gäller en enda dag. Ta bort dem, eller sista dagen."))
        return told

    @property
    def facts(self) -> dict[str, Any]:  # Any: of every field
        """What Away takes."""
        told = self.cleaned_data
        first, starts, ends = told["first"], told["starts"], told["ends"]
        span = _span(first, starts, ends)
        return {
            "kind": AbsenceKind(told["kind"]), "first": first, "last": told["last"] or first, "span": span,
            "note": told["note"],
        }  # fmt: skip


class AbsenceForm(_AwayForm):
    """The office writes down that somebody or something is away."""

    resource = forms.ChoiceField(label="Vem eller vad", error_messages={"required": "Välj vem det gäller."})

    def __init__(
        self, data: Mapping[str, Any] | None, *, today: date, known: Sequence[Resource],
        initial: Mapping[str, Any] | None = None,
    ) -> None:  # Any: what a request holds  # fmt: skip
        super().__init__(data, today=today, initial=initial)
        self._known = {str(row.pk): row for row in known}
        field = self.fields["resource"]
        field.error_messages["invalid_choice"] = "Den finns inte längre. Välj någon annan."
        field.choices = [("", "Välj"), *((key, row.name) for key, row in self._known.items())]  # type: ignore[attr-defined]

    def clean_first(self) -> date:
        """A day that can be meant."""
        first: date = self.cleaned_data["first"]
        if first < self._today - LONGEST_BACK:
            raise forms.ValidationError("Dagen är mer än ett år tillbaka. Kontrollera årtalet.")
        return first

    @property
    def resource_row(self) -> Resource:
        """Whom or what it is about."""
        return self._known[self.cleaned_data["resource"]]


class OwnAbsenceForm(_AwayForm):
    """Somebody asks to be away, or reports to be ill, in their own language."""

    def __init__(self, data: Mapping[str, Any] | None, *, today: date) -> None:
        super().__init__(data, today=today)
        for field in self.fields.values():
            field.label, field.help_text = gettext(str(field.label)), field.help_text and gettext(str(field.help_text))
            field.error_messages |= {name: gettext(str(told)) for name, told in field.error_messages.items()}
        choices = [(kind.value, gettext(str(kind.label))) for kind in OWN_KINDS]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        """Days ahead; illness also of the last days."""
        told = super().clean()
        first, kind = told.get("first"), told.get("kind")
        if first is not None and first < self._today:
            if kind not in REPORTED:
                self.add_error(
                    "first", gettext("Dagen har varit. Välj idag eller senare, eller be kontoret skriva in den.")
                )
            elif first < self._today - LATE_REPORT:
                self.add_error("first", gettext("Det är mer än en vecka sedan. Be kontoret skriva in den."))
        return told


class AnswerForm(forms.Form):
    """A yes, or a no with its reason."""

    is_yes = forms.TypedChoiceField(choices=[("ja", "Godkänn"), ("nej", "Avslå")], coerce=lambda word: word == "ja")
    answer = forms.CharField(label="Svar", max_length=200, required=False, help_text="Behövs när du avslår.")


class BackForm(forms.Form):
    """The first day back at work, of a person, or in use, of a thing."""

    back_on = near_day("Tillbaka på jobbet", required=True)

    def __init__(self, *arguments: Any, is_person: bool, **options: Any) -> None:  # Any: what Django's forms take
        super().__init__(*arguments, **options)
        if not is_person:
            self.fields["back_on"].label = "I bruk igen"


def _span(first: date, starts: time | None, ends: time | None) -> Span | None:
    if starts is None or ends is None:
        return None
    return Span(at_local(first, starts), at_local(first, ends))
