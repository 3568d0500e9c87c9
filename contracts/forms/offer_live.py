"""The sums of an offer that is being written: of the rows that can be read already, the others left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.forms.offers import OfferForm
from contracts.rules.offer_details import RowDetails
from contracts.rules.offers import warnings
from contracts.rules.pricing import NOTHING, Conditions, Totals, add_up
from contracts.rules.rut_share import WHOLE, NoRule, Person
from contracts.states import Pricing


@dataclass(frozen=True)
class Live:
    """What the form adds up to now. `amounts` are the rows' sums by their number in the form, None where unread."""

    totals: Totals
    amounts: Sequence[tuple[int, Decimal | None]]
    warnings: Sequence[str]
    includes_vat: bool
    is_hourly: bool
    discount: Decimal
    paid_on: date | None
    is_ruleless: bool  # no rule of the deduction holds for the day of payment

    @property
    def unread(self) -> int:
        """How many rows were begun but cannot be counted yet."""
        return sum(amount is None for _, amount in self.amounts)


def live_sums(form: OfferForm, *, today: date) -> Live:
    """The sums of what stands in the form now, counted by the same rules as a saved offer."""
    rows, conditions, is_hourly = _given(form) if not form.head.is_bound else _posted(form, today)
    read = [row for _, row in rows if row is not None]
    try:
        totals, is_ruleless = add_up([row.priced() for row in read], conditions), "paid_on" in form.head.errors
    except NoRule:
        bare = Conditions(conditions.includes_vat, conditions.discount)
        totals, is_ruleless = add_up([row.priced() for row in read], bare), True
    sums = iter(totals.rows)
    amounts = [(number, next(sums).amount if row is not None else None) for number, row in rows]
    found = warnings([row.priced() for row in read], totals) if read else []
    return Live(
        totals, amounts, found, conditions.includes_vat, is_hourly, conditions.discount, conditions.paid_on, is_ruleless
    )


def _given(form: OfferForm) -> tuple[list[tuple[int, RowDetails | None]], Conditions, bool]:
    details = form.given
    return list(enumerate(details.rows)), details.conditions(), details.pricing == Pricing.HOURLY


def _posted(form: OfferForm, today: date) -> tuple[list[tuple[int, RowDetails | None]], Conditions, bool]:
    form.head.is_valid()
    form.rows.is_valid()
    form.buyers.is_valid()
    head = form.head.cleaned_data
    rows: list[tuple[int, RowDetails | None]] = []
    for number, row in enumerate(form.rows):
        if row.errors or not hasattr(row, "cleaned_data"):
            rows.append((number, None))
        elif not row.is_empty:
            rows.append((number, row.details()))
    has_rut = bool(head.get("has_rut")) and "paid_on" not in form.head.errors
    paid_on = head.get("paid_on") or head.get("work_on") or today
    people = _people(form, str(head.get("recipient_name") or "")) if has_rut else ()
    conditions = Conditions(
        head.get("includes_vat") is not False, head.get("discount") or NOTHING, paid_on if has_rut else None, people
    )
    return rows, conditions, head.get("pricing") == Pricing.HOURLY


def _people(form: OfferForm, name: str) -> Sequence[Person]:
    """Those who can be read; the recipient alone when nobody is written."""
    read = (buyer for buyer in form.buyers if not buyer.errors and hasattr(buyer, "cleaned_data"))
    found = tuple(person for buyer in read if (person := buyer.person()) is not None)
    return found or (Person(name, WHOLE),)
