"""Checking working hours: a start, an end and a break for each weekday of one week or of two in turn."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django import forms

from scheduling.forms.days import near_day
from scheduling.rules.facts import Hours
from scheduling.rules.hours_words import HoursPeriod
from scheduling.rules.worktime import week_of

WEEKDAYS = ("Måndag", "Tisdag", "Onsdag", "Torsdag", "Fredag", "Lördag", "Söndag")
PARTS = ("starts", "ends", "break")
EVERY_WEEK, IN_TURN = "1", "2"
MOST_WEEKS = 2
LONGEST_BREAK = 240
WORKDAYS = 5
# What is proposed for somebody without hours.
USUAL = (time(7), time(16), 60)
_CLOCK = {"type": "time"}
_WRONG_TIME = {"invalid": "Skriv en tid, till exempel 07:00."}


class HoursForm(forms.Form):
    """Working hours from a day on; an empty day is free. An end not after the start is the next day."""

    valid_from = near_day("Gäller från", required=True)
    cycle = forms.ChoiceField(
        label="Hur ofta", choices=[(EVERY_WEEK, "Samma varje vecka"), (IN_TURN, "Varannan vecka, två scheman i tur")],
        widget=forms.RadioSelect,
        help_text="Vecka 1 är veckan då arbetstiden börjar gälla.",
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None, *, today: date, known: HoursPeriod | None) -> None:
        cycle = IN_TURN if known is not None and len(known.weeks) > 1 else EVERY_WEEK
        super().__init__(data, initial={"valid_from": today, "cycle": cycle})
        for week in range(MOST_WEEKS):
            for weekday, label in enumerate(WEEKDAYS):
                self._add_day(week, weekday, label, _known(known, week, weekday, today))

    def _add_day(self, week: int, weekday: int, label: str, known: tuple[time | None, time | None, int | None]) -> None:
        name = f"{label}, vecka {week + 1}"
        clock = forms.TimeInput(attrs=_CLOCK, format="%H:%M")
        starts = forms.TimeField(label=f"{name}, börjar", required=False, widget=clock, error_messages=_WRONG_TIME)
        ends = forms.TimeField(label=f"{name}, slutar", required=False, widget=clock, error_messages=_WRONG_TIME)
        pause = forms.IntegerField(
            label=f"{name}, rast i minuter", required=False, min_value=0, max_value=LONGEST_BREAK,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            error_messages=dict.fromkeys(
                ("invalid", "min_value", "max_value"), f"Skriv minuter, 0 till {LONGEST_BREAK}."
            ),
        )  # fmt: skip
        for part, field, value in zip(PARTS, (starts, ends, pause), known, strict=True):
            field.initial = value
            self.fields[_name(part, week, weekday)] = field

    def weeks(self) -> list[list[tuple[str, list[forms.BoundField]]]]:
        """The days of each week: what it is called, and its start, end and break."""
        return [
            [(label, [self[_name(part, week, weekday)] for part in PARTS]) for weekday, label in enumerate(WEEKDAYS)]
            for week in range(MOST_WEEKS)
        ]

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        """Both times of a day or none."""
        told = self.cleaned_data
        for week in range(self._cycle()):
            for weekday in range(len(WEEKDAYS)):
                starts, ends = (_name(part, week, weekday) for part in ("starts", "ends"))
                if starts in self.errors or ends in self.errors:
                    continue
                if (told.get(starts) is None) != (told.get(ends) is None):
                    missing = ends if told.get(ends) is None else starts
                    self.add_error(missing, "Skriv både start och slut, eller ingen av dem.")
        return told

    def chosen(self) -> list[dict[str, Any]]:  # Any: of every field
        """What HoursDetails takes, one for each shift."""
        told, cycle = self.cleaned_data, self._cycle()
        return [
            {
                "weekday": weekday, "starts": told[_name("starts", week, weekday)],
                "ends": told[_name("ends", week, weekday)], "break_minutes": told[_name("break", week, weekday)] or 0,
                "cycle_weeks": cycle, "cycle_week": week,
            }
            for week in range(cycle) for weekday in range(len(WEEKDAYS))
            if told.get(_name("starts", week, weekday)) is not None
        ]  # fmt: skip

    def _cycle(self) -> int:
        return MOST_WEEKS if self.cleaned_data.get("cycle") == IN_TURN else 1


def _name(part: str, week: int, weekday: int) -> str:
    return f"{part}_{week}_{weekday}"


def _known(
    known: HoursPeriod | None, week: int, weekday: int, today: date
) -> tuple[time | None, time | None, int | None]:
    """What a day begins with in the form: as it is, counted from this week, or the usual day of somebody new."""
    if known is None:
        return USUAL if week == 0 and weekday < WORKDAYS else (None, None, None)
    cycle = len(known.weeks)
    passed = (week_of(today) - week_of(known.valid_from)).days // 7
    wanted = (passed + week) % cycle
    row: Hours | None = next(
        (each for each in known.hours if each.weekday == weekday and each.cycle_week == wanted), None
    )  # fmt: skip
    if row is None or week >= max(cycle, 1):
        return None, None, None
    return row.starts, row.ends, row.break_minutes
