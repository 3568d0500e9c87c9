"""Files dropped in the inbox: kept, claimed by a worker, and written down as letters with their facts."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction
from django.db.models import F

from archive.services import store
from archive.states import DocumentKind
from billing.models import Invoice
from billing.queries import invoices_by_keys, invoices_of_buyer, similar_invoices
from perforia.base import audit
from perforia.base.claims import dead_before
from perforia.base.models import User
from perforia.base.secrets import encrypt, lookup_hash
from perforia.base.states import check_move
from rut import events
from rut.models import AffectedRow, ExtractedField, Intake, Letter, LetterPage, LetterRequest
from rut.readers import letter as read
from rut.readers.quarantine import SENTENCES, QuarantineCode
from rut.readers.sandbox import Quarantine, Reading, words_row
from rut.services.opening import suggest_case
from rut.services.searching import index_letter
from rut.states import DECISIVE, INTAKE_MOVES, FieldName, IntakeState

MOST_ATTEMPTS = 3


@transaction.atomic
def receive(*, content: BinaryIO, name: str, by: User | None, at: datetime, received_on: date) -> Intake:
    """Keep a file and put it in line for reading; the same bytes are the same intake. Announces letter_uploaded.

    Raises DomainError for a file that cannot be kept.
    """
    stored = store(content=content, name=name, by=by, at=at, kind=DocumentKind.LETTER)
    intake, is_new = Intake.objects.get_or_create(
        version=stored.version,
        defaults={
            "document": stored.document,
            "file_name": name[:255],
            "received_on": received_on,
            "uploaded_at": at,
            "uploaded_by": by,
        },
    )
    if is_new:
        audit.record(verb="letter.uploaded", target=intake, by=by, at=at)
        events.letter_uploaded.announce(intake_id=intake.pk)
    return intake


def claim_intake(*, intake_id: int, at: datetime) -> Intake | None:
    """Take a file for reading; None when another worker has it or it is read. Safe to repeat."""
    waiting = Intake.objects.filter(pk=intake_id, state=IntakeState.WAITING)
    taken = waiting.update(state=IntakeState.READING, claimed_at=at, attempts=F("attempts") + 1)
    return Intake.objects.select_related("version").get(pk=intake_id) if taken else None


@transaction.atomic
def record_reading(*, intake: Intake, reading: Reading, at: datetime) -> list[Letter]:
    """Write down the pages, letters and facts of a file. Safe to repeat: a file is read once. Announces letter_read."""
    locked = _lock(intake)
    if not check_move(IntakeState(locked.state), IntakeState.READ, INTAKE_MOVES):
        return []
    locked.state, locked.read_at, locked.page_count = IntakeState.READ, at, len(reading.pages)
    locked.save(update_fields=["state", "read_at", "page_count"])
    LetterPage.objects.bulk_create(
        LetterPage(
            intake=locked,
            number=page.number,
            width=page.width,
            height=page.height,
            method=page.method,
            is_gated=page.gated,
            turn=page.turn,
            words=[words_row(word) for word in page.words],
        )
        for page in reading.pages
    )
    letters = [_record_letter(locked, letter, at) for letter in reading.letters]
    for letter in letters:
        events.letter_read.announce(letter_id=letter.pk)
    return letters


@transaction.atomic
def record_quarantine(*, intake: Intake, quarantine: Quarantine) -> None:
    """A file that cannot be read stays visible with the reason. Idempotent."""
    locked = _lock(intake)
    if check_move(IntakeState(locked.state), IntakeState.QUARANTINED, INTAKE_MOVES):
        locked.state, locked.quarantine_code = IntakeState.QUARANTINED, quarantine.code
        locked.quarantine_sentence = quarantine.sentence
        locked.save(update_fields=["state", "quarantine_code", "quarantine_sentence"])


@transaction.atomic
def retry(*, intake: Intake, by: User, at: datetime) -> None:
    """Read a quarantined file once more. Idempotent. Announces letter_uploaded."""
    locked = _lock(intake)
    if check_move(IntakeState(locked.state), IntakeState.WAITING, INTAKE_MOVES):
        locked.state, locked.attempts, locked.dismissed_at = IntakeState.WAITING, 0, None
        locked.save(update_fields=["state", "attempts", "dismissed_at"])
        audit.record(verb="letter.read_again", target=locked, by=by, at=at)
        events.letter_uploaded.announce(intake_id=locked.pk)


@transaction.atomic
def fill_in_by_hand(*, intake: Intake, by: User, at: datetime) -> Letter:
    """Make an empty letter of a file nobody could read, for a person to fill in. Idempotent."""
    locked = _lock(intake)
    known = locked.letters.first()
    if known is not None:
        return known
    check_move(IntakeState(locked.state), IntakeState.READ, INTAKE_MOVES)
    locked.state, locked.read_at = IntakeState.READ, at
    locked.save(update_fields=["state", "read_at"])
    audit.record(verb="letter.filled_in_by_hand", target=locked, by=by, at=at)
    return _record_letter(locked, read.Letter(1, max(locked.page_count or 1, 1)), at)


@transaction.atomic
def dismiss(*, intake: Intake, by: User, at: datetime) -> None:
    """Put a quarantined file out of sight; it stays in the archive. Idempotent."""
    locked = _lock(intake)
    if locked.dismissed_at is None and locked.state == IntakeState.QUARANTINED:
        locked.dismissed_at = at
        locked.save(update_fields=["dismissed_at"])
        audit.record(verb="letter.dismissed", target=locked, by=by, at=at)


def due_intakes(at: datetime) -> list[dict[str, int]]:
    """Files to read; first frees those whose worker died, and gives up on those that killed three."""
    stale = Intake.objects.filter(state=IntakeState.READING, claimed_at__lt=dead_before(at))
    stale.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=IntakeState.QUARANTINED,
        quarantine_code=QuarantineCode.TOO_HEAVY,
        quarantine_sentence=SENTENCES[QuarantineCode.TOO_HEAVY],
    )
    stale.filter(attempts__lt=MOST_ATTEMPTS).update(state=IntakeState.WAITING)
    waiting = Intake.objects.filter(state=IntakeState.WAITING).order_by("pk")
    return [{"intake_id": pk} for pk in waiting.values_list("pk", flat=True)[:500]]


def _lock(intake: Intake) -> Intake:
    return Intake.objects.select_for_update(of=("self",), no_key=True).get(pk=intake.pk)


def _record_letter(intake: Intake, letter: read.Letter, at: datetime) -> Letter:
    row = Letter.objects.create(
        intake=intake,
        first_page=letter.first_page,
        last_page=letter.last_page,
        document_type=letter.value("document_type") or "",
        subtype=letter.value("subtype") or "",
        reference_number=(letter.value("reference_number") or "")[:60],
        response_deadline=letter.value("response_deadline"),
        letter_date=letter.value("letter_date"),
        references=[{"label": each.label, "value": each.value} for each in letter.references],
        created_at=at,
    )
    row.refresh_from_db()
    ExtractedField.objects.bulk_create(_field(row, name, letter.facts.get(name)) for name in FieldName.values)
    _record_rows(row, letter.affected)
    LetterRequest.objects.bulk_create(
        LetterRequest(
            letter=row,
            code=each.code,
            raw=each.raw[:500],
            page=each.page,
            box=_box(each.box),
            confidence=each.confidence,
            is_conditional=each.conditional,
            is_included=not each.conditional,
        )
        for each in letter.requested_documents
    )
    row.doubt_count = count_doubts(row)
    row.suggested_case = suggest_case(row)
    row.save(update_fields=["doubt_count", "suggested_case"])
    index_letter(row)
    return row


def count_doubts(letter: Letter) -> int:
    """How many facts and purchases a person must look at before a case may act on the letter."""
    fields = letter.fields.filter(name__in=DECISIVE, is_certain=False, confirmed_at=None).exclude(value="")
    rows = letter.affected.filter(invoice=None, is_excluded=False)
    return fields.count() + rows.count()


def _field(letter: Letter, name: str, fact: read.Fact | None) -> ExtractedField:
    if fact is None:
        return ExtractedField(letter=letter, name=name)
    return ExtractedField(
        letter=letter,
        name=name,
        value=fact.value[:300],
        read_value=fact.value[:300],
        raw=fact.raw[:300],
        page=fact.page,
        box=_box(fact.box),
        method=fact.method,
        confidence=fact.confidence,
        is_certain=fact.certain,
    )


def _record_rows(letter: Letter, rows: Sequence[read.PurchaseRow]) -> None:
    known = invoices_by_keys(row.invoice_number for row in rows if row.invoice_number)
    AffectedRow.objects.bulk_create(
        AffectedRow(
            letter=letter,
            position=position,
            invoice_number=row.invoice_number or "",
            personal_number=encrypt(row.personal_number or ""),
            personal_number_hash=lookup_hash(row.personal_number or ""),
            personal_number_masked=f"{row.personal_number[:8]}–••••"
            if row.personal_number
            else row.personal_number_masked or "",
            name=(row.name or "")[:120],
            payment_date=row.payment_date,
            requested_amount=row.requested_amount,
            granted_amount=row.granted_amount,
            repay_amount=row.repay_amount,
            page=row.page,
            box=_box(row.box),
            confidence=row.confidence,
            is_certain=row.certain,
            invoice=known.get(row.invoice_number or ""),
            suggested_invoice=None if row.invoice_number in known else _suggestion(row),
        )
        for position, row in enumerate(rows, start=1)
    )


def _suggestion(row: read.PurchaseRow) -> Invoice | None:
    """The invoice a row probably means: its buyer's of that day and sum, or one whose number looks alike."""
    paid_on = date.fromisoformat(row.payment_date) if row.payment_date else None
    of_buyer = invoices_of_buyer(lookup_hash(row.personal_number or ""), paid_on=paid_on, amount=row.requested_amount)
    if len(of_buyer) == 1:
        return of_buyer[0]
    alike = similar_invoices(row.invoice_number) if row.invoice_number else []
    return alike[0] if len(alike) == 1 else None


def _box(box: object) -> list[float] | None:
    return None if box is None else [round(getattr(box, edge), 1) for edge in ("left", "top", "right", "bottom")]
