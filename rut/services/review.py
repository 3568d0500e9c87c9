"""A person's word on a letter: confirm, correct, and let it act."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from billing.models import Invoice
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.models import User
from perforia.base.states import check_move
from rut import events
from rut.models import AffectedRow, Case, ExtractedField, Letter, LetterRequest
from rut.rules import catalogue
from rut.services.intake import count_doubts
from rut.services.opening import apply_letter
from rut.services.searching import index_letter
from rut.states import ASKING, DECISIVE, LETTER_MOVES, DocumentType, FieldName, LetterState

_COPIED = {
    FieldName.DOCUMENT_TYPE: "document_type",
    FieldName.SUBTYPE: "subtype",
    FieldName.REFERENCE_NUMBER: "reference_number",
    FieldName.RESPONSE_DEADLINE: "response_deadline",
    FieldName.LETTER_DATE: "letter_date",
}
_DATES = (FieldName.RESPONSE_DEADLINE, FieldName.LETTER_DATE, FieldName.PAY_BY)


@dataclass(frozen=True)
class Mark:
    """Where a person marked a value in the page; `box` in points."""

    page: int
    box: list[float]


@transaction.atomic
def settle_field(
    *, field: ExtractedField, value: str, by: User, at: datetime, mark: Mark | None = None
) -> ExtractedField:
    """A person's value of a fact, confirmed by it being theirs. Idempotent. Checked already by the form."""
    letter = _lock(field.letter)
    _must_be_open(letter)
    locked = ExtractedField.objects.select_for_update(of=("self",), no_key=True).get(pk=field.pk)
    changed = locked.value != value
    locked.value, locked.confirmed_at, locked.confirmed_by = value[:300], at, by
    if mark is not None:
        locked.page, locked.box = mark.page, mark.box
    locked.save(update_fields=["value", "confirmed_at", "confirmed_by", "page", "box"])
    _copy(letter, locked)
    if changed:
        audit.record(
            verb="letter.field_corrected", target=letter, by=by, at=at, field=locked.name, old=locked.read_value[:80]
        )
    return locked


@transaction.atomic
def confirm_certain_fields(*, letter: Letter, by: User, at: datetime) -> int:
    """Confirm every fact the reader was certain of; answers how many. Idempotent."""
    locked = _lock(letter)
    _must_be_open(locked)
    return locked.fields.filter(is_certain=True, confirmed_at=None).update(confirmed_at=at, confirmed_by=by)


@transaction.atomic
def match_row(*, row: AffectedRow, invoice: Invoice | None, by: User, at: datetime) -> None:
    """Say which invoice a listed purchase means, or that none does yet. Idempotent."""
    letter = _lock(row.letter)
    _must_be_open(letter)
    row.invoice, row.confirmed_at, row.confirmed_by = invoice, at, by
    row.save(update_fields=["invoice", "confirmed_at", "confirmed_by"])
    _recount(letter)


@transaction.atomic
def exclude_row(*, row: AffectedRow, is_excluded: bool, by: User, at: datetime) -> None:
    """Leave a wrongly read purchase out, or take it back in. Idempotent."""
    letter = _lock(row.letter)
    _must_be_open(letter)
    row.is_excluded, row.confirmed_at, row.confirmed_by = is_excluded, at, by
    row.save(update_fields=["is_excluded", "confirmed_at", "confirmed_by"])
    _recount(letter)


@transaction.atomic
def set_requests(*, letter: Letter, codes: set[str], by: User, at: datetime) -> None:
    """Which papers the letter asks for, as the person sees it. Idempotent."""
    locked = _lock(letter)
    _must_be_open(locked)
    for code in sorted(codes & set(catalogue.BY_CODE)):
        LetterRequest.objects.update_or_create(
            letter=locked, code=code, defaults={"is_included": True, "confirmed_at": at, "confirmed_by": by}
        )
    locked.requests.exclude(code__in=codes).update(is_included=False, confirmed_at=at, confirmed_by=by)


@transaction.atomic
def choose_case(*, letter: Letter, case: Case | None, by: User, at: datetime) -> None:
    """Say which case a letter belongs to; None opens a new one where the letter asks for an answer. Idempotent."""
    locked = _lock(letter)
    _must_be_open(locked)
    if locked.suggested_case != case:
        locked.suggested_case = case
        locked.save(update_fields=["suggested_case"])
        audit.record(verb="letter.case_chosen", target=locked, by=by, at=at, case=case.number if case else None)


@transaction.atomic
def confirm_letter(*, letter: Letter, by: User, at: datetime) -> Letter:
    """The person stands by the facts: the letter acts. Idempotent. Announces letter_confirmed.

    Raises DomainError naming the facts a case would act on that nobody has settled.
    """
    locked = _lock(letter)
    if not check_move(LetterState(locked.state), LetterState.CONFIRMED, LETTER_MOVES):
        return locked
    if problems := unsettled(locked):
        message = f"Bekräfta först: {', '.join(problems)}."
        raise DomainError(message)
    locked.state, locked.reviewed_at, locked.reviewed_by, locked.doubt_count = LetterState.CONFIRMED, at, by, 0
    locked.save(update_fields=["state", "reviewed_at", "reviewed_by", "doubt_count"])
    audit.record(verb="letter.confirmed", target=locked, by=by, at=at)
    apply_letter(letter=locked, by=by, at=at)
    events.letter_confirmed.announce(letter_id=locked.pk)
    return locked


@transaction.atomic
def set_aside(*, letter: Letter, by: User, at: datetime) -> None:
    """The letter is no matter of ours; it stays in the archive. Idempotent."""
    locked = _lock(letter)
    if check_move(LetterState(locked.state), LetterState.SET_ASIDE, LETTER_MOVES):
        locked.state, locked.reviewed_at, locked.reviewed_by = LetterState.SET_ASIDE, at, by
        locked.save(update_fields=["state", "reviewed_at", "reviewed_by"])
        audit.record(verb="letter.set_aside", target=locked, by=by, at=at)


@transaction.atomic
def reopen(*, letter: Letter, by: User, at: datetime) -> None:
    """Review a letter again. Raises DomainError when it has already acted on a case. Idempotent."""
    locked = _lock(letter)
    if locked.case_id is not None:
        raise DomainError("Brevet hör redan till ett ärende. Ändra i ärendet i stället.")
    if check_move(LetterState(locked.state), LetterState.REVIEW, LETTER_MOVES):
        locked.state, locked.reviewed_at, locked.reviewed_by = LetterState.REVIEW, None, None
        locked.save(update_fields=["state", "reviewed_at", "reviewed_by"])
        audit.record(verb="letter.reopened", target=locked, by=by, at=at)


def unsettled(letter: Letter) -> list[str]:
    """The labels of facts a case would act on that are neither certain nor confirmed."""
    asks = letter.document_type in ASKING
    fields = {field.name: field for field in letter.fields.filter(name__in=DECISIVE)}
    found = []
    for name in DECISIVE:
        field = fields.get(name)
        if field is None or field.is_settled:
            continue
        is_needed = name in (FieldName.DOCUMENT_TYPE, FieldName.REFERENCE_NUMBER)
        if name == FieldName.RESPONSE_DEADLINE and asks:
            # A letter that asks has a date, or a person says that it has none.
            is_needed = not _has_settled_days(fields)
        if field.value or (is_needed and (asks or letter.document_type == DocumentType.DECISION)):
            found.append(FieldName(name).label.lower())
    return found


def _has_settled_days(fields: dict[str, ExtractedField]) -> bool:
    days = fields.get(FieldName.RESPONSE_DAYS)
    return days is not None and bool(days.value) and days.is_settled


def _copy(letter: Letter, field: ExtractedField) -> None:
    """Lists sort by some facts: the letter carries a copy."""
    attribute = _COPIED.get(FieldName(field.name))
    if attribute is not None:
        value: str | date | None = field.value
        if field.name in _DATES:
            value = date.fromisoformat(field.value) if field.value else None
        setattr(letter, attribute, value)
        letter.save(update_fields=[attribute])
    _recount(letter)


def _recount(letter: Letter) -> None:
    letter.doubt_count = count_doubts(letter)
    letter.save(update_fields=["doubt_count"])
    index_letter(letter)


def _lock(letter: Letter) -> Letter:
    return Letter.objects.select_for_update(of=("self",), no_key=True).get(pk=letter.pk)


def _must_be_open(letter: Letter) -> None:
    if letter.state != LetterState.REVIEW:
        raise DomainError("Brevet är redan granskat.")
