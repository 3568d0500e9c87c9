"""Purchases told by labels: one below the other with a label before each value, or a table lying on its side."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from rut.readers.cells import Cell, field_by_stem, field_of, read_cell
from rut.readers.letter import PurchaseRow
from rut.readers.lines import Line
from rut.readers.page import Box

NAMING = frozenset({"invoice_number", "personal_number", "personal_number_masked"})
FEWEST_FACTS = 2
LONGEST_LABEL = 4  # words


def find_cards(lines: Sequence[Line], today: date) -> list[PurchaseRow]:
    """The purchases whose facts stand behind labels, in the order of the page; each has a number and one thing more."""
    rows: list[PurchaseRow] = []
    group: list[Cell] = []
    last: Line | None = None
    box: Box | None = None
    for line in lines:
        told = _told(line, today)
        if last is None or told is None or not _goes_on(group, told, is_near=last.page == line.page):
            rows += _rows(group, last, box)
            group, box = [], None
        if told is None:
            last = None
            continue
        group = [a | b for a, b in zip(group, told, strict=True)] if group else told
        box = line.box if box is None else box.union(line.box)
        last = line
    return rows + _rows(group, last, box)


def _goes_on(group: Sequence[Cell], told: Sequence[Cell], *, is_near: bool) -> bool:
    """Whether a line tells more of the same purchases, not of the next ones."""
    if not is_near or len(group) != len(told):
        return False
    return all(cell.keys().isdisjoint(more) for cell, more in zip(group, told, strict=True))


def _rows(group: Sequence[Cell], last: Line | None, box: Box | None) -> list[PurchaseRow]:
    if last is None or box is None:
        return []
    confidence = min(word.confidence for word in last.words)
    return [
        replace(PurchaseRow(page=last.page, box=box, confidence=confidence), **cell)  # type: ignore[arg-type]
        for cell in group
        if len(cell) >= FEWEST_FACTS and NAMING & cell.keys()
    ]


def _told(line: Line, today: date) -> list[Cell] | None:
    """What a line tells of each purchase behind its label; None without a label, or with a value that does not fit."""
    label, values = _label(line)
    if label is None or not values:
        return None
    cells = [read_cell(label, value, today) for value in values]
    return cells if all(cells) else None


def _label(line: Line) -> tuple[str | None, list[str]]:
    first, *others = [segment.text for segment in line.segments]
    if not first[:1].isalpha() or (not others and ":" not in first):
        return None, []
    name, colon, rest = first.partition(":")
    field = next(_fields(name), None)
    if field is None or field == "skip" or len(name.split()) > LONGEST_LABEL:
        return None, []
    if colon and rest.strip():
        others = [rest.strip(), *others]
    return field, others


def _fields(name: str) -> Iterator[str]:
    for find in (field_of, field_by_stem):
        if found := find(name):
            yield found
