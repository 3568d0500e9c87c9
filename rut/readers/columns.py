"""Pages whose text stands in two columns: the lines of the left one come before those of the right one."""

from collections import Counter
from collections.abc import Sequence

from rut.readers.lines import Line, Segment

PROSE = 4  # words of a line of running text; the cells of tables and forms have fewer
FEWEST_LINES = 3  # of running text in either column
BESIDE = 0.3  # of the page's width: a second column begins farther to the right
NEAR = 3.0  # points
APART = 2.5  # heights of a line: what lies farther away is no part of the columns


def in_reading_order(lines: Sequence[Line], width: float) -> Sequence[Line]:
    """The lines of a page (its width in points), those of a stretch in two columns one column after the other."""
    prose = [segment for line in lines for segment in line.segments if len(segment.words) >= PROSE]
    lefts = Counter([round(segment.box.left) for segment in prose if segment.box.left > BESIDE * width])
    if not lefts:
        return lines
    left, most = lefts.most_common(1)[0]
    if most < FEWEST_LINES:
        return lines
    top = next(segment.box.top for segment in prose if abs(segment.box.left - left) <= NEAR)
    beside = [each for each in prose if each.box.right < left]
    if len(beside) < FEWEST_LINES:
        return lines
    nearest = min(beside, key=lambda each: abs(each.box.top - top))
    first, last = _stretch(lines, nearest, left)
    within = lines[first:last]
    return [*lines[:first], *_part(within, left, right=False), *_part(within, left, right=True), *lines[last:]]


def _stretch(lines: Sequence[Line], beside: Segment, left: float) -> tuple[int, int]:
    """From which line to which nothing reaches over the gap, around the line of a segment of the left column."""
    first = last = next(number for number, line in enumerate(lines) if beside in line.segments)
    while first > 0 and _goes_on(lines[first - 1], lines[first], left):
        first -= 1
    while last + 1 < len(lines) and _goes_on(lines[last], lines[last + 1], left):
        last += 1
    return first, last + 1


def _goes_on(line: Line, following: Line, left: float) -> bool:
    """Whether two lines are near each other and neither reaches from the left column into the right one."""
    if following.box.top - line.box.bottom > APART * (line.box.bottom - line.box.top):
        return False
    segments = (*line.segments, *following.segments)
    return not any(segment.box.left < left - NEAR and segment.box.right > left for segment in segments)


def _part(lines: Sequence[Line], left: float, *, right: bool) -> list[Line]:
    """What stands in one of the columns."""
    parts = [
        (line.page, tuple(each for each in line.segments if (each.box.left >= left - NEAR) is right)) for line in lines
    ]
    return [Line(page, segments) for page, segments in parts if segments]
