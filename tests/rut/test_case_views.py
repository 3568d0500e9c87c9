"""The case's page and its buttons: what is asked of the office, and what a wrong input does."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive.models import Document
from archive.states import DocumentKind
from integrations.models import Message
from perforia.base.clock import now
from perforia.base.models import AuditEvent
from perforia.base.permissions import Role
from rut.models import Case, CaseInvoice, CaseReply, Decision
from rut.services.matrix import place
from rut.states import (
    CaseStatus,
    Channel,
    ClaimStatus,
    DocumentType,
    ItemState,
    ReplyKind,
    ReplyState,
    Subtype,
)  # fmt: skip
from tests.factories import world
from tests.rut.test_flow import TODAY, confirm_all, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    made = Case.objects.create(
        number="RUT-0142", status=CaseStatus.REJECTED, kind=DocumentType.COMPLETION_REQUEST, reference="8-1",
        received_on=TODAY, owner=world.person(), opened_at=now(),
    )  # fmt: skip
    invoice = CaseInvoice.objects.create(case=made, printed_number="F-1", position=1, status=ClaimStatus.REPAY_DECIDED)
    made.items.create(case_invoice=invoice, code="K02", state=ItemState.MISSING, changed_at=now())
    return made


def page(case: Case) -> str:
    return reverse("rut:case_page", args=[case.number])


def test_a_repayment_is_said_to_be_paid_by_a_button_that_then_is_gone(client, case):
    letter = upload(world.letter_pdf()).letters.get()
    Decision.objects.create(
        case=case, letter=letter, outcome=Subtype.REPAYMENT, repay_amount=900, recorded_at=now(), appeal_by=TODAY
    )
    client.force_login(world.person())
    assert "Återkravet är betalt" in client.get(page(case)).content.decode()

    answer = client.post(reverse("rut:record_repayment", args=[case.number]), follow=True)

    assert case.invoices.get().status == ClaimStatus.REPAID
    text = answer.content.decode()
    assert "angav att återkravet är betalt" in text
    assert "Återkravet är betalt</button>" not in text


def test_a_reviewed_letter_tells_its_facts_in_words(client):
    letter = confirm_all(upload(world.letter_pdf()).letters.get())
    client.force_login(world.person())

    text = client.get(reverse("rut:letter_review", args=[letter.pk])).content.decode()

    assert '<span class="p-v">Begäran om komplettering</span>' in text


def test_a_reader_is_offered_nothing_that_would_be_refused(client, open_case):
    reply = draft_of(open_case)
    letter = upload(world.letter_pdf()).letters.get()
    client.force_login(world.person(Role.READER, "Lena Läsare"))
    item = open_case.items.get()
    addresses = [
        page(open_case), reverse("rut:item_page", args=[open_case.number, item.pk]), reverse("rut:inbox"),
        reverse("rut:letter_review", args=[letter.pk]),
    ]  # fmt: skip

    pages = "".join(client.get(address).content.decode().partition('id="innehall"')[2] for address in addresses)

    forms = re.findall(r"<form[^>]*post[^>]*>", pages)
    assert [form for form in forms if "/handlingar/" not in form] == []  # that one only shows what is asked for
    assert reverse("rut:reply_page", args=[open_case.number, reply.pk]) not in pages
    assert "Anna Ek" in pages


def test_a_reader_sees_cases_but_changes_nothing(client, case):
    client.force_login(world.person(Role.READER, "Lena Läsare"))

    answers = [
        client.post(reverse(f"rut:{name}", args=[case.number]))
        for name in ("record_repayment", "close_case", "add_note", "add_papers")
    ]

    assert {answer.status_code for answer in answers} <= {403, 404}
    assert case.invoices.get().status == ClaimStatus.REPAY_DECIDED


def draft_of(case: Case, kind: ReplyKind = ReplyKind.ANSWER) -> CaseReply:
    return CaseReply.objects.create(
        case=case, kind=kind, to="anna.ek@skatteverket.se", subject="Svar 8-1", body="Gammalt", channel=Channel.MAIL,
        created_at=now(),
    )  # fmt: skip


@pytest.fixture
def open_case(case: Case) -> Case:
    case.status = CaseStatus.COLLECTING
    case.save(update_fields=["status"])
    return case


def send(client, reply: CaseReply, **changes: str):
    words = {"to": reply.to, "subject": reply.subject, "body": reply.body, "channel": reply.channel, **changes}
    return client.post(reverse("rut:send_reply", args=[reply.case.number, reply.pk]), words)


def test_what_is_sent_is_what_stands_in_the_form_also_when_it_was_not_saved_first(client, open_case):
    client.force_login(world.person())
    reply = draft_of(open_case, ReplyKind.EXTENSION)

    send(client, reply, body="Nytt")

    reply.refresh_from_db()
    assert (reply.state, reply.body, Message.objects.get().body) == (ReplyState.SENT, "Nytt", "Nytt")


@pytest.mark.parametrize("change", [{"to": "bo@skatteverket.se"}, {"channel": Channel.POST}])
def test_another_address_or_way_than_was_agreed_to_is_saved_and_asked_about_again(client, open_case, change):
    client.force_login(world.person())
    reply = draft_of(open_case, ReplyKind.EXTENSION)

    send(client, reply, **change)

    reply.refresh_from_db()
    assert reply.state == ReplyState.DRAFT
    assert {name: getattr(reply, name) for name in change} == change


def test_an_answer_that_may_not_be_sent_keeps_what_was_typed(client, open_case):
    client.force_login(world.person())

    answer = send(client, draft_of(open_case), body="Gäller 880101-2397")

    assert answer.status_code == 422
    assert "Gäller 880101-2397" in answer.content.decode()


def test_a_drafted_extension_is_found_again_on_the_case(client, open_case):
    client.force_login(world.person())
    reply = draft_of(open_case, ReplyKind.EXTENSION)

    assert reverse("rut:reply_page", args=[open_case.number, reply.pk]) in client.get(page(open_case)).content.decode()


def test_the_same_paper_twice_is_told_once(client, open_case):
    item = open_case.items.get()
    for _ in range(2):
        place(item=item, document=papers_of(b"Swish"), by=world.person(), at=now())

    assert AuditEvent.objects.filter(verb="case.paper_added").count() == 1


def papers_of(content: bytes) -> Document:
    return world.paper(content, "Swish.txt", DocumentKind.PAYMENT_PROOF)


@pytest.mark.parametrize("odd", ["²", "-1", "9" * 30, "x"])
def test_odd_numbers_in_addresses_and_forms_are_no_failure(client, case, odd):
    client.force_login(world.person())

    assert client.get(reverse("rut:cases"), {"agare": odd, "status": odd, "q": odd}).status_code == 200
    placed = client.post(reverse("rut:place_paper", args=[case.number]), {"item": odd, "document": odd})
    assert placed.status_code == 404


def test_pages_ask_the_database_as_often_for_three_rows_as_for_one(client, case):
    client.force_login(world.person())
    addresses = (page(case), reverse("rut:cases") + f"?status={CaseStatus.REJECTED}")
    for address in addresses:
        client.get(address)  # what is kept between requests is there
    few = [_queries(client, address) for address in addresses]

    for number in (2, 3):
        invoice = CaseInvoice.objects.create(
            case=case, invoice=world.invoice(f"F-{number}000"), printed_number="", position=number, status="submitted"
        )
        case.items.create(case_invoice=invoice, code="K02", state=ItemState.MISSING, changed_at=now())
        Case.objects.create(
            number=f"RUT-020{number}", status=CaseStatus.REJECTED, kind=DocumentType.QUESTION, reference=f"8-{number}",
            received_on=TODAY, owner=world.person(name=f"P{number}"), opened_at=now(),
        )  # fmt: skip

    assert [_queries(client, address) for address in addresses] == few


def _queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
