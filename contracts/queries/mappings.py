"""Templates and what is known where a contract begins: the facts that fill them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet

from contracts.models import TemplateMapping, TemplateRefresh
from contracts.rules.dictionary import Deal, Facts, Home, House, Person, Sums, Work
from contracts.rules.mappings import Filled, fill, without_value
from contracts.states import DeliveryChannel, SignMethod
from crm.models import Customer, Lead, Property
from crm.queries.customers import search_customers
from crm.rules.contact import pretty_phone
from crm.rules.details import DETAILS, EXTRAS
from crm.states import PropertyPurpose, Service
from perforia.base.models import Firm, User

MOST_FOUND, LONGEST_KEY = 8, 15
_SERVICES = dict(Service.choices)
# What ways to deliver, to sign and to prove oneself are called; of one that we do not know its own name is shown.
WORDS: dict[str, str] = {**dict(DeliveryChannel.choices), **dict(SignMethod.choices), "sms": "Sms"}


@dataclass(frozen=True)
class Start:
    """What a contract begins with: the customer, and perhaps the lead, the property and the sums of an offer."""

    customer: Customer | None = None
    lead: Lead | None = None
    place: Property | None = None
    sums: Sums | None = None
    deal: Deal | None = None


@dataclass(frozen=True)
class Preview:
    """A template filled in for one customer."""

    customer: Customer
    rows: list[Filled]
    without_value: list[Filled]


def facts_of(start: Start, *, by: User, today: date) -> Facts:
    """Everything that is known for a contract, in plain values; address and phone only for who may see them."""
    customer = start.customer
    is_open = customer is None or customer.may_be_reached_by(by)
    lead = start.lead
    return Facts(
        person=_person(customer, lead, is_open=is_open), start=_start(start) if is_open else Home(),
        goal=_goal(start) if is_open else Home(), work=_work(lead), sums=start.sums or Sums(),
        house=_house(by, lead, customer),
        deal=replace(start.deal or Deal(value=lead.value if lead else None), made_on=today),
    )  # fmt: skip


def preview_of(mapping: TemplateMapping, start: Start, *, by: User, today: date) -> Preview | None:
    """A template as it would be filled in for a real customer; None without one."""
    if start.customer is None:
        return None
    rows = fill(mapping.data_fields, mapping.mapping, facts_of(start, by=by, today=today), id_field=mapping.id_field)
    return Preview(start.customer, rows, without_value(rows, mapping.mapping))


def preview_customer(user: User, asked: str) -> Start:
    """The customer a preview is for: the one that was chosen, else the newest with a lead; with their newest lead."""
    customers = Customer.objects.visible_to(user).listed().open_to(user)
    is_key = asked.isascii() and asked.isdecimal() and len(asked) <= LONGEST_KEY
    found = customers.filter(pk=int(asked)).first() if is_key else None
    if found is None:
        newest = Lead.objects.visible_to(user).listed().filter(customer__in=customers).order_by("-received_at", "-pk")
        lead = newest.select_related("customer").first()
        found = lead.customer if lead else customers.order_by("-created_at", "-pk").first()
    return start_from(user, customer=found) if found else Start()


def start_from(user: User, *, customer: Customer | None = None, lead: Lead | None = None) -> Start:
    """What a contract with a customer, or about a lead, begins with."""
    customer = customer or (lead.customer if lead else None)
    if lead is None and customer is not None:
        mine = Lead.objects.visible_to(user).filter(customer=customer, merged_into=None)
        lead = mine.order_by("-received_at", "-pk").first()
    return Start(customer=customer, lead=lead, place=lead.place if lead else None)


def found_customers(user: User, text: str, *, today: date) -> list[Customer]:
    """Customers to preview with, by name, number, phone or address."""
    found = search_customers(user, text, today=today) if text.strip() else Customer.objects.none()
    return list(found.open_to(user).order_by("name", "pk")[:MOST_FOUND])


def listed_templates(user: User) -> QuerySet[TemplateMapping]:
    """All templates, those in use first."""
    return TemplateMapping.objects.visible_to(user).order_by("-is_used", "missing_at", "name", "pk")


def known_templates() -> list[int]:
    """The service's ids of all templates that are known here and were there the last time."""
    return list(TemplateMapping.objects.filter(missing_at=None).order_by("pk").values_list("remote_id", flat=True))


def latest_refresh() -> TemplateRefresh | None:
    """How the last reading of the templates went."""
    return TemplateRefresh.objects.order_by("-pk").first()


def in_words(options: Sequence[Mapping[str, Any]]) -> str:  # Any: of JSON
    """What a template offers, in words, the preferred first: `BankID, Kod via sms`."""
    ordered = sorted(options, key=lambda option: not option.get("is_preferred"))
    return ", ".join(WORDS.get(str(option["name"]), str(option["name"])) for option in ordered)


def _person(customer: Customer | None, lead: Lead | None, *, is_open: bool) -> Person:
    if customer is None:
        return Person() if lead is None else Person(
            name=lead.name, email=lead.email, phone=pretty_phone(lead.phone), address=lead.address,
            postal_code=lead.postal_code, city=lead.city,
        )  # fmt: skip
    known = Person(
        number=customer.number, name=customer.name, organisation_number=customer.organisation_number,
        masked_number=customer.personal_number_masked, email=customer.email, phone=pretty_phone(customer.phone),
        address=customer.address, postal_code=customer.postal_code, city=customer.city,
    )  # fmt: skip
    return known if is_open else replace(known, phone="", address="", postal_code="", city="")


def _start(start: Start) -> Home:
    """Where the work begins: the chosen property, else the lead's address, else where the customer lives."""
    place, lead, customer = start.place, start.lead, start.customer
    details = _details(lead)
    if place is None and customer is not None and (lead is None or not lead.address):
        place = _place_of(customer, PropertyPurpose.CURRENT)
    if place is not None:
        return replace(_home(place), floor=_home(place).floor or details.get("floor", ""))
    if lead is not None and lead.address:
        return Home(
            address=lead.address, postal_code=lead.postal_code, city=lead.city, area=details.get("area_m2", ""),
            rooms=details.get("rooms", ""), floor=details.get("floor", ""), lift=details.get("elevator", ""),
        )  # fmt: skip
    if customer is None:
        return Home()
    return Home(address=customer.address, postal_code=customer.postal_code, city=customer.city)


def _goal(start: Start) -> Home:
    lead = start.lead
    if lead is not None and (lead.to_address or lead.to_city):
        details = _details(lead)
        return Home(
            address=lead.to_address, postal_code=lead.to_postal_code, city=lead.to_city,
            floor=details.get("to_floor", ""), lift=details.get("to_elevator", ""),
        )  # fmt: skip
    found = _place_of(start.customer, PropertyPurpose.NEXT) if start.customer else None
    return _home(found) if found else Home()


def _place_of(customer: Customer, purpose: PropertyPurpose) -> Property | None:
    return customer.properties.filter(purpose=purpose, retired_at=None).order_by("-pk").first()


def _home(place: Property) -> Home:
    rooms = f"{place.rooms:g} rum" if place.rooms else ""
    return Home(
        address=place.address, apartment=place.apartment, postal_code=place.postal_code, city=place.city,
        area=str(place.area or ""), rooms=rooms.replace(".", ","), lift=place.lift,
        floor="" if place.floor is None else str(place.floor), parking=place.parking, conditions=place.conditions,
    )  # fmt: skip


def _work(lead: Lead | None) -> Work:
    if lead is None:
        return Work()
    details = _details(lead)
    extras = lead.details.get("extras") or []
    words = [EXTRAS.get(str(each), str(each)) for each in extras] if isinstance(extras, list) else [str(extras)]
    return Work(
        number=lead.number, services=[_SERVICES.get(each, each) for each in lead.services], wanted_on=lead.wanted_on,
        frequency=details.get("frequency", ""), extras=", ".join(words), message=lead.message,
    )  # fmt: skip


def _details(lead: Lead | None) -> dict[str, str]:
    """What a lead tells of home and work, in words."""
    told = lead.details if lead else {}
    return {key: str(DETAILS[key][1].get(str(value), value)) for key, value in told.items() if key in DETAILS and value}


def _house(by: User, lead: Lead | None, customer: Customer | None) -> House:
    firm = Firm.load()
    seller = (lead.owner if lead else None) or (customer.owner if customer else None) or by
    return House(
        name=firm.name, organisation_number=firm.organisation_number, address=firm.address,
        postal_code=firm.postal_code, city=firm.city, phone=pretty_phone(firm.phone), email=firm.email,
        seller=seller.name, seller_email=seller.email,
    )  # fmt: skip
