"""Checking an offer as it is written: its head, any number of rows, and those who share the deduction."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict

from contracts.forms.offer_fields import NumberField, kronor_field
from contracts.models import Offer
from contracts.models.prices import VAT_CHOICES
from contracts.rules.offer_details import OfferDetails, RowDetails
from contracts.rules.pricing import NOTHING
from contracts.rules.rut_share import WHOLE, NoRule, Person, rule_on
from contracts.states import Pricing, RowKind, RutWork, Unit
from crm.forms.fields import AddressOfMailField, CustomerField
from perforia.base.fields import day_field
from perforia.base.models import User

MOST_ROWS, MOST_BUYERS = 60, 6
WHOLE_PERCENT = "Skriv procent från 0 till 100."
# What a row is, in one list: labour by the kind of work in Skatteverket's words, then everything else.
SORTS = [
    *((f"labour-{work.value}", f"Arbete, {work.label.lower()}") for work in RutWork),
    ("labour", "Arbete utan rut"),
    *((kind.value, kind.label) for kind in RowKind if kind != RowKind.LABOUR),
]
_AREA = {"rows": "4"}


class HeadForm(forms.Form):
    """Everything of an offer but its rows and buyers; `seen` tells whether somebody else changed it meanwhile."""

    title = forms.CharField(label="Rubrik", max_length=120, error_messages={"required": "Skriv vad offerten gäller."})
    recipient_name = forms.CharField(
        label="Namn", max_length=120, error_messages={"required": "Skriv vem den är till."}
    )
    recipient_email = AddressOfMailField()
    recipient_address = forms.CharField(label="Postadress", max_length=200, required=False)
    work_on = day_field("Arbetet utförs")
    work_address = forms.CharField(label="Arbetets adress", max_length=200, required=False)
    work_address_to = forms.CharField(label="Till adress, vid flytt", max_length=200, required=False)
    valid_until = day_field("Gäller till och med", required=True)
    pricing = forms.ChoiceField(label="Prissättning", choices=Pricing.choices, initial=Pricing.FIXED)
    includes_vat = forms.TypedChoiceField(
        label="Priser", choices=[("1", "Med moms"), ("0", "Utan moms")], coerce=lambda value: value == "1", initial="1"
    )
    discount = NumberField("Rabatt på allt, %", most=WHOLE, wrong=WHOLE_PERCENT)
    has_rut = forms.BooleanField(label="Dra av rutavdrag", required=False)
    paid_on = day_field("Väntad betalning")
    intro = forms.CharField(label="Inledning", max_length=4000, required=False, widget=forms.Textarea(_AREA))
    terms = forms.CharField(label="Villkor", max_length=20_000, required=False, widget=forms.Textarea({"rows": "8"}))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, user: User, today: date, asks_customer: bool, **kwargs: Any
    ) -> None:  # Any: Django's
        super().__init__(*args, **kwargs)
        self._today = today
        if asks_customer:
            self.fields["customer"] = CustomerField(
                user=user, today=today, required="Välj en kund, eller gör offerten från ett lead.", is_reached=True
            )
            self.fields["recipient_name"].required = False

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        """An offer holds for some time, and a deduction follows the rule of a day."""
        data = self.cleaned_data
        if (until := data.get("valid_until")) and until < self._today:
            self.add_error("valid_until", "Datumet har redan varit. Välj ett som kommer.")
        if data.get("has_rut"):
            self._check_payment(data)
        return data

    def _check_payment(self, data: dict[str, Any]) -> None:  # Any: as in Django
        data["paid_on"] = data.get("paid_on") or data.get("work_on") or self._today
        try:
            rule_on(data["paid_on"])
        except NoRule:
            self.add_error("paid_on", "Det finns ingen regel för rutavdrag då. Välj ett senare datum.")

    def seen_at(self) -> datetime | None:
        """When the offer had last been changed as the person opened it."""
        try:
            return datetime.fromisoformat(str(self.cleaned_data.get("seen") or ""))
        except ValueError:
            return None


class RowForm(forms.Form):
    """A row; `item` and `listed` say which price of the list it was filled in from, `place` where it stands."""

    description = forms.CharField(
        label="Beskrivning", max_length=200, required=False,
        widget=forms.TextInput({"list": "price-items", "autocomplete": "off"}),
    )  # fmt: skip
    sort = forms.ChoiceField(label="Slag", choices=SORTS)
    quantity = NumberField("Antal", most=999_999, wrong="Skriv ett antal, till exempel 21 eller 1,5.")
    unit = forms.ChoiceField(label="Enhet", choices=Unit.choices)
    unit_price = kronor_field("À-pris")
    discount = NumberField("Rabatt %", most=WHOLE, wrong=WHOLE_PERCENT)
    vat = forms.TypedChoiceField(label="Moms", choices=VAT_CHOICES, coerce=int, initial=25)
    place = forms.IntegerField(
        label="Ordning", required=False, min_value=0, max_value=9999, widget=forms.NumberInput({"inputmode": "numeric"})
    )
    item = forms.IntegerField(required=False, min_value=1, max_value=2**53, widget=forms.HiddenInput)
    listed = kronor_field("Listpris")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: as in Django
        super().__init__(*args, **kwargs)
        self.fields["listed"].widget = forms.HiddenInput()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written that makes a row."""
        data = self.cleaned_data
        return not data.get("description") and data.get("unit_price") is None

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        """A row that says something has a price and an amount."""
        data = self.cleaned_data
        if data.get("description") and data.get("unit_price") is None and "unit_price" not in self.errors:
            self.add_error("unit_price", "Skriv priset.")
        if data.get("unit_price") is not None and not data.get("description") and "description" not in self.errors:
            self.add_error("description", "Skriv vad raden gäller.")
        if data.get("quantity") == 0:
            self.add_error("quantity", "Skriv hur många.")
        return data

    def details(self) -> RowDetails:
        """The row in plain values; what is not written is one of it, without discount."""
        data = self.cleaned_data
        kind, _, work = str(data["sort"]).partition("-")
        return RowDetails(
            RowKind(kind), data["description"].strip(), data["quantity"] or Decimal(1), Unit(data["unit"]),
            data["unit_price"], data["discount"] or NOTHING, data["vat"], RutWork(work) if work else None,
            data["item"], data["listed"] if data["item"] else None,
        )  # fmt: skip


class BuyerForm(forms.Form):
    """One person who takes a part of the deduction."""

    name = forms.CharField(label="Namn", max_length=120, required=False)
    percent = forms.IntegerField(
        label="Andel %", required=False, min_value=1, max_value=WHOLE,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Skriv en andel från 1 till 100."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    used = kronor_field("Redan använt i år, kr")

    def person(self) -> Person | None:
        """The person, None when nothing was written; without a part it is the whole."""
        data = self.cleaned_data
        if not data.get("name") and not data.get("percent") and data.get("used") is None:
            return None
        return Person(data["name"].strip(), data["percent"] or WHOLE, data["used"] or NOTHING)


RowSet = formset_factory(RowForm, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 1, validate_max=True)
BuyerSet = formset_factory(BuyerForm, extra=0, max_num=MOST_BUYERS, absolute_max=MOST_BUYERS + 1, validate_max=True)


class OfferForm:
    """The head, the rows and the buyers of an offer as one form of a page."""

    def __init__(
        self, data: QueryDict | None, *, user: User, today: date, details: OfferDetails, offer: Offer | None = None,
        asks_customer: bool = False,
    ) -> None:  # fmt: skip
        self.given = details
        head, rows, buyers = initial_of(details)
        head["seen"] = offer.changed_at.isoformat() if offer and offer.changed_at else ""
        self.head = HeadForm(data, initial=head, user=user, today=today, asks_customer=asks_customer)
        self.rows: BaseFormSet[RowForm] = RowSet(data, initial=rows, prefix="rad")
        self.buyers: BaseFormSet[BuyerForm] = BuyerSet(data, initial=buyers, prefix="kopare")

    def is_valid(self) -> bool:
        """Whether all of it can be an offer."""
        parts = [self.head.is_valid(), self.rows.is_valid(), self.buyers.is_valid()]
        if not all(parts):
            return False
        if not self._rows():
            self.head.add_error(None, "Skriv minst en rad med ett pris.")
        if self.head.cleaned_data["has_rut"] and sum(person.percent for person in self._people()) > WHOLE:
            self.head.add_error(None, "Köparnas andelar blir mer än 100 % tillsammans. Minska någon av dem.")
        return not self.head.errors

    def details(self) -> OfferDetails:
        """The offer in plain values."""
        data = {name: value for name, value in self.head.cleaned_data.items() if name not in {"seen", "customer"}}
        data |= {"discount": data["discount"] or NOTHING, "pricing": Pricing(data["pricing"])}
        if not data["has_rut"]:
            data["paid_on"] = None
        people = self._people() if data["has_rut"] else []
        return OfferDetails(**data, rows=self._rows(), buyers=people)

    def _rows(self) -> Sequence[RowDetails]:
        filled = [form for form in self.rows if not form.is_empty]
        return [form.details() for form in sorted(filled, key=lambda form: form.cleaned_data["place"] or MOST_ROWS)]

    def _people(self) -> Sequence[Person]:
        found = [person for form in self.buyers if (person := form.person()) is not None]
        return found or [Person(self.head.cleaned_data.get("recipient_name", ""))]


def with_more_rows(data: QueryDict, *, rows: int = 3, buyers: int = 0) -> QueryDict:
    """What was posted, with room for more: the way without JavaScript."""
    more = data.copy()
    for prefix, count, most in (("rad", rows, MOST_ROWS), ("kopare", buyers, MOST_BUYERS)):
        name = f"{prefix}-TOTAL_FORMS"
        written = str(more.get(name, ""))
        more[name] = str(min((int(written) if written.isdecimal() else 0) + count, most))
    return more


def with_row(data: QueryDict, row: RowDetails) -> QueryDict:
    """What was posted, with a row of the price list at the end; the same for a form without JavaScript."""
    more = with_more_rows(data, rows=1)
    number = int(str(more["rad-TOTAL_FORMS"])) - 1
    for name, value in _row(row, number + 1).items():
        shown = RowForm.base_fields[name].prepare_value(value)
        more[f"rad-{number}-{name}"] = "" if shown is None else str(shown)
    return more


def initial_of(
    details: OfferDetails,
) -> tuple[dict[str, object], list[dict[str, object]], list[dict[str, object]]]:
    """What the forms of an offer begin with: head, rows, buyers."""
    names = [name for name in HeadForm.base_fields if name != "seen"]
    head: dict[str, object] = {name: getattr(details, name) for name in names}
    head["includes_vat"] = "1" if details.includes_vat else "0"
    head["discount"] = details.discount or None
    rows = [_row(row, place) for place, row in enumerate(details.rows, start=1)]
    blank: dict[str, object] = {"sort": SORTS[0][0], "unit": Unit.HOUR, "vat": 25}
    buyers: list[dict[str, object]] = [
        {"name": person.name, "percent": person.percent, "used": person.used or None} for person in details.buyers
    ]
    return head, rows or [blank | {"place": 1}, blank | {"place": 2}], buyers or [{"percent": WHOLE}]


def _row(row: RowDetails, place: int) -> dict[str, object]:
    return {
        "description": row.description, "sort": f"{row.kind}-{row.work}" if row.work else row.kind.value,
        "quantity": row.quantity, "unit": row.unit.value, "unit_price": row.unit_price,
        "discount": row.discount or None, "vat": row.vat, "place": place, "item": row.item_id,
        "listed": row.listed_price,
    }  # fmt: skip
