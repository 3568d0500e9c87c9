"""What an offer begins with: everything that is known of the lead or the customer, and the price list of the day."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from contracts.models import OfferTerms
from contracts.queries.prices import listed_items
from contracts.rules.offer_details import OfferDetails, RowDetails
from contracts.rules.offer_suggestions import Wishes, suggested_rows
from contracts.rules.offers import usual_last_day
from contracts.rules.rut_share import WHOLE, Person
from crm.models import Customer, Lead
from crm.states import CustomerKind, PropertyPurpose, Service
from perforia.base.models import User


def start_for_lead(user: User, lead: Lead, *, today: date) -> OfferDetails:
    """An offer for what somebody asked for: recipient, addresses, day, and rows by services, extras and area."""
    customer = lead.customer
    is_private = customer is None or customer.kind == CustomerKind.PRIVATE
    rows = suggested_rows(listed_items(user, on=today), wishes_of(lead), includes_vat=is_private)
    name = customer.name if customer else lead.name
    has_rut = is_private and lead.details.get("wants_rut") != "no"
    return OfferDetails(
        title=title_of(lead.services), recipient_name=name, recipient_email=lead.email,
        recipient_address=_line(lead.address, lead.postal_code, lead.city),
        work_address=_line(lead.address, lead.postal_code, lead.city),
        work_address_to=_line(lead.to_address, lead.to_postal_code, lead.to_city),
        work_on=lead.wanted_on, valid_until=usual_last_day(today), includes_vat=is_private, has_rut=has_rut,
        paid_on=max(lead.wanted_on or today, today) if has_rut else None, terms=default_terms(), rows=rows,
        buyers=buyers_for(customer, name),
    )  # fmt: skip


def start_for_customer(customer: Customer, *, today: date, rows: Sequence[RowDetails] = ()) -> OfferDetails:
    """An offer to a customer: recipient and address; what it is about a person writes."""
    is_private = customer.kind == CustomerKind.PRIVATE
    places = {place.purpose: place for place in customer.properties.filter(retired_at=None).order_by("-pk")}
    now, then = places.get(PropertyPurpose.CURRENT), places.get(PropertyPurpose.NEXT)
    at_home = _line(customer.address, customer.postal_code, customer.city)
    return OfferDetails(
        title="", recipient_name=customer.name, recipient_email=customer.email, recipient_address=at_home,
        work_address=_line(now.address, now.postal_code, now.city) if now else at_home,
        work_address_to=_line(then.address, then.postal_code, then.city) if then else "",
        valid_until=usual_last_day(today), includes_vat=is_private, has_rut=is_private,
        paid_on=today if is_private else None, terms=default_terms(), rows=rows,
        buyers=buyers_for(customer, customer.name),
    )  # fmt: skip


def start_for_nobody(*, today: date) -> OfferDetails:
    """An offer whose customer is chosen on the page."""
    return OfferDetails(
        title="", recipient_name="", valid_until=usual_last_day(today), paid_on=today, terms=default_terms(), rows=[]
    )


def wishes_of(lead: Lead) -> Wishes:
    """What a lead asked for, as far as the price list knows the words."""
    extras = lead.details.get("extras") or []
    listed = extras if isinstance(extras, list) else [extras]
    return Wishes(tuple(lead.services), tuple(str(each) for each in listed if each), _number(lead.details, "area_m2"))


def title_of(services: Iterable[str]) -> str:
    """`Flytt, flyttstädning och packhjälp`; empty when nobody knows."""
    words = [Service(each).label for each in services if each in Service.values and each != Service.OTHER]
    if not words:
        return ""
    words = [words[0], *(word.lower() for word in words[1:])]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} och {words[-1]}"


def buyers_for(customer: Customer | None, name: str) -> list[Person]:
    """Who shares the deduction: those the customer has named, else the customer alone."""
    known = list(customer.rut_people.order_by("pk")) if customer else []
    return [Person(each.name, each.share) for each in known] or [Person(name, WHOLE)]


def default_terms() -> str:
    """The text that offers begin with; empty when there is none."""
    return OfferTerms.objects.filter(is_default=True, retired_at=None).values_list("body", flat=True).first() or ""


def _line(address: str, postal_code: str, city: str) -> str:
    place = f"{postal_code} {city}".strip()
    return ", ".join(part for part in (address.strip(), place) if part)[:200]


def _number(details: dict[str, object], key: str) -> Decimal | None:
    try:
        found = Decimal(str(details.get(key) or "").replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() and found > 0 else None
