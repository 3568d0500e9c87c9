"""Words of doubtful pages by pdfplumber, which measures spaces anew: `python -m rut.readers.plumber FILE PAGE`.

It is ten times slower than poppler, so it is only asked where poppler's words look broken, before the page is read as a
picture. Importing it takes longer than most letters take to read, so it is a program of its own.
"""

import sys
from pathlib import Path

import pdfplumber

SPACE = 0.18  # of the size of the letters: narrower gaps are kerning, not spaces


def main(path: Path, number: int) -> None:
    """Print one page and its words in the columns of `pdftotext -tsv`."""
    with pdfplumber.open(path, pages=[number]) as document:
        for page in document.pages:
            west, north, _, _ = page.bbox
            print(f"1\t{number}\t0\t0\t0\t0\t0\t0\t{page.width}\t{page.height}\t-1\t###PAGE###")
            for word in page.extract_words(x_tolerance_ratio=SPACE):
                left, top = word["x0"] - west, word["top"] - north
                width, height = word["x1"] - word["x0"], word["bottom"] - word["top"]
                print(f"5\t{number}\t0\t0\t0\t0\t{left}\t{top}\t{width}\t{height}\t100\t{word['text']}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
