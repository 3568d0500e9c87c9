"""Invoices in the browser: written, corrected, credited, paid, listed."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from billing import services
from billing.models import Invoice, Payment
from billing.rules.details import PaymentDetails
from billing.states import LineKind, PaymentMethod
from billing.views import invoices as views
from perforia.base.clock import now, today
from perforia.base.errors import DomainError
from perforia.base.models import AuditEvent
from perforia.base.permissions import Role
from tests.factories import world

pytestmark = pytest.mark.django_db
NEW = "/fakturor/ny/"


def typed(customer, rows=(), buyers=(), **head):
    """What the form of an invoice posts."""
    data = {
        "number": "F-2000", "customer": customer, "issued_on": "2026-05-01", "deduction_kind": "rut",
        "service_kind": "moving", "rad-TOTAL_FORMS": len(rows), "rad-INITIAL_FORMS": 0,
        "kopare-TOTAL_FORMS": len(buyers), "kopare-INITIAL_FORMS": 0, **head,
    }  # fmt: skip
    for number, (kind, description, hours, amount) in enumerate(rows):
        fields = {"kind": kind, "description": description, "hours": hours, "amount": amount}
        data |= {f"rad-{number}-{name}": value for name, value in fields.items()}
    for number, (name, personal_number, deduction) in enumerate(buyers):
        fields = {"name": name, "personal_number": personal_number, "deduction": deduction}
        data |= {f"kopare-{number}-{field}": value for field, value in fields.items()}
    return data


ROWS = [("labour", "Flytt", "8", "2 500"), ("labour", "Packning", "2", "500,50"), ("material", "", "", "300")]
BUYERS = [("Anna Berg", "880101-2397", "750"), ("Bo Alm", "", "750,25")]


@pytest.fixture
def office(client, login_as):
    login_as(Role.OFFICE)
    return client


@pytest.fixture
def invoice():
    return world.invoice("F-1001")


def test_an_invoice_has_as_many_rows_and_buyers_as_were_written(office, invoice):
    made = office.post(NEW, typed(invoice.customer.number, ROWS, BUYERS))

    assert made.status_code == 302
    new = Invoice.objects.get(number="F-2000")
    assert [(line.kind, line.amount) for line in new.lines.order_by("position")] == [
        (LineKind.LABOUR, 2500), (LineKind.LABOUR, Decimal("500.50")), (LineKind.MATERIAL, 300),
    ]  # fmt: skip
    assert [buyer.deduction for buyer in new.buyers.order_by("pk")] == [750, Decimal("750.25")]
    assert (new.total, new.deduction, new.remaining) == (Decimal("3300.50"), Decimal("1500.25"), Decimal("1800.25"))
    assert "19880101–••••" in office.get(made["Location"]).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rad-0-amount": "tolv"}, "Skriv ett belopp"),
        ({"rad-2-amount": "", "rad-2-description": "Kartonger"}, "Skriv radens belopp"),
        ({"kopare-0-personal_number": "123"}, "Skriv 12 siffror"),
        ({"kopare-1-name": ""}, "Skriv vem köparen är"),
        ({"customer": "Ingen Alls"}, "Ingen kund heter så"),
        ({"due_on": "2026-04-01"}, "innan den är utställd"),
        ({"number": "F-1001"}, "Det finns redan en faktura med nummer F-1001."),
        ({"rad-TOTAL_FORMS": "0"}, "Skriv minst en rad"),
        ({"rad-TOTAL_FORMS": "x"}, "Formuläret kom fram ofullständigt"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(office, invoice, changes, sentence):
    answer = office.post(NEW, typed(invoice.customer.number, ROWS, BUYERS, work_address="Testgränd 7") | changes)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Testgränd 7" in answer.text
    assert not Invoice.objects.filter(number="F-2000").exists()


def test_a_customer_is_named_by_number_or_by_a_name_that_only_one_has(office, invoice):
    other = world.invoice("F-1002", name="Anna Berg").customer
    for written, status in [("Anna Berg", 422), (f"{other.number} Anna Berg", 302)]:
        assert office.post(NEW, typed(written, ROWS)).status_code == status

    assert Invoice.objects.get(number="F-2000").customer == other
    page = office.get("/fakturor/kundforslag/", {"customer": "anna"}).text
    assert f"{invoice.customer.number} Anna Berg" in page


def test_more_rows_come_without_scripts_and_nothing_typed_is_lost(office, invoice):
    page = office.post(NEW, typed(invoice.customer.number, ROWS, BUYERS) | {"mer": "1"}).text

    assert 'name="rad-5-amount"' in page
    assert 'name="kopare-2-name"' in page
    assert 'value="500,50"' in page
    assert not Invoice.objects.filter(number="F-2000").exists()


def test_a_corrected_invoice_keeps_the_personal_numbers_nobody_touched(office, invoice):
    buyer = invoice.buyers.get()
    address = f"/fakturor/{invoice.pk}/andra/"
    page = office.get(address).text
    assert world.TEST_NUMBER not in page
    assert f'value="{buyer.pk}"' in page

    data = typed(invoice.customer.number, ROWS, [("Anna B. Berg", "", "1250")], number="F-1001")
    office.post(address, data | {"kopare-0-known": buyer.pk})

    changed = Invoice.objects.get(pk=invoice.pk)
    assert changed.buyers.get().decrypted_personal_number == world.TEST_NUMBER
    assert (changed.buyers.get().name, changed.total) == ("Anna B. Berg", Decimal("3300.50"))


def test_what_somebody_else_changed_meanwhile_is_not_written_over(office, invoice):
    address = f"/fakturor/{invoice.pk}/andra/"
    data = typed(invoice.customer.number, ROWS, number="F-1001")
    assert office.post(address, data | {"job_reference": "U-1"}).status_code == 302

    late = office.post(address, data | {"job_reference": "U-2"})

    assert late.status_code == 422
    assert "Någon annan har ändrat fakturan" in late.text
    assert 'value="U-2"' in late.text
    invoice.refresh_from_db()
    assert invoice.job_reference == "U-1"
    seen = re.search(r'name="seen" value="([^"]+)"', office.get(address).text)
    assert seen
    assert office.post(address, data | {"seen": seen[1].replace("&#x2B;", "+")}).status_code == 302


def test_a_credit_invoice_takes_the_whole_back_once(office, invoice):
    address = f"/fakturor/{invoice.pk}/kreditera/"
    unpaid = invoice.payments.get()
    services.remove_payment(payment=unpaid, by=world.person(), at=now())

    made = office.post(address, {"number": "F-1001K", "issued_on": "2026-05-02"}, follow=True)

    credit = Invoice.objects.get(number="F-1001K")
    invoice.refresh_from_db()
    assert (credit.total, credit.deduction, credit.credits) == (-invoice.total, -invoice.deduction, invoice)
    assert (invoice.remaining, credit.remaining < 0) == (0, True)
    assert "Krediterar" in made.text
    again = office.post(address, {"number": "F-1001L", "issued_on": "2026-05-02"})
    assert "redan krediterad" in again.text
    of_credit = office.post(f"/fakturor/{credit.pk}/kreditera/", {"number": "X", "issued_on": "2026-05-02"})
    assert "kan inte krediteras" in of_credit.text


def test_payments_are_added_up_and_a_wrong_one_is_taken_back(office, invoice):
    payment = invoice.payments.get()
    assert (invoice.paid, invoice.remaining) == (0, 1250)  # as it was when it was made
    invoice.refresh_from_db()
    assert (invoice.paid, invoice.remaining) == (1250, 0)

    for _ in range(2):
        office.post(f"/fakturor/{invoice.pk}/betalning/{payment.pk}/ta-bort/")

    invoice.refresh_from_db()
    assert (invoice.paid, invoice.remaining) == (0, 1250)
    assert AuditEvent.objects.filter(verb="invoice.payment_removed").count() == 1
    wrong = office.post(f"/fakturor/{invoice.pk}/betalning/", {"amount": "x", "payer": "Bo"})
    assert wrong.status_code == 422
    assert 'value="Bo"' in wrong.text


def numbers(client, **asked):
    return re.findall(r">(F-\d+)</a>", client.get("/fakturor/", asked).text)


def test_filters_work_together(office):
    for number, due in (("F-1", -1), ("F-2", 9), ("F-3", -1)):
        made = world.invoice(number)
        Invoice.objects.filter(pk=made.pk).update(due_on=today() + timedelta(days=due))
    for number in ("F-1", "F-2"):
        services.remove_payment(payment=Payment.objects.get(invoice__number=number), by=world.person(), at=now())

    assert numbers(office) == ["F-3", "F-2", "F-1"]
    assert numbers(office, lage="obetald") == ["F-2", "F-1"]
    assert numbers(office, lage="forfallen") == ["F-1"]
    assert numbers(office, lage="betald") == ["F-3"]
    assert numbers(office, lage="betald", tjanst="cleaning") == []
    assert numbers(office, fran="2026-04-02") == []
    assert numbers(office, lage="²", fran="igår", efter="x") == ["F-3", "F-2", "F-1"]


@pytest.mark.parametrize("written", ["F-10447", "f10447", "0447", "åsa", "Örn", "asa o", "U-8500"])
def test_an_invoice_is_found_by_any_part_of_what_one_knows_of_it(office, written):
    found = world.invoice("F-10447", name="Åsa Örn")
    office.post(
        f"/fakturor/{found.pk}/andra/", typed(found.customer.number, ROWS, number="F-10447", job_reference="U-8500")
    )
    world.invoice("F-20000")

    assert numbers(office, q=written) == ["F-10447"]


def test_every_invoice_is_on_exactly_one_page_and_the_export_has_them_all(office, monkeypatch):
    monkeypatch.setattr(views, "SHOWN", 2)
    for number in range(1, 6):
        world.invoice(f"F-{number}")

    seen, address = [], "/fakturor/"
    while address:
        page = office.get(address).text
        seen += re.findall(r">(F-\d+)</a>", page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        address = "/fakturor/" + found[1].replace("&amp;", "&") if found else ""

    assert seen == ["F-5", "F-4", "F-3", "F-2", "F-1"]
    lines = office.get("/fakturor/exportera/").getvalue().decode().splitlines()
    assert len(lines) == 6
    assert lines[1].startswith("F-5;Anna Berg;2026-04-01;")


def test_lists_ask_as_often_for_many_as_for_one(office, assert_steady_queries):
    made = iter(range(1, 9))

    assert_steady_queries(office, "/fakturor/", lambda: world.invoice(f"F-{next(made)}"), most=19)


@pytest.mark.parametrize("path", ["ny/", "{pk}/andra/", "{pk}/kreditera/", "importera/", "kundforslag/"])
def test_who_may_only_read_is_offered_and_allowed_nothing_else(client, login_as, invoice, path):
    login_as(Role.READER)
    address = "/fakturor/" + path.format(pk=invoice.pk)

    assert client.get(address).status_code == 403
    assert client.post(f"/fakturor/{invoice.pk}/betalning/", {"amount": "1"}).status_code == 403
    for page in ("/fakturor/", f"/fakturor/{invoice.pk}/"):
        assert f'href="{address}"' not in client.get(page).text


def test_two_payments_at_once_are_both_counted(invoice):
    for amount in (10, 20):
        stale = Invoice.objects.get(pk=invoice.pk)
        details = PaymentDetails(date(2026, 5, 1), Decimal(amount), PaymentMethod.SWISH)
        services.register_payment(invoice=stale, details=details, by=world.person(), at=now())

    invoice.refresh_from_db()
    assert invoice.paid == 1280
    with pytest.raises(DomainError):
        services.credit_invoice(invoice=invoice, number="F-1001", issued_on=today(), by=world.person(), at=now())


def test_the_addresses_of_the_work_are_completed_while_they_are_written(office):
    page = office.get(NEW).content.decode()

    assert page.count('data-search="/adress/sok/"') == 2
    assert re.search(r'data-address.*?name="work_address"', page, re.DOTALL)
