"""The purchases a letter lists, in whatever form: here its tables, with or without rules."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rut.readers.amounts import AMOUNT, MASKED, PERSONAL, whole
from rut.readers.cards import find_cards
from rut.readers.cells import NAME, Cell, field_by_stem, field_of, person, read_cell
from rut.readers.dates import DATE, parse_date
from rut.readers.flow import Flow
from rut.readers.letter import PurchaseRow
from rut.readers.lines import Line, Segment, box_of
from rut.readers.page import Box, Word
from rut.readers.told import find_told
from rut.readers.wrapping import continues, merged, unwrapped

_DIGIT = re.compile(r"\d")  # without one a line tells of no purchase
_TOTAL = re.compile(r"^(?:[Ss].mm(?:a|ering)|[Tt]otalt?|[Ss]ammanlagt|[Tt]illsammans|SUMMA|TOTALT?)\b")
_SHAPED = re.compile(r"(?<![\w-])(?:[A-ZÅÄÖ]{1,5}[-/]?\d{3,10}|\d{4,10}(?:[-/]\d{1,6})?|\d{2,4}[-/]\d{2,6})(?![\w-])")
_FEWEST_COLUMNS = 2
LONGEST_SPECK = 2  # letters that a scan makes of rules and specks
_LONGEST_HEADING, _MOST_WORDS = 4, 18
_FEWEST_OF_PROSE = 5  # words in small letters: running text, though it has numbers
_MOST_MISSES = 12  # lines between the rows of a table that goes on over a page
_HEADING = re.compile(
    r"köpar|namn|faktur|fakt\.|person|pnr|betal|begär|godkän|bevilj|belopp|avdrag|återk|kund|sökt"
)  # for text in small letters


@dataclass(frozen=True)
class Column:
    """A column of a table: what it holds, and from where to where its heading stands."""

    field: str
    left: float
    right: float


@dataclass(frozen=True)
class Purchases:
    """The rows a letter lists, and the sums its tables end with, by the field of their column, with their cell."""

    rows: list[PurchaseRow]
    sums: dict[str, tuple[int, Segment]]


def find_purchases(lines: Sequence[Line], flow: Flow, *, today: date) -> Purchases:
    """The rows of every table of purchases, else those told in text."""
    rows, sums = _tables(lines, today)
    others = (find_cards(lines, today), list(find_told(flow, today)))
    return Purchases(max((rows, *others), key=_told_in_all), sums)


def _told_in_all(rows: Sequence[PurchaseRow]) -> tuple[int, int]:
    """How much some rows tell: how many they are, then how many of them have a number."""
    return len(rows), sum(row.invoice_number is not None for row in rows)


def _tables(lines: Sequence[Line], today: date) -> tuple[list[PurchaseRow], dict[str, tuple[int, Segment]]]:
    rows: list[PurchaseRow] = []
    sums: dict[str, tuple[int, Segment]] = {}
    columns: list[Column] = []
    misses = 0
    last: Line | None = None
    for line in unwrapped(lines):
        if found := _headings(line):
            columns, misses, last = found, 0, None
        elif columns and last is not None and (more := _continued(last, line, columns, today, rows[-1])) is not None:
            rows[-1], last = more, None
        elif columns and last is not None and (own := _person_below(last, line, today, rows[-1])) is not None:
            rows[-1] = own
        elif columns and _TOTAL.match(line.text):
            sums = sums or _sums(line, columns)
            columns = []
        elif columns:
            row = _row(line, columns, today, is_near=misses <= 1) if _DIGIT.search(line.text) else None
            misses = 0 if row is not None else misses + 1
            last = line if row is not None else None
            if row is not None:
                rows.append(row)
            if misses > _MOST_MISSES:
                columns = []
    return rows, sums


def _continued(above: Line, line: Line, columns: Sequence[Column], today: date, row: PurchaseRow) -> PurchaseRow | None:
    """The row with the name that it lacked, when `line` holds nothing but the end of a name too long for its column."""
    if row.name is not None or _DIGIT.search(line.text) or not continues(above, line):
        return None
    whole_row = _row(merged([above, line]), columns, today, is_near=True)
    return whole_row if whole_row is not None and whole_row.name is not None else None


def _person_below(above: Line, line: Line, today: date, row: PurchaseRow) -> PurchaseRow | None:
    """The row with the person that stands right below it in the same cell: a number under a name, or a name under it."""
    if len(line.segments) > 1 or not continues(above, line):
        return None
    text = line.segments[0].text
    found = person(text, today)
    if found and not (row.personal_number or row.personal_number_masked):
        return replace(row, **found)  # type: ignore[arg-type]
    if row.name is None and (match := NAME.fullmatch(text)):
        return replace(row, name=match.group())
    return None


def _sums(line: Line, columns: Sequence[Column]) -> dict[str, tuple[int, Segment]]:
    return {
        column.field: (amount, segment)
        for segment in line.segments
        if (column := _nearest(columns, segment.box)) and column.field.endswith("amount")
        if (amount := whole(segment.text)) is not None
    }


def _headings(line: Line) -> list[Column]:
    """The columns a line announces, none when it is no heading of a table."""
    is_sentence = len(line.segments) < _FEWEST_COLUMNS and line.text[-1:] in ".,:;"
    if (
        is_sentence
        or sum([len(each.words) for each in line.segments]) > _MOST_WORDS
        or len(_HEADING.findall(line.text.lower())) < _FEWEST_COLUMNS
    ):
        return []
    cells = [cell for cell in line.segments if len(cell.text) > LONGEST_SPECK or field_of(cell.text)]
    pieces = [segment for cell in cells for segment in _split(cell)]
    columns = [
        Column(field, piece.box.left, piece.box.right)
        for piece in pieces
        if (field := field_of(piece.text) or field_by_stem(piece.text))
    ]
    if len(pieces) > 2 * len(columns):
        return []
    fields = {column.field for column in columns} - {"skip"}
    named = {"invoice_number", "personal_number", "name"} & fields
    if len(fields) < _FEWEST_COLUMNS or not named or len(columns) < len(cells) - 1:
        return []
    return columns


def _split(segment: Segment) -> Iterator[Segment]:
    """Headings that stand close together, taken apart into the longest that mean something in usual words."""
    apart = list(_apart(segment))
    if len(apart) > 1 and not all(field_of(piece.text) for piece in apart) and field_by_stem(segment.text):
        return iter((segment,))
    return iter(apart)


def _apart(segment: Segment) -> Iterator[Segment]:
    words = segment.words
    spelled = [word.text for word in words]
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + _LONGEST_HEADING), start, -1):
            if end == start + 1 or field_of(" ".join(spelled[start:end])):
                yield Segment(segment.page, words[start:end])
                start = end
                break


def _nearest(columns: Sequence[Column], box: Box) -> Column | None:
    """The column that most of the box stands under, else the one whose edge is nearest."""
    left, _, right, _ = box
    best: Column | None = None
    least = (2.0, 0.0)
    for column in columns:
        overlap = min(column.right, right) - max(column.left, left)
        edge = min(abs(column.left - left), abs(column.right - right))
        distance = (-overlap if overlap > 0 else 1.0, edge)
        if best is None or distance < least:
            best, least = column, distance
    return best


def _row(line: Line, columns: Sequence[Column], today: date, *, is_near: bool) -> PurchaseRow | None:
    if sum(word.text.isalpha() and word.text.islower() for word in line.words) >= _FEWEST_OF_PROSE:
        return None
    cells = _cells(line, columns)
    values: Cell = {}
    for field, words in cells.items():
        values |= read_cell(field, " ".join(word.text for word in words), today)
    if is_near and "invoice_number" not in values and any(column.field == "invoice_number" for column in columns):
        values = {**_by_shape(line.text, columns, today), **values}
    known = set(values)
    if not known & {"invoice_number", "personal_number", "personal_number_masked"} and not (
        "name" in known and known & {"requested_amount", "granted_amount", "repay_amount", "payment_date"}
    ):
        return None
    if len(known) < _FEWEST_COLUMNS and len({column.field for column in columns} - {"skip"}) > _FEWEST_COLUMNS:
        return None
    words = line.words
    confidence = min(word.confidence for word in words)
    return replace(PurchaseRow(page=line.page, box=line.box, confidence=confidence), **values)  # type: ignore[arg-type]


def _by_shape(text: str, columns: Sequence[Column], today: date) -> Cell:
    """What a row holds by the shapes of its words, where columns stand too close or askew to tell them by place."""
    values: Cell = dict(person(text, today))
    rest = PERSONAL.sub(" ", MASKED.sub(" ", text))
    if DATE.search(rest) and (day := parse_date(rest, since=date(today.year - 1, today.month, 1))):
        values["payment_date"] = day.isoformat()
        rest = DATE.sub(" ", rest)
    number = _SHAPED.search(rest)
    if number is None:
        return {}
    values["invoice_number"] = number.group()
    if name := NAME.search(rest[: number.start()]) or NAME.search(rest[number.end() :]):
        values["name"] = name.group()
    amounts = [column.field for column in columns if column.field.endswith("amount")]
    found = [whole(match.group()) for match in AMOUNT.finditer(rest[number.end() :])]
    fields = {column.field for column in columns}
    if len(found) != len(amounts) or ("payment_date" in fields and "payment_date" not in values):
        return {}  # a line below the table that only happens to hold a number
    if not amounts and "payment_date" not in fields:
        return {}
    return values | dict(zip(amounts, found, strict=True))


def _cells(line: Line, columns: Sequence[Column]) -> dict[str, list[Word]]:
    """The words of a row by column: a number or date that only one kind of column takes goes there."""
    cells: dict[str, list[Word]] = {}
    for segment in line.segments:
        for piece in _pieces(segment, columns):
            column = _nearest(columns, box_of(piece))
            if column is not None and column.field != "skip":
                cells.setdefault(column.field, []).extend(piece)
    return cells


def _pieces(segment: Segment, columns: Sequence[Column]) -> Iterator[list[Word]]:
    """A segment that reaches under several headings is cut where the next column begins."""
    piece: list[Word] = []
    lefts = [column.left for column in columns]
    for word in segment.words:
        if piece and _begins_a_column(word.box.left, piece[0].box.left, lefts):
            yield piece
            piece = []
        piece.append(word)
    if piece:
        yield piece


def _begins_a_column(left: float, first: float, lefts: Sequence[float]) -> bool:
    return any([-3 < left - edge < 3 and first < edge - 3 for edge in lefts])  # noqa: C419 -- a list is quicker: few
