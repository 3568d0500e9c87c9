"""The filters of a list as they stand in its address: a menu of fields, and a chip for each that is in use."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from django import forms
from django.utils.formats import date_format

_CHOICE = {"class": "form-select"}
_DAY = {"type": "date", "class": "form-control"}


class FilterForm(forms.Form):
    """What the address asks of a list; a value that cannot be read asks for nothing.

    Fields named in OUTSIDE are no part of the menu: the search field, and what the page shows in another way.
    """

    OUTSIDE: ClassVar[frozenset[str]] = frozenset({"q"})
    q = forms.CharField(required=False, max_length=200)

    def asked(self, name: str) -> str:
        """What was asked for in a field of text or choice; empty when nothing was, or nothing that can be read."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "").strip()

    def day(self, name: str) -> date | None:
        """The day that was asked for in a field."""
        self.is_valid()
        found: date | None = self.cleaned_data.get(name)
        return found

    def menu(self) -> list[forms.BoundField]:
        """The fields of the filter menu."""
        return [field for field in self if field.name not in self.OUTSIDE]

    def chosen(self) -> list[tuple[str, str, str]]:
        """The filters in use: label, value in words, name in the address."""
        self.is_valid()
        used = [(field, self.cleaned_data.get(field.name)) for field in self.menu()]
        return [(str(field.label), self._in_words(field.name, value), field.name) for field, value in used if value]

    def offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """Set the choices of a field that are known only when the page is asked for."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def _in_words(self, name: str, value: str | date) -> str:
        if isinstance(value, date):
            return date_format(value, "j F Y")
        return str(dict(self.fields[name].widget.choices)[value])


def choice(label: str, choices: Sequence[tuple[str, str]] = ()) -> forms.ChoiceField:
    """One of some values; the first one, empty, asks for nothing."""
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=forms.Select(attrs=_CHOICE))


def day(label: str) -> forms.DateField:
    """A day."""
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
