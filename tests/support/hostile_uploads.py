"""Files sent to do harm, by the name they are sent under, with what is said of each."""

from tests.factories.archive import zipped
from tests.support import hostile

SCRIPT = b"<script>fetch('//ond.example.test')</script>"
HOSTILE: dict[str, tuple[bytes, str]] = {
    "tom.pdf": (b"", "Filen är tom"),
    "sida.pdf": (b"<!DOCTYPE html><html>" + SCRIPT + b"</html>", "webbsida"),
    "bild.pdf": (b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>", "webbsida"),
    "polyglot.pdf": (b"<html>" + SCRIPT + b"\n%PDF-1.7\n", "webbsida"),
    "pdf-i-text.txt": (hostile.pdf() + SCRIPT, "Klar"),
    "makro.docx": (zipped(**{"word/document.xml": b"", "word/vbaProject.bin": b"x"}), "makron"),
    "makro.xlsm": (zipped(**{"xl/workbook.xml": b"", "xl/vbaProject.bin": b"x"}), "makron"),
    "gammal.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "låst eller äldre"),
    "program.pdf": (b"MZ" + b"\x00" * 200, "program"),
    "skript.txt": (b"#!/bin/sh\nrm -rf /\n", "program"),
    "trasig.zip": (b"PK\x03\x04" + b"\xff" * 300, "skadad"),
    "bomb.zip": (zipped(**{"b.txt": b"0" * 20_000_000}), "orimligt"),
    "bomb.pdf": (hostile.bomb(), "Klar"),
    "last.pdf": (hostile.pdf(password="nyckel"), "Klar"),
    "rar.zip": (b"Rar!\x1a\x07\x01\x00", "RAR"),
    "brus.bin": (bytes(range(256)), "tas inte emot"),
}
