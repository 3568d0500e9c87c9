"""A small firm for tests: people, invoices with payments, papers and a letter."""

import io
from datetime import date
from decimal import Decimal

from archive import services as archive
from archive.models import Document
from archive.states import DocumentKind, LinkKind
from billing.models import Invoice
from billing.services import (
    BuyerDetails,
    InvoiceDetails,
    LineDetails,
    PaymentDetails,
    record_invoice,
    register_payment,
)
from billing.states import LineKind, PaymentMethod
from crm.services.customers import CustomerDetails, record_customer
from perforia.base.clock import now
from perforia.base.models import User
from perforia.base.permissions import Role
from tests.support import hostile

TEST_NUMBER = "198801012397"  # one of Skatteverket's published test numbers


def person(role: Role = Role.RUT_OFFICER, name: str = "Rut Testberg") -> User:
    """Somebody at the firm; the same one when asked twice."""
    email = f"{role}.{name.split(maxsplit=1)[0].lower()}@example.test"
    known = User.objects.filter(email=email).first()
    return known or User.objects.create_user(email=email, name=name, role=role)


def invoice(number: str = "F-1001", *, deduction: int = 1250, name: str = "Anna Berg") -> Invoice:
    """A paid invoice of a customer."""
    by, at = person(), now()
    customer = record_customer(details=CustomerDetails(name=name, personal_number=TEST_NUMBER), by=by, at=at)
    details = InvoiceDetails(
        number=number,
        customer=customer,
        issued_on=date(2026, 4, 1),
        lines=[LineDetails(LineKind.LABOUR, "Flytt", Decimal(2 * deduction), Decimal(8))],
        buyers=[BuyerDetails(name, Decimal(deduction), TEST_NUMBER)],
    )
    made = record_invoice(details=details, by=by, at=at)
    payment = PaymentDetails(date(2026, 4, 2), Decimal(deduction), PaymentMethod.SWISH, payer=name)
    register_payment(invoice=made, details=payment, by=by, at=at)
    return made


def paper(content: bytes, name: str, kind: DocumentKind, *, of: Invoice | None = None) -> Document:
    """A document in the archive, tied to an invoice."""
    by, at = person(), now()
    stored = archive.store(content=io.BytesIO(content), name=name, by=by, at=at, kind=kind)
    if of is not None:
        archive.link(document=stored.document, kind=LinkKind.INVOICE, object_id=of.pk, label=of.number, by=by, at=at)
    return stored.document


def letter_pdf(
    *rows: str, reference: str = "8-1234567", deadline: str = "15 juni 2026", title: str = "Begäran om komplettering"
) -> bytes:
    """A letter that asks for invoice copies, proofs of payment and time records for F-1001 and F-1002."""
    body = rows or (
        "Vi behöver fler uppgifter om er begäran om utbetalning av rutavdrag.",
        "Det gäller Anna Berg, faktura F-1001, begärt belopp 1 250 kr samt",
        "Bo Alm, faktura F-1002, begärt belopp 750 kr.",
        "Skicka in kopia av fakturan, underlag som visar att köparen har betalat samt tidrapporter.",
        f"Svara senast den {deadline}.",
    )
    head = (
        "Skatteverket", title, "Datum: 2026-06-01", f"Dnr: {reference}", "Handläggare: Anna Ek",
        "E-post: anna.ek@skatteverket.se",
    )  # fmt: skip
    return hostile.pdf(hostile.text(*head, *body))
