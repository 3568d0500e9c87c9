"""An XLSX file of one sheet, written row by row into a file of its own: a hundred thousand rows cost no memory.

Every text is an inline string, which no spreadsheet runs as a formula (ECMA-376 part 1, 18.3.1.53); dates are dates
and numbers are numbers.
"""

import re
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO
from xml.sax.saxutils import escape

from django.utils import timezone

LONGEST_TEXT = 32_767  # a cell takes no more
IN_MEMORY = 1024 * 1024
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0 has no sign for these
_EPOCH = date(1899, 12, 30)
_DATE, _MOMENT, _TEXT, _HEAD = 1, 2, 3, 4
_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_ML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
CONTENT_TYPE = f"{_SHEET_ML}.sheet"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_ML}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_ML}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_ML}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="Lista" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>",
}


def write_workbook(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> IO[bytes]:
    """The sheet as an open file at its beginning, which is gone when it is closed. Small ones never touch the disk."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- the caller closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as packed:
        for name, content in _PARTS.items():
            packed.writestr(name, _HEADER + content)
        with packed.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(_beginning(heading).encode())
            for number, row in enumerate(rows, start=2):
                cells = "".join(map(_cell, row))
                sheet.write(f'<row r="{number}">{cells}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
    file.seek(0)
    return file


def _beginning(heading: Sequence[str]) -> str:
    """All before the rows; the heading stays in sight when the sheet is scrolled."""
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{max(len(words) + 2, 16)}" customWidth="1"/>'
        for place, words in enumerate(heading, start=1)
    )
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    views = f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
    cells = "".join(_text(words, _HEAD) for words in heading)
    return (
        f'{_HEADER}<worksheet xmlns="{_MAIN}">{views}<cols>{widths}</cols><sheetData><row r="1">{cells}</row>'
    )  # fmt: skip


def _cell(value: object) -> str:
    """A cell of the kind its value is; the empty one keeps its place."""
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, bool):
        return _text("Ja" if value else "Nej", _TEXT)
    if isinstance(value, int | float | Decimal):
        return f"<c><v>{value}</v></c>"
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        return f'<c s="{_MOMENT}"><v>{(local.date() - _EPOCH).days + seconds / 86400:.8f}</v></c>'
    if isinstance(value, date):
        return f'<c s="{_DATE}"><v>{(value - _EPOCH).days}</v></c>'
    return _text(str(value), _TEXT)


def _text(words: str, style: int) -> str:
    shown = escape(_FORBIDDEN.sub("", words[:LONGEST_TEXT]))
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'
