"""Many customers: pages of the list and the tabs above it with their counters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from crm.models import Customer
from crm.models.customers import CustomerQuerySet
from crm.queries.customers import filtered_customers, ordered
from crm.rules import customer_filters
from crm.rules.customer_filters import CustomerFilters
from crm.states import CustomerFlag, Lifecycle
from perforia.base.models import User
from perforia.base.paging import Count, Slice, count_of, slice_of

PAGE = 50
RINGS: dict[str, tuple[str, str]] = {
    Lifecycle.POTENTIAL: ("is-new", ""), Lifecycle.ACTIVE: ("is-done", "ok"), Lifecycle.INACTIVE: ("is-lost", ""),
}  # fmt: skip
TONES: dict[str, str] = {CustomerFlag.DISPUTE: "bad", CustomerFlag.PREPAY: "warn", CustomerFlag.NO_CALLS: "warn"}
# The tabs above the list: name, address.
TABS = (
    ("Alla", ""), ("Mina", "agare=jag"), ("Aktiva", "fas=aktiva"), ("Potentiella", "fas=potentiella"),
    ("Inaktiva", "fas=inaktiva"), ("Öppet RUT-ärende", "arende=oppet"),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A customer of a list; `is_hidden` when address and phone are not for this person."""

    customer: Customer
    is_hidden: bool

    @property
    def ring(self) -> tuple[str, str]:
        return RINGS[self.customer.lifecycle]

    @property
    def flags(self) -> list[tuple[str, str]]:
        """What is marked: label and tone."""
        return flags_of(self.customer)


@dataclass(frozen=True)
class Page:
    """One page of the list."""

    rows: Sequence[Row]
    slice: Slice[Customer]
    count: Count


def page_of(user: User, customers: CustomerQuerySet, filters: CustomerFilters, *, cursor: Mapping[str, str]) -> Page:
    """One page in the order that was asked for; `cursor` holds `efter` or `fore` of the address."""
    shown = customers.select_related("owner").defer("search", "note", "personal_number")
    rows, order = ordered(shown, filters)
    part = slice_of(rows, by=order, size=PAGE, after=cursor.get("efter", ""), before=cursor.get("fore", ""))
    listed = [Row(customer, not customer.may_be_reached_by(user)) for customer in part.rows]
    return Page(listed, part, count_of(customers))


def tabs_of(user: User, query: Mapping[str, str], *, today: date) -> list[dict[str, object]]:
    """The views everybody has, each with its counter; the one that is open is marked."""
    current = {name: value for name, value in query.items() if value and name not in {"efter", "fore", "sort"}}
    tabs = []
    for label, address in TABS:
        asked = dict([address.split("=")]) if address else {}
        found = filtered_customers(user, customer_filters.read(asked), today=today)
        tabs.append({"label": label, "url": f"?{address}", "count": count_of(found), "is_current": current == asked})
    return tabs


def flags_of(customer: Customer) -> list[tuple[str, str]]:
    """What everybody who meets a customer must know: label and tone."""
    labels = dict(CustomerFlag.choices)
    marked = [(labels[flag], TONES.get(flag, "info")) for flag in customer.flags if flag in labels]
    return [("Skyddade uppgifter", "bad"), *marked] if customer.is_protected else marked
