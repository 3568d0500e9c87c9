"""A confirmed letter opens one case, joins one, or says why a person must choose."""

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from perforia.base.clock import now
from perforia.base.errors import DomainError
from rut.models import Case, Letter
from rut.services import cases, decisions, opening, review
from rut.states import CLAIM_MOVES, CaseStatus, ClaimStatus, DocumentType, Subtype
from tests.factories import world
from tests.rut.test_flow import confirm_all, upload

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def decision_pdf(*, title: str = "Beslut") -> bytes:
    return world.letter_pdf(
        "Skatteverket beviljar er begäran om rutavdrag. Vi betalar ut 1 250 kr av begärda 1 250 kr.",
        "Beslutet omfattar Anna Berg, faktura F-1001, begärt belopp 1 250 kr, godkänt belopp 1 250 kr.",
        title=title,
    )


def opened() -> Case:
    """A case of one invoice that is known and one that is taken into the books with it."""
    world.invoice("F-1001")
    world.invoice("F-1002", deduction=750, name="Bo Alm")
    confirm_all(upload(world.letter_pdf()).letters.get())
    return Case.objects.get()


def test_a_letter_that_waited_is_suggested_the_case_another_opened():
    world.invoice("F-1001")
    world.invoice("F-1002", deduction=750, name="Bo Alm")
    first = upload(world.letter_pdf()).letters.get()
    reminder = upload(world.letter_pdf(title="Påminnelse", deadline="29 juni 2026"), "p.pdf").letters.get()
    assert reminder.suggested_case is None

    confirm_all(first)

    reminder.refresh_from_db()
    assert reminder.suggested_case == Case.objects.get()


def test_a_second_open_case_of_one_reference_is_refused_with_the_number_of_the_first():
    case = opened()
    letter = upload(world.letter_pdf(title="Påminnelse", deadline="29 juni 2026"), "p.pdf").letters.get()
    review.choose_case(letter=letter, case=None, by=world.person(), at=now())

    with pytest.raises(DomainError, match=case.number):
        confirm_all(letter)

    assert Case.objects.count() == 1


@pytest.mark.parametrize("status", [CaseStatus.REVIEW, CaseStatus.CLOSED])
def test_a_decision_acts_on_a_case_in_review_and_on_a_closed_one(status):
    case = opened()
    Case.objects.update(status=status, closed_at=now() if status == CaseStatus.CLOSED else None)
    letter = upload(decision_pdf(), "beslut.pdf").letters.get()
    Letter.objects.filter(pk=letter.pk).update(suggested_case=case, subtype=Subtype.GRANTED)
    letter.refresh_from_db()

    with transaction.atomic():
        opening.apply_letter(letter=letter, by=world.person(), at=now())

    case.refresh_from_db()
    assert (case.status, case.closed_at) == (CaseStatus.GRANTED, None)


@pytest.mark.parametrize("status", ClaimStatus)
@pytest.mark.parametrize("outcome", [outcome for _, outcome in decisions.OUTCOMES.values()])
def test_every_outcome_may_follow_wherever_the_claim_was(status, outcome):
    assert outcome == status or outcome in CLAIM_MOVES[status]


@pytest.mark.parametrize(
    ("status", "subtype"), [(ClaimStatus.REPAID, Subtype.GRANTED), (ClaimStatus.CLOSED, Subtype.REPAYMENT)]
)
def test_a_reconsidered_claim_is_recorded(status, subtype):
    case = opened()
    case.invoices.update(status=status)
    letter = upload(decision_pdf(), "beslut.pdf").letters.get()
    Letter.objects.filter(pk=letter.pk).update(
        document_type=DocumentType.DECISION, subtype=subtype, suggested_case=case
    )
    letter.refresh_from_db()

    with transaction.atomic():
        opening.apply_letter(letter=letter, by=world.person(), at=now())

    assert case.decisions.get().outcome == subtype


@pytest.mark.parametrize(
    ("kind", "subtype", "claim"),
    [
        (DocumentType.COMPLETION_REQUEST, Subtype.FOLLOW_UP, ClaimStatus.COMPLETION_ASKED),
        (DocumentType.PROPOSAL, Subtype.REFUSE, ClaimStatus.PROPOSED),
        (DocumentType.PROPOSAL, Subtype.REPAY, ClaimStatus.REPAY_PROPOSED),
    ],
)
def test_a_letter_that_joins_says_where_the_claims_stand(kind, subtype, claim):
    case = opened()
    cases.record_answer(case=case, by=world.person(), at=now())
    letter = upload(world.letter_pdf(deadline="29 juni 2026"), "f.pdf").letters.get()
    Letter.objects.filter(pk=letter.pk).update(document_type=kind, subtype=subtype, suggested_case=case)
    letter.refresh_from_db()

    with transaction.atomic():
        opening.apply_letter(letter=letter, by=world.person(), at=now())

    case.refresh_from_db()
    assert set(case.invoices.values_list("status", flat=True)) == {claim}
    assert (case.status, case.deadline) == (CaseStatus.COLLECTING, date(2026, 6, 29))


@pytest.mark.django_db(transaction=True)
def test_two_letters_confirmed_at_once_get_two_numbers():
    letters = [
        upload(world.letter_pdf(reference=reference), f"{reference}.pdf").letters.get()
        for reference in ("8-1111111", "8-2222222")
    ]
    person = world.person()
    gate, errors = threading.Barrier(2), []

    def confirm(letter: Letter) -> None:
        try:
            with transaction.atomic():
                gate.wait(5)
                opening.apply_letter(letter=letter, by=person, at=now())
                threading.Event().wait(0.2)  # holds the transaction open, as a slow one would
        except Exception as error:  # noqa: BLE001 -- told to the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=(letter,)) for letter in letters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert errors == []
    assert sorted(Case.objects.values_list("number", flat=True)) == ["RUT-0001", "RUT-0002"]


@pytest.mark.parametrize(
    ("granted", "status"),
    [((1250, 750), CaseStatus.GRANTED), ((1250, 0), CaseStatus.PARTLY_GRANTED), ((0, 0), CaseStatus.REJECTED)],
)
def test_a_reconsidered_case_is_what_its_invoices_became(granted, status):
    case = opened()
    letter = upload(world.letter_pdf(title="Beslut"), "omprövning.pdf").letters.get()
    Letter.objects.filter(pk=letter.pk).update(
        document_type=DocumentType.DECISION, subtype=Subtype.RECONSIDERED, suggested_case=case
    )
    for row, amount in zip(letter.affected.order_by("position"), granted, strict=True):
        letter.affected.filter(pk=row.pk).update(granted_amount=amount)
    letter.refresh_from_db()

    with transaction.atomic():
        opening.apply_letter(letter=letter, by=world.person(), at=now())

    case.refresh_from_db()
    assert case.status == status
