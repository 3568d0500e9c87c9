"""What invoices tell of a customer: its life, its use of the deduction, and before it is forgotten."""

from datetime import date
from importlib import import_module

import pytest
from django.db import connection

from billing import services
from billing.models import Invoice
from billing.queries import deduction_of, obstacles
from billing.rules import kept_until
from crm.models import Customer
from perforia.base.clock import now, today
from perforia.base.permissions import Role
from tests.factories import crm as factory
from tests.factories import world

pytestmark = pytest.mark.django_db


def test_an_invoice_is_kept_to_the_end_of_the_seventh_year_after_its_own():
    assert kept_until(date(2026, 1, 1)) == kept_until(date(2026, 12, 31)) == date(2033, 12, 31)


def test_an_invoice_is_business_and_a_credit_is_not():
    invoice = world.invoice()
    made = Customer.objects.get()
    assert made.last_business_on == date(2026, 4, 1)
    services.credit_invoice(invoice=invoice, number="F-1001K", issued_on=today(), by=world.person(), at=now())
    made.refresh_from_db()
    assert made.last_business_on == date(2026, 4, 1)


def test_the_deduction_of_a_year_follows_the_person_on_whosever_invoices(client, login_as):
    made = world.invoice().customer
    world.invoice("F-2", name="Bo Alm", deduction=750)  # the same number on another customer's invoice
    assert deduction_of(made, year=2026) == 2000
    assert deduction_of(made, year=2025) == 0
    nobody = factory.customer("Ingen Alls")
    assert deduction_of(nobody, year=2026) == 0
    login_as(Role.READER)
    page = client.get(f"/fakturor/kund/{made.pk}/avdrag/").content.decode().replace("\u00a0", " ")
    assert "av 75 000 kr" in page
    login_as(Role.PLANNER)
    assert client.get(f"/fakturor/kund/{made.pk}/avdrag/").status_code == 403


def test_paid_invoices_within_their_years_keep_the_name_and_older_ones_do_not():
    made = world.invoice().customer
    (found,) = obstacles(made, date(2033, 12, 31))
    assert (found.sentence, found.until) == (
        "1 faktura måste sparas till 2033-12-31 enligt bokföringslagen.", date(2033, 12, 31),
    )  # fmt: skip
    assert list(obstacles(made, date(2034, 1, 1))) == []


def test_the_list_on_the_customers_page_tells_how_each_invoice_stands(client, login_as):
    made = world.invoice().customer
    Invoice.objects.update(paid=0, due_on=date(2026, 4, 20))
    login_as(Role.OFFICE)
    assert "Förfallen" in client.get(f"/fakturor/kund/{made.pk}/").content.decode()
    Invoice.objects.update(paid=1250)
    assert "Betald" in client.get(f"/fakturor/kund/{made.pk}/").content.decode()


def test_the_migration_tells_customers_of_invoices_from_before():
    told = import_module("billing.migrations.0004_tell_customers_of_business").TELL
    world.invoice()
    nobody = factory.customer("Ingen Alls")
    Customer.objects.update(last_business_on=None, lifecycle="potential")
    for _ in range(2):
        with connection.cursor() as cursor:
            cursor.execute(told)
    lives = dict(Customer.objects.values_list("name", "last_business_on"))
    assert lives == {"Anna Berg": date(2026, 4, 1), nobody.name: None}
    assert set(Customer.objects.values_list("lifecycle", flat=True)) <= {"potential", "active", "inactive"}
    assert Customer.objects.get(pk=nobody.pk).lifecycle == "potential"
