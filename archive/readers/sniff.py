"""What a file is, told from its bytes and never from its name."""

import re
import zipfile
from typing import BinaryIO

import filetype

from archive.readers.zips import open_zipfile
from archive.rules import DOCX, XLSX

HEAD = 8192
_MAIL = re.compile(rb"^(?:[A-Za-z-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2,}", re.DOTALL)
_MAIL_FIELDS = re.compile(
    rb"^(?:from|to|subject|date|received|message-id|mime-version|return-path):", re.IGNORECASE | re.MULTILINE
)
_KNOWN = {"application/pdf", "image/jpeg", "image/png", "image/heic"}
_WEB_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|iframe|svg|\?xml-stylesheet)[\s>/]", re.IGNORECASE)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also the shell around a Word or Excel file with a password
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")
_PACKED = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gzip"}


def content_type(file: BinaryIO) -> str | None:
    """The type of a seekable file, None when it is none we take. Leaves the file at its beginning."""
    head = _head(file)
    if head[:4] == b"PK\x03\x04":  # first: a ZIP may begin with a PDF it holds
        return _zipped(file)
    if (start := head[:1024].find(b"%PDF-")) >= 0:
        return None if _WEB_PAGE.search(head[:start]) else "application/pdf"
    guessed = filetype.guess_mime(head)
    if guessed in _KNOWN:
        return str(guessed)
    if _is_text(head) and not head.startswith(_PROGRAMS):
        if len(_MAIL_FIELDS.findall(head)) >= 2 and _MAIL.match(head):
            return "message/rfc822"
        return None if _is_web_page(head) else "text/plain"
    return None


def objection(file: BinaryIO) -> str:
    """Why a file of no type we take is left, as a Swedish sentence; empty when there is nothing special to say."""
    head = _head(file)
    if head.startswith(_OLD_OFFICE):
        return "Filen är ett låst eller äldre Office-dokument. Spara som .docx, .xlsx eller PDF utan lösenord."
    if head.startswith(_PROGRAMS):
        return "Filen är ett program och tas inte emot."
    if _is_web_page(head):
        return "Filen är en webbsida eller SVG-bild. Skriv ut den till PDF och ladda upp den."
    if head[:4] == b"PK\x03\x04":
        return "Filen innehåller makron. Spara den utan makron, som .docx eller .xlsx."
    packed = next((name for mark, name in _PACKED.items() if head.startswith(mark)), "")
    return f"Filen är packad som {packed}. Packa om den som ZIP." if packed else ""


def _head(file: BinaryIO) -> bytes:
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    return head


def _zipped(file: BinaryIO) -> str | None:
    """Word and Excel files are ZIPs with a known part; those with macros are not taken."""
    try:
        with open_zipfile(file) as archive:
            names = {name.lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return "application/zip"
    finally:
        file.seek(0)
    if not names & {"word/document.xml", "xl/workbook.xml"}:
        return "application/zip"
    if any(name.endswith("vbaproject.bin") for name in names):
        return None
    return DOCX if "word/document.xml" in names else XLSX


def _is_web_page(head: bytes) -> bool:
    """A page or a drawing that a browser would run; a text that speaks of one is none."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" and _WEB_PAGE.search(head) is not None


def _is_text(head: bytes) -> bool:
    if not head or b"\x00" in head:
        return False
    return not any(byte < 9 or 13 < byte < 32 for byte in head)
