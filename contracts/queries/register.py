"""The register of contracts: what was asked for, as it is now or as it stood on a day, page by page with its sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Q, Sum

from contracts.models import Contract, TemplateMapping
from contracts.models.contracts import END_ORDER, VALUE_ORDER, ContractQuerySet
from contracts.queries.contract_words import state_of
from contracts.rules.contracts import add_months
from contracts.states import ENDED, ContractStatus, Renewal
from crm.models import Customer
from perforia.base.models import User
from perforia.base.paging import Slice, counts_of, slice_of
from perforia.base.searching import look_up

PAGE, MOST_SUMMED = 50, 1000
SOON = 60  # days within which a contract that ends, or must be given notice, is said to run out
LONGEST_NOTICE = 12  # months
SORTS = {"": "Nyast först", "aldst": "Äldst först", "varde": "Högst värde först", "slut": "Slutar först"}
WAITING, LATE, ENDING, CLOSED = "vantar", "atgard", "slutar", "avslutade"
# What the tabs show, by their name in the address.
TABS = (
    ("", "Alla"), ("draft", "Utkast"), (WAITING, "Väntar på signering"), (LATE, "Behöver ses över"),
    ("signed", "Signerade"), (ENDING, "Löper ut"), (CLOSED, "Avslutade utan signatur"),
)  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What a person asked to see; value in kronor, `on` is the day as of which agreements hold."""

    text: str = ""
    status: str = ""
    template: str = ""
    kind: str = ""
    least: Decimal | None = None
    signed_from: date | None = None
    signed_to: date | None = None
    ends_by: date | None = None
    on: date | None = None
    sort: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether nothing is asked for."""
        return self == Filters(sort=self.sort)


@dataclass(frozen=True)
class Row:
    """A contract of the list with how it is."""

    contract: Contract
    state: tuple[str, str, str]
    is_running_out: bool = False

    @property
    def kind(self) -> str:
        """What is agreed on, as narrow as its column: `Enstaka`, `Återkommande`."""
        return self.contract.get_kind_display().partition(" ")[0]


@dataclass(frozen=True)
class Page:
    """One page of the register."""

    rows: Sequence[Row]
    slice: Slice[Contract]


@dataclass(frozen=True)
class Total:
    """How many and worth what, kronor; told no further than MOST_SUMMED contracts."""

    count: int
    amount: Decimal
    is_capped: bool

    @property
    def words(self) -> str:
        """`1 avtal`, `fler än 1 000 avtal`."""
        number = f"{self.count:,}".replace(",", "\u00a0")
        return f"{'fler än ' if self.is_capped else ''}{number} avtal"


def filtered(user: User, filters: Filters, *, today: date) -> ContractQuerySet:
    """The contracts a person asked to see."""
    found = _of_status(Contract.objects.visible_to(user), filters.status, today)
    if filters.text:
        found = search(found, filters.text)
    if filters.template:
        found = found.filter(mapping=int(filters.template))
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.least is not None:
        found = found.filter(value__gte=filters.least)
    if filters.signed_from:
        found = found.filter(signed_on__gte=filters.signed_from)
    if filters.signed_to:
        found = found.filter(signed_on__lte=filters.signed_to)
    if filters.ends_by:
        found = found.filter(status=ContractStatus.SIGNED, ends_on__lte=filters.ends_by)
    return found.in_force(filters.on) if filters.on else found


def search(contracts: ContractQuerySet, text: str) -> ContractQuerySet:
    """Contracts by their number, or by what finds their customer: name, number, phone, e-mail or address."""
    wanted = text.strip().upper()
    if wanted.startswith("A-") or (wanted.startswith("20") and "-" in wanted):
        return contracts.filter(number__startswith=wanted if wanted.startswith("A-") else f"A-{wanted}")
    customers = look_up(Customer, text).narrow(Customer.objects.order_by())
    return contracts.filter(customer__in=customers.values("pk"))


def search_contracts(user: User, text: str) -> ContractQuerySet:
    """Contracts a person may see, by what is typed in the search over everything."""
    return search(Contract.objects.visible_to(user), text)


def page_of(contracts: ContractQuerySet, filters: Filters, *, today: date, cursor: Mapping[str, str]) -> Page:
    """One page in the order that was asked for; `cursor` holds `efter` or `fore` of the address."""
    soon = today + timedelta(days=SOON)
    rows, by = ordered(contracts, filters)
    part = slice_of(
        rows.select_related("customer", "owner", "mapping"), by=by, size=PAGE, after=cursor.get("efter", ""),
        before=cursor.get("fore", ""),
    )  # fmt: skip
    return Page([Row(each, state_of(each), _runs_out(each, today, soon)) for each in part.rows], part)


def ordered(contracts: ContractQuerySet, filters: Filters) -> tuple[ContractQuerySet, str]:
    """The contracts with what their order needs, and the name of that order for a page by key.

    As of a day they come by the day they were signed: the index then begins where that day is.
    """
    if filters.sort == "varde":
        return contracts.annotate(value_order=VALUE_ORDER), "-value_order"
    if filters.sort == "slut":
        return contracts.annotate(end_order=END_ORDER), "end_order"
    if filters.on and not filters.sort:
        return contracts, "-signed_on"
    return contracts, "created_at" if filters.sort == "aldst" else "-created_at"


def total_of(contracts: ContractQuerySet, filters: Filters) -> Total:
    """How many and worth what, no further than MOST_SUMMED, in the order of an index."""
    order = "-signed_on" if filters.on else "-created_at"
    few = contracts.order_by(order, "-pk").values("pk", "value")[: MOST_SUMMED + 1]
    found = few.aggregate(count=Count("pk"), amount=Sum("value"))
    is_capped = found["count"] > MOST_SUMMED
    return Total(min(found["count"], MOST_SUMMED), found["amount"] or Decimal(0), is_capped)


def tabs_of(user: User, current: str, *, today: date) -> list[dict[str, object]]:
    """The views of the register with how many each holds."""
    everything = Contract.objects.visible_to(user)
    counts = counts_of([_of_status(everything, name, today) for name, _ in TABS])
    return [
        {"label": label, "url": f"?status={name}" if name else "?", "is_current": name == current, "count": count}
        for (name, label), count in zip(TABS, counts, strict=True)
    ]


def used_templates(user: User) -> list[tuple[str, str]]:
    """Templates to choose among, by name."""
    rows = TemplateMapping.objects.visible_to(user).order_by("name", "pk").values_list("pk", "name")
    return [(str(pk), name) for pk, name in rows]


def _of_status(contracts: ContractQuerySet, status: str, today: date) -> ContractQuerySet:
    if status == WAITING:
        return contracts.open()
    if status == LATE:
        return contracts.needing_attention()
    if status == ENDING:
        return running_out(contracts, today=today)
    if status == CLOSED:
        return contracts.filter(status__in=sorted(ENDED))
    return contracts.filter(status=status) if status in ContractStatus.values else contracts


def running_out(contracts: ContractQuerySet, *, today: date) -> ContractQuerySet:
    """Agreements that end soon, or renew themselves unless notice is given soon."""
    soon = today + timedelta(days=SOON)
    ends = Q(ends_on__lte=soon)
    for months in range(1, LONGEST_NOTICE + 1):
        ends |= Q(renewal=Renewal.AUTOMATIC, notice_months=months, ends_on__lte=add_months(soon, months))
    latest = add_months(soon, LONGEST_NOTICE)  # what the index is walked to
    running = contracts.filter(status=ContractStatus.SIGNED, ended_at=None)
    return running.filter(ends, ends_on__gte=today, ends_on__lte=latest)


def _runs_out(contract: Contract, today: date, soon: date) -> bool:
    if contract.status != ContractStatus.SIGNED or contract.ended_at or contract.ends_on is None:
        return False
    notice = contract.notice_months or 0 if contract.renewal == Renewal.AUTOMATIC else 0
    return today <= contract.ends_on <= add_months(soon, min(notice, LONGEST_NOTICE))


def waiting_count(user: User) -> int:
    """How many wait for a signature, as the menu tells it."""
    (count,) = counts_of([Contract.objects.visible_to(user).open()])
    return count.number


def of_customer(user: User, customer_id: int, *, most: int) -> list[Row]:
    """The contracts of a customer, the newest first."""
    found = Contract.objects.visible_to(user).filter(customer=customer_id).select_related("document", "customer")
    return [Row(contract, state_of(contract)) for contract in found.order_by("-created_at", "-pk")[:most]]


def of_lead(user: User, lead_id: int, *, most: int) -> list[Row]:
    """The contracts about a lead, the newest first."""
    found = Contract.objects.visible_to(user).filter(lead=lead_id).select_related("document", "customer")
    return [Row(contract, state_of(contract)) for contract in found.order_by("-created_at", "-pk")[:most]]
