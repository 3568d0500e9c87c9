"""How long papers are kept, what types are taken, and how a search is written. Pure."""

import re
from datetime import date

from archive.states import DocumentKind

# Bokföringslagen (1999:1078) 7 kap. 2 §: seven years after the calendar year in which the financial year ended.
YEARS = 7
_BOOKKEEPING = frozenset({
    DocumentKind.INVOICE, DocumentKind.PAYMENT_PROOF, DocumentKind.AGREEMENT, DocumentKind.TIME_RECORD,
    DocumentKind.MATERIAL_COST, DocumentKind.SUBCONTRACTOR, DocumentKind.ACCOUNTING, DocumentKind.DRIVING_LOG,
    DocumentKind.LETTER, DocumentKind.REPLY, DocumentKind.PACKAGE,
})  # fmt: skip
# Types told from the first bytes, with what the archive calls them.
CONTENT_TYPES: dict[str, str] = {
    "application/pdf": "PDF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/heic": "HEIC",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "text/plain": "Text",
    "message/rfc822": "E-post",
    "application/zip": "ZIP",
}
SHOWN_INLINE = frozenset({"application/pdf", "image/jpeg", "image/png", "text/plain"})
LONGEST_LEXEME = 24
_WORD = re.compile(r"[^\W_]+(?:[-/.][^\W_]+)*")
_NUMBER = re.compile(r"\d{3,20}")


def retain_until(kind: DocumentKind, *, received: date) -> date | None:
    """The last day a paper must be kept; None when no law says so."""
    return date(received.year + YEARS, 12, 31) if kind in _BOOKKEEPING else None


def number_parts(text: str) -> str:
    """Every ending of every number in a text, so that a part of a number finds it: 10475 gives 10475 0475 475."""
    endings = {number[start:] for number in _NUMBER.findall(text) for start in range(len(number) - 2)}
    return " ".join(sorted(endings))


def prefix_query(text: str) -> str:
    """What a person typed as a tsquery of word beginnings, all of which must occur; empty when nothing was typed."""
    words = [part for word in _WORD.findall(text.lower()) for part in re.split(r"[-/.]", word) if part]
    return " & ".join(f"{word[:LONGEST_LEXEME]}:*" for word in words[:8])
