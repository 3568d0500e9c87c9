"""Offers as lists: what was asked for, the tabs with their counts, the sum, and those of a customer or a lead."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from contracts.models import Offer
from contracts.models.offers import OfferQuerySet
from contracts.states import OPEN_OFFERS, OfferStatus
from crm.models import Customer, Lead
from crm.queries.obstacles import Obstacle, family_of
from perforia.base.models import User
from perforia.base.paging import CAP, counts_of
from perforia.base.searching import matching

MOST_SUMMED = CAP
# How a state is drawn: the ring and its tone.
RINGS: dict[str, tuple[str, str]] = {
    OfferStatus.DRAFT: ("is-new", ""), OfferStatus.SENT: ("33", "accent"), OfferStatus.OPENED: ("66", "accent"),
    OfferStatus.ACCEPTED: ("is-done", "ok"), OfferStatus.DECLINED: ("is-lost", ""),
    OfferStatus.EXPIRED: ("is-lost", "warn"), OfferStatus.WITHDRAWN: ("is-lost", ""),
}  # fmt: skip
# The tabs of the list: their word in the address, their label, their states.
TABS: tuple[tuple[str, str, tuple[OfferStatus, ...]], ...] = (
    ("", "Alla", tuple(OfferStatus)),
    ("utkast", "Utkast", (OfferStatus.DRAFT,)),
    ("ute", "Hos kunden", OPEN_OFFERS),
    ("accepterade", "Accepterade", (OfferStatus.ACCEPTED,)),
    ("avslutade", "Avböjda och utgångna", (OfferStatus.DECLINED, OfferStatus.EXPIRED, OfferStatus.WITHDRAWN)),
)


@dataclass(frozen=True)
class Filters:
    """What a person asked to see, as it stands in the address; empty means everything."""

    text: str = ""
    tab: str = ""
    owner: str = ""
    created_from: date | None = None
    created_to: date | None = None


@dataclass(frozen=True)
class Total:
    """How many offers and what they add up to in kronor with VAT; capped when nobody adds up that many by eye."""

    count: int
    amount: Decimal
    is_capped: bool


def filtered_offers(user: User, filters: Filters) -> OfferQuerySet:
    """The latest versions that a person asked to see."""
    offers = Offer.objects.visible_to(user).listed()
    if filters.tab:
        offers = offers.filter(status__in=sorted(_states(filters.tab)))
    if filters.owner:
        offers = offers.filter(owner=user if filters.owner == "jag" else None)
    if filters.created_from:
        offers = offers.filter(created_at__date__gte=filters.created_from)
    if filters.created_to:
        offers = offers.filter(created_at__date__lte=filters.created_to)
    return matching(offers, filters.text)


def tabs_of(user: User, filters: Filters) -> list[dict[str, object]]:
    """The tabs with what each of them holds under the other filters."""
    lists = [filtered_offers(user, replace(filters, tab=word)) for word, _, _ in TABS]
    return [
        {"label": label, "url": f"?lage={word}" if word else "?", "is_current": word == filters.tab, "count": count}
        for (word, label, _), count in zip(TABS, counts_of(lists), strict=True)
    ]


def total_of(offers: OfferQuerySet) -> Total:
    """How many and worth what, no further than MOST_SUMMED."""
    few = offers.order_by("-created_at", "-pk").values("pk", "total")[: MOST_SUMMED + 1]
    found = few.aggregate(count=Count("pk"), amount=Sum("total"))
    count = found["count"]
    return Total(min(count, MOST_SUMMED), found["amount"] or Decimal(0), count > MOST_SUMMED)


def offers_of_customer(user: User, customer: Customer) -> OfferQuerySet:
    """A customer's offers and those of its leads, the latest first."""
    about = Q(customer=customer) | Q(customer=None, lead__customer=customer)
    return Offer.objects.visible_to(user).listed().filter(about).order_by("-created_at", "-pk")


def offers_of_lead(user: User, lead: Lead) -> OfferQuerySet:
    """A lead's offers, the latest first."""
    return Offer.objects.visible_to(user).listed().filter(lead=lead).order_by("-created_at", "-pk")


def versions_of(user: User, offer: Offer) -> OfferQuerySet:
    """Every version of an offer, the latest first."""
    return Offer.objects.visible_to(user).filter(number=offer.number).order_by("-version")


def obstacles(customer: Customer, today: date) -> Iterable[Obstacle]:
    """What offers say against forgetting a customer: one that still can be accepted."""
    ids = family_of(customer)
    about = Q(customer__in=ids) | Q(lead__customer__in=ids)
    for offer in Offer.objects.open().filter(about, valid_until__gte=today).order_by("pk"):
        yield Obstacle(f"Offert {offer.number} ligger hos kunden. Återta den först.")


def _states(tab: str) -> tuple[OfferStatus, ...]:
    return next((states for word, _, states in TABS if word == tab), tuple(OfferStatus))
