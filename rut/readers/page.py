"""The words of a page and where they stand: the common ground of text layers and OCR.

A page has hundreds of words, and named tuples are made several times faster than frozen dataclasses.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Method(StrEnum):
    """Which tool produced the words of a page."""

    TEXT = "text"
    LAYOUT = "layout"
    OCR = "ocr"
    NONE = "none"


class Box(NamedTuple):
    """A rectangle on a page in points, origin top left, as the page is displayed (after rotation)."""

    left: float
    top: float
    right: float
    bottom: float

    def union(self, other: Box) -> Box:
        """Return the smallest box that covers both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


class Word(NamedTuple):
    """One word with its box; `confidence` is 1.0 for a text layer and the OCR engine's own (0-1) for a scan."""

    text: str
    box: Box
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read: its number from 1, its size in points and its words in reading order.

    `gated` is true when the quality gate doubted the text; nothing on such a page is ever certain.
    `turn` is how many degrees clockwise the page had to be turned to be read; sizes and boxes are those after it.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    method: Method
    gated: bool = False
    turn: int = 0
