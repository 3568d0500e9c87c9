"""A scanned page made easy to read: straightened, and without the ruled lines that swallow the words between them."""

import itertools
import math
import re
from dataclasses import dataclass

from PIL import Image, ImageOps

from rut.readers.page import Box, Word

STEEPEST = 3.0  # degrees
STEP = 0.2
SMALL = 420  # pixels of the width on which the angle is measured
DARK = 140
LINE_RUN = 90  # pixels; no letter is as long
THICKEST = 9
_HORIZONTAL = re.compile(rb"\x01{%d,}" % LINE_RUN)


@dataclass(frozen=True)
class Straight:
    """A straightened picture; `angle` in degrees counter-clockwise is how it was turned."""

    image: Image.Image
    angle: float

    def place_back(self, word: Word, scale: float) -> Word:
        """A word of the straight picture, placed on the page as scanned; `scale` is points per pixel."""
        if not self.angle:
            return word
        turn = math.radians(self.angle)
        middle_x, middle_y = self.image.width * scale / 2, self.image.height * scale / 2
        box = word.box
        x, y = (box.left + box.right) / 2 - middle_x, (box.top + box.bottom) / 2 - middle_y
        half_width, half_height = (box.right - box.left) / 2, (box.bottom - box.top) / 2
        x, y = x * math.cos(turn) - y * math.sin(turn) + middle_x, x * math.sin(turn) + y * math.cos(turn) + middle_y
        return Word(word.text, Box(x - half_width, y - half_height, x + half_width, y + half_height), word.confidence)


def straighten(page: Image.Image) -> Straight:
    """Turn a grey page upright to a fifth of a degree and wipe out its ruled lines."""
    angle = _angle(page)
    image = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255) if abs(angle) >= STEP else page
    return Straight(_without_lines(image), angle if abs(angle) >= STEP else 0.0)


def _angle(page: Image.Image) -> float:
    """The turn at which rows of ink and rows of paper differ most."""
    small = ImageOps.invert(page.resize((SMALL, round(SMALL * page.height / page.width)), Image.Resampling.BOX))
    small = small.point([0] * 60 + list(range(60, 256)))

    def contrast(angle: float) -> float:
        rows = small.rotate(angle, Image.Resampling.BILINEAR).resize((1, small.height), Image.Resampling.BOX)
        levels = rows.tobytes()
        return float(sum((a - b) ** 2 for a, b in itertools.pairwise(levels)))

    steps = round(STEEPEST / 0.6)
    rough = max((step * 0.6 for step in range(-steps, steps + 1)), key=contrast)
    return max((rough + step * STEP for step in range(-2, 3)), key=contrast)


def _without_lines(image: Image.Image) -> Image.Image:
    """Long thin runs of ink, across and down, become paper."""
    ink = image.point([1] * DARK + [0] * (256 - DARK))
    across = _runs(ink)
    down = _runs(ink.transpose(Image.Transpose.TRANSPOSE)).transpose(Image.Transpose.TRANSPOSE)
    cleaned = image.copy()
    for mask in (across, down):
        cleaned.paste(255, mask=mask)
    return cleaned


def _runs(ink: Image.Image) -> Image.Image:
    """A mask of the runs along rows that belong to thin lines; fields of black are left alone."""
    width, height = ink.size
    data = ink.tobytes()
    mask = bytearray(width * height)
    for row in range(height):
        start = row * width
        for run in _HORIZONTAL.finditer(data, start, start + width):
            middle = (run.start() + run.end()) // 2
            if _is_thin(data, middle, width, height):
                mask[run.start() : run.end()] = b"\xff" * (run.end() - run.start())
    return Image.frombytes("L", (width, height), bytes(mask))


def _is_thin(data: bytes, position: int, width: int, height: int) -> bool:
    """Whether few rows of ink lie over each other at a position."""
    thickness = 1
    for step in (-width, width):
        place = position + step
        while 0 <= place < width * height and data[place] and thickness <= THICKEST:
            thickness += 1
            place += step
    return thickness <= THICKEST
