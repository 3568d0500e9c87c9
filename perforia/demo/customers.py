"""The demo firm's customers as the office knows them: addresses, people, buyers, answers and what is marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from crm.models import Customer, Property
from crm.services.consents import Answer, record_answer
from crm.services.customers import CustomerDetails, Marks, change_customer, record_customer
from crm.services.people import BuyerDetails, ContactDetails, add_buyer, add_contact
from crm.services.properties import PropertyDetails, add_property, retire_property
from crm.states import (
    ConsentChannel,
    ConsentState,
    CustomerFlag,
    CustomerKind,
    Frequency,
    PropertyPurpose,
)
from perforia.base.models import User
from perforia.demo.ledger import CITIES, STREETS

DAY = timedelta(days=1)
DESCRIBED = 24  # so many of the customers of the ledger have addresses and answers
# Skatteverket's published test numbers again: those who share a deduction.
SHARERS = (("Britta Påhittsson", "197501149285"), ("Elias Påhittsson", "199911712389"))
COMPANIES = (
    ("Exempelhissar AB", "556000-0019", "Skissvägen 8", "Kontor", "Hanna Mallqvist", "kontorschef"),
    ("Påhittade Möbler HB", "969600-0000", "Provvägen 31", "Butik och lager", "Omar Testgren", "delägare"),
)
LIFTS = ("ingen", "liten", "90 × 120 cm", "110 × 210 cm, rymmer soffa")
PARKINGS = ("Lastplats 15 m från dörren", "Gatan, boendeparkering", "Infart till porten", "")
CONDITIONS = (
    "Katt som inte får komma ut.", "Larm: ring kunden före öppning.", "Flygel i vardagsrummet.", "",
    "Trapphuset ska täckas med papp.", "",
)  # fmt: skip


@dataclass(frozen=True)
class Office:
    """Who answers for customers."""

    first: User
    second: User


def load(*, office: Office, at: datetime) -> None:
    """Describe the ledger's customers and add companies and somebody protected. Nothing when it is done already."""
    if not Property.objects.filter(customer__kind=CustomerKind.COMPANY).exists():
        Story(office, at).tell()


class Story:
    """Tells what the office knows, through the product's own services."""

    def __init__(self, office: Office, at: datetime) -> None:
        self._office, self._at = office, at

    def tell(self) -> None:
        """All of it."""
        private = Customer.objects.filter(kind=CustomerKind.PRIVATE).order_by("pk")[:DESCRIBED]
        for number, customer in enumerate(private):
            self._describe(customer, number)
        self._share(private[0])
        for number, brf in enumerate(Customer.objects.filter(kind=CustomerKind.HOUSING_ASSOCIATION).order_by("pk")):
            self._association(brf, number)
        for number, facts in enumerate(COMPANIES):
            self._company(facts, number)
        self._protected()

    def _describe(self, customer: Customer, number: int) -> None:
        by = self._office.first if number % 3 else self._office.second
        flags = {3: [CustomerFlag.NO_CALLS], 7: [CustomerFlag.PREPAY], 11: [CustomerFlag.DISPUTE]}.get(number, [])
        tags = [["stamkund"], [], ["piano"], [], ["nyckel hos oss"]][number % 5]
        details = CustomerDetails(
            **{name: getattr(customer, name) for name in ("name", "email", "phone", "address", "postal_code", "city")},
            kind=CustomerKind(customer.kind), marks=Marks(owner=by, tags=tags, flags=flags),
        )  # fmt: skip
        change_customer(customer=customer, details=details, by=by, at=self._at - 30 * DAY)
        self._place(customer, number, customer.address, PropertyPurpose.CURRENT)
        if number % 2 == 0:
            self._place(customer, number + 1, f"{STREETS[number % len(STREETS)]} {70 + number}", PropertyPurpose.NEXT)
        if number % 4 == 0:
            old = self._place(customer, number + 2, f"{STREETS[(number + 3) % len(STREETS)]} 2", PropertyPurpose.FORMER)
            retire_property(place=old, by=by, at=self._at - 20 * DAY)
        if number % 3:
            self._answer(customer, ConsentState.GRANTED, ConsentChannel.PHONE, 200)
        if number % 6 == 1:
            self._answer(customer, ConsentState.DENIED, ConsentChannel.MAIL, 40)

    def _place(self, customer: Customer, number: int, address: str, purpose: PropertyPurpose) -> Property:
        code, city = CITIES[number % len(CITIES)]
        details = PropertyDetails(
            address=address, purpose=purpose, apartment=f"{1001 + 101 * (number % 5)}" if number % 3 else "",
            postal_code=code, city=city, area=38 + 9 * (number % 12), rooms=Decimal(2 + number % 4),
            floor=number % 5, lift=LIFTS[number % len(LIFTS)], door_code=f"{1200 + 37 * number}",
            parking=PARKINGS[number % len(PARKINGS)], conditions=CONDITIONS[number % len(CONDITIONS)],
            frequency=Frequency.BIWEEKLY if number % 5 == 0 else Frequency.ONCE,
            from_on=self._at.date() + 20 * DAY if purpose == PropertyPurpose.NEXT else None,
        )  # fmt: skip
        return add_property(customer=customer, details=details, by=self._office.first, at=self._at - 29 * DAY)

    def _answer(self, customer: Customer, state: ConsentState, channel: ConsentChannel, days: int) -> None:
        answer = Answer(state, channel, "2026-11" if state == ConsentState.GRANTED else "")
        record_answer(customer=customer, answer=answer, by=self._office.second, at=self._at - days * DAY)

    def _share(self, customer: Customer) -> None:
        own = BuyerDetails(customer.name, customer.decrypted_personal_number, 50)
        others = [BuyerDetails(name, number, 25) for name, number in SHARERS]
        for details in (own, *others):
            add_buyer(customer=customer, details=details, by=self._office.first, at=self._at - 28 * DAY)
        spouse = ContactDetails(SHARERS[0][0], "sambo", "+46701740623", "britta@exempel.test")
        add_contact(customer=customer, details=spouse, by=self._office.first, at=self._at - 28 * DAY)

    def _association(self, brf: Customer, number: int) -> None:
        people = (
            ("Astrid Ordförandesson", "ordförande"),
            ("Lars Kassörberg", "kassör"),
            ("Mona Värdström", "vicevärd"),
        )
        for position, (name, role) in enumerate(people[: 2 + number % 2]):
            details = ContactDetails(name, role, f"+4670174063{position}", f"styrelsen{position}@exempel.test")
            add_contact(customer=brf, details=details, by=self._office.first, at=self._at - 25 * DAY)
        self._place(brf, number + 5, brf.address, PropertyPurpose.WORKPLACE)

    def _company(self, facts: Sequence[str], number: int) -> None:
        name, organisation_number, address, note, person, role = facts
        code, city = CITIES[number]
        company = record_customer(
            details=CustomerDetails(
                name=name, kind=CustomerKind.COMPANY, organisation_number=organisation_number, address=address,
                email=f"info{number}@exempel.test", phone="08-465 004 10", postal_code=code, city=city, note=note,
                marks=Marks(owner=self._office.first, tags=["kontor"]),
            ),
            by=self._office.first, at=self._at - 60 * DAY,
        )  # fmt: skip
        details = ContactDetails(person, role, f"+4670174064{number}", f"kontakt{number}@exempel.test")
        add_contact(customer=company, details=details, by=self._office.first, at=self._at - 60 * DAY)
        self._place(company, number + 5, address, PropertyPurpose.WORKPLACE)
        self._answer(company, ConsentState.GRANTED, ConsentChannel.MEETING, 50)

    def _protected(self) -> None:
        code, city = CITIES[0]
        somebody = record_customer(
            details=CustomerDetails(
                name="Sara Skyddsson", phone="070-174 06 50", address="Dolda stigen 3",
                postal_code=code, city=city, email="sara@exempel.test",
                marks=Marks(owner=self._office.second, is_protected=True),
            ),
            by=self._office.second, at=self._at - 15 * DAY,
        )  # fmt: skip
        self._place(somebody, 1, "Dolda stigen 3", PropertyPurpose.CURRENT)
