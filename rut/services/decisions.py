"""Decisions of Skatteverket, applied to a case after a person has confirmed the letter."""

from datetime import date, datetime

from perforia.base import audit
from perforia.base.models import User
from rut.models import Case, CaseInvoice, Decision, DecisionRow, Letter
from rut.rules.deadlines import appeal_by
from rut.services.cases import move_claim, record_outcome
from rut.states import CaseStatus, ClaimStatus, FieldName, Subtype

OUTCOMES: dict[str, tuple[CaseStatus, ClaimStatus]] = {
    Subtype.GRANTED: (CaseStatus.GRANTED, ClaimStatus.GRANTED),
    Subtype.RECONSIDERED: (CaseStatus.PARTLY_GRANTED, ClaimStatus.PARTLY_GRANTED),
    Subtype.PARTLY_GRANTED: (CaseStatus.PARTLY_GRANTED, ClaimStatus.PARTLY_GRANTED),
    Subtype.REJECTED: (CaseStatus.REJECTED, ClaimStatus.REJECTED),
    Subtype.REPAYMENT: (CaseStatus.REJECTED, ClaimStatus.REPAY_DECIDED),
    Subtype.DISMISSED: (CaseStatus.REJECTED, ClaimStatus.DISMISSED),
    Subtype.WRITTEN_OFF: (CaseStatus.REJECTED, ClaimStatus.CLOSED),
}


def record_decision(*, case: Case, letter: Letter, by: User, at: datetime) -> Decision:
    """Write down what was decided, per invoice, with the day to appeal by; in the caller's transaction. Idempotent."""
    known = Decision.objects.filter(letter=letter).first()
    if known is not None:
        return known
    values = dict(letter.fields.values_list("name", "value"))
    status, claim = OUTCOMES.get(letter.subtype, (CaseStatus.PARTLY_GRANTED, ClaimStatus.PARTLY_GRANTED))
    decision = Decision.objects.create(
        case=case,
        letter=letter,
        outcome=letter.subtype or Subtype.PARTLY_GRANTED,
        decided_on=letter.letter_date,
        granted_amount=_whole(values.get(FieldName.TOTAL_GRANTED)),
        refused_amount=_whole(values.get(FieldName.TOTAL_REFUSED)),
        repay_amount=_whole(values.get(FieldName.TOTAL_REPAY)),
        pay_by=_day(values.get(FieldName.PAY_BY)),
        ocr=values.get(FieldName.OCR, "")[:30],
        appeal_by=appeal_by(letter.intake.received_on),
        recorded_at=at,
        recorded_by=by,
    )
    case.appeal_by = decision.appeal_by
    case.save(update_fields=["appeal_by"])
    audit.record(verb="case.decided", target=case, by=by, at=at, outcome=decision.outcome, letter=letter.pk)
    _record_rows(decision, letter, claim, by, at)
    record_outcome(case=case, status=_as_rows_say(status, decision), day=letter.letter_date, by=by, at=at)
    return decision


def _as_rows_say(status: CaseStatus, decision: Decision) -> CaseStatus:
    """A reconsidered or partly granted request is what its invoices are, where the letter says it of each."""
    if status != CaseStatus.PARTLY_GRANTED:
        return status
    said = [(row.requested_amount, row.granted_amount) for row in decision.rows.order_by("pk")]
    known = [(asked, granted) for asked, granted in said if asked is not None and granted is not None]
    if not said or len(known) < len(said):
        return status
    if all(granted >= asked for asked, granted in known):
        return CaseStatus.GRANTED
    return status if any(granted for _, granted in known) else CaseStatus.REJECTED


def _record_rows(decision: Decision, letter: Letter, claim: ClaimStatus, by: User, at: datetime) -> None:
    """The amounts of each invoice; where the letter lists none, all share the outcome."""
    listed = {row.invoice_id: row for row in letter.affected.filter(is_excluded=False).exclude(invoice=None)}
    for invoice in decision.case.invoices.order_by("position"):
        row = listed.get(invoice.invoice_id)
        if listed and row is None:
            continue
        if row is not None:
            DecisionRow.objects.create(
                decision=decision,
                case_invoice=invoice,
                requested_amount=row.requested_amount,
                granted_amount=row.granted_amount,
                repay_amount=row.repay_amount,
            )
            _write_amounts(invoice, row.requested_amount, row.granted_amount, row.repay_amount)
        status = _claim(claim, invoice)
        move_claim(invoice=invoice, status=status, by=by, at=at)


def _claim(claim: ClaimStatus, invoice: CaseInvoice) -> ClaimStatus:
    """In a partly granted request each invoice has its own outcome."""
    if claim != ClaimStatus.PARTLY_GRANTED or invoice.granted_amount is None:
        return claim
    if invoice.granted_amount == 0:
        return ClaimStatus.REJECTED
    whole = invoice.requested_amount is not None and invoice.granted_amount >= invoice.requested_amount
    return ClaimStatus.GRANTED if whole else ClaimStatus.PARTLY_GRANTED


def _write_amounts(invoice: CaseInvoice, requested: int | None, granted: int | None, repay: int | None) -> None:
    invoice.requested_amount = requested if requested is not None else invoice.requested_amount
    invoice.granted_amount, invoice.repay_amount = granted, repay
    if granted is not None and invoice.requested_amount is not None:
        invoice.refused_amount = max(invoice.requested_amount - granted, 0)
    invoice.save(update_fields=["requested_amount", "granted_amount", "refused_amount", "repay_amount"])


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
