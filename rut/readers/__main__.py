"""The child that reads one file (`perforia.base.warm`): it prints the pages and letters of the file as JSON."""

import json
import sys
from pathlib import Path

from rut.readers.letters import read_letters
from rut.readers.page import Page
from rut.readers.pages import read_pages
from rut.readers.quarantine import QuarantineCode, Unreadable
from rut.readers.sandbox import page_as_json

FEWEST_WORDS = 5


def main(file: str) -> None:
    """Print what was read, or why nothing was."""
    try:
        pages = read_pages(Path(file))
    except Unreadable as reason:
        answer: dict[str, object] = {"quarantine": reason.code.value}
    except MemoryError:
        answer = {"quarantine": QuarantineCode.TOO_HEAVY.value}
    else:
        answer = _told(pages)
    json.dump(answer, sys.stdout, ensure_ascii=False, separators=(",", ":"))


def _told(pages: tuple[Page, ...]) -> dict[str, object]:
    if all(len(page.words) < FEWEST_WORDS for page in pages):
        return {"quarantine": QuarantineCode.NO_TEXT.value}
    letters = [letter.to_json() for letter in read_letters(pages)]
    return {"pages": [page_as_json(page) for page in pages], "letters": letters}
