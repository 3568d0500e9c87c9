"""From a PDF file to its pages: the fast text layer first, a picture read only where the layer is no good."""

from pathlib import Path

import pypdfium2

from rut.readers import ocr, programs, quality, tsv
from rut.readers.page import Box, Method, Page, Word

MOST_OCR_PAGES = 60


class Unreadable(Exception):  # noqa: N818 -- a state of a file
    """No tool of ours opens the file."""


def read_pages(path: Path) -> tuple[Page, ...]:
    """Every page of the PDF with its words in points of the displayed page.

    A page whose text layer is doubtful is read as a picture; where that is impossible it comes with what there is
    (`Method.NONE` when that is nothing), marked as gated. Raises Unreadable when the file cannot be opened.
    """
    sheets = _text_layer(path)
    pages = []
    pictures = 0
    for sheet in sheets:
        doubtful = quality.is_doubtful(sheet.words)
        if doubtful and pictures < MOST_OCR_PAGES and ocr.is_possible():
            pictures += 1
            pages.append(_from_picture(path, sheet))
        else:
            method = Method.TEXT if sheet.words else Method.NONE
            pages.append(Page(sheet.number, sheet.width, sheet.height, sheet.words, method, gated=doubtful))
    return tuple(pages)


def _from_picture(path: Path, sheet: tsv.Sheet) -> Page:
    """The better of the picture's words and the layer's; never certain."""
    seen = ocr.recognise(path, sheet.number)
    if seen is None or quality.score(seen.words) < quality.score(sheet.words):
        method = Method.TEXT if sheet.words else Method.NONE
        return Page(sheet.number, sheet.width, sheet.height, sheet.words, method, gated=True)
    doubtful = quality.is_doubtful(seen.words)
    return Page(sheet.number, seen.width, seen.height, seen.words, Method.OCR, gated=doubtful, turn=seen.turn)


def _text_layer(path: Path) -> list[tsv.Sheet]:
    """Poppler's words; pdfium's where poppler is absent."""
    if programs.find("pdftotext") is None:
        return _pdfium_layer(path)
    table = programs.run(["pdftotext", "-tsv", path, "-"])
    sheets = tsv.parse(table.decode(errors="replace")) if table else []
    if not sheets:
        raise Unreadable
    return sheets


def _pdfium_layer(path: Path) -> list[tsv.Sheet]:
    """Words from pdfium's characters; it loses some spaces, so this is only the way without poppler."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as broken:
        raise Unreadable from broken
    sheets = []
    for index, page in enumerate(document):
        width, height = page.get_size()
        text = page.get_textpage()
        words = tuple(_pdfium_words(text, height))
        sheets.append(tsv.Sheet(index + 1, width, height, words))
    document.close()
    return sheets


def _pdfium_words(text: pypdfium2.PdfTextPage, height: float) -> list[Word]:
    words: list[Word] = []
    letters, box = "", None
    for index, character in enumerate(text.get_text_range()):
        if character.isspace() or index >= text.count_chars():
            if letters and box:
                words.append(Word(tsv.clean(letters), box))
            letters, box = "", None
            continue
        left, bottom, right, top = text.get_charbox(index)
        here = Box(left, height - top, right, height - bottom)
        letters, box = letters + character, here if box is None else box.union(here)
    if letters and box:
        words.append(Word(tsv.clean(letters), box))
    return words
