"""Days of people and things: what a person may mean, so that a wrong year is told and never reckoned with."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from perforia.base.fields import day_field

FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)
WRONG_YEAR = "Kontrollera årtalet."


def near_day(label: str, *, required: bool = False, hint: str = "") -> forms.DateField:
    """A day of this century, chosen in the browser's own calendar."""
    field = day_field(label, required=required, hint=hint)
    field.validators += [MinValueValidator(FIRST), MaxValueValidator(LAST)]
    field.error_messages |= {"min_value": WRONG_YEAR, "max_value": WRONG_YEAR}
    return field


def is_near(day: date | None) -> bool:
    """Whether a day is one that can be reckoned with."""
    return day is not None and FIRST <= day <= LAST
