"""The child that reads one file: `python -m rut.readers FILE` prints its pages and letters as JSON."""

import json
import sys
from pathlib import Path

from perforia.base.sandbox import apply_limits
from rut.readers.letters import read_letters
from rut.readers.page import Page
from rut.readers.pages import read_pages
from rut.readers.quarantine import QuarantineCode, Unreadable
from rut.readers.sandbox import page_as_json

FEWEST_WORDS = 5


def main(path: Path) -> None:
    """Print what was read, or why nothing was."""
    apply_limits()
    try:
        pages = read_pages(path)
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


if __name__ == "__main__":
    main(Path(sys.argv[1]))
