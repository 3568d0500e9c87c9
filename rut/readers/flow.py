"""Running text: segments gathered into paragraphs, each character still knowing its word and place."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rut.readers.lines import Line, Segment, box_of
from rut.readers.page import Box, Word

CLOSE = 0.75  # of a line's height: paragraphs lie farther apart than this
ROOM = 0.7  # of a line's height, over what a word takes: a space and a little for ragged letters
COLUMN = 0.35  # of the width of what follows: narrower is no paragraph that goes on
_ITEM = re.compile(r"^(?:[•●▪◦■□☐►»«*+·\u2022\uf0b7\u2013\u2014-]{1,2}|\d{1,2}[.)]|[a-z]\)|\[ ?\])\s")
_HYPHEN = re.compile(r"[a-zåäöé]{3,}-$")
HARD_HYPHEN = "\u2010"
_GOES_ON = re.compile(r"^(?!och\b|eller\b|samt\b|respektive\b)[a-zåäöé]")


@dataclass(frozen=True)
class Place:
    """Where a stretch of text stands and how sure its letters are."""

    page: int
    box: Box
    confidence: float


class Block:
    """A paragraph or a column of a table while it is gathered."""

    def __init__(self, segment: Segment) -> None:
        self.segments = [segment]
        self._left = segment.box.left
        self.last = segment.box
        self._width = segment.box.right - segment.box.left

    def takes(self, page: int, box: Box) -> float | None:
        """How well something at `box`, not beside it, continues this block (lower is better), None when not at all."""
        last = self.last
        below = box.top - last.bottom
        height = min(last.bottom - last.top, box.bottom - box.top)
        if below >= CLOSE * height or below <= -0.5 * height or self.segments[-1].page != page:
            return None
        if len(self.segments) > 1 and self._width < COLUMN * (box.right - box.left):
            return None  # a column of a table ends where a paragraph begins
        if box.left < self._left - height / 2 and _ITEM.match(self.segments[0].text + " "):
            return None  # an item goes on beside or below its sign, never to the left of it
        shift = abs(box.left - self._left)
        return shift if shift < 4 * height else None

    def ended_early(self, margins: Mapping[tuple[int, int], float]) -> set[int]:
        """The segments before which a line was ended by hand: items, and those whose first word would have had room.

        The longest line of the block is surely not wider than its column. Where most lines end early, it is a list,
        and the widest line of the page that begins at the same left tells how wide its column is.
        """
        if len(self.segments) == 1:
            return set()
        own = max([segment.box.right for segment in self.segments])
        numbers = range(1, len(self.segments))
        items = {number for number in numbers if _ITEM.match(self.segments[number].text + " ")}
        ended = items | {number for number in numbers if self._fits(number, own)}
        if 2 * len(ended) >= len(self.segments) - 1:
            wide = max(own, margins.get(_column(self.segments[0]), own))
            ended = items | {number for number in numbers if self._fits(number, wide)}
        return ended

    def _fits(self, number: int, limit: float) -> bool:
        before, word = self.segments[number - 1].box, self.segments[number].words[0].box
        return before.right + (word.right - word.left) + ROOM * (before.bottom - before.top) < limit

    def add(self, segment: Segment) -> None:
        """Go on with a segment."""
        self.segments.append(segment)
        self.last = segment.box
        self._width = max(self._width, segment.box.right - segment.box.left)


class Flow:
    """The text of some lines, one paragraph or list item per row."""

    def __init__(self, lines: Iterable[Line]) -> None:
        starts: list[int] = []
        words: list[tuple[int, Word]] = []
        self._starts, self._words = starts, words
        pieces: list[str] = []
        length = 0
        blocks = _blocks(lines)
        margins = _margins(blocks)
        for block in blocks:
            before = ""
            ended = block.ended_early(margins)
            for number, segment in enumerate(block.segments):
                glue = "\n" if not before or number in ended else " "
                if glue != "\n" and _divided(before, segment.text):
                    glue = ""
                elif glue == " " and _continues(before, segment.text):
                    pieces[-1] = pieces[-1][:-1]
                    length -= 1
                    glue = ""
                pieces += glue, segment.text
                length += len(glue)
                for word in segment.words:
                    starts.append(length)
                    words.append((segment.page, word))
                    length += len(word.text) + 1
                length -= 1  # no space behind the last
                before = segment.text
        self.text = "".join(pieces)
        small = self.text.lower()
        # For patterns in small letters, which are far quicker than those for letters of either size.
        self.small = small if len(small) == length else self.text

    def place(self, start: int, end: int) -> Place:
        """Where the characters from `start` to `end` stand (their first page's part)."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = max(bisect_left(self._starts, end), first + 1)
        found = self._words[first:last]
        page = found[0][0]
        words = [word for number, word in found if number == page]
        return Place(page, box_of(words), min(word.confidence for _, word in found))


def _column(segment: Segment) -> tuple[int, int]:
    return segment.page, round(segment.box.left / 4)


def _margins(blocks: Sequence[Block]) -> dict[tuple[int, int], float]:
    """How far to the right the text reaches that begins at a left, by page and left."""
    margins: dict[tuple[int, int], float] = {}
    for block in blocks:
        for segment in block.segments:
            place = _column(segment)
            margins[place] = max(margins.get(place, 0.0), segment.box.right)
    return margins


def _divided(before: str, text: str) -> bool:
    """True when an address goes on in the next line: `eva-` and `lena.ek@…`, `…@` and `skatteverket.se`."""
    last, first = before.rpartition(" ")[2], text.partition(" ")[0]
    return (
        (last.endswith(("-", ".")) and ("@" in first or "skatteverket.se" in first))
        or (
            "@" in last
            and (last.endswith(("@", ".", "-")) or first in {"se", ".se"} or first.startswith(("skatteverket", "@")))
        )
        or first.startswith("@")
    )


def _continues(before: str, text: str) -> bool:
    """True when a hyphen at the end of a line only divides a word."""
    if before.endswith(HARD_HYPHEN):
        return True
    return before.endswith("-") and _HYPHEN.search(before) is not None and _GOES_ON.match(text) is not None


def _blocks(lines: Iterable[Line]) -> Sequence[Block]:
    blocks: list[Block] = []
    open_blocks: list[Block] = []
    for line in lines:
        for segment in line.segments:
            best, least = None, float("inf")
            left, top, right, _ = segment.box
            for block in open_blocks:
                west, north, east, south = block.last
                if east <= left or right <= west or top - south >= CLOSE * (south - north):
                    continue  # beside it, or too far below
                fit = block.takes(segment.page, segment.box)
                if fit is not None and fit < least:
                    best, least = block, fit
            if best is not None:
                best.add(segment)
            else:
                block = Block(segment)
                blocks.append(block)
                open_blocks = [*open_blocks[-12:], block]
    return blocks
