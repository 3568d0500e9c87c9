"""Cells of a table that take several lines, put together again: beside a middle line, or running on below it."""

import re
from collections.abc import Iterator, Sequence

from rut.readers.lines import Line, Segment
from rut.readers.page import Word

# Of a word's height: lines of cells that are centred beside others stand closer than lines of text ever do.
BESIDE, BELOW = 0.75, 1.6
MOST_LINES = 5
FEWEST_COLUMNS = 2
_DIGIT = re.compile(r"\d")


def unwrapped(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, those that stand closer than lines of text merged into one."""
    group: list[Line] = []
    for line in lines:
        if group and len(group) < MOST_LINES and _distance(group[-1], line) < BESIDE and not _are_rows(group[-1], line):
            group.append(line)
            continue
        if group:
            yield merged(group)
        group = [line]
    if group:
        yield merged(group)


def continues(row: Line, line: Line) -> bool:
    """Whether everything of `line` stands right below something of `row`."""
    return _distance(row, line) < BELOW and all(
        any(_overlap(above, below) for above in row.segments) for below in line.segments
    )


def merged(lines: Sequence[Line]) -> Line:
    """One line of several: what stands above each other becomes one cell."""
    if len(lines) == 1:
        return lines[0]
    cells: list[list[Word]] = []
    for segment in (segment for line in lines for segment in line.segments):
        over = [cell for cell in cells if _covers(cell, segment)]
        if over:
            over[0].extend(segment.words)
        else:
            cells.append(list(segment.words))
    page = lines[0].page
    segments = sorted((Segment(page, tuple(cell)) for cell in cells), key=lambda each: each.box.left)
    return Line(page, tuple(segments))


def _are_rows(line: Line, following: Line) -> bool:
    """Whether two lines are rows of their own however close they stand: numbers of both stand over each other twice."""
    cells = [[segment for segment in each.segments if _DIGIT.search(segment.text)] for each in (line, following)]
    return sum(any(_overlap(above, below) for above in cells[0]) for below in cells[1]) >= FEWEST_COLUMNS


def _distance(line: Line, following: Line) -> float:
    """From middle to middle, in heights of a word; far for another page."""
    if line.page != following.page:
        return float("inf")
    first, second = line.segments[0].words[0].box, following.segments[0].words[0].box
    height = min(first.bottom - first.top, second.bottom - second.top)
    if second.bottom < first.top:
        return float("inf")  # the next column
    return (second.top + second.bottom - first.top - first.bottom) / 2 / max(height, 0.1)


def _overlap(above: Segment, below: Segment) -> bool:
    return above.box.left < below.box.right and below.box.left < above.box.right


def _covers(cell: Sequence[Word], segment: Segment) -> bool:
    return any(word.box.left < segment.box.right and segment.box.left < word.box.right for word in cell)
