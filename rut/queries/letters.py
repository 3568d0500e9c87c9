"""Reads of letters: the inbox in its tabs, and one letter for review."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from perforia.base.models import User
from perforia.base.paging import Count, Slice, beside, count_of, place_of, slice_of
from perforia.base.searching import matching
from rut.models import AffectedRow, Intake, Letter
from rut.models.letters import LetterQuerySet
from rut.states import ASKING, DECISIVE, DocumentType, FieldName, IntakeState, LetterState, Subtype

SHOWN = 50
NUMBERS_SHOWN = 3
TABS = (
    ("att-granska", "Att granska"), ("sorterade", "Sorterade"), ("olasta", "Kunde inte läsas"), ("alla", "Alla brev"),
)  # fmt: skip
ICONS = {
    "completion_request": "file-alert", "question": "message-question", "proposal": "scale", "decision": "gavel",
    "injunction": "alert-triangle", "information": "info-circle", "other": "mail",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A letter as the inbox shows it."""

    letter: Letter
    icon: str
    invoices: str
    level: int
    tone: str
    safety: str
    asks: bool


def letters_in(user: User, tab: str, *, text: str = "", after: str = "", before: str = "") -> Slice[Letter]:
    """One page of a tab, nearest date first where there is something to do, else the newest first."""
    letters = search_letters(user, text).select_related("intake", "case", "suggested_case")
    rows = AffectedRow.objects.select_related("invoice").order_by("position")
    letters = letters.prefetch_related(Prefetch("affected", rows))
    if tab == "att-granska":
        letters = letters.to_review()
    elif tab == "sorterade":
        letters = letters.exclude(state=LetterState.REVIEW)
    order = "due_order" if tab == "att-granska" else "-created_at"
    return slice_of(letters, by=order, size=SHOWN, after=after, before=before)


def unread_files(user: User) -> QuerySet[Intake]:
    """Files that could not be read and nobody has put away."""
    return (
        Intake.objects.visible_to(user)
        .filter(state=IntakeState.QUARANTINED, dismissed_at=None)
        .order_by("-uploaded_at", "-pk")
    )


def files_at_work(user: User) -> QuerySet[Intake]:
    """Files that wait to be read or are being read."""
    at_work = [IntakeState.WAITING, IntakeState.READING]
    return Intake.objects.visible_to(user).filter(state__in=at_work).order_by("-uploaded_at", "-pk")


def counts(user: User) -> dict[str, Count]:
    """How many there are in each tab, told exactly up to a thousand."""
    letters = Letter.objects.visible_to(user)
    return {
        "att-granska": count_of(letters.to_review()),
        "sorterade": count_of(letters.exclude(state=LetterState.REVIEW)),
        "olasta": count_of(unread_files(user)),
        "alla": count_of(letters),
    }


def as_lines(letters: Iterable[Letter]) -> list[Line]:
    """The letters with what the inbox says of each."""
    return [_line(letter) for letter in letters]


def _line(letter: Letter) -> Line:
    numbers = [row.invoice.number if row.invoice else row.invoice_number or row.name for row in letter.affected.all()]
    more = len(numbers) - NUMBERS_SHOWN
    invoices = ", ".join(numbers[:NUMBERS_SHOWN]) + (f" och {more} till" if more > 0 else "")
    if letter.state != LetterState.REVIEW:
        level, tone, safety = 3, "ok", letter.get_state_display()
    elif not letter.document_type or not letter.reference_number:
        level, tone, safety = 1, "bad", "Osäker, fyll i"
    elif letter.doubt_count:
        word = "fält" if letter.doubt_count > 1 else "1 fält"
        level, tone, safety = (
            2,
            "warn",
            f"Kontrollera {letter.doubt_count} {word}" if letter.doubt_count > 1 else "Kontrollera 1 fält",
        )
    else:
        level, tone, safety = 3, "ok", "Säker"
    icon, asks = ICONS.get(letter.document_type, "help-circle"), letter.document_type in ASKING
    return Line(letter, icon, invoices or "–", level, tone, safety, asks)


def search_letters(user: User, text: str) -> LetterQuerySet:
    """Letters by reference, file name, officer, invoice or buyer; parts suffice. All of them without a text."""
    return matching(Letter.objects.visible_to(user), text)


# Facts a person looks at together, in the order of the review.
SHOWN_FIELDS = (
    FieldName.DOCUMENT_TYPE, FieldName.SUBTYPE, FieldName.REFERENCE_NUMBER, FieldName.RESPONSE_DEADLINE,
    FieldName.RESPONSE_DAYS, FieldName.HANDLER_NAME, FieldName.HANDLER_EMAIL, FieldName.HANDLER_PHONE,
    FieldName.HANDLER_OFFICE, FieldName.LETTER_DATE, FieldName.REQUEST_NAME, FieldName.REQUEST_REFERENCE,
    FieldName.TOTAL_REQUESTED, FieldName.TOTAL_GRANTED, FieldName.TOTAL_REFUSED, FieldName.TOTAL_REPAY,
    FieldName.PAY_BY, FieldName.OCR,
)  # fmt: skip
ALWAYS = (FieldName.DOCUMENT_TYPE, FieldName.REFERENCE_NUMBER, FieldName.HANDLER_EMAIL)


def fields_to_review(letter: Letter) -> list[dict[str, object]]:
    """The facts of a letter in the order of the review; empty ones only where something ought to stand."""
    known = {field.name: field for field in letter.fields.all()}
    asks = letter.document_type in ASKING or not letter.document_type
    shown: list[dict[str, object]] = []
    for name in SHOWN_FIELDS:
        field = known.get(name)
        if field is None:
            continue
        ought = name in ALWAYS or (name == FieldName.RESPONSE_DEADLINE and asks)
        if field.value or field.confirmed_at or ought:
            level, tone, word = _certainty(field.is_certain, field.confirmed_at is not None, bool(field.value))
            shown.append(
                {
                    "field": field, "number": len(shown) + 1, "level": level, "tone": tone, "word": word,
                    "is_decisive": name in DECISIVE, "is_date": name in _DATES,
                    "words": _NAMED[name].get(field.value, field.value) if name in _NAMED else field.value,
                }
            )  # fmt: skip
    return shown


_NAMED = {FieldName.DOCUMENT_TYPE: dict(DocumentType.choices), FieldName.SUBTYPE: dict(Subtype.choices)}
_DATES = (FieldName.RESPONSE_DEADLINE, FieldName.LETTER_DATE, FieldName.PAY_BY)


def _certainty(is_certain: bool, is_confirmed: bool, has_value: bool) -> tuple[int, str, str]:  # noqa: FBT001 -- three findings
    if is_confirmed:
        return 3, "ok", "Bekräftad"
    if is_certain:
        return 3, "ok", "Säker"
    return (2, "warn", "Kontrollera") if has_value else (1, "bad", "Saknas")


def neighbours(letter: Letter, user: User) -> tuple[int, Count, Letter | None, Letter | None]:
    """The place of a letter among those to review, how many there are, and the ones before and after it.

    A letter that is reviewed has no place (0), and the most urgent one comes after it.
    """
    waiting = Letter.objects.visible_to(user).to_review()
    total = count_of(waiting)
    if letter.state != LetterState.REVIEW:
        return 0, total, None, waiting.by_deadline().first()
    before, after = beside(waiting, letter, by="due_order")
    return place_of(waiting, letter, by="due_order").number + 1, total, before, after
