"""Checking the addresses of a job: the customer's own, or any other, in order."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict

from crm.forms.addresses import ref_field
from crm.forms.fields import PostalCodeField
from crm.models import Customer, Property
from perforia.base.geography import Point
from scheduling.forms.fields import LengthField
from scheduling.queries.stop_addresses import Checked, check
from scheduling.states import StopKind

if TYPE_CHECKING:
    from scheduling.services.jobs import StopDetails

PREFIX, MOST_STOPS = "stopp", 12


class StopForm(forms.Form):
    """One address. With `place` the others are its own; without anything written it is no stop."""

    kind = forms.ChoiceField(label="Vad görs här?", choices=StopKind.choices)
    place = forms.ChoiceField(
        label="Adress", required=False,
        error_messages={"invalid_choice": "Adressen hör inte till kunden längre. Välj en annan."},
    )  # fmt: skip
    address = forms.CharField(label="Gata och nummer", max_length=160, required=False)
    postal_code = PostalCodeField()
    city = forms.CharField(label="Ort", max_length=60, required=False)
    minutes = LengthField("Tid här", required=False)
    is_confirmed = forms.BooleanField(
        label="Adressen är kontrollerad med kunden", required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )  # fmt: skip
    address_ref = ref_field()

    def __init__(self, *args: Any, places: Sequence[Property], **kwargs: Any) -> None:  # Any: as in Django
        super().__init__(*args, **kwargs)
        self.checked = Checked()
        self._places = {str(place.pk): place for place in places}
        known = [(key, _line(place)) for key, place in self._places.items()]
        self.fields["place"].choices = [("", "Annan adress, skriv den här"), *known]  # type: ignore[attr-defined]

    @property
    def has_places(self) -> bool:
        """Whether there is anything to choose among."""
        return bool(self._places)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written that makes an address."""
        told = self.cleaned_data
        return not told.get("place") and not str(told.get("address") or "").strip()

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        """A postal code alone is no address; what is written is looked up in the firm's own register."""
        told = self.cleaned_data
        if self.is_empty and (told.get("postal_code") or told.get("city")):
            self.add_error("address", "Skriv gata och nummer.")
        elif not self.is_empty and not told.get("place"):
            self.checked = check(told["address"], told.get("postal_code", ""), told.get("city", ""))
        return told

    def details(self) -> dict[str, Any]:  # Any: of every field
        """What StopDetails takes."""
        told = self.cleaned_data
        place = self._places.get(told.get("place") or "")
        common = {"kind": StopKind(told["kind"]), "minutes": told.get("minutes")}
        if place is not None:
            return common | {
                "address": place.address, "postal_code": place.postal_code, "city": place.city, "place": place,
                "is_confirmed": told["is_confirmed"] or place.is_confirmed,
                **_degrees(place.stop_point),
            }  # fmt: skip
        return common | {
            "address": told["address"].strip(), "postal_code": told["postal_code"], "city": told["city"],
            "is_confirmed": told["is_confirmed"] or self.checked.is_confirmed,
            **_degrees(self.checked.point),
        }  # fmt: skip


if TYPE_CHECKING:
    _Rows = BaseFormSet[StopForm]
else:
    _Rows = BaseFormSet


class BaseStops(_Rows):
    """The addresses of a job in order."""

    def as_posted(self) -> dict[str, str]:
        """What a browser would post of the addresses as they begin."""
        told = {f"{PREFIX}-TOTAL_FORMS": str(len(self.forms)), f"{PREFIX}-INITIAL_FORMS": "0"}
        for form in self.forms:
            values = ((field, field.field.prepare_value(field.value())) for field in form)
            told |= {field.html_name: "on" if value is True else str(value) for field, value in values if value}
        return told

    def details(self) -> list[dict[str, Any]]:  # Any: of every field
        """What StopDetails takes, of each that says something."""
        return [form.details() for form in self.forms if not form.is_empty]

    def doubts(self) -> list[str]:
        """What the register says against the addresses that nobody has vouched for, and which are not confirmed."""
        told = [(form.details(), form.checked.sentence) for form in self.forms if not form.is_empty]
        return [sentence or f"{row['address']} är inte bekräftad." for row, sentence in told if not row["is_confirmed"]]


_Stops = formset_factory(StopForm, formset=BaseStops, extra=0, max_num=MOST_STOPS, absolute_max=MOST_STOPS)


def stops_form(
    data: QueryDict | None, *, customer: Customer | None, known: "Sequence[StopDetails]" = (), empty: int = 1
) -> BaseStops:
    """The addresses as they are posted, or as they are known with `empty` more to fill in."""
    places = list(customer.properties.filter(retired_at=None).order_by("pk")) if customer else []
    ids = {place.pk for place in places}
    # A place that is used no more is still where this job is done.
    places += [stop.place for stop in known if stop.place is not None and stop.place.pk not in ids]
    initial = [_initial(stop) for stop in known] + [{} for _ in range(empty)]
    return _Stops(data, prefix=PREFIX, initial=initial[:MOST_STOPS], form_kwargs={"places": places})  # type: ignore[return-value]


def one_more(data: QueryDict) -> QueryDict:
    """The form as it was typed, with room for one more address."""
    more = data.copy()
    count = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    number = int(count) if count.isascii() and count.isdecimal() and len(count) < 4 else 0  # noqa: PLR2004 -- few
    more[f"{PREFIX}-TOTAL_FORMS"] = str(min(number + 1, MOST_STOPS))
    return more


def filled_in(data: QueryDict, *, customer: Customer, known: "Sequence[StopDetails]") -> QueryDict:
    """The form as it was typed, with a customer's addresses in place of those that stood there."""
    filled = data.copy()
    for name in [name for name in filled if name.startswith(f"{PREFIX}-")]:
        del filled[name]
    theirs = stops_form(None, customer=customer, known=known, empty=0 if known else 1)
    for name, value in theirs.as_posted().items():
        filled[name] = value
    return filled


def _degrees(point: Point | None) -> dict[str, float | None]:
    latitude, longitude = point or (None, None)
    return {"latitude": latitude, "longitude": longitude}


def _initial(stop: "StopDetails") -> dict[str, object]:
    return {
        "kind": str(stop.kind), "place": str(stop.place.pk) if stop.place else "",
        "address": "" if stop.place else stop.address, "postal_code": "" if stop.place else stop.postal_code,
        "city": "" if stop.place else stop.city, "minutes": stop.minutes,
        "is_confirmed": stop.is_confirmed,
    }  # fmt: skip


def _line(place: Property) -> str:
    where = f", {place.city}" if place.city else ""
    return f"{place.address}{where} ({place.get_purpose_display().lower()})"
