"""Tables of words as poppler and Tesseract print them: the same columns, so one parser serves both."""

import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from rut.readers.page import Box, Word

_COLUMNS = 12
_PAGE_LEVEL = "1"
_WANTED = frozenset({"1\t", "5\t"})  # rows of pages and of words
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
    on_page: list[Word] = []  # those of the page whose row came last: a page comes before its words
    for line in table.replace("\r\n", "\n").split("\n"):
        if line[:2] not in _WANTED:
            continue
        row = line.split("\t", _COLUMNS - 1)
        if len(row) != _COLUMNS:
            continue
        level, page, _, _, _, _, x, y, w, h, told, text = row
        left, top, width, height = float(x), float(y), float(w), float(h)
        if scale != 1.0:
            left, top, width, height = left * scale, top * scale, width * scale, height * scale
        if level == _PAGE_LEVEL:
            sizes[int(page)] = (width, height)
            on_page = words[int(page)]
        elif text := text.strip() if text.isascii() else clean(text):
            box = Box(left, top, left + width, top + height)
            on_page.append(Word(text, box, 1.0 if told == "100" else min(float(told) / 100, 1.0)))
    return [Sheet(number, *sizes[number], tuple(words[number])) for number in sorted(sizes)]


def clean(text: str) -> str:
    """One form for letters, spaces and dashes, so that patterns need to know only one."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_SPACES).translate(_DASHES))
    return text.strip()
