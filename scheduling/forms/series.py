"""Checking work that comes back: how often, from when, until when, where, by whom."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from crm.models import Customer, Property
from perforia.base.fields import day_field
from scheduling.forms.jobs import WorkForm
from scheduling.models import Resource, Series
from scheduling.rules import repeating
from scheduling.rules.repeating import Choice
from scheduling.states import HolidayPolicy, ResourceKind, SeriesScope

MOST_TIMES = 520
_EVERY = "Skriv ett antal, 1 till 52."
_TIMES = f"Skriv antal gånger, 1 till {MOST_TIMES}."
_DAY = "Skriv en dag i månaden, 1 till 28."


class RuleForm(forms.Form):
    """How often work comes back, and on which days: by choices, or as a rule for whoever knows those."""

    how = forms.ChoiceField(label="Hur ofta", choices=repeating.HOWS, initial=repeating.WEEK)
    days = forms.TypedMultipleChoiceField(
        label="På", choices=repeating.WEEKDAYS, coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
        help_text="Utan val gäller startdagens veckodag.",
    )  # fmt: skip
    every = forms.IntegerField(
        label="Antal veckor eller dagar mellan", min_value=1, max_value=52, required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _EVERY),
    )  # fmt: skip
    position = forms.TypedChoiceField(label="Vilken i månaden", choices=repeating.POSITIONS, coerce=int, required=False)
    weekday = forms.TypedChoiceField(label="Veckodag", choices=repeating.WEEKDAYS, coerce=int, required=False)
    month_day = forms.IntegerField(
        label="Dag i månaden", min_value=1, max_value=28, required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _DAY),
    )  # fmt: skip
    text = forms.CharField(
        label="Regel", max_length=200, required=False, help_text="RFC 5545, till exempel FREQ=MONTHLY;BYDAY=2TU.",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "class": "p-mono"}),
    )  # fmt: skip
    starts_on = day_field("Från", required=True)
    start_time = forms.TimeField(
        label="Klockan", widget=forms.TimeInput({"type": "time"}, format="%H:%M"), initial="08:00",
        error_messages={"required": "Skriv när det börjar.", "invalid": "Skriv ett klockslag, till exempel 08:00."},
    )  # fmt: skip
    until = day_field("Till och med", hint="Tomt: tills vidare.")
    times = forms.IntegerField(
        label="Eller antal gånger", min_value=1, max_value=MOST_TIMES, required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _TIMES),
    )  # fmt: skip
    holidays = forms.ChoiceField(label="På helgdagar", choices=HolidayPolicy.choices, initial=HolidayPolicy.SKIP)

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        """The rule itself, and the day that a number of times ends on."""
        told = super().clean() or self.cleaned_data
        starts_on, until = told.get("starts_on"), told.get("until")
        if until and told.get("times"):
            self.add_error("times", "Välj antingen en sista dag eller ett antal gånger.")
        if starts_on and until and until < starts_on:
            self.add_error("until", "Sista dagen kan inte vara före den första.")
        if starts_on and told.get("how"):
            self._read_rule(told, starts_on)
        return told

    def _read_rule(self, told: dict[str, Any], starts_on: date) -> None:  # Any: as in Django
        choice = Choice(
            told["how"], told.get("days") or (), told.get("every") or 1, told.get("position") or 1,
            told.get("weekday") or 0, told.get("month_day") or starts_on.day, told.get("text") or "",
        )  # fmt: skip
        if choice.how in {repeating.WEEKS, repeating.DAYS} and not told.get("every") and "every" not in self.errors:
            self.add_error("every", _EVERY)
        if choice.how == repeating.MONTH_DAY and choice.month_day > 28:  # noqa: PLR2004 -- every month has it
            self.add_error("month_day", _DAY)
            return
        try:
            told["rule"] = repeating.rule_of(choice, starts_on)
        except ValueError as wrong:
            self.add_error("text" if choice.how == repeating.OWN else "how", str(wrong))
            return
        if told.get("times"):
            told["until"] = repeating.last_of(told["rule"], starts_on, told["times"])

    def lines(self) -> list[repeating.Line]:
        """The first days of what stands in the form, in words; none while it is wrong."""
        self.is_valid()
        told = self.cleaned_data
        if not told.get("rule") or not told.get("start_time") or not told.get("holidays"):
            return []
        policy = HolidayPolicy(told["holidays"])
        return repeating.lines(told["rule"], told["starts_on"], told["start_time"], policy, until=told.get("until"))


class SeriesForm(RuleForm, WorkForm):
    """Work that comes back: what, how often, where, and who usually does it."""

    place = forms.ChoiceField(
        label="Adress", required=False,
        error_messages={"invalid_choice": "Adressen hör inte till kunden längre. Välj en annan."},
    )  # fmt: skip
    crew = forms.MultipleChoiceField(
        label="Vem som brukar göra det", required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
        error_messages={"invalid_choice": "Någon av dem finns inte kvar. Välj bland dem i listan."},
    )  # fmt: skip
    scope = forms.ChoiceField(label="Ändringen gäller", choices=SeriesScope.choices[1:], required=False)
    first = day_field("Från och med tillfället")

    def __init__(self, *args: Any, series: Series | None = None, customer: Customer | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places = _places(self.customer_of_post() if self.is_bound else customer, series)
        self.fields["place"].choices = [("", "Ingen adress"), *((str(p.pk), p.address) for p in self._places)]  # type: ignore[attr-defined]
        rows = Resource.objects.filter(kind__in=[ResourceKind.PERSON, ResourceKind.VEHICLE], active_until=None)
        self._resources = list(rows.order_by("kind", "name", "pk"))
        self.fields["crew"].choices = [(str(row.pk), row.name) for row in self._resources]  # type: ignore[attr-defined]
        if series is None:
            del self.fields["scope"], self.fields["first"]
        else:
            del self.fields["times"]

    def chosen_place(self) -> Property | None:
        """Where it is done."""
        key = self.cleaned_data.get("place")
        return next((place for place in self._places if str(place.pk) == key), None)

    def chosen_crew(self) -> list[Resource]:
        """Who usually does it, and in what."""
        return [row for row in self._resources if str(row.pk) in self.cleaned_data["crew"]]


def initial_of_rule(rule: str) -> dict[str, object]:
    """What the fields of a rule begin with."""
    choice = repeating.choice_of(rule)
    return {
        "how": choice.how, "days": [str(day) for day in choice.days], "every": choice.every,
        "position": str(choice.position), "weekday": str(choice.weekday), "month_day": choice.month_day, "text": rule,
    }  # fmt: skip


def initial_of_series(series: Series, crew: Sequence[int]) -> dict[str, object]:
    """What the form begins with for a series that goes on."""
    return initial_of_rule(series.rule) | {
        "starts_on": series.starts_on, "start_time": series.start_time, "until": series.until,
        "holidays": series.holidays, "place": str(series.place_id or ""), "crew": [str(pk) for pk in crew],
        "scope": SeriesScope.ALL, "version": series.version,
    }  # fmt: skip


def _places(customer: Customer | None, series: Series | None) -> list[Property]:
    found = list(customer.properties.filter(retired_at=None).order_by("pk")) if customer else []
    known = series.place if series is not None else None
    return found if known is None or known in found else [*found, known]
