"""What a file is, told from its bytes: whatever it is called, and whatever it pretends to be."""

import io
import zipfile

import pytest

from archive.readers.sniff import content_type, objection
from archive.readers.zips import LARGEST_LIST, open_zipfile
from archive.rules import DOCX, XLSX
from tests.factories.archive import zipped
from tests.support import hostile

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 40
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 40
MAIL = b"From: a@b.se\r\nTo: c@d.se\r\nSubject: Hej\r\n\r\nhej"
WORD = zipped(**{"word/document.xml": b"<w/>", "[Content_Types].xml": b"<t/>"})
EXCEL = zipped(**{"xl/workbook.xml": b"<w/>", "[Content_Types].xml": b"<t/>"})
SVG = b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (hostile.pdf(), "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg"), (HEIC, "image/heic"),
        (MAIL, "message/rfc822"), (WORD, DOCX), (EXCEL, XLSX), (zipped(a=b"x"), "application/zip"),
        ("Räksmörgås\n".encode(), "text/plain"), ("Räksmörgås".encode("cp1252"), "text/plain"),
        (b"Skriv <html> i en text", "text/plain"), (b"\n\n%PDF-1.4 efter tomma rader", "application/pdf"),
        (b"PK\x03\x04 no zip at all", "application/zip"), (b"Subject: bara en rad", "text/plain"),
    ],
)  # fmt: skip
def test_the_bytes_tell_the_type(content, found):
    assert content_type(io.BytesIO(content)) == found


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<!DOCTYPE html><html><script>alert(1)</script></html>", "webbsida"), (SVG, "SVG"),
        (b"\xef\xbb\xbf  <svg onload='alert(1)'></svg>", "SVG"),
        (b"<html><script>1</script>\n%PDF-1.7", "webbsida"),
        (zipped(**{"word/document.xml": b"", "word/vbaProject.bin": b""}), "makron"),
        (zipped(**{"xl/workbook.xml": b"", "XL/VBAPROJECT.BIN": b""}), "makron"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, "låst eller äldre"), (b"MZ\x90\x00", "program"),
        (b"#!/bin/sh\nrm -rf /", "program"), (b"Rar!\x1a\x07\x00", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"\x1f\x8b\x08\x00\x00", "gzip"), (b"\x00\x01\x02\x03", ""), (b"GIF89a\x00\x00", ""),
    ],
)  # fmt: skip
def test_what_is_not_taken_has_its_reason(content, sentence):
    assert content_type(io.BytesIO(content)) is None
    assert sentence in objection(io.BytesIO(content))


def test_a_zip_that_begins_with_a_pdf_is_a_zip():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.pdf", b"%PDF-1.7 stored as it is")

    assert content_type(target) == "application/zip"


def test_a_list_of_contents_that_would_fill_the_memory_is_not_read():
    whole = bytearray(zipped(a=b"x"))
    whole[-10:-6] = (LARGEST_LIST + 1).to_bytes(4, "little")

    with pytest.raises(zipfile.BadZipFile):
        open_zipfile(io.BytesIO(bytes(whole)))
    assert content_type(io.BytesIO(bytes(whole))) == "application/zip"
