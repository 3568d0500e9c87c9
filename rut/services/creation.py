"""A new case: its number, folder and first state; by a letter (opening) or by hand."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import connection, transaction

from archive import services as archive
from billing.queries import invoices_by_keys
from billing.rules import number_key
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from rut import events
from rut.models import Case, CaseInvoice, StatusChange
from rut.rules.facts import CaseFacts
from rut.services.cases import lock, reopen_for_answer
from rut.services.matrix import fill_matrix
from rut.services.searching import index_case
from rut.states import OPEN, CaseStatus

ROOT_FOLDER = "RUT-ärenden"
# Held until the end of the transaction by whoever opens a case; the number is arbitrary and ours alone.
OPENING_LOCK = 7_142_001


def create_case(*, facts: CaseFacts, by: User, at: datetime, letter: int | None = None) -> Case:
    """Make the case, in the caller's transaction. Raises DomainError when its reference has an open case."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [OPENING_LOCK])
    _refuse_twin(facts.reference)
    number = _next_number()
    case = Case.objects.create(
        number=number, status=CaseStatus.REVIEW, owner=by, opened_at=at,
        folder=archive.ensure_folder(path=[ROOT_FOLDER, number]), **asdict(facts),
    )  # fmt: skip
    StatusChange.objects.create(case=case, old="", new=CaseStatus.REVIEW, at=at, by=by)
    audit.record(verb="case.opened", target=case, by=by, at=at, letter=letter)
    return case


@transaction.atomic
def open_by_hand(*, facts: CaseFacts, invoices: Sequence[str], codes: Sequence[str], by: User, at: datetime) -> Case:
    """Open a case without a letter: Skatteverket rang, or the letter lies on paper. Announces case_opened.

    `invoices` are numbers as written; one that is not in the system is kept as written, to be matched on the case's
    page. `codes` are those of the catalogue. Raises DomainError when the reference has an open case.
    """
    case = create_case(facts=facts, by=by, at=at)
    _add_invoices(case, invoices)
    fill_matrix(case=case, asked=dict.fromkeys(codes, False), by=by, at=at)
    events.case_opened.announce(case_id=case.pk)
    return case


@transaction.atomic
def ask_more(*, case: Case, invoices: Sequence[str], codes: Sequence[str], by: User, at: datetime) -> None:
    """Skatteverket wants more than the letter said: further invoices, further papers. Idempotent.

    Papers that are asked for already are asked for of the new invoices too; an answered case is gathered for again.
    """
    reopen_for_answer(case=case, reason="Fler underlag begärs", by=by, at=at)
    locked = lock(case)
    _add_invoices(locked, invoices)
    known = dict(locked.items.values_list("code", "is_conditional"))
    fill_matrix(case=locked, asked=dict.fromkeys(codes, False) | known, by=by, at=at)
    audit.record(verb="case.more_asked", target=locked, by=by, at=at, papers=len(codes), invoices=len(invoices))


def _add_invoices(case: Case, numbers: Sequence[str]) -> None:
    found = invoices_by_keys(numbers)
    known = set(case.invoices.values_list("invoice_id", flat=True)) - {None}
    printed = {number_key(each) for each in case.invoices.filter(invoice=None).values_list("printed_number", flat=True)}
    position = case.invoices.count()
    for number in numbers:
        invoice = found.get(number)
        if (invoice.pk in known) if invoice else (number_key(number) in printed):
            continue
        position += 1
        CaseInvoice.objects.create(
            case=case, invoice=invoice, printed_number=number[:40], position=position,
            requested_amount=None if invoice is None else int(invoice.deduction),
        )  # fmt: skip
        known |= {invoice.pk} if invoice else set()
        printed.add(number_key(number))
    case.amount = sum(amount or 0 for amount in case.invoices.values_list("requested_amount", flat=True))
    case.save(update_fields=["amount"])
    index_case(case)


def _refuse_twin(reference: str) -> None:
    twin = Case.objects.filter(status__in=OPEN, reference=reference).exclude(reference="").first()
    if twin is not None:
        message = f"{twin.number} är redan öppet med samma referens. Fortsätt i det ärendet."
        raise DomainError(message)


def _next_number() -> str:
    """RUT-0001 and on; under OPENING_LOCK, so that two never get the same."""
    newest = Case.objects.order_by("-pk").first()
    return f"RUT-{int(newest.number.removeprefix('RUT-')) + 1 if newest else 1:04}"
