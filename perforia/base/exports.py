"""Lists as files for a spreadsheet: written as they are read, of the types they have, and never a formula."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone

from perforia.base import audit
from perforia.base.web import Request
from perforia.base.workbooks import CONTENT_TYPE, write_workbook

BOM = "\ufeff"  # tells spreadsheets that the file is UTF-8
_ONLY_NUMBER = re.compile(r"[+-]?\d[\d\s.,]*")


@dataclass(frozen=True)
class Listing:
    """A list as it leaves the house: the name of its file without an ending, its columns and its rows."""

    name: str
    heading: Sequence[str]
    rows: Iterable[Sequence[object]]


class _Line:
    """A file that hands back what is written to it: csv's way of making one line."""

    def write(self, text: str) -> str:
        return text


def export(request: Request, listing: Listing, *, at: datetime) -> StreamingHttpResponse:
    """A list as a download, XLSX when the address says `format=xlsx` and else CSV; who took it is written down."""
    is_workbook = request.GET.get("format") == "xlsx"
    kind = "xlsx" if is_workbook else "csv"
    audit.record(
        verb="list.exported", target=request.user, by=request.user, at=at, list=listing.name, format=kind
    )  # fmt: skip
    write = xlsx_response if is_workbook else csv_response
    return write(f"{listing.name}.{kind}", listing.heading, listing.rows)


def csv_response(name: str, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """A download called `name`, semicolons between its cells, as Swedish spreadsheets want it."""
    response = StreamingHttpResponse(_lines(heading, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def xlsx_response(name: str, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """The same as a workbook: dates are dates, numbers are numbers, all else is text."""
    return FileResponse(write_workbook(heading, rows), as_attachment=True, filename=name, content_type=CONTENT_TYPE)


def safe_cell(value: object) -> object:
    """A cell that a spreadsheet shows instead of running (OWASP, CSV injection); numbers stay as they are."""
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} and not _ONLY_NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def _lines(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(_Line(), delimiter=";")
    yield BOM + str(writer.writerow(heading))
    for row in rows:
        yield str(writer.writerow([_plain(cell) for cell in row]))


def _plain(value: object) -> object:
    """A cell as a Swedish spreadsheet reads it again: decimals with a comma, moments in Swedish time to the minute."""
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if isinstance(value, Decimal | float):
        return str(value).replace(".", ",")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value) if timezone.is_aware(value) else value:%Y-%m-%d %H:%M}"
    return safe_cell(value)
