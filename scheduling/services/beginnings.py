"""What a new job begins with when it comes from a customer, an offer or a contract: everything known is filled in."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from contracts.models import Contract, Offer, OfferRow
from contracts.states import Pricing, RowKind, RutWork, Unit
from crm.models import Customer, Lead, Property
from crm.rules.contact import split_line
from crm.states import PropertyPurpose, Service
from scheduling.models import Job, Series
from scheduling.rules.checklists import checklist_for
from scheduling.services.jobs import JobDetails, StopDetails
from scheduling.states import Skill, StopKind

USUAL_MINUTES = 180
LONGEST_VISIT = 600  # minutes; more hours than that mean more people
BREAK_AFTER, BREAK = 300, 30  # minutes


def from_customer(customer: Customer, *, service: Service = Service.MOVING) -> JobDetails:
    """A job for a customer: at the address they have, for a move to the one they get."""
    places = list(Property.objects.filter(customer=customer, retired_at=None).order_by("pk"))
    here = next((place for place in places if place.purpose == PropertyPurpose.CURRENT), places[0] if places else None)
    there = next((place for place in places if place.purpose == PropertyPurpose.NEXT), None)
    stops = _stops(service, here, there)
    if not stops and customer.address:
        stops = [
            StopDetails(customer.address, _first_kind(service), customer.postal_code, customer.city)
        ]  # fmt: skip
    return JobDetails(
        title=str(service.label), minutes=USUAL_MINUTES, kind=service, customer=customer, stops=stops,
        checklist=checklist_for(service),
    )  # fmt: skip


def from_offer(offer: Offer) -> JobDetails:
    """A job as it was offered: hours, people, price and addresses. The customer is the offer's, or its lead's."""
    customer = offer.customer or (offer.lead.customer if offer.lead else None)
    service = _service(offer)
    hours = _hours(offer)
    people, minutes = _crew(sum(hours.values(), Decimal()))
    plain = from_customer(customer, service=service) if customer else None
    stops = list(plain.stops) if plain else []
    if offer.work_address:
        stops = _as_offered(offer, service, stops)
    return JobDetails(
        title=offer.title, minutes=minutes, kind=service, customer=customer, offer=offer, people=people,
        break_minutes=BREAK if minutes > BREAK_AFTER else 0, pricing=Pricing(offer.pricing), price=offer.total,
        wanted_on=offer.work_on, stops=stops, hours=hours, checklist=checklist_for(service),
    )  # fmt: skip


def from_contract(contract: Contract) -> JobDetails:
    """A job as it was agreed: what the offer behind it says, else what is known of the customer and the lead."""
    if contract.offer is not None:
        found = replace(from_offer(contract.offer), contract=contract, customer=contract.customer)
    else:
        service = _of_lead(contract.lead) or Service.OTHER
        found = replace(from_customer(contract.customer, service=service), contract=contract, price=contract.value)
        found = replace(found, title=contract.title[:120])
    if contract.place is not None and len(found.stops) <= 1:
        found = replace(found, stops=_stops(found.kind, contract.place, None))
    own = [stop if stop.place is None or stop.place.customer_id == contract.customer_id else replace(stop, place=None)
           for stop in found.stops]  # fmt: skip
    return replace(found, wanted_on=found.wanted_on or contract.starts_on, stops=own)


def from_job(job: Job) -> JobDetails:
    """Everything that is decided of a job as it stands: to change it, copy it, or let it come back."""
    stops = [
        StopDetails(
            row.address, StopKind(row.kind), row.postal_code, row.city, row.place, row.latitude, row.longitude,
            row.minutes, row.confirmed_at is not None,
        )
        for row in job.stops.select_related("place").order_by("position")
    ]  # fmt: skip
    return JobDetails(
        title=job.title, minutes=job.minutes, kind=Service(job.kind), customer=job.customer, contract=job.contract,
        offer=job.offer, break_minutes=job.break_minutes, people=job.people, skills=[Skill(s) for s in job.skills],
        volume=job.volume, pricing=Pricing(job.pricing), price=job.price, notes=job.notes, office_note=job.office_note,
        wanted_on=job.wanted_on, is_anytime=job.is_anytime, window_from=job.window_from, window_until=job.window_until,
        stops=stops, hours={RutWork(row.work): row.hours for row in job.works.order_by("work")},
        checklist=list(job.checklist.order_by("position").values_list("text", flat=True)),
    )  # fmt: skip


def from_series(series: Series) -> JobDetails:
    """What each job of a series is."""
    stops = [_stop(series.place, StopKind.WORK)] if series.place is not None else []
    return JobDetails(
        title=series.title, minutes=series.minutes, kind=Service(series.kind), customer=series.customer,
        contract=series.contract, offer=series.offer, break_minutes=series.break_minutes, people=series.people,
        skills=[Skill(s) for s in series.skills], volume=series.volume, pricing=Pricing(series.pricing),
        price=series.price, notes=series.notes, office_note=series.office_note, is_anytime=series.is_anytime,
        stops=stops, hours={RutWork(work): Decimal(told) for work, told in series.hours.items()},
        checklist=series.checklist,
    )  # fmt: skip


def service_named(kind: str) -> Service:
    """The service of a form's value; a move for nonsense, as a new job begins."""
    return Service(kind) if kind in Service.values else Service.MOVING


def _stops(service: Service, here: Property | None, there: Property | None) -> list[StopDetails]:
    found = [_stop(here, _first_kind(service))] if here is not None else []
    if service == Service.MOVING and there is not None:
        found.append(_stop(there, StopKind.UNLOAD))
    return found


def _stop(place: Property, kind: StopKind) -> StopDetails:
    """A stop at a place, where its door is; one that is confirmed needs nobody to ask again."""
    latitude, longitude = place.stop_point or (None, None)
    return StopDetails(
        place.address, kind, place.postal_code, place.city, place, latitude, longitude, is_confirmed=place.is_confirmed
    )  # fmt: skip


def _as_offered(offer: Offer, service: Service, known: Sequence[StopDetails]) -> list[StopDetails]:
    """The addresses as the offer says them; where the customer's own are the same, those."""
    told = [(offer.work_address, _first_kind(service))]
    if offer.work_address_to:
        told.append((offer.work_address_to, StopKind.UNLOAD))
    by_street = {stop.address.casefold(): stop for stop in known}
    return [
        replace(by_street[street], kind=kind)
        if (street := text.partition(",")[0].strip().casefold()) in by_street
        else _written(text, kind)
        for text, kind in told
    ]  # fmt: skip


def _written(text: str, kind: StopKind) -> StopDetails:
    street, postal_code, city = split_line(text)
    return StopDetails(street[:160], kind, postal_code, city[:80])


def _first_kind(service: Service) -> StopKind:
    return StopKind.LOAD if service == Service.MOVING else StopKind.WORK


def _hours(offer: Offer) -> dict[RutWork, Decimal]:
    """The hours of each kind of RUT work in the rows that count hours."""
    found: dict[RutWork, Decimal] = defaultdict(Decimal)
    rows = OfferRow.objects.filter(offer=offer, kind=RowKind.LABOUR, unit=Unit.HOUR).exclude(work="")
    for row in rows.order_by("position"):
        found[RutWork(row.work)] += row.quantity
    return dict(found)


def _crew(hours: Decimal) -> tuple[int, int]:
    """How many people for how many minutes make so many hours in a day."""
    if not hours:
        return 1, USUAL_MINUTES
    people = max(int((hours * 60 / LONGEST_VISIT).to_integral_value(ROUND_CEILING)), 1)
    quarter = int((hours * 60 / people / 15).to_integral_value(ROUND_CEILING)) * 15
    return people, max(quarter, 15)


def _service(offer: Offer) -> Service:
    """What the lead asked for; without one what the rows say."""
    asked = _of_lead(offer.lead)
    if asked is not None:
        return asked
    works = set(OfferRow.objects.filter(offer=offer).exclude(work="").order_by("pk").values_list("work", flat=True))
    if RutWork.MOVING in works:
        return Service.MOVING
    if RutWork.CLEANING in works:
        return Service.MOVE_CLEANING if "flytt" in offer.title.casefold() else Service.HOME_CLEANING
    return Service.OTHER


def _of_lead(lead: Lead | None) -> Service | None:
    return Service(lead.services[0]) if lead is not None and lead.services else None
