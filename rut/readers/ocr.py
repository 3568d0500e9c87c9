"""Reading pages that are pictures: render, turn upright, recognise (Tesseract, Swedish)."""

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from rut.readers import programs, quality, tsv
from rut.readers.page import Word

DPI = 200
POINTS = 72 / DPI
MOST_PIXELS = 25_000_000
_ROTATE = re.compile(rb"Rotate: (\d+)")


@dataclass(frozen=True, slots=True)
class Recognised:
    """The words of a picture that had to be turned `turn` degrees clockwise; sizes in points, after the turn."""

    words: tuple[Word, ...]
    width: float
    height: float
    turn: int = 0


def is_possible() -> bool:
    """Whether this machine can render and recognise."""
    return programs.find("tesseract") is not None and programs.find("pdftoppm") is not None


def recognise(path: Path, page: int) -> Recognised | None:
    """Read one page of a PDF as a picture; None when it cannot be rendered or recognised."""
    with tempfile.TemporaryDirectory() as folder:
        stem = Path(folder) / "page"
        rendered = programs.run(
            ["pdftoppm", "-r", str(DPI), "-gray", "-f", str(page), "-l", str(page), "-singlefile", path, stem]
        )
        picture = stem.with_suffix(".pgm")
        if rendered is None or not picture.exists():
            return None
        return _read(picture)


def _read(picture: Path) -> Recognised | None:
    with Image.open(picture) as image:
        if image.width * image.height > MOST_PIXELS:
            return None
        width, height = image.size
    words = _words(picture)
    if words is None:
        return None
    upright = Recognised(words, width * POINTS, height * POINTS)
    return _turned(picture, upright) if quality.is_doubtful(words) else upright


def _words(picture: Path) -> tuple[Word, ...] | None:
    table = programs.run(["tesseract", picture, "-", "-l", "swe", "--psm", "6", "--dpi", str(DPI), "tsv"])
    sheets = tsv.parse(table.decode(errors="replace"), scale=POINTS) if table else []
    return tuple(word for sheet in sheets for word in sheet.words) if sheets else None


def _turned(picture: Path, upright: Recognised) -> Recognised:
    """Try the page on its sides and its head; a reading with far more words wins."""
    best, most = upright, quality.score(upright.words)
    with Image.open(picture) as image:
        for turn, method in _turns(picture):
            side = picture.with_name("turned.pgm")
            turned = image.transpose(method)
            turned.save(side)
            words = _words(side) or ()
            if (found := quality.score(words)) > 2 * most:
                best = Recognised(words, turned.width * POINTS, turned.height * POINTS, turn)
                most = found
            if not quality.is_doubtful(words):
                break
    return best


def _turns(picture: Path) -> list[tuple[int, Image.Transpose]]:
    """The turns to try, the likeliest first: Tesseract guesses from the shapes of letters."""
    turns = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    guessed = programs.run(["tesseract", picture, "-", "--psm", "0", "--dpi", str(DPI)])
    match = _ROTATE.search(guessed or b"")
    first = int(match.group(1)) if match else 90
    return sorted(turns.items(), key=lambda turn: turn[0] != first)
