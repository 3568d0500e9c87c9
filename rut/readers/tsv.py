"""Tables of words as poppler and Tesseract print them: the same columns, so one parser serves both."""

import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from rut.readers.page import Box, Word

_COLUMNS = 12
_PAGE_LEVEL = "1"
_WANTED = ("1\t", "5\t")  # rows of pages and of words
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " "})
_DASHES = str.maketrans(
    dict.fromkeys("\u2011\u2012\u2013\u2014\u2212", "-") | {"\u00ad": "", "\ufb01": "fi", "\ufb02": "fl"}
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as the table tells it; sizes in the table's own unit."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]


def parse(table: str, *, scale: float = 1.0) -> list[Sheet]:
    """The pages of a table with their words; every length is multiplied by `scale`."""
    sizes: dict[int, tuple[float, float]] = {}
    words: dict[int, list[Word]] = defaultdict(list)
    for line in table.split("\n"):
        if not line.startswith(_WANTED):
            continue
        row = line.rstrip("\r").split("\t", _COLUMNS - 1)
        if len(row) != _COLUMNS:
            continue
        left, top = float(row[6]) * scale, float(row[7]) * scale
        width, height = float(row[8]) * scale, float(row[9]) * scale
        if row[0] == _PAGE_LEVEL:
            sizes[int(row[1])] = (width, height)
        elif text := clean(row[11]):
            box = Box(left, top, left + width, top + height)
            confidence = 1.0 if row[10] == "100" else min(float(row[10]) / 100, 1.0)
            words[int(row[1])].append(Word(text, box, confidence))
    return [Sheet(number, *sizes[number], tuple(words[number])) for number in sorted(sizes)]


def clean(text: str) -> str:
    """One form for letters, spaces and dashes, so that patterns need to know only one."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_SPACES).translate(_DASHES))
    return text.strip()
