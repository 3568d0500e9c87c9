"""How long papers are kept, what types are taken, and how names and searches are written. Pure."""

import re
import unicodedata
from datetime import date

from archive.states import DocumentKind

# Bokföringslagen (1999:1078) 7 kap. 2 §: seven years after the calendar year in which the financial year ended.
YEARS = 7
_BOOKKEEPING = frozenset({
    DocumentKind.INVOICE, DocumentKind.PAYMENT_PROOF, DocumentKind.AGREEMENT, DocumentKind.TIME_RECORD,
    DocumentKind.MATERIAL_COST, DocumentKind.SUBCONTRACTOR, DocumentKind.ACCOUNTING, DocumentKind.DRIVING_LOG,
    DocumentKind.LETTER, DocumentKind.REPLY, DocumentKind.PACKAGE,
})  # fmt: skip
# Types told from the first bytes, with what the archive calls them and the ending of their names.
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONTENT_TYPES: dict[str, str] = {
    "application/pdf": "PDF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/heic": "HEIC",
    DOCX: "Word",
    XLSX: "Excel",
    "text/plain": "Text",
    "message/rfc822": "E-post",
    "application/zip": "ZIP",
}
_ENDINGS: dict[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "image/png": (".png",),
    "image/heic": (".heic", ".heif"),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
    "text/plain": (".txt", ".csv", ".md", ".log", ".si", ".se"),
    "message/rfc822": (".eml",),
    "application/zip": (".zip",),
}
SHOWN_INLINE = frozenset({"application/pdf", "image/jpeg", "image/png", "text/plain"})
PICTURES = frozenset({"image/jpeg", "image/png", "image/heic"})
DRAWN = PICTURES | {"application/pdf"}
LONGEST_LEXEME = 24
LONGEST_NAME = 200
_WORD = re.compile(r"[^\W_]+(?:[-/.][^\W_]+)*")
_NUMBER = re.compile(r"\d{3,20}")
# Signs that turn the direction of what follows: ”faktura\u202efdp.exe” reads as ”fakturaexe.pdf”.
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def retain_until(kind: DocumentKind, *, received: date) -> date | None:
    """The last day a paper must be kept; None when no law says so."""
    return date(received.year + YEARS, 12, 31) if kind in _BOOKKEEPING else None


def may_be_deleted(retain_until: date | None, *, today: date) -> bool:
    """Whether the last day to keep a paper has passed, or there is none."""
    return retain_until is None or retain_until < today


def plain_name(path: str) -> str:
    """The last part of a path in composed letters, without signs that are not seen; never empty."""
    name = unicodedata.normalize("NFC", path.replace("\\", "/").rsplit("/", 1)[-1])
    name = "".join(letter for letter in _UNSEEN.sub("", name) if letter.isprintable()).strip().rstrip(". ")
    return name[:LONGEST_NAME] or "namnlös"


def saved_name(name: str, content_type: str) -> str:
    """The name a file is fetched under; it ends as its content is, whatever the sender called it."""
    endings = _ENDINGS.get(content_type, ("",))
    plain = plain_name(name)
    return plain if plain.lower().endswith(endings) else f"{plain}{endings[0]}"


def number_parts(text: str) -> str:
    """Every ending of every number in a text, so that a part of a number finds it: 10475 gives 10475 0475 475."""
    endings = {number[start:] for number in _NUMBER.findall(text) for start in range(len(number) - 2)}
    return " ".join(sorted(endings))


def searched_words(text: str) -> list[str]:
    """The words of what a person typed, at most eight, in small composed letters."""
    composed = unicodedata.normalize("NFC", text.lower())
    parts = [part for word in _WORD.findall(composed) for part in re.split(r"[-/.]", word) if part]
    return [part[:LONGEST_LEXEME] for part in parts[:8]]
