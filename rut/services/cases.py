"""The moves of a case: one function each, and what else changes about it."""

from datetime import date, datetime

from django.db import transaction

from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from perforia.base.states import check_move
from rut import events
from rut.models import Case, CaseInvoice, CaseNote, StatusChange
from rut.services.searching import index_case
from rut.states import CASE_MOVES, CLAIM_MOVES, CaseStatus, ClaimStatus

CHANGEABLE = ("reference", "officer_name", "officer_email", "officer_phone", "officer_office")
ASKED_CLAIMS = (ClaimStatus.COMPLETION_ASKED, ClaimStatus.PROPOSED, ClaimStatus.REPAY_PROPOSED)


@transaction.atomic
def start_collecting(*, case: Case, by: User | None, at: datetime) -> None:
    """The letter's purchases are known: papers are gathered. Idempotent."""
    _move(case, CaseStatus.COLLECTING, by=by, at=at)


@transaction.atomic
def package_ready(*, case: Case, by: User | None, at: datetime) -> None:
    """A whole package is built. Idempotent."""
    _move(case, CaseStatus.PACKAGE_READY, by=by, at=at)


@transaction.atomic
def collect_again(*, case: Case, by: User | None, at: datetime, reason: str = "") -> None:
    """Papers changed after the package was built, or more is asked for. Idempotent."""
    _move(case, CaseStatus.COLLECTING, by=by, at=at, reason=reason)


@transaction.atomic
def record_answer(*, case: Case, by: User, at: datetime) -> None:
    """The answer has left the house: wait for the decision. Announces case_answered. Idempotent."""
    locked = lock(case)
    locked.answered_at = at
    locked.save(update_fields=["answered_at"])
    _move(locked, CaseStatus.AWAITING_DECISION, by=by, at=at)
    for invoice in locked.invoices.filter(status__in=ASKED_CLAIMS):
        move_claim(invoice=invoice, status=ClaimStatus.COMPLETION_SENT, by=by, at=at)
    events.case_answered.announce(case_id=locked.pk)


@transaction.atomic
def reopen_for_answer(*, case: Case, by: User, at: datetime, reason: str = "Nytt brev") -> None:
    """Skatteverket asks again: an answered, decided or closed case is gathered for once more. Idempotent."""
    locked = lock(case)
    if locked.status not in (CaseStatus.REVIEW, CaseStatus.COLLECTING):
        locked.closed_at = None
        locked.save(update_fields=["closed_at"])
        _move(locked, CaseStatus.COLLECTING, by=by, at=at, reason=reason)


@transaction.atomic
def record_outcome(*, case: Case, status: CaseStatus, day: date | None, by: User, at: datetime) -> None:
    """Skatteverket has decided: granted, partly granted or rejected. Announces case_decided. Idempotent.

    A case that was not yet gathered for, or closed, is taken up first: a decision may come at any time.
    """
    locked = lock(case)
    if locked.status in (CaseStatus.REVIEW, CaseStatus.CLOSED):
        _move(locked, CaseStatus.COLLECTING, by=by, at=at, reason="Beslut")
    locked.decided_on, locked.closed_at = day, None
    locked.save(update_fields=["decided_on", "closed_at"])
    _move(locked, status, by=by, at=at)
    events.case_decided.announce(case_id=locked.pk)


@transaction.atomic
def record_repayment(*, case: Case, by: User, at: datetime) -> None:
    """What Skatteverket wanted back has been paid; its reminders end. Idempotent."""
    locked = lock(case)
    owed = list(locked.invoices.filter(status=ClaimStatus.REPAY_DECIDED).order_by("position"))
    for invoice in owed:
        move_claim(invoice=invoice, status=ClaimStatus.REPAID, by=by, at=at)
    if owed:
        audit.record(verb="case.repaid", target=locked, by=by, at=at)


@transaction.atomic
def close(*, case: Case, by: User, at: datetime, reason: str = "") -> None:
    """Nothing more is to be done. Raises DomainError while an answer is owed and no reason is given. Idempotent."""
    locked = lock(case)
    if locked.is_answering and not reason.strip():
        raise DomainError("Skriv varför ärendet avslutas utan svar.")
    locked.closed_at = locked.closed_at or at
    locked.save(update_fields=["closed_at"])
    _move(locked, CaseStatus.CLOSED, by=by, at=at, reason=reason)


@transaction.atomic
def change_deadline(
    *, case: Case, deadline: date, reason: str, by: User, at: datetime, is_estimated: bool = False
) -> None:
    """Set another date to answer by; the old one stays in the history. Idempotent."""
    locked = lock(case)
    if locked.deadline != deadline or locked.is_deadline_estimated != is_estimated:
        old = locked.deadline
        locked.deadline, locked.is_deadline_estimated = deadline, is_estimated
        locked.save(update_fields=["deadline", "is_deadline_estimated"])
        audit.record(
            verb="case.deadline_changed", target=locked, by=by, at=at, reason=reason[:200],
            old=old.isoformat() if old else None, new=deadline.isoformat(),
        )  # fmt: skip


@transaction.atomic
def change_facts(*, case: Case, by: User, at: datetime, **facts: str) -> None:
    """Set the reference or the officer (fields of Case named in CHANGEABLE). Idempotent.

    Raises DomainError when another open case has the reference.
    """
    locked = lock(case)
    changed = [name for name in CHANGEABLE if name in facts and getattr(locked, name) != facts[name]]
    if not changed:
        return
    if "reference" in changed:
        twin = Case.objects.open().exclude(pk=locked.pk).filter(reference=facts["reference"]).first()
        if twin is not None:
            message = f"{twin.number} är redan öppet med referensen {facts['reference']}."
            raise DomainError(message)
    for name in changed:
        setattr(locked, name, facts[name])
    locked.save(update_fields=changed)
    index_case(locked)
    audit.record(verb="case.facts_changed", target=locked, by=by, at=at, fields=", ".join(changed))


@transaction.atomic
def assign(*, case: Case, owner: User | None, deputy: User | None, by: User, at: datetime) -> None:
    """Say who answers for the case, and who steps in. Idempotent."""
    locked = lock(case)
    if (locked.owner, locked.deputy) != (owner, deputy):
        locked.owner, locked.deputy = owner, deputy
        locked.save(update_fields=["owner", "deputy"])
        audit.record(verb="case.assigned", target=locked, by=by, at=at, owner=owner.pk if owner else None)


@transaction.atomic
def take(*, case: Case, by: User, at: datetime) -> None:
    """Answer for a case oneself. Raises DomainError when somebody else already does. Idempotent."""
    locked = lock(case)
    if locked.owner is not None and locked.owner != by:
        message = f"{locked.owner.name} ansvarar redan för {locked.number}."
        raise DomainError(message)
    assign(case=locked, owner=by, deputy=locked.deputy, by=by, at=at)


@transaction.atomic
def add_note(*, case: Case, text: str, by: User, at: datetime) -> CaseNote:
    """Write something down. Raises DomainError for nothing."""
    if not text.strip():
        raise DomainError("Skriv något i anteckningen.")
    note = CaseNote.objects.create(case=case, text=text.strip(), by=by, at=at)
    audit.record(verb="case.note_added", target=case, by=by, at=at, note=note.pk)
    return note


@transaction.atomic
def move_claim(*, invoice: CaseInvoice, status: ClaimStatus, by: User | None, at: datetime) -> None:
    """Where the claim of one invoice stands. Idempotent."""
    locked = CaseInvoice.objects.select_for_update(of=("self",), no_key=True).get(pk=invoice.pk)
    old = ClaimStatus(locked.status)
    if check_move(old, status, CLAIM_MOVES):
        locked.status = status
        locked.save(update_fields=["status"])
        StatusChange.objects.create(case_id=locked.case_id, case_invoice=locked, old=old, new=status, at=at, by=by)


def lock(case: Case) -> Case:
    """The case's row, locked until the transaction ends."""
    return Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)


def _move(case: Case, status: CaseStatus, *, by: User | None, at: datetime, reason: str = "") -> None:
    locked = lock(case)
    old = CaseStatus(locked.status)
    if not check_move(old, status, CASE_MOVES):
        return
    locked.status = status
    locked.save(update_fields=["status"])
    StatusChange.objects.create(case=locked, old=old, new=status, reason=reason[:300], at=at, by=by)
    audit.record(verb="case.moved", target=locked, by=by, at=at, old=old.label, new=status.label)
