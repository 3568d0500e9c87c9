"""Reading what the address asks of the list of documents."""

from django import forms

from archive.models import Folder
from archive.queries.listing import ORDERS, Filters, name_of_tied
from archive.states import DocumentKind, LinkKind
from perforia.base import filters
from perforia.base.models import User

LONGEST_KEY = 18  # digits that fit a key


class FilterForm(filters.FilterForm):
    """The filters of the list of documents, by their names in the address."""

    OUTSIDE = frozenset({"q", "mapp"})
    mapp = forms.CharField(required=False, max_length=20)
    typ = filters.choice("Typ")
    hor = filters.choice("Hör till")
    av = filters.choice("Uppladdat av")
    fran = filters.day("Ändrad från")
    till = filters.day("Ändrad till")
    ordning = filters.choice("Ordning")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django's own
        people = User.objects.filter(is_active=True).order_by("name", "pk").values_list("pk", "name")
        self.offer("typ", [("", "Alla typer"), *DocumentKind.choices])
        self.offer("av", [("", "Alla"), *((str(pk), name) for pk, name in people)])
        self.offer("ordning", [(value, words) for value, (words, _) in ORDERS.items()])
        asked = str(self.data.get("hor", ""))
        one = [(asked, name)] if ":" in asked and (name := name_of_tied(asked)) else []
        self.offer("hor", [("", "Allt"), *LinkKind.choices, *one])

    def filters(self) -> Filters:
        """What was asked for."""
        place = self.asked("mapp")
        is_key = place.isascii() and place.isdecimal() and len(place) < LONGEST_KEY
        folder = Folder.objects.filter(pk=int(place)).first() if is_key else None
        return Filters(
            text=self.asked("q"), kind=self.asked("typ"), place=place, folder=folder, tied=self.asked("hor"),
            uploader=self.asked("av"), changed_from=self.day("fran"), changed_to=self.day("till"),
            order=self.asked("ordning"),
        )  # fmt: skip
