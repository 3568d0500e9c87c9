"""Invoices, their numbers as letters write them, and the documents that belong to them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from archive import tasks as archive_tasks
from archive.queries import linked_to
from archive.states import DocumentKind, LinkKind
from billing import queries, rules, services, tasks
from billing.states import DeductionKind, LineKind, PaymentMethod
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.models import AuditEvent
from perforia.base.permissions import Role
from perforia.base.secrets import lookup_hash
from tests.factories import world

LABOUR = rules.Line(LineKind.LABOUR, Decimal(1000))
MATERIAL = rules.Line(LineKind.MATERIAL, Decimal(500))


@pytest.mark.parametrize(
    ("written", "key"),
    [("F-10482", "10482"), ("f 10482", "10482"), ("10482", "10482"), ("2026-164", "2026164"), ("-", "0")],
)
def test_numbers_written_in_many_ways_have_one_key(written, key):
    assert rules.number_key(written) == key


@pytest.mark.parametrize(
    ("kind", "day", "most"),
    [
        (DeductionKind.RUT, date(2026, 3, 1), 500),
        (DeductionKind.ROT, date(2026, 3, 1), 300),
        (DeductionKind.ROT, date(2025, 6, 1), 500),
        (DeductionKind.NONE, date(2026, 3, 1), 0),
    ],
)
def test_only_labour_carries_a_deduction(kind, day, most):
    assert rules.largest_deduction(kind, [LABOUR, MATERIAL], paid_on=day) == most


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"shares": [Decimal(400)]}, "inte lika stora"),
        ({"deduction": Decimal(501), "shares": [Decimal(501)]}, "större än arbetskostnaden"),
        (
            {
                "deduction": Decimal(80000),
                "shares": [Decimal(80000)],
                "lines": [rules.Line(LineKind.LABOUR, Decimal(900000))],
            },
            "75 000",
        ),
        ({"methods": [PaymentMethod.CASH]}, "kontant"),
        ({"kind": DeductionKind.NONE}, "ingen avdragstyp"),
    ],
)
def test_what_would_be_questioned_is_said(changes, word):
    sound: dict[str, Any] = {
        "kind": DeductionKind.RUT, "lines": [LABOUR], "shares": [Decimal(500)], "deduction": Decimal(500),
        "day": date(2026, 3, 1),
    }  # fmt: skip

    assert rules.warnings(**sound) == []
    assert any(word in sentence for sentence in rules.warnings(**{**sound, **changes}))


@pytest.mark.django_db
def test_letters_numbers_find_invoices_and_bad_ones_suggestions():
    invoice = world.invoice("F-10447")

    assert queries.invoices_by_keys(["10447", "F-10447", "99"]) == {"10447": invoice, "F-10447": invoice}
    assert queries.similar_invoices("1O447") == [invoice]
    assert queries.similar_invoices("10448") == [invoice]
    assert queries.similar_invoices("7") == []
    assert queries.invoices_of_buyer(lookup_hash(world.TEST_NUMBER), paid_on=date(2026, 4, 2), amount=1250) == [invoice]
    assert queries.invoices_of_buyer("") == []
    assert list(queries.search_invoices(world.person(), "0447")) == [invoice]
    assert queries.paid_amount(invoice) == 1250


@pytest.mark.django_db
def test_a_number_is_used_once_and_an_invoice_has_rows():
    invoice = world.invoice()
    details = services.InvoiceDetails(
        number=invoice.number, customer=invoice.customer, issued_on=date(2026, 4, 1), lines=[]
    )

    with pytest.raises(DomainError, match="finns redan"):
        services.record_invoice(details=details, by=world.person(), at=now())
    with pytest.raises(DomainError, match="minst en rad"):
        services.change_invoice(invoice=invoice, details=details, by=world.person(), at=now())
    nothing = services.PaymentDetails(date(2026, 4, 1), Decimal(0), PaymentMethod.CARD)
    with pytest.raises(DomainError, match="hur mycket"):
        services.register_payment(invoice=invoice, details=nothing, by=world.person(), at=now())


@pytest.mark.django_db
def test_a_document_is_tied_to_the_one_invoice_it_names():
    invoice = world.invoice("F-10447")
    named = world.paper(b"Faktura F-10447 Summa 100", "faktura 10447.txt", DocumentKind.UNKNOWN)
    doubtful = world.paper(b"F-10447 och F-10448", "lista.txt", DocumentKind.UNKNOWN)
    world.invoice("F-10448")
    for document in (named, doubtful):
        assert document.current_version_id is not None
        archive_tasks.read_text(version_id=document.current_version_id)

    assert len(services.due_documents(now())) == 2
    for arguments in services.due_documents(now()):
        tasks.match_document(**arguments)

    assert list(linked_to(LinkKind.INVOICE, invoice.pk)) == [named]
    named.refresh_from_db()
    assert named.kind == DocumentKind.INVOICE


@pytest.mark.django_db
def test_revealing_a_personal_number_is_logged(client, login_as):
    login_as(Role.OFFICE)
    buyer = world.invoice().buyers.get()

    page = client.post(f"/fakturor/kopare/{buyer.pk}/personnummer/")

    assert world.TEST_NUMBER in page.text
    assert AuditEvent.objects.filter(verb="buyer.personal_number_revealed").count() == 1
    login_as(Role.READER)
    assert client.post(f"/fakturor/kopare/{buyer.pk}/personnummer/").status_code == 403
