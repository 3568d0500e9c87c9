"""Words of a PDF by pdfium, where poppler is absent: `python -m rut.readers.pdfium FILE` prints poppler's table.

It loses some spaces (so it is only the second choice), and importing it takes longer than most letters take to read
(so it is a program of its own).
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2


def main(path: Path, most: int) -> None:
    """Print pages and words in the columns of `pdftotext -tsv`."""
    document = pypdfium2.PdfDocument(path)
    for number, page in enumerate(document, start=1):
        if number > most:
            break
        width, height = page.get_size()
        print(f"1\t{number}\t0\t0\t0\t0\t0\t0\t{width}\t{height}\t-1\t###PAGE###")
        for text, left, top, right, bottom in words(page.get_textpage(), height):
            print(f"5\t{number}\t0\t0\t0\t0\t{left}\t{top}\t{right - left}\t{bottom - top}\t100\t{text}")


def words(page: pypdfium2.PdfTextPage, height: float) -> Iterator[tuple[str, float, float, float, float]]:
    """Each run of characters without space, with its edges from the top left."""
    run: list[tuple[str, tuple[float, float, float, float]]] = []
    for index, character in enumerate(page.get_text_range()[: page.count_chars()]):
        if character.isspace():
            if run:
                yield _word(run, height)
            run = []
        else:
            run.append((character, page.get_charbox(index)))
    if run:
        yield _word(run, height)


def _word(
    run: list[tuple[str, tuple[float, float, float, float]]], height: float
) -> tuple[str, float, float, float, float]:
    boxes = [box for _, box in run]
    left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return "".join(character for character, _ in run), left, height - top, right, height - bottom


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
