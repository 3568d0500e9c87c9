"""What a confirmed letter does: it opens a case, joins one, or is filed."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import Q

from archive import services as archive
from archive.states import LinkKind
from perforia.base import audit
from perforia.base.models import User
from rut import events
from rut.models import Case, CaseInvoice, Letter
from rut.rules.deadlines import estimated_deadline
from rut.rules.facts import CaseFacts
from rut.services.cases import change_deadline, change_facts, move_claim, reopen_for_answer
from rut.services.creation import create_case
from rut.services.decisions import record_decision
from rut.services.matrix import fill_matrix
from rut.services.searching import index_case
from rut.states import (
    ASKING,
    CLAIM_MOVES,
    OPEN,
    ClaimStatus,
    DocumentType,
    FieldName,
    LetterState,
    Subtype,
)


def suggest_case(letter: Letter) -> Case | None:
    """The one case a letter surely speaks of: by its references, else by the same invoices. None when in doubt."""
    values = {each["value"] for each in letter.references} | {letter.reference_number}
    values |= {letter.fields.filter(name=FieldName.REQUEST_REFERENCE).values_list("value", flat=True).first() or ""}
    values.discard("")
    if values:
        by_reference = Case.objects.filter(Q(reference__in=values) | _any_reference(values)).distinct()
        if (found := _only(by_reference)) is not None:
            return found
    invoices = letter.affected.exclude(invoice=None).values("invoice")
    return _only(Case.objects.filter(status__in=OPEN, invoices__invoice__in=invoices).distinct()) if invoices else None


def _any_reference(values: Iterable[str]) -> Q:
    condition = Q(pk__in=[])
    for value in values:
        condition |= Q(references__contains=[{"value": value}])
    return condition


def _only(cases: Iterable[Case]) -> Case | None:
    found = list(cases)[:2]
    return found[0] if len(found) == 1 else None


def apply_letter(*, letter: Letter, by: User, at: datetime) -> Case | None:
    """Let a confirmed letter act, in the caller's transaction: the case it opened or joined, None when only filed.

    The person chose the case by confirming (`suggested_case`); nothing is guessed here. Raises DomainError when a new
    case is wanted for a reference that has an open one.
    """
    case = letter.suggested_case
    if case is not None:
        case = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
        _join(case, letter, by, at)
    elif letter.document_type in ASKING:
        case = _open(letter, by, at)
    if case is None:
        return None
    letter.case = case
    letter.save(update_fields=["case"])
    document = letter.intake.document
    archive.link(document=document, kind=LinkKind.CASE, object_id=case.pk, label=case.number, by=by, at=at)
    archive.move(document=document, folder=case.folder, by=by, at=at)
    if letter.document_type == DocumentType.DECISION:
        record_decision(case=case, letter=letter, by=by, at=at)
    return case


def _open(letter: Letter, by: User, at: datetime) -> Case:
    values = _values(letter)
    deadline, is_estimated = _deadline(letter, values)
    facts = CaseFacts(
        kind=letter.document_type,
        subtype=letter.subtype,
        reference=letter.reference_number,
        references=letter.references,
        **_officer(values),
        received_on=letter.intake.received_on,
        deadline=deadline,
        is_deadline_estimated=is_estimated,
    )
    case = create_case(facts=facts, by=by, at=at, letter=letter.pk)
    _take_invoices(case, letter, by, at)
    fill_matrix(case=case, asked=_asked(letter), by=by, at=at)
    _suggest_to_waiting(letter)
    events.case_opened.announce(case_id=case.pk)
    return case


def _suggest_to_waiting(letter: Letter) -> None:
    """Letters that were read before this case existed may belong to it; those being confirmed right now are let be."""
    waiting = Letter.objects.filter(state=LetterState.REVIEW, suggested_case=None).exclude(pk=letter.pk)
    for each in waiting.select_for_update(of=("self",), no_key=True, skip_locked=True).order_by("pk"):
        each.suggested_case = suggest_case(each)
        if each.suggested_case is not None:
            each.save(update_fields=["suggested_case"])


def _join(case: Case, letter: Letter, by: User, at: datetime) -> None:
    """A reminder or follow-up sets a new date and may ask for more; every letter is noted in the case's history."""
    audit.record(verb="case.letter_joined", target=case, by=by, at=at, letter=letter.pk)
    if letter.document_type not in ASKING:
        return
    values = _values(letter)
    officer = {name: value for name, value in _officer(values).items() if value}
    if "officer_name" in officer or "officer_email" in officer:
        change_facts(case=case, by=by, at=at, **officer)
    deadline, is_estimated = _deadline(letter, values)
    if deadline is not None:
        change_deadline(case=case, deadline=deadline, is_estimated=is_estimated, reason="Nytt brev", by=by, at=at)
    reopen_for_answer(case=case, by=by, at=at)
    _take_invoices(case, letter, by, at)
    fill_matrix(case=case, asked=_asked(letter), by=by, at=at)


def _claim_asked(letter: Letter) -> ClaimStatus:
    """Where a letter that asks puts the claims it lists."""
    if letter.document_type != DocumentType.PROPOSAL:
        return ClaimStatus.COMPLETION_ASKED
    return ClaimStatus.REPAY_PROPOSED if letter.subtype == Subtype.REPAY else ClaimStatus.PROPOSED


def _take_invoices(case: Case, letter: Letter, by: User, at: datetime) -> None:
    """The listed purchases become invoices of the case, each once; their claims stand where the letter puts them."""
    status = _claim_asked(letter)
    listed = set(letter.affected.filter(is_excluded=False).exclude(invoice=None).values_list("invoice_id", flat=True))
    for invoice in case.invoices.order_by("position"):
        is_meant = not listed or invoice.invoice_id in listed
        if is_meant and status in CLAIM_MOVES[ClaimStatus(invoice.status)]:
            move_claim(invoice=invoice, status=status, by=by, at=at)
    known = set(case.invoices.values_list("invoice_id", flat=True)) - {None}
    printed = set(case.invoices.filter(invoice=None).values_list("printed_number", flat=True))
    position = case.invoices.count()
    for row in letter.affected.filter(is_excluded=False).order_by("position"):
        number = row.invoice_number or row.name
        if (row.invoice_id and row.invoice_id in known) or (not row.invoice_id and number in printed):
            continue
        position += 1
        CaseInvoice.objects.create(
            case=case,
            invoice_id=row.invoice_id,
            printed_number=number[:40],
            position=position,
            status=status,
            requested_amount=row.requested_amount,
        )
    case.amount = sum(amount or 0 for amount in case.invoices.values_list("requested_amount", flat=True))
    case.save(update_fields=["amount"])
    index_case(case)


def _asked(letter: Letter) -> dict[str, bool]:
    return dict(letter.requests.filter(is_included=True).values_list("code", "is_conditional"))


def _values(letter: Letter) -> dict[str, str]:
    return dict(letter.fields.values_list("name", "value"))


def _officer(values: Mapping[str, str]) -> dict[str, str]:
    return {
        "officer_name": values.get(FieldName.HANDLER_NAME, "")[:120],
        "officer_email": values.get(FieldName.HANDLER_EMAIL, ""),
        "officer_phone": values.get(FieldName.HANDLER_PHONE, "")[:30],
        "officer_office": values.get(FieldName.HANDLER_OFFICE, "")[:120],
    }


def _deadline(letter: Letter, values: dict[str, str]) -> tuple[date | None, bool]:
    """The date to answer by, and whether it is only counted from the day of receipt."""
    if letter.response_deadline is not None:
        return letter.response_deadline, False
    days = values.get(FieldName.RESPONSE_DAYS, "")
    return (estimated_deadline(letter.intake.received_on, int(days)), True) if days.isdecimal() else (None, False)
