"""Words put together as eyes do it: lines across the page, segments between wide gaps."""
# ruff: noqa: PLR1730 (min and max are twice as slow in the innermost loop)

import itertools
import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter, itemgetter

from rut.readers.page import Box, Method, Page, Word

WIDE_GAP = 0.85  # of the height of a line: wider than any space between words
LEAST_GAP = -0.05  # of the height of a line: letters of one word that a font draws apart touch
KERNING = 0.13  # of the height of a line: narrower than any space
SAME_LINE = 0.45
WIDER = 1.7  # than the usual space of a scan: the boxes of its words hug their letters and tell too little
FEWEST_GAPS = 20
FEWEST_SPELLED = 6  # words of one or two letters that may be one word spelled out
_SHORTEST_WORD = 3
_BULLET = re.compile(r"^(?:[•●▪◦■□☐►»«*+·\u2022\uf0b7\u2013\u2014-]{1,2}|\d{1,2}[.)]|[a-z]\)|[a-z]\.)$")
_RULE = re.compile(r"/?[|\[\]]+")
_LEFT = attrgetter("box.left")
_NOISE = re.compile(r"^[|_~=\\.,:;'`´^*¦\[\]{}]+$")


class Segment:
    """Words of one line that stand together."""

    __slots__ = ("box", "page", "text", "words")

    def __init__(self, page: int, words: tuple[Word, ...]) -> None:
        self.page, self.words = page, words
        self.text = " ".join([word.text for word in words])
        self.box = box_of(words)

    @property
    def is_bullet(self) -> bool:
        return len(self.words) == 1 and _BULLET.match(self.words[0].text) is not None


@dataclass(frozen=True)
class Line:
    """Everything that stands at one height of a page, from left to right."""

    page: int
    segments: tuple[Segment, ...]

    @cached_property
    def text(self) -> str:
        return "  ".join(segment.text for segment in self.segments)

    @cached_property
    def box(self) -> Box:
        box = self.segments[0].box
        for segment in self.segments[1:]:
            box = box.union(segment.box)
        return box

    @property
    def words(self) -> list[Word]:
        return [word for segment in self.segments for word in segment.words]


def box_of(words: Sequence[Word]) -> Box:
    """The smallest box around some words."""
    box = words[0].box
    if len(words) == 1:
        return box
    left, top, right, bottom = box
    for word in words[1:]:
        west, north, east, south = word.box
        if west < left:
            left = west
        if north < top:
            top = north
        if east > right:
            right = east
        if south > bottom:
            bottom = south
    return Box(left, top, right, bottom)


def lines_of(page: Page) -> list[Line]:
    """The lines of a page from top to bottom, whatever the order its words were drawn in."""
    words = list(page.words)
    if page.method == Method.OCR:
        words = [part for word in words if not _NOISE.match(word.text) for part in _parted(word)]
    slope = _slope(words) if page.method == Method.OCR else 0.0
    rows: list[tuple[float, list[Word]]] = []
    # Boxes of pictures hug their letters, so that words without tall ones look lower than they stand.
    usual = statistics.median([word.box.bottom - word.box.top for word in words]) if words else 0.0
    levels = [((word.box.top + word.box.bottom) / 2 - slope * word.box.left, word) for word in words]
    for level, word in sorted(levels, key=itemgetter(0)):
        tolerance = SAME_LINE * max(word.box.bottom - word.box.top, usual)
        if rows and level - rows[-1][0] <= tolerance:
            rows[-1][1].append(word)
        else:
            rows.append((level, [word]))
    space = _space([row for _, row in rows], usual) if page.method == Method.OCR else 0.0
    return [Line(page.number, _segments(page.number, row, space)) for _, row in rows]


def _parted(word: Word) -> Iterator[Word]:
    """The words on both sides of a rule of a table that was read as a letter."""
    pieces = [piece for piece in _RULE.split(word.text) if piece]
    if len(pieces) < 2 and word.text in pieces:
        yield word
        return
    left, top, right, bottom = word.box
    width = (right - left) / max(len(word.text), 1)
    for piece in pieces:
        start = left + width * word.text.index(piece)
        yield Word(piece, Box(start, top, start + width * len(piece), bottom), word.confidence)


def _slope(words: Sequence[Word]) -> float:
    """How much a scanned line falls per point to the right, from neighbours on the same line."""
    falls = []
    for this, following in itertools.pairwise(words):
        a, b = this.box, following.box
        height = a.bottom - a.top
        if 0 < b.left - a.right < 3 * height and abs(b.bottom - a.bottom) < height / 2:
            falls.append((b.bottom + b.top - a.bottom - a.top) / 2 / (b.left - a.left))
    return statistics.median(falls) if falls else 0.0


def _space(rows: Sequence[Sequence[Word]], usual: float) -> float:
    """The usual space between the words of a scanned page; typewriter letters have wide ones."""
    gaps = [
        gap
        for row in rows
        for before, word in itertools.pairwise(sorted(row, key=lambda word: word.box.left))
        if 0 < (gap := word.box.left - before.box.right) < 2 * usual
    ]
    return statistics.median(gaps) if len(gaps) > FEWEST_GAPS else 0.0


def _segments(page: int, row: Sequence[Word], space: float) -> tuple[Segment, ...]:
    row = sorted(row, key=_LEFT)
    if space == 0.0:
        row = _whole(row)
    groups: list[list[Word]] = [[row[0]]]
    _, before_top, reached, before_bottom = row[0].box
    for word in row[1:]:
        left, top, right, bottom = word.box
        gap = left - reached
        height = min(before_bottom - before_top, bottom - top)
        before_top, before_bottom = top, bottom
        if (
            gap > WIDE_GAP * height
            and gap > WIDER * space
            and not (len(groups[-1]) == 1 and gap < 4 * height and _BULLET.match(groups[-1][0].text))
        ):
            groups.append([word])
            reached = right
        else:
            groups[-1].append(word)
            reached = max(reached, right)
    return tuple(
        [Segment(page, tuple(group if len(group) < FEWEST_SPELLED else _spelled_together(group))) for group in groups]
    )


def _whole(row: Sequence[Word]) -> Sequence[Word]:
    """The words of a line, those put together that only kerning keeps apart: `D atum`."""
    reached = least = touching = 0.0
    for word in row:  # first in one pass without a call for every pair: hardly any line needs more
        left, top, right, bottom = word.box
        if touching < left - reached < least:
            break
        reached, least, touching = right, KERNING * (bottom - top), LEAST_GAP * (bottom - top)
    else:
        return row
    words = [row[0]]
    for before, word in itertools.pairwise(row):
        if _is_loose(before, word):
            last = words[-1]
            words[-1] = Word(last.text + word.text, last.box.union(word.box), min(last.confidence, word.confidence))
        else:
            words.append(word)
    return words


def _is_loose(word: Word, following: Word) -> bool:
    """Whether two words are pieces of one: nearly no gap, and not two whole words of a tight table."""
    box = word.box
    height = box.bottom - box.top
    if not LEAST_GAP * height < following.box.left - box.right < KERNING * height:
        return False
    return len(word.text) < _SHORTEST_WORD or following.text[:1].islower()


def _spelled_together(words: list[Word]) -> list[Word]:
    """S P A C E D letters become words again: gaps inside a word are alike, gaps between words are wider."""
    if sum(len(word.text) <= 2 for word in words) < 0.6 * len(words):
        return words
    gaps = [b.box.left - a.box.right for a, b in itertools.pairwise(words)]
    limit = 1.5 * statistics.median(gaps) + 0.1
    joined = [words[0]]
    for gap, word in zip(gaps, words[1:], strict=True):
        last = joined[-1]
        if gap <= limit:
            joined[-1] = Word(last.text + word.text, last.box.union(word.box), min(last.confidence, word.confidence))
        else:
            joined.append(word)
    return joined
