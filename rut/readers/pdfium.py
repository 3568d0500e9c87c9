"""Words of a PDF by pdfium, where poppler is absent: `python -m rut.readers.pdfium FILE` prints poppler's table.

It loses some spaces (so it is only the second choice), and importing it takes longer than most letters take to read
(so it is a program of its own).
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2

Edges = tuple[float, float, float, float]


def main(path: Path, most: int) -> None:
    """Print pages and words in the columns of `pdftotext -tsv`."""
    document = pypdfium2.PdfDocument(path)
    for number, page in enumerate(document, start=1):
        if number > most:
            break
        width, height = page.get_size()
        print(f"1\t{number}\t0\t0\t0\t0\t0\t0\t{width}\t{height}\t-1\t###PAGE###")
        for text, edges in words(page.get_textpage()):
            left, top, right, bottom = displayed(edges, page.get_cropbox(), page.get_rotation())
            print(f"5\t{number}\t0\t0\t0\t0\t{left}\t{top}\t{right - left}\t{bottom - top}\t100\t{text}")


def words(page: pypdfium2.PdfTextPage) -> Iterator[tuple[str, Edges]]:
    """Each run of characters without space, with its left, bottom, right and top edges in the file's own directions."""
    text, boxes = "", []
    for index, character in enumerate(page.get_text_range()[: page.count_chars()]):
        if not character.isspace():
            text += character
            boxes.append(page.get_charbox(index))
        elif boxes:
            yield text, _around(boxes)
            text, boxes = "", []
    if boxes:
        yield text, _around(boxes)


def _around(boxes: Sequence[Edges]) -> Edges:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def displayed(edges: Edges, visible: Edges, turn: int) -> Edges:
    """Left, top, right and bottom from the top left of the page as displayed, `turn` degrees clockwise."""
    left, bottom, right, top = edges
    west, south, east, north = visible
    match turn:
        case 90:
            return bottom - south, left - west, top - south, right - west
        case 180:
            return east - right, bottom - south, east - left, top - south
        case 270:
            return north - top, east - right, north - bottom, east - left
        case _:
            return left - west, north - top, right - west, north - bottom


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
