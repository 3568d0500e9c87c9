"""From a PDF file to its pages: the fast text layer first, a picture read only where the layer is no good."""

import re
import sys
from dataclasses import replace
from pathlib import Path

from rut.readers import ocr, programs, quality, tsv
from rut.readers.collecting import without_collecting
from rut.readers.page import Method, Page
from rut.readers.quarantine import QuarantineCode, Unreadable

MOST_PAGES = 200
MOST_OCR_PAGES = 60
LONG_WORD, FEWEST_WORDS = 5, 20
BETTER = 1.3  # than poppler's words, or the page is looked at instead
MUCH_WORSE = 0.7  # a doubtful layer is only kept when the picture gives far less
_TURN = re.compile(rb"Page\s+(\d+) rot:\s+(\d+)")


@without_collecting
def read_pages(path: Path) -> tuple[Page, ...]:
    """Every page of the PDF with its words in points of the displayed page.

    A page whose text layer is doubtful is asked of pdfplumber, then read as a picture; where that is impossible it
    comes with what there is (`Method.NONE` when that is nothing), marked as gated. Raises
    Unreadable when the file cannot be opened.
    """
    sheets = _text_layer(path)
    pages = []
    pictures = 0
    for sheet in sheets:
        doubtful = quality.is_doubtful(sheet.words)
        if doubtful and (measured := _measured_anew(path, sheet)) is not None:
            pages.append(measured)
        elif doubtful and pictures < MOST_OCR_PAGES and ocr.is_possible():
            pictures += 1
            pages.append(_from_picture(path, sheet))
        else:
            method = Method.TEXT if sheet.words else Method.NONE
            pages.append(Page(sheet.number, sheet.width, sheet.height, sheet.words, method, gated=doubtful))
    return tuple(pages)


def _measured_anew(path: Path, sheet: tsv.Sheet) -> Page | None:
    """The page by pdfplumber, when poppler's words are many but broken and its are sound; never certain."""
    if len(sheet.words) < FEWEST_WORDS:
        return None
    done = programs.run([sys.executable, "-m", "rut.readers.plumber", path, str(sheet.number)])
    found = next(iter(tsv.parse(done.output.decode(errors="replace"))), None)
    if found is None or quality.is_doubtful(found.words):
        return None
    if quality.score(found.words) < BETTER * quality.score(sheet.words):
        return None
    return Page(sheet.number, found.width, found.height, found.words, Method.LAYOUT)


def _from_picture(path: Path, sheet: tsv.Sheet) -> Page:
    """The better of the picture's words and the layer's; never certain."""
    seen = ocr.recognise(path, sheet.number)
    if seen is None or quality.score(seen.words) < MUCH_WORSE * quality.score(sheet.words):
        method = Method.TEXT if sheet.words else Method.NONE
        return Page(sheet.number, sheet.width, sheet.height, sheet.words, method, gated=True)
    doubtful = quality.is_doubtful(seen.words)
    return Page(sheet.number, seen.width, seen.height, seen.words, Method.OCR, gated=doubtful, turn=seen.turn)


def _text_layer(path: Path) -> list[tsv.Sheet]:
    """Poppler's words; pdfium's where poppler is absent."""
    last = str(MOST_PAGES + 1)
    by_poppler = programs.find("pdftotext") is not None
    if by_poppler:
        done = programs.run(["pdftotext", "-tsv", "-cropbox", "-l", last, path, "-"])
    else:
        done = programs.run([sys.executable, "-m", "rut.readers.pdfium", path, last])
    if done.code != 0 and b"assword" in done.complaint:
        raise Unreadable(QuarantineCode.LOCKED)
    if done.code < 0:  # stopped half-way: pages that are missing must not pass unseen
        raise Unreadable(QuarantineCode.TOO_HEAVY)
    sheets = tsv.parse(done.output.decode(errors="replace"))
    if not sheets:
        raise Unreadable(QuarantineCode.BROKEN)
    if len(sheets) > MOST_PAGES:
        raise Unreadable(QuarantineCode.TOO_MANY_PAGES)
    return _as_displayed(path, sheets) if by_poppler else sheets


def _as_displayed(path: Path, sheets: list[tsv.Sheet]) -> list[tsv.Sheet]:
    """Poppler tells the words of a turned page after the turn, but its size before it: swap width and height.

    Asking for the turns costs a program, so it is only done where a page looks turned.
    """
    if not any(_looks_turned(sheet) for sheet in sheets):
        return sheets
    told = programs.run(["pdfinfo", "-f", "1", "-l", str(len(sheets)), path]).output
    lying = {int(number) for number, turn in _TURN.findall(told) if int(turn) in {90, 270}}
    return [
        replace(sheet, width=sheet.height, height=sheet.width) if sheet.number in lying else sheet for sheet in sheets
    ]


def _looks_turned(sheet: tsv.Sheet) -> bool:
    if sheet.width > sheet.height:
        return True
    for word in sheet.words:
        left, top, right, bottom = word.box
        if right > sheet.width or bottom > sheet.height:
            return True
        if bottom - top > right - left and len(word.text) >= LONG_WORD:  # it stands
            return True
    return False
