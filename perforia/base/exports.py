"""Lists as files for a spreadsheet: written as they are read, and never a formula."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

BOM = "\ufeff"  # tells spreadsheets that the file is UTF-8
_ONLY_NUMBER = re.compile(r"[+-]?\d[\d\s.,]*")


class _Line:
    """A file that hands back what is written to it: csv's way of making one line."""

    def write(self, text: str) -> str:
        return text


def csv_response(name: str, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """A download called `name`, semicolons between its cells, as Swedish spreadsheets want it."""
    response = StreamingHttpResponse(_lines(heading, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def safe_cell(value: object) -> object:
    """A cell that a spreadsheet shows instead of running (OWASP, CSV injection); numbers stay as they are."""
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} and not _ONLY_NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def _lines(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(_Line(), delimiter=";")
    yield BOM + str(writer.writerow(heading))
    for row in rows:
        yield str(writer.writerow([safe_cell(cell) for cell in row]))
