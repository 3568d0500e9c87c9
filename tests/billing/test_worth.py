"""What an invoice is worth reaches the lead its customer came by: written, paid, changed, credited, taken back."""

from datetime import timedelta
from decimal import Decimal

import pytest

from billing.rules.details import BuyerDetails, InvoiceDetails, LineDetails, PaymentDetails
from billing.services import credit_invoice, record_invoice, register_payment, remove_payment
from billing.states import LineKind, PaymentMethod
from crm.models import Lead, LeadFact
from crm.states import FactKind
from perforia.base.clock import now, today
from perforia.base.permissions import Role
from tests.factories import conversions as factory
from tests.factories import crm, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    factory.account()
    return world.person(Role.OFFICE)


@pytest.fixture
def lead(by):
    made = factory.qualified(by)
    Lead.objects.filter(pk=made.pk).update(customer=crm.customer())
    made.refresh_from_db()
    return made


def bill(lead, by, number="F-2001"):
    details = InvoiceDetails(
        number=number, customer=lead.customer, issued_on=today(),
        lines=[LineDetails(LineKind.LABOUR, "Flytt", Decimal(12500), Decimal(8))],
        buyers=[BuyerDetails("Anna Berg", Decimal(5000), "")],
    )  # fmt: skip
    return record_invoice(details=details, by=by, at=now())


def pay(invoice, by, amount=7500):
    details = PaymentDetails(today(), Decimal(amount), PaymentMethod.SWISH)
    return register_payment(invoice=invoice, details=details, by=by, at=now())


def told(lead):
    facts = LeadFact.objects.filter(lead=lead, withdrawn_at=None).order_by("kind")
    return [(fact.kind, fact.amount) for fact in facts]


def test_an_invoice_is_told_without_vat_and_before_the_deduction(lead, by):
    bill(lead, by)
    assert told(lead) == [(FactKind.INVOICED, Decimal("10000.00"))]


def test_it_is_paid_when_the_customers_part_is_and_no_longer_when_that_is_taken_back(lead, by):
    invoice = bill(lead, by)
    pay(invoice, by, 500)
    assert FactKind.PAID not in dict(told(lead))
    last = pay(invoice, by, 7000)
    assert dict(told(lead))[FactKind.PAID] == Decimal("10000.00")
    remove_payment(payment=last, by=by, at=now())
    assert FactKind.PAID not in dict(told(lead))


def test_a_credited_invoice_is_worth_nothing(lead, by):
    credit_invoice(invoice=bill(lead, by), number="F-2002", issued_on=today(), by=by, at=now())
    assert told(lead) == []


def test_two_invoices_add_up_and_one_of_somebody_without_a_lead_is_told_nobody(lead, by):
    bill(lead, by)
    bill(lead, by, "F-2003")
    world.invoice("F-2004")
    assert [amount for _, amount in told(lead)] == [Decimal("10000.00")] * 2
    assert LeadFact.objects.count() == 2


def test_an_invoice_long_after_the_lead_is_not_counted_to_it(lead, by):
    Lead.objects.filter(pk=lead.pk).update(qualified_at=now() - timedelta(days=120))
    bill(lead, by)
    assert told(lead) == []
