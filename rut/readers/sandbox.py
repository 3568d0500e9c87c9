"""Reading a file that may be hostile: cheap gates first, then one limited child process for all the rest."""

import json
from dataclasses import dataclass
from pathlib import Path

from perforia.base.sandbox import DEFAULT, Limits, Stop
from perforia.base.warm import run_warm
from rut.readers.letter import Letter
from rut.readers.page import Box, Method, Page, Word
from rut.readers.quarantine import SENTENCES, QuarantineCode

LARGEST = 100 * 1024 * 1024
HEAD = 1024


@dataclass(frozen=True)
class Reading:
    """The pages of a file and the letters in it."""

    pages: tuple[Page, ...]
    letters: tuple[Letter, ...]


@dataclass(frozen=True)
class Quarantine:
    """Why a file could not be read; `sentence` tells a person what to do."""

    code: QuarantineCode

    @property
    def sentence(self) -> str:
        return SENTENCES[self.code]


def analyse(path: Path, *, limits: Limits = DEFAULT) -> Reading | Quarantine:
    """Read a file in a child process. Never raises for what the file holds."""
    if (refused := _gate(path)) is not None:
        return Quarantine(refused)
    done = run_warm("rut.readers.__main__", [path.resolve()], limits=limits)
    if done.stop is not None:
        return Quarantine(QuarantineCode.BROKEN if done.stop == Stop.CRASH else QuarantineCode.TOO_HEAVY)
    answer = json.loads(done.output)
    if "quarantine" in answer:
        return Quarantine(QuarantineCode(answer["quarantine"]))
    return Reading(
        tuple(_page(page) for page in answer["pages"]),
        tuple(Letter.from_json(letter) for letter in answer["letters"]),
    )


def _gate(path: Path) -> QuarantineCode | None:
    """What can be told from size and first bytes."""
    size = path.stat().st_size
    if size == 0:
        return QuarantineCode.EMPTY
    if size > LARGEST:
        return QuarantineCode.TOO_LARGE
    with path.open("rb") as file:
        return None if b"%PDF-" in file.read(HEAD) else QuarantineCode.NOT_PDF


def page_as_json(page: Page) -> dict[str, object]:
    """A page in plain values, words as short rows."""
    return {
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "method": page.method.value,
        "gated": page.gated,
        "turn": page.turn,
        "words": [words_row(word) for word in page.words],
    }


def words_row(word: Word) -> list[str | float]:
    """A word as [text, left, top, right, bottom, confidence]; points with one decimal are finer than any eye."""
    box = word.box
    places = (round(edge, 1) for edge in (box.left, box.top, box.right, box.bottom))
    return [word.text, *places, round(word.confidence, 2)]


def _page(data: dict[str, object]) -> Page:
    rows = data.pop("words")
    words = tuple(Word(row[0], Box(*row[1:5]), row[5]) for row in rows)  # type: ignore[attr-defined]
    return Page(**{**data, "words": words, "method": Method(data["method"])})  # type: ignore[arg-type]
