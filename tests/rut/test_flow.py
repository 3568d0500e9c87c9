"""From letter to answer, service by service: what the office does in a minute."""

import io
from datetime import date, timedelta

import pytest

from archive import tasks as archive_tasks
from archive.models import Document
from archive.states import DocumentKind
from integrations import tasks as mail_tasks
from integrations.models import Message
from perforia.base.clock import now
from perforia.base.errors import DomainError
from perforia.base.models import Notification
from perforia.base.permissions import Role
from rut import tasks
from rut.models import Case, ExtractedField, Intake, Letter, Package, Reminder
from rut.services import cases, intake, matrix, packages, papers, reminders, replies, review
from rut.states import CaseStatus, Channel, ClaimStatus, FieldName, IntakeState, ItemState, LetterState, PackageState
from tests.factories import world

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TODAY = date(2026, 6, 2)


def upload(content: bytes, name: str = "brev.pdf") -> Intake:
    """A file dropped in the inbox and read by the worker."""
    made = intake.receive(content=io.BytesIO(content), name=name, by=world.person(), at=now(), received_on=TODAY)
    tasks.read_letter(intake_id=made.pk)
    made.refresh_from_db()
    return made


def confirm_all(letter: Letter) -> Letter:
    """A person who agrees with everything."""
    for field in ExtractedField.objects.filter(letter=letter).exclude(value=""):
        review.settle_field(field=field, value=field.value, by=world.person(), at=now())
    return review.confirm_letter(letter=letter, by=world.person(), at=now())


@pytest.fixture
def invoices():
    return world.invoice("F-1001"), world.invoice("F-1002", deduction=750, name="Bo Alm")


@pytest.fixture
def case(invoices) -> Case:
    first, second = invoices
    world.paper(b"Faktura F-1001", "Faktura F-1001.txt", DocumentKind.INVOICE, of=first)
    world.paper(b"Faktura F-1002", "Faktura F-1002.txt", DocumentKind.INVOICE, of=second)
    world.paper(b"Swish 1 F-1001", "Swish a.txt", DocumentKind.PAYMENT_PROOF, of=first)
    world.paper(b"Swish 2 F-1001", "Swish b.txt", DocumentKind.PAYMENT_PROOF, of=first)
    letter = upload(world.letter_pdf()).letters.get()
    confirm_all(letter)
    return Case.objects.get()


def fill(case: Case) -> None:
    """Every cell gets its paper."""
    for item in case.items.exclude(state=ItemState.FOUND).order_by("pk"):
        assert item.case_invoice is not None
        assert item.case_invoice.invoice is not None
        number = item.case_invoice.invoice.number
        name = {"K02": "Swish", "K04": "Tidrapport", "K01": "Faktura"}[item.code]
        papers.receive_paper(
            case=case, content=io.BytesIO(f"{name} {number} {item.pk}".encode()), name=f"{name} {number}.txt",
            by=world.person(), at=now(), item=item,
        )  # fmt: skip
    case.refresh_from_db()


def test_a_letter_is_read_with_its_facts_and_matched_to_invoices(invoices):
    made = upload(world.letter_pdf())

    letter = made.letters.get()
    assert (made.state, letter.document_type, letter.reference_number) == ("read", "completion_request", "8-1234567")
    assert letter.response_deadline == date(2026, 6, 15)
    assert [row.invoice for row in letter.affected.order_by("position")] == list(invoices)
    assert {request.code for request in letter.requests.all()} == {"K01", "K02", "K04"}


def test_the_same_file_twice_is_one_intake_and_reading_twice_reads_once():
    content = world.letter_pdf()
    first, second = upload(content), upload(content, "kopia.pdf")

    assert first == second
    assert Letter.objects.count() == 1


def test_a_dead_worker_is_found_again_and_three_dead_ones_are_enough():
    made = intake.receive(
        content=io.BytesIO(world.letter_pdf()), name="b.pdf", by=world.person(), at=now(), received_on=TODAY
    )
    intake.claim_intake(intake_id=made.pk, at=now())

    assert intake.due_intakes(now()) == []
    assert intake.due_intakes(now() + timedelta(hours=1)) == [{"intake_id": made.pk}]
    Intake.objects.update(state=IntakeState.READING, attempts=3, claimed_at=now() - timedelta(hours=1))
    assert intake.due_intakes(now()) == []
    made.refresh_from_db()
    assert made.state == IntakeState.QUARANTINED
    intake.dismiss(intake=made, by=world.person(), at=now())
    intake.retry(intake=made, by=world.person(), at=now())
    made.refresh_from_db()
    assert made.state == IntakeState.WAITING


def test_a_file_that_cannot_be_read_waits_in_quarantine_and_can_be_filled_in_by_hand():
    made = upload(b"%PDF-1.7 trasig")

    assert made.state == IntakeState.QUARANTINED
    assert "skadad" in made.quarantine_sentence
    letter = intake.fill_in_by_hand(intake=made, by=world.person(), at=now())
    assert intake.fill_in_by_hand(intake=made, by=world.person(), at=now()) == letter
    assert letter.state == LetterState.REVIEW


def test_a_letter_with_open_questions_cannot_be_confirmed(invoices):
    letter = upload(world.letter_pdf()).letters.get()
    letter.fields.filter(name=FieldName.RESPONSE_DEADLINE).update(is_certain=False)

    with pytest.raises(DomainError, match="svarsfrist"):
        review.confirm_letter(letter=letter, by=world.person(), at=now())

    assert not Case.objects.exists()


def test_a_corrected_deadline_is_what_the_case_acts_on(invoices):
    letter = upload(world.letter_pdf()).letters.get()
    field = letter.fields.get(name=FieldName.RESPONSE_DEADLINE)
    mark = review.Mark(1, [1.0, 2.0, 3.0, 4.0])

    review.settle_field(field=field, value="2026-06-20", by=world.person(), at=now(), mark=mark)
    confirm_all(letter)

    assert Case.objects.get().deadline == date(2026, 6, 20)
    field.refresh_from_db()
    assert (field.read_value, field.box) == ("2026-06-15", [1.0, 2.0, 3.0, 4.0])


def test_a_confirmed_letter_opens_a_case_with_its_matrix(case):
    states = {
        (item.case_invoice.invoice.number, item.code): item.state
        for item in case.items.select_related("case_invoice__invoice")
    }

    assert (case.number, case.status, case.amount) == ("RUT-0001", CaseStatus.COLLECTING, 2000)
    assert states == {
        ("F-1001", "K01"): ItemState.FOUND,
        ("F-1002", "K01"): ItemState.FOUND,
        ("F-1001", "K02"): ItemState.CHECK,
        ("F-1002", "K02"): ItemState.MISSING,
        ("F-1001", "K04"): ItemState.MISSING,
        ("F-1002", "K04"): ItemState.MISSING,
    }
    assert "Swish" in case.items.get(code="K02", state=ItemState.MISSING).hint


def test_confirming_twice_opens_one_case(invoices):
    letter = upload(world.letter_pdf()).letters.get()
    confirm_all(letter)
    review.confirm_letter(letter=letter, by=world.person(), at=now())

    assert Case.objects.count() == 1
    with pytest.raises(DomainError, match="hör redan"):
        review.reopen(letter=letter, by=world.person(), at=now())
    with pytest.raises(DomainError, match="redan granskat"):
        review.set_requests(letter=letter, codes={"K01"}, by=world.person(), at=now())


def test_an_unknown_invoice_keeps_the_case_in_review_until_it_is_matched():
    letter = upload(world.letter_pdf()).letters.get()
    for row in letter.affected.all():
        review.exclude_row(row=row, is_excluded=row.position == 2, by=world.person(), at=now())
    confirm_all(letter)
    case = Case.objects.get()
    assert case.status == CaseStatus.REVIEW

    matrix.match_invoice(case_invoice=case.invoices.get(), invoice=world.invoice(), by=world.person(), at=now())

    case.refresh_from_db()
    assert case.status == CaseStatus.COLLECTING


def test_a_reminder_joins_the_case_and_sets_the_new_date(case):
    content = world.letter_pdf(deadline="29 juni 2026", title="Påminnelse")
    letter = upload(content, "paminnelse.pdf").letters.get()
    assert letter.suggested_case == case

    confirm_all(letter)

    case.refresh_from_db()
    assert (Case.objects.count(), case.deadline, case.letters.count()) == (1, date(2026, 6, 29), 2)


def test_a_dropped_file_finds_its_cell_by_name_or_by_content(case):
    papers.receive_paper(case=case, content=io.BytesIO(b"x"), name="Tidrapport F-1002.txt", by=world.person(), at=now())
    stray = papers.receive_paper(
        case=case, content=io.BytesIO(b"Tidrapport, faktura F-1001, 8 timmar"), name="scan.txt",
        by=world.person(), at=now(),
    )  # fmt: skip
    assert papers.unsorted_papers(case) == [stray]
    assert papers.due_matches(now()) == []

    version = stray.current_version_id
    assert version is not None
    archive_tasks.read_text(version_id=version)
    assert papers.due_matches(now()) == [{"version_id": version}]
    tasks.match_paper(version_id=version)
    tasks.match_paper(version_id=version)

    assert papers.unsorted_papers(case) == []
    assert set(case.items.filter(code="K04").values_list("state", flat=True)) == {ItemState.UPLOADED}
    stray.refresh_from_db()
    assert stray.folder is not None
    assert stray.folder.path == "RUT-ärenden/RUT-0001/F-1001/Tidrapport"


def test_cells_can_be_chosen_emptied_and_explained(case):
    by, at = world.person(), now()
    check = case.items.get(state=ItemState.CHECK)
    chosen = check.documents.order_by("pk")[0].document
    matrix.choose(item=check, document=chosen, by=by, at=at)
    check.refresh_from_db()
    assert check.state == ItemState.FOUND
    matrix.take_out(item=check, document=chosen, by=by, at=at)
    matrix.take_out(item=check, document=chosen, by=by, at=at)
    check.refresh_from_db()
    assert check.state == ItemState.MISSING
    with pytest.raises(DomainError, match="varför"):
        matrix.set_not_applicable(item=check, reason=" ", by=by, at=at)
    matrix.set_not_applicable(item=check, reason="Betald med kort hos oss", by=by, at=at)
    check.refresh_from_db()
    assert check.state == ItemState.NOT_APPLICABLE
    matrix.set_needed(item=check, by=by, at=at)
    check.refresh_from_db()
    assert (check.state, check.reason) == (ItemState.MISSING, "")


def test_an_incomplete_case_needs_an_explicit_word_to_be_packed(case):
    with pytest.raises(DomainError, match="saknas"):
        packages.request_package(case=case, allow_partial=False, by=world.person(), at=now())

    package = packages.request_package(case=case, allow_partial=True, by=world.person(), at=now())
    again = packages.request_package(case=case, allow_partial=True, by=world.person(), at=now())
    assert (package, package.is_partial) == (again, True)


def test_from_complete_matrix_to_the_officers_mailbox(case, mail_sink):
    fill(case)
    assert case.is_complete
    package = packages.request_package(case=case, allow_partial=False, by=world.person(), at=now())
    tasks.build_package(package_id=package.pk)
    tasks.build_package(package_id=package.pk)
    package.refresh_from_db()
    case.refresh_from_db()
    assert (package.state, package.percent, case.status) == (PackageState.BUILT, 100, CaseStatus.PACKAGE_READY)

    reply = replies.draft_answer(case=case, by=world.person(), at=now())
    assert reply.subject == "Svar på begäran 8-1234567"
    replies.send_reply(reply=reply, by=world.person(), at=now())
    replies.send_reply(reply=reply, by=world.person(), at=now())
    mail_tasks.send_message(message_id=Message.objects.get().pk)

    (received,) = mail_sink.received()
    assert received.recipients == ("anna.ek@skatteverket.se",)
    names = [part.get_filename() for part in received.message.iter_attachments()]
    assert names == ["8-1234567.pdf", "8-1234567.zip"]
    case.refresh_from_db()
    package.refresh_from_db()
    assert (case.status, package.state) == (CaseStatus.AWAITING_DECISION, PackageState.SENT)
    assert set(case.invoices.values_list("status", flat=True)) == {ClaimStatus.COMPLETION_SENT}
    with pytest.raises(DomainError, match="redan skickat"):
        replies.edit_reply(reply=reply, details=replies.ReplyDetails("a@b.se", "x", "y"), by=world.person(), at=now())


def test_a_changed_matrix_makes_the_package_old(case):
    fill(case)
    package = packages.request_package(case=case, allow_partial=False, by=world.person(), at=now())
    tasks.build_package(package_id=package.pk)
    item = case.items.filter(code="K04").order_by("pk")[0]
    matrix.take_out(item=item, document=item.documents.get().document, by=world.person(), at=now())

    reply = replies.draft_answer(case=case, by=world.person(), at=now())
    with pytest.raises(DomainError, match="ändrats"):
        replies.hand_in(reply=reply, channel=Channel.E_SERVICE, by=world.person(), at=now())
    case.refresh_from_db()
    assert case.status == CaseStatus.COLLECTING


def test_a_killed_builder_is_found_again_and_three_are_enough(case):
    package = packages.request_package(case=case, allow_partial=True, by=world.person(), at=now())
    packages.claim_package(package_id=package.pk, at=now())

    assert packages.due_packages(now()) == []
    assert packages.due_packages(now() + timedelta(hours=1)) == [{"package_id": package.pk}]
    Package.objects.update(state=PackageState.BUILDING, attempts=3, claimed_at=now() - timedelta(hours=1))
    assert packages.due_packages(now()) == []
    package.refresh_from_db()
    assert package.state == PackageState.FAILED


def test_a_paper_damaged_in_the_store_fails_the_package_with_its_name(case):
    package = packages.request_package(case=case, allow_partial=True, by=world.person(), at=now())
    version = package.items.get(position=1).version
    version.sha256 = "0" * 64
    version.save(update_fields=["sha256"])

    tasks.build_package(package_id=package.pk)

    package.refresh_from_db()
    assert package.state == PackageState.FAILED
    assert "skadad" in package.error


def test_personal_numbers_never_stand_in_a_reply(case):
    reply = replies.draft_answer(case=case, by=world.person(), at=now())
    assert reply.body.count("st\n") == 1
    details = replies.ReplyDetails("a@skatteverket.se", "Svar", "Gäller 880101-2397")

    with pytest.raises(DomainError, match="personnumret"):
        replies.edit_reply(reply=reply, details=details, by=world.person(), at=now())


def test_an_extension_is_drafted_sent_and_leaves_the_case_open(case, mail_sink):
    with pytest.raises(DomainError, match="efter den frist"):
        replies.draft_extension(case=case, new_deadline=date(2026, 6, 1), by=world.person(), at=now())
    reply = replies.draft_extension(case=case, new_deadline=date(2026, 6, 29), by=world.person(), at=now())
    details = replies.ReplyDetails(reply.to, reply.subject, f"{reply.body}\nBanken är sen.")
    replies.edit_reply(reply=reply, details=details, by=world.person(), at=now())
    assert replies.draft_extension(case=case, new_deadline=date(2026, 7, 1), by=world.person(), at=now()) == reply
    replies.send_reply(reply=reply, by=world.person(), at=now())

    case.refresh_from_db()
    body = Message.objects.get().body
    assert ("1 juli 2026" in body, "29 juni" in body, "Banken är sen." in body) == (True, False, True)
    assert case.status == CaseStatus.COLLECTING
    cases.change_deadline(case=case, deadline=date(2026, 7, 1), reason="Beviljat", by=world.person(), at=now())
    case.refresh_from_db()
    assert case.deadline == date(2026, 7, 1)


@pytest.mark.parametrize(("day", "given"), [(7, 0), (8, 1), (12, 1), (14, 1), (15, 1), (17, 1)])
def test_reminders_are_given_once_on_their_days(case, day, given):
    today = date(2026, 6, day)

    assert reminders.remind_of_deadlines(today=today, at=now()) == given
    assert reminders.remind_of_deadlines(today=today, at=now()) == 0
    assert Reminder.objects.count() == Message.objects.count() == given
    assert Notification.objects.visible_to(case.owner).count() == given


def test_a_case_without_anybody_reminds_the_owners_of_the_firm(case):
    boss = world.person(Role.OWNER, "Olle Ägare")
    cases.assign(case=case, owner=None, deputy=None, by=world.person(), at=now())

    reminders.remind_of_deadlines(today=date(2026, 6, 16), at=now())

    assert "1 dag för sent" in Notification.objects.visible_to(boss).get().text


def test_a_decision_gives_each_invoice_its_outcome(case):
    content = world.letter_pdf(
        "Skatteverket beviljar er begäran om rutavdrag delvis. Vi betalar ut 1 250 kr av begärda 2 000 kr och",
        "avslår begäran med 750 kr.",
        "Beslutet omfattar Anna Berg, faktura F-1001, begärt belopp 1 250 kr, godkänt belopp 1 250 kr samt",
        "Bo Alm, faktura F-1002, begärt belopp 750 kr, godkänt belopp 0 kr.",
        title="Beslut",
    )
    confirm_all(upload(content, "beslut.pdf").letters.get())

    case.refresh_from_db()
    outcomes = list(case.invoices.order_by("position").values_list("status", "granted_amount"))
    assert case.status == CaseStatus.PARTLY_GRANTED
    assert outcomes == [(ClaimStatus.GRANTED, 1250), (ClaimStatus.REJECTED, 0)]
    assert case.appeal_by == date(2026, 6, 23)
    cases.close(case=case, by=world.person(), at=now())
    case.refresh_from_db()
    assert case.status == CaseStatus.CLOSED


def test_a_case_that_owes_an_answer_is_closed_only_with_a_reason(case):
    with pytest.raises(DomainError, match="varför"):
        cases.close(case=case, by=world.person(), at=now())
    cases.close(case=case, by=world.person(), at=now(), reason="Återkallad")

    case.refresh_from_db()
    assert case.status == CaseStatus.CLOSED


def test_notes_are_kept_and_empty_ones_refused(case):
    cases.add_note(case=case, text=" Ringde kunden ", by=world.person(), at=now())

    assert case.notes.get().text == "Ringde kunden"
    with pytest.raises(DomainError, match="anteckningen"):
        cases.add_note(case=case, text=" ", by=world.person(), at=now())


def test_letters_of_other_matters_are_set_aside_and_taken_back():
    letter = upload(world.letter_pdf()).letters.get()

    review.set_aside(letter=letter, by=world.person(), at=now())
    review.reopen(letter=letter, by=world.person(), at=now())
    review.confirm_certain_fields(letter=letter, by=world.person(), at=now())
    review.choose_case(letter=letter, case=None, by=world.person(), at=now())

    letter.refresh_from_db()
    assert letter.state == LetterState.REVIEW
    assert Document.objects.get().kind == DocumentKind.LETTER
