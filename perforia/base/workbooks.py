"""An XLSX file of one sheet, written row by row: a hundred thousand rows cost little memory."""

import re
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO

from django.utils import timezone
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TEXT = 32_767  # a cell takes no more
IN_MEMORY = 1024 * 1024
NARROWEST = 16
# Every text stays text: nothing that a person typed becomes a formula or a link.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0 has no sign for these


def write_workbook(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> IO[bytes]:
    """The sheet as an open file at its beginning, which is gone when it is closed. Small ones never touch the disk.

    Dates are dates and numbers are numbers; moments are told in Swedish time.
    """
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- the caller closes it
    with Workbook(file, _OPTIONS) as book:
        sheet = book.add_worksheet("Lista")
        formats = {
            str: book.add_format({"num_format": "@"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            date: book.default_date_format,
        }
        bold = book.add_format({"num_format": "@", "bold": True})
        sheet.freeze_panes(1, 0)
        for column, words in enumerate(heading):
            sheet.set_column(column, column, max(len(words) + 2, NARROWEST))
            sheet.write_string(0, column, words, bold)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(map(_plain, row)):
                _write(sheet, number, column, value, formats)
    file.seek(0)
    return file


def _plain(value: object) -> str | float | Decimal | date | None:
    """A value as a cell can hold it."""
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if value is None or isinstance(value, int | float | Decimal | date):
        return value
    return _FORBIDDEN.sub("", str(value)[:LONGEST_TEXT])


def _write(
    sheet: Worksheet, row: int, column: int, value: str | float | Decimal | date | None, formats: dict[type, object]
) -> None:
    if isinstance(value, str) and value:
        sheet.write_string(row, column, value, formats[str])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats[type(value)])
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, value)
