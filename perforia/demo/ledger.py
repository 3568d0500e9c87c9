"""The demo firm's customers and invoices of a year, the same every time."""

import random
from datetime import datetime, timedelta
from decimal import Decimal

from billing.models import Invoice
from billing.services import (
    BuyerDetails,
    InvoiceDetails,
    LineDetails,
    PaymentDetails,
    record_invoice,
    register_payment,
)
from billing.states import LineKind, PaymentMethod, ServiceKind
from crm.models import Customer
from crm.services.customers import CustomerDetails, record_customer
from crm.states import CustomerKind
from perforia.base.models import User

# Skatteverket publishes test numbers that no person has (Testpersonnummer); these are seven of them.
TEST_NUMBERS = (
    "198801012397", "198801012389", "197501079292", "197501149285", "199604102393", "199701052384", "198406012388",
)  # fmt: skip
SHARED_NUMBERS = ("199911712389", "199907832381")  # two of its test-samordningsnummer
FIRST = (
    "Bengt", "Elsa", "David", "Ingrid", "Lars", "Karin", "Astrid", "Farid", "Göran", "Hanna", "Isak", "Johanna", "Klas",
    "Linnéa", "Mona", "Olof", "Petra", "Samir", "Åsa", "Örjan",
)  # fmt: skip
LAST = (
    "Påhittsson", "Provlund", "Låtsasson", "Mallqvist", "Påhittberg", "Exempelgren", "Demoström", "Testgren",
    "Skissberg", "Fingerad", "Utkastsson", "Mallbeck",
)  # fmt: skip
STREETS = ("Exempelgatan", "Skissvägen", "Testgränd", "Mallstigen", "Provvägen", "Utkastbacken", "Låtsastorget")
CITIES = (("123 45", "Storköping"), ("123 60", "Lillköping"), ("124 10", "Mellanstad"))
CUSTOMERS, INVOICES = 64, 160
FIRMS = 16  # every so many customers is a firm
MOVES = 0.6  # so many of the jobs are moves, the others cleaning
FIRST_NUMBER = 10321
MANNER = (PaymentMethod.SWISH, PaymentMethod.BANKGIRO, PaymentMethod.CARD, PaymentMethod.BANKGIRO)


def load(*, by: User, at: datetime) -> list[Invoice]:
    """Make customers and their invoices, oldest first."""
    chance = random.Random(7)
    customers = [_customer(chance, number, by, at) for number in range(CUSTOMERS)]
    private = [customer for customer in customers if customer.kind == CustomerKind.PRIVATE]
    return [_invoice(chance, number, private, by, at) for number in range(INVOICES)]


def _customer(chance: random.Random, number: int, by: User, at: datetime) -> Customer:
    first, last = FIRST[number % len(FIRST)], LAST[(number * 5 + number // len(FIRST)) % len(LAST)]
    postal_code, city = CITIES[number % len(CITIES)]
    is_firm = (number + 1) % FIRMS == 0
    return record_customer(
        details=CustomerDetails(
            name=f"Brf {LAST[number % len(LAST)]}" if is_firm else f"{first} {last}",
            kind=CustomerKind.HOUSING_ASSOCIATION if is_firm else CustomerKind.PRIVATE,
            personal_number=TEST_NUMBERS[number] if number < len(TEST_NUMBERS) else "",
            email=f"kund{number + 1}@exempel.test",
            phone=f"070-174 06 {10 + number % 90:02}",
            address=f"{STREETS[number % len(STREETS)]} {chance.randint(1, 60)}",
            postal_code=postal_code,
            city=city,
        ),
        by=by,
        at=at - timedelta(days=400),
    )


def _invoice(chance: random.Random, number: int, customers: list[Customer], by: User, at: datetime) -> Invoice:
    customer = customers[(number * 7) % len(customers)]
    issued = at.date() - timedelta(days=round((INVOICES - number) * 2.2) + 12)
    moving = chance.random() < MOVES
    labour = Decimal(chance.randrange(14, 260) * 100)
    deduction = labour / 2
    lines = [LineDetails(LineKind.LABOUR, "Flytt, bärhjälp" if moving else "Flyttstädning", labour, labour / 700)]
    if moving:
        lines.append(LineDetails(LineKind.OTHER, "Lastbil och körning", Decimal(chance.randrange(9, 30) * 100)))
        lines.append(LineDetails(LineKind.MATERIAL, "Flyttkartonger", Decimal(chance.randrange(2, 12) * 50)))
    # There are fewer numbers than customers: those without one share these two on their invoices.
    number_text = customer.decrypted_personal_number or SHARED_NUMBERS[customer.pk % len(SHARED_NUMBERS)]
    invoice = record_invoice(
        details=InvoiceDetails(
            number=f"F-{FIRST_NUMBER + number}",
            customer=customer,
            issued_on=issued,
            due_on=issued + timedelta(days=20),
            work_from=issued - timedelta(days=3),
            work_to=issued - timedelta(days=2),
            work_address=f"{customer.address}, {customer.postal_code} {customer.city}",
            work_address_to=f"{STREETS[number % len(STREETS)]} {1 + number % 50}, {customer.city}" if moving else "",
            job_reference=f"U-{8500 + number}",
            service_kind=ServiceKind.MOVING if moving else ServiceKind.CLEANING,
            lines=lines,
            buyers=[BuyerDetails(customer.name, deduction, number_text)],
        ),
        by=by,
        at=at - timedelta(days=(at.date() - issued).days),
    )
    if number < INVOICES - 6:
        register_payment(
            invoice=invoice,
            details=PaymentDetails(
                issued + timedelta(days=chance.randint(2, 18)),
                invoice.total - invoice.deduction,
                MANNER[number % len(MANNER)],
                payer=customer.name,
                reference=invoice.number,
            ),
            by=by,
            at=at,
        )
    return invoice
