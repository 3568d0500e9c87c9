"""What a file is, told from its bytes and never from its name."""

import re
import zipfile
from typing import BinaryIO

import filetype

HEAD = 8192
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MAIL = re.compile(rb"^(?:[A-Za-z-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2,}", re.DOTALL)
_MAIL_FIELDS = re.compile(
    rb"^(?:from|to|subject|date|received|message-id|mime-version|return-path):", re.IGNORECASE | re.MULTILINE
)
_KNOWN = {"application/pdf", "image/jpeg", "image/png", "image/heic"}


def content_type(file: BinaryIO) -> str | None:
    """The type of a seekable file, None when it is none we know. Leaves the file at its beginning."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if head[:4] == b"PK\x03\x04":  # first: a ZIP may begin with a PDF it holds
        return _zipped(file)
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    guessed = filetype.guess_mime(head)
    if guessed in _KNOWN:
        return str(guessed)
    if _is_text(head):
        is_mail = len(_MAIL_FIELDS.findall(head)) >= 2 and _MAIL.match(head) is not None
        return "message/rfc822" if is_mail else "text/plain"
    return None


def _zipped(file: BinaryIO) -> str:
    """Word and Excel files are ZIPs with a known part."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist()[:5000])
    except zipfile.BadZipFile:
        return "application/zip"
    finally:
        file.seek(0)
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else "application/zip"


def _is_text(head: bytes) -> bool:
    if not head or b"\x00" in head:
        return False
    control = sum(byte < 9 or 13 < byte < 32 for byte in head)
    return control == 0
