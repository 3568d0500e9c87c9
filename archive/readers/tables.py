"""Rows of a CSV or XLSX file, whatever program wrote it; `read_apart` does it in a limited child of its own.

`python -m archive.readers.tables FILE` is that child: it prints the table, or the sentence that says why there is none.
"""

import csv
import io
import json
import sys
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import openpyxl

from perforia.base.sandbox import Limits, Stop
from perforia.base.warm import run_warm

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 5000, 200, 5000
LARGEST = 20 * 1024 * 1024
LARGEST_XLSX, MOST_PARTS, MOST_PACKED = 150 * 1024 * 1024, 2000, 200  # unpacked bytes, parts, times a part may grow
LIMITS = Limits(seconds=30, cpu_seconds=25, memory_bytes=768 * 1024 * 1024, output_bytes=64 * 1024 * 1024)
_DELIMITERS = ";\t,"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # also what a password makes of a new one
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
DAMAGED = "Excelfilen är skadad. Spara den på nytt, eller som CSV."


@dataclass(frozen=True)
class Table:
    """The header and the rows of a file, all as text."""

    header: list[str]
    rows: list[list[str]]


class UnreadableTable(Exception):  # noqa: N818 -- a state of a file
    """The file is no table; the message is a Swedish sentence that says what to do."""


def read_apart(path: Path) -> Table:
    """The table in a file, read by a child of its own. Raises UnreadableTable for whatever the file does to it."""
    if path.stat().st_size > LARGEST:
        raise UnreadableTable("Filen är större än 20 MB. Dela upp den och importera delarna var för sig.")
    done = run_warm("archive.readers.tables", [path.resolve()], limits=LIMITS)
    if done.stop is not None:
        words = "Filen är skadad." if done.stop == Stop.CRASH else "Filen är för tung att läsa."
        message = f"{words} Spara bara bladet med rader, som CSV."
        raise UnreadableTable(message)
    told = json.loads(done.output)
    if "problem" in told:
        raise UnreadableTable(told["problem"])
    return Table(told["header"], told["rows"])


def read_table(content: bytes) -> Table:
    """The table in a file. Raises UnreadableTable when there is none, or more rows than one import takes."""
    if content.startswith(_OLD_EXCEL):
        raise UnreadableTable("Excelfilen är gammal eller låst med lösenord. Spara den som .xlsx utan lösenord.")
    rows = _xlsx(content) if content[:4] == b"PK\x03\x04" else _csv(content)
    rows = [[cell.strip()[:LONGEST_CELL] for cell in row[:MOST_COLUMNS]] for row in rows]
    rows = [row for row in rows if any(row)]
    if len(rows) < 2:
        raise UnreadableTable("Filen har inga rader. Spara den som CSV eller Excel med rubriker på första raden.")
    if len(rows) > MOST_ROWS + 1:
        message = f"Filen har fler än {MOST_ROWS} rader. Dela upp den och importera delarna var för sig."
        raise UnreadableTable(message)
    return Table(rows[0], rows[1:])


def _csv(content: bytes) -> list[list[str]]:
    text = _decode(content)
    if "\x00" in text:
        raise UnreadableTable("Filen är ingen tabell. Spara den som CSV eller Excel.")
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=;"):  # Excel's own first line
        delimiter, text = first.strip()[-1], rest
    else:
        delimiter = max(_DELIMITERS, key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as wrong:
        raise UnreadableTable("Filen är ingen tabell. Spara den som CSV eller Excel.") from wrong


def _decode(content: bytes) -> str:
    """Text of whatever encoding: UTF-16 says so itself, UTF-8 is hard to hit by chance, else Windows' own."""
    if content.startswith(_UTF16):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _xlsx(content: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _refuse_bomb(packed.infolist())
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        width = min(sheet.max_column or MOST_COLUMNS, MOST_COLUMNS)
        rows = sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2, max_col=width)
        return [[_text(cell) for cell in row] for row in rows]
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError, AttributeError, TypeError) as broken:
        raise UnreadableTable(DAMAGED) from broken
    except SyntaxError as broken:  # what the XML parser raises
        raise UnreadableTable(DAMAGED) from broken


def _refuse_bomb(parts: list[zipfile.ZipInfo]) -> None:
    """Raise UnreadableTable for a file that would unpack to far more than any office has typed."""
    is_heavy = sum(part.file_size for part in parts) > LARGEST_XLSX or len(parts) > MOST_PARTS
    if is_heavy or any(
        part.file_size > 1024 * 1024 and part.file_size > MOST_PACKED * part.compress_size for part in parts
    ):
        raise UnreadableTable("Excelfilen är för stor. Spara bara bladet med rader, eller spara det som CSV.")


def _text(cell: object) -> str:
    """A cell as a person would write it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # numbers of persons and telephones are numbers to Excel
    return str(cell)


def main(file: str) -> None:
    """Print what was read, or why nothing was."""
    try:
        table = read_table(Path(file).read_bytes())
    except UnreadableTable as problem:
        json.dump({"problem": str(problem)}, sys.stdout)
    else:
        json.dump({"header": table.header, "rows": table.rows}, sys.stdout)
