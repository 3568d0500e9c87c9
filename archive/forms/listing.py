"""Reading what the address asks of the list of documents."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.formats import date_format

from archive.models import Folder
from archive.queries.listing import ORDERS, Filters, name_of_tied
from archive.states import DocumentKind, LinkKind
from perforia.base.models import User

_CHOICE = {"class": "form-select"}
_DAY = {"type": "date", "class": "form-control"}
LONGEST_KEY = 18  # digits that fit a key


class FilterForm(forms.Form):
    """The filters of the list, by their names in the address; a value that cannot be read asks for nothing."""

    q = forms.CharField(required=False, max_length=200)
    mapp = forms.CharField(required=False, max_length=20)
    typ = forms.ChoiceField(label="Typ", required=False, widget=forms.Select(attrs=_CHOICE))
    hor = forms.ChoiceField(label="Hör till", required=False, widget=forms.Select(attrs=_CHOICE))
    av = forms.ChoiceField(label="Uppladdat av", required=False, widget=forms.Select(attrs=_CHOICE))
    fran = forms.DateField(label="Ändrad från", required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    till = forms.DateField(label="Ändrad till", required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    ordning = forms.ChoiceField(label="Ordning", required=False, widget=forms.Select(attrs=_CHOICE))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django's own
        self.words: dict[str, dict[str, str]] = {}
        people = User.objects.filter(is_active=True).order_by("name", "pk").values_list("pk", "name")
        self._offer("typ", [("", "Alla typer"), *DocumentKind.choices])
        self._offer("av", [("", "Alla"), *((str(pk), name) for pk, name in people)])
        self._offer("ordning", [(value, words) for value, (words, _) in ORDERS.items()])
        asked = str(self.data.get("hor", ""))
        one = [(asked, name)] if ":" in asked and (name := name_of_tied(asked)) else []
        self._offer("hor", [("", "Allt"), *LinkKind.choices, *one])

    def filters(self) -> Filters:
        """What was asked for."""
        self.is_valid()
        asked = self.cleaned_data
        place = asked.get("mapp", "")
        is_key = place.isascii() and place.isdecimal() and len(place) < LONGEST_KEY
        folder = Folder.objects.filter(pk=int(place)).first() if is_key else None
        return Filters(
            text=asked.get("q", "").strip(), kind=asked.get("typ", ""), place=place, folder=folder,
            tied=asked.get("hor", ""), uploader=asked.get("av", ""), changed_from=asked.get("fran"),
            changed_to=asked.get("till"), order=asked.get("ordning", ""),
        )  # fmt: skip

    def menu(self) -> list[forms.BoundField]:
        """The fields of the filter menu."""
        return [field for field in self if field.name not in {"q", "mapp"}]

    def chosen(self) -> list[tuple[str, str, str]]:
        """The filters in use: label, value in words, name in the address."""
        self.is_valid()
        used = [(field, self.cleaned_data.get(field.name)) for field in self.menu()]
        return [(str(field.label), self._in_words(field.name, value), field.name) for field, value in used if value]

    def _in_words(self, name: str, value: str | date) -> str:
        return date_format(value, "j F Y") if isinstance(value, date) else self.words[name][value]

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
        self.words[name] = dict(choices)
