"""Rows of a CSV or XLSX file, whatever program wrote it."""

import csv
import io
import zipfile
from dataclasses import dataclass

import openpyxl

MOST_ROWS = 5000
LARGEST_XLSX = 200 * 1024 * 1024  # unpacked
_DELIMITERS = ";\t,"


@dataclass(frozen=True)
class Table:
    """The header and the rows of a file, all as text."""

    header: list[str]
    rows: list[list[str]]


class UnreadableTable(Exception):  # noqa: N818 -- a state of a file
    """The file is no table; the message is a Swedish sentence that says what to do."""


def read_table(content: bytes) -> Table:
    """The table in a file. Raises UnreadableTable when there is none, or more rows than one import takes."""
    rows = _xlsx(content) if content[:4] == b"PK\x03\x04" else _csv(content)
    rows = [[cell.strip() for cell in row] for row in rows]
    rows = [row for row in rows if any(row)]
    if len(rows) < 2:  # noqa: PLR2004 -- a header and a row
        raise UnreadableTable("Filen har inga rader. Spara den som CSV eller Excel med rubriker på första raden.")
    if len(rows) > MOST_ROWS + 1:
        message = f"Filen har fler än {MOST_ROWS} rader. Dela upp den och importera delarna var för sig."
        raise UnreadableTable(message)
    return Table(rows[0], rows[1:])


def _csv(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise UnreadableTable("Filen är ingen tabell. Spara den som CSV eller Excel.")
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def _xlsx(content: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > LARGEST_XLSX:
                raise UnreadableTable("Excelfilen är för stor. Spara bara bladet med fakturor.")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        return [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2)]
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError) as broken:
        raise UnreadableTable("Excelfilen är skadad. Spara den på nytt, eller som CSV.") from broken


def _text(cell: object) -> str:
    """A cell as a person would write it."""
    if cell is None:
        return ""
    if hasattr(cell, "date"):
        return str(cell.date().isoformat())
    return str(cell)
