"""Signed contracts and approved time answer what Skatteverket asks for: those behind the invoice, and no others."""

import io
from datetime import timedelta

import pytest

from archive import services as archive
from archive.states import DocumentKind
from contracts.models import Contract
from contracts.states import ContractStatus, PdfState, SendState
from perforia.base.clock import now
from perforia.base.permissions import Role
from rut.models import Case, CaseInvoice
from rut.services import evidence, matrix
from rut.states import CaseStatus, DocumentType, ItemState
from rut.tasks import find_work_papers
from scheduling.models import JobPapers
from scheduling.services import times as approval
from scheduling.tasks import file_papers
from tests.factories import contracts as made
from tests.factories import scheduling, times, world

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

    assert evidence.due_agreements(now()) == [{"contract_id": contract.pk}]
    assert evidence.find_agreements(contract_id=contract.pk, at=now()) == 1
    cell = case.items.get(code="K03")
    assert (cell.state, cell.documents.get().document) == (ItemState.FOUND, _paper(contract))
    assert evidence.due_agreements(now()) == []
    assert evidence.find_agreements(contract_id=contract.pk, at=now()) == 0
    case.refresh_from_db()
    assert case.settled_count == 1


def test_two_that_held_are_left_for_a_person_to_choose_between(case, invoice):
    first, second = filed(invoice, days_before=20), filed(invoice, days_before=30, content=PDF + b"2")
    evidence.find_agreements(contract_id=second.pk, at=now())
    cell = case.items.get(code="K03")

    assert cell.state == ItemState.CHECK
    assert {row.document for row in cell.documents.all()} == {_paper(first), _paper(second)}


@pytest.mark.parametrize("days_before", [-3, 400])
def test_a_contract_signed_after_the_invoice_or_long_before_it_proves_nothing(case, invoice, days_before):
    contract = filed(invoice, days_before=days_before)

    assert evidence.find_agreements(contract_id=contract.pk, at=now()) == 0
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


@pytest.fixture
def job(invoice):
    """A job that was done a week before the invoice, its time approved and its papers filed."""
    day = invoice.issued_on - timedelta(days=7)
    viktor = scheduling.person()
    done = times.done(viktor, day=day, customer=invoice.customer)
    approval.approve(entries=[times.reported(done, viktor, day=day)], by=world.person(Role.PLANNER), at=now())
    return done


def opened_for(invoice) -> Case:
    opened = Case.objects.create(
        number="RUT-0144", status=CaseStatus.COLLECTING, kind=DocumentType.COMPLETION_REQUEST, reference="8-3",
        received_on=invoice.issued_on + timedelta(days=40), owner=world.person(), opened_at=now(),
    )  # fmt: skip
    CaseInvoice.objects.create(case=opened, invoice=invoice, position=1)
    matrix.fill_matrix(case=opened, asked={"K04": False, "K05": False}, by=world.person(), at=now())
    return opened


def test_approved_time_answers_what_is_asked_of_hours_and_work(invoice, job):
    file_papers(job_id=job.pk)

    opened = opened_for(invoice)

    papers = JobPapers.objects.get()
    assert {item.code: item.state for item in opened.items.all()} == {"K04": ItemState.FOUND, "K05": ItemState.FOUND}
    assert opened.items.get(code="K04").documents.get().document == papers.time_record
    assert opened.items.get(code="K05").documents.get().document == papers.description


def test_time_that_is_approved_later_is_given_to_the_case_that_waits_for_it(invoice, job):
    opened = opened_for(invoice)
    assert opened.items.get(code="K04").state == ItemState.MISSING
    file_papers(job_id=job.pk)

    assert evidence.due_work_papers(now()) == [{"job_id": job.pk}]
    find_work_papers(job_id=job.pk)
    find_work_papers(job_id=job.pk)

    assert set(opened.items.values_list("state", flat=True)) == {ItemState.FOUND}
    assert evidence.due_work_papers(now()) == []


def test_a_job_of_another_time_proves_nothing(invoice, job):
    file_papers(job_id=job.pk)
    invoice.work_from = invoice.work_to = invoice.issued_on
    invoice.save()

    assert set(opened_for(invoice).items.values_list("state", flat=True)) == {ItemState.MISSING}


def test_the_job_that_stands_on_the_invoice_is_meant_whatever_its_day(invoice, job):
    file_papers(job_id=job.pk)
    invoice.work_from = invoice.work_to = invoice.issued_on
    invoice.job_reference = job.number
    invoice.save()

    assert opened_for(invoice).items.get(code="K04").state == ItemState.FOUND


def _paper(contract):
    contract.refresh_from_db()
    return contract.document
