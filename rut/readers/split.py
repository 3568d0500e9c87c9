"""A file may hold several letters: page counters and new heads tell where one begins."""

import re
from collections.abc import Sequence

from rut.readers.lines import Line

_COUNTER = re.compile(
    r"(?<![\d.,/-])(?P<this>\d{1,2})\s?\((?P<all>\d{1,3})\)(?![\d-])|\b[Ss]ida?n?\s+(?P<this2>\d{1,2})\s*(?:av|/|\()\s*(?P<all2>\d{1,3})"
)
_FRACTION = re.compile(r"(?P<this>\d{1,2})\s?(?:/|av)\s?(?P<all>\d{1,2})")  # nothing else in its place: `7/3` is a day
_NUMBER = re.compile(r"(?:[Ss]id(?:a|an|\.)? ?|- ?)(?P<this>\d{1,2})(?: ?-)?")  # alone too, but of how many is not told
_UNTOLD = 0
_HEAD = re.compile(
    r"\b(?:datum|dnr|diarienummer|ärendenummer|handläggare|kontaktperson|referensnummer|mål nr|vår referens|vår beteckning|beteckning)\b",
    re.IGNORECASE,
)
_SENDER = re.compile(r"(?<![@.\w])skatteverket(?!\.se)|förvaltningsrätten|kammarrätten|kronofogden", re.IGNORECASE)
_TOP = 0.42
_EDGE = 8


def split_pages(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[range]:
    """The ranges of page positions (from 0) that make one letter each."""
    counters = [_counter(lines) for lines in pages]
    starts = [
        position
        for position in range(len(pages))
        if position == 0 or _begins(pages[position], heights[position], counters[position], counters[position - 1])
    ]
    return [range(start, end) for start, end in zip(starts, [*starts[1:], len(pages)], strict=True)]


def _begins(
    lines: Sequence[Line], height: float, counter: tuple[int, int] | None, before: tuple[int, int] | None
) -> bool:
    if counter is not None:
        return counter[0] == 1
    if before is not None and before[0] < before[1]:
        return False
    is_complete = before is not None and before[0] == before[1]
    return _is_head(lines, height, fewest=1 if is_complete else 2)


def may_begin_another(before: Sequence[Line], lines: Sequence[Line], height: float) -> bool:
    """Whether a page taken for the next one of a letter has something of a head though nothing counts the pages."""
    return _is_head(lines, height, fewest=1) and _counter(before) is None and _counter(lines) is None


def _is_head(lines: Sequence[Line], height: float, *, fewest: int) -> bool:
    top = [line for line in lines if line.box.top < _TOP * height]
    heads = {match.group().lower() for line in top for match in _HEAD.finditer(line.text)}
    sender = any(_SENDER.search(line.text) for line in top[:_EDGE])
    return sender and len(heads) >= fewest


def _counter(lines: Sequence[Line]) -> tuple[int, int] | None:
    """`2(3)` near the upper or lower edge as (2, 3), or `2/3`, `2 av 3` or `sida 2` that stands there alone."""
    edges = (*lines[:_EDGE], *lines[-_EDGE // 2 :])
    told = [
        (match["this"] or match["this2"], match["all"] or match["all2"])
        for line in edges
        for match in _COUNTER.finditer(line.text)
    ]
    alone = [segment for line in (edges[:1] + edges[-2:]) for segment in line.segments]
    told += [(match["this"], match["all"]) for segment in alone if (match := _FRACTION.fullmatch(segment.text))]
    counted = [(int(this), int(total)) for this, total in told if 1 <= int(this) <= int(total)]
    counted += [(int(match["this"]), _UNTOLD) for segment in alone if (match := _NUMBER.fullmatch(segment.text))]
    return counted[0] if counted else None
