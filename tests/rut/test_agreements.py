"""Signed contracts answer what Skatteverket asks for: the one that held when the invoice was written, and no other."""

import io
from datetime import timedelta

import pytest

from archive import services as archive
from archive.states import DocumentKind
from contracts.models import Contract
from contracts.states import ContractStatus, PdfState, SendState
from perforia.base.clock import now
from rut.models import Case, CaseInvoice
from rut.services import agreements, matrix
from rut.states import CaseStatus, DocumentType, ItemState
from tests.factories import contracts as made
from tests.factories import world

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 signed\n%%EOF\n"


@pytest.fixture
def invoice():
    return world.invoice()


@pytest.fixture
def case(invoice):
    opened = Case.objects.create(
        number="RUT-0142", status=CaseStatus.COLLECTING, kind=DocumentType.COMPLETION_REQUEST, reference="8-1",
        received_on=invoice.issued_on + timedelta(days=40), owner=world.person(), opened_at=now(),
    )  # fmt: skip
    CaseInvoice.objects.create(case=opened, invoice=invoice, position=1)
    matrix.fill_matrix(case=opened, asked={"K03": False}, by=world.person(), at=now())
    return opened


def filed(invoice, *, days_before: int, content: bytes = PDF) -> Contract:
    """A signed contract of the invoice's customer, its paper in the archive."""
    stored = archive.store(
        content=io.BytesIO(content), name="Avtal.pdf", by=None, at=now(), kind=DocumentKind.AGREEMENT
    )  # fmt: skip
    contract = made.draft(customer=invoice.customer)
    signed_on = invoice.issued_on - timedelta(days=days_before)
    Contract.objects.filter(pk=contract.pk).update(
        status=ContractStatus.SIGNED, send_state=SendState.DONE, remote_id=contract.pk, sent_at=now(),
        signed_at=now(), signed_on=signed_on, pdf_state=PdfState.FILED, filed_at=now(), document=stored.document,
    )  # fmt: skip
    return contract


def test_a_contract_that_is_filed_answers_an_open_case(case, invoice):
    contract = filed(invoice, days_before=20)

    assert agreements.due_agreements(now()) == [{"contract_id": contract.pk}]
    assert agreements.find_agreements(contract_id=contract.pk, at=now()) == 1
    cell = case.items.get(code="K03")
    assert (cell.state, cell.documents.get().document) == (ItemState.FOUND, _paper(contract))
    assert agreements.due_agreements(now()) == []
    assert agreements.find_agreements(contract_id=contract.pk, at=now()) == 0
    case.refresh_from_db()
    assert case.settled_count == 1


def test_two_that_held_are_left_for_a_person_to_choose_between(case, invoice):
    first, second = filed(invoice, days_before=20), filed(invoice, days_before=30, content=PDF + b"2")
    agreements.find_agreements(contract_id=second.pk, at=now())
    cell = case.items.get(code="K03")

    assert cell.state == ItemState.CHECK
    assert {row.document for row in cell.documents.all()} == {_paper(first), _paper(second)}


@pytest.mark.parametrize("days_before", [-3, 400])
def test_a_contract_signed_after_the_invoice_or_long_before_it_proves_nothing(case, invoice, days_before):
    contract = filed(invoice, days_before=days_before)

    assert agreements.find_agreements(contract_id=contract.pk, at=now()) == 0
    assert case.items.get(code="K03").state == ItemState.MISSING


def test_a_paper_that_is_tied_to_the_invoice_comes_before_the_customers_contract(invoice):
    filed(invoice, days_before=20)
    own = world.paper(PDF + b"own", "Order.pdf", DocumentKind.AGREEMENT, of=invoice)
    opened = Case.objects.create(
        number="RUT-0143", status=CaseStatus.COLLECTING, kind=DocumentType.COMPLETION_REQUEST, reference="8-2",
        received_on=invoice.issued_on, owner=world.person(), opened_at=now(),
    )  # fmt: skip
    CaseInvoice.objects.create(case=opened, invoice=invoice, position=1)
    matrix.fill_matrix(case=opened, asked={"K03": False}, by=world.person(), at=now())

    assert opened.items.get(code="K03").documents.get().document == own


def _paper(contract):
    contract.refresh_from_db()
    return contract.document
