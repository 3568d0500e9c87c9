"""Reading pages that are pictures: render, turn upright, recognise (Tesseract, Swedish)."""

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from rut.readers import programs, quality, tsv
from rut.readers.page import Word
from rut.readers.pictures import straighten

DPI = 200
# Tesseract's layout: columns of text of different sizes. Told that a page is one block (6), it reads across the margin
# columns of letters (docs/adr/0008).
COLUMNS = "4"
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
        if rendered.code != 0 or not picture.exists():
            return None
        return _read(picture)


def _read(picture: Path) -> Recognised | None:
    with Image.open(picture) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            return None
        image = opened.convert("L")
    words = _words(image, picture)
    if words is None:
        return None
    upright = Recognised(words, image.width * POINTS, image.height * POINTS)
    return _turned(image, picture, upright) if quality.is_doubtful(words) else upright


def _words(image: Image.Image, picture: Path) -> tuple[Word, ...] | None:
    straight = straighten(image)
    prepared = picture.with_name("straight.pgm")
    straight.image.save(prepared)
    done = programs.run(["tesseract", prepared, "-", "-l", "swe", "--psm", COLUMNS, "--dpi", str(DPI), "tsv"])
    sheets = tsv.parse(done.output.decode(errors="replace"), scale=POINTS)
    if not sheets:
        return None
    return tuple(straight.place_back(word, POINTS) for sheet in sheets for word in sheet.words)


def _turned(image: Image.Image, picture: Path, upright: Recognised) -> Recognised:
    """Try the page on its sides and its head; a reading with far more words wins."""
    best, most = upright, quality.score(upright.words)
    for turn, method in _turns(picture):
        turned = image.transpose(method)
        words = _words(turned, picture) or ()
        if (found := quality.score(words)) > 2 * most:
            best, most = Recognised(words, turned.width * POINTS, turned.height * POINTS, turn), found
        if not quality.is_doubtful(words):
            break
    return best


def _turns(picture: Path) -> list[tuple[int, Image.Transpose]]:
    """The turns to try, the likeliest first: Tesseract guesses from the shapes of letters."""
    turns = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    guessed = programs.run(["tesseract", picture, "-", "--psm", "0", "--dpi", str(DPI)])
    match = _ROTATE.search(guessed.output)
    first = int(match.group(1)) if match else 90
    return sorted(turns.items(), key=lambda turn: turn[0] != first)
