"""The signed PDF comes home by itself, once, and is tied to its contract and customer."""

import io
from datetime import date, timedelta

import pytest

from archive.models import Document
from archive.services import store
from archive.states import DocumentKind, LinkKind
from contracts import tasks
from contracts.models import Contract
from contracts.services import filing
from contracts.states import ContractStatus, EventKind, PdfState
from integrations.clients import esign
from perforia.base.clock import now
from perforia.base.permissions import Role
from tests.contracts.test_sync import account, read, send
from tests.factories import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("esign_connection")]
FILES = "GET /v1/contracts/*/files"


@pytest.fixture
def signed(oneflow):
    """A contract that the customer has signed."""
    made = send()
    oneflow.act("sign", made.remote_id)
    return read(made)


def claim(contract):
    """Take it for work."""
    return filing.claim_signed_pdf(contract_id=contract.pk, at=now())


def fetch(contract):
    """What the worker does when it is due."""
    Contract.objects.filter(pk=contract.pk, pdf_state=PdfState.WANTED).update(pdf_next_at=now())
    tasks.fetch_signed_pdf(contract_id=contract.pk)
    contract.refresh_from_db()
    return contract


def test_a_signed_pdf_is_filed_with_its_hash_and_tied_to_contract_and_customer(signed):
    fetch(signed)

    document = signed.document
    assert document is not None
    assert (signed.pdf_state, document.kind) == (PdfState.FILED, DocumentKind.AGREEMENT)
    assert document.current_version.sha256 == signed.document_sha256
    assert document.folder.path == f"Avtal/{signed.signed_on.year}"
    assert document.retain_until == date(signed.signed_on.year + 7, 12, 31)
    assert {(link.kind, link.object_id) for link in document.links.order_by("pk")} == {
        (LinkKind.CUSTOMER, signed.customer_id), (LinkKind.CONTRACT, signed.pk),
    }  # fmt: skip
    assert signed.events.filter(kind=EventKind.FILED).count() == 1


def test_fetching_again_files_nothing_more(signed):
    fetch(fetch(signed))

    assert Document.objects.count() == 1
    assert signed.pdf_attempts == 1


def test_two_workers_with_the_same_paper_file_it_once(signed):
    first = claim(signed)
    Contract.objects.filter(pk=signed.pk).update(pdf_claimed_at=now() - timedelta(hours=1))
    assert filing.due_signed_pdfs(now()) == [{"contract_id": signed.pk}]
    second = claim(signed)
    content = esign.download(account(), signed.remote_id)

    for each in (second, first):
        filing.file_signed_pdf(claim=each, content=content, at=now())

    assert Document.objects.count() == 1


def test_a_paper_the_archive_has_already_is_the_same_document(signed):

    content = esign.download(account(), signed.remote_id)
    known = store(content=io.BytesIO(content), name="avtal.pdf", by=None, at=now()).document

    fetch(signed)

    assert signed.document == known
    known.refresh_from_db()
    assert known.kind == DocumentKind.AGREEMENT


def test_a_late_pdf_is_waited_for(oneflow):
    oneflow.world.options.pdf_delay = 60
    signed = send()
    oneflow.act("sign", signed.remote_id)
    fetch(read(signed))
    assert (signed.pdf_state, signed.document) == (PdfState.WANTED, None)
    assert signed.pdf_next_at > now()

    oneflow.advance(120)

    assert fetch(signed).pdf_state == PdfState.FILED


@pytest.mark.parametrize("mode", ["status:429", "status:500", "html:502", "timeout_before"])
def test_trouble_at_the_service_costs_a_try_and_nothing_else(oneflow, signed, mode):
    oneflow.fail(FILES, mode)
    assert fetch(signed).pdf_state == PdfState.WANTED

    assert fetch(signed).pdf_state == PdfState.FILED


def test_a_contract_deleted_before_its_pdf_came_home_needs_a_person(oneflow, signed):
    with oneflow.world.lock:
        oneflow.world.tables["contracts"].clear()

    fetch(signed)

    assert (signed.status, signed.pdf_state) == (ContractStatus.SIGNED, PdfState.FAILED)
    assert "kom inte hem" in signed.attention
    filing.ask_again(contract=signed, by=world.person(Role.OFFICE), at=now())
    signed.refresh_from_db()
    assert signed.pdf_state == PdfState.WANTED


def test_a_late_pdf_of_a_contract_that_is_there_is_not_given_up(oneflow, signed):
    oneflow.fail(FILES, "status:404")

    fetch(signed)

    assert signed.pdf_state == PdfState.WANTED
    assert fetch(signed).pdf_state == PdfState.FILED


def test_a_dead_worker_leaves_a_pdf_that_is_fetched_once_more(signed):
    filing.claim_signed_pdf(contract_id=signed.pk, at=now() - timedelta(hours=1))

    assert filing.due_signed_pdfs(now()) == [{"contract_id": signed.pk}]
    assert fetch(signed).pdf_state == PdfState.FILED
