"""The text of a document, whatever its type; hostile until proven otherwise, so only ever called in a child process."""

import email
import email.policy
import re
import subprocess
import tempfile
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
from docx import Document
from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from archive.rules import DOCX, XLSX

MOST_TEXT = 200_000
MOST_OCR_PAGES = 15
FEWEST_LETTERS = 40
LARGEST_SIDE = 2400
Image.MAX_IMAGE_PIXELS = 80_000_000
register_heif_opener()


def read_text(path: Path, content_type: str) -> tuple[str, int | None]:
    """The text, at most `MOST_TEXT` characters, and the number of pages where there are pages.

    Raises ValueError when the file is not what its first bytes promised.
    """
    readers = {
        "application/pdf": _pdf, DOCX: _docx, XLSX: _xlsx, "message/rfc822": _mail, "text/plain": _plain,
        "image/jpeg": _picture, "image/png": _picture, "image/heic": _picture,
    }  # fmt: skip
    reader = readers.get(content_type)
    text, pages = reader(path) if reader else ("", None)
    return text.replace("\x00", "")[:MOST_TEXT], pages


def _pdf(path: Path) -> tuple[str, int | None]:
    done = subprocess.run(["pdftotext", "-layout", "-l", "300", path, "-"], capture_output=True, check=False)
    if done.returncode:
        message = "not a readable PDF"
        raise ValueError(message)
    text = done.stdout.decode(errors="replace")
    pages = text.count("\f")
    if sum(map(str.isalpha, text)) >= FEWEST_LETTERS:
        return text, pages
    return "\n".join(_ocr_page(path, page) for page in range(1, min(pages, MOST_OCR_PAGES) + 1)), pages


def _ocr_page(path: Path, page: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        stem = Path(folder) / "page"
        words = [
            "pdftoppm",
            "-r",
            "200",
            "-gray",
            "-f",
            str(page),
            "-l",
            str(page),
            "-singlefile",
            str(path),
            str(stem),
        ]
        subprocess.run(words, capture_output=True, check=False)
        picture = stem.with_suffix(".pgm")
        return _recognise(picture) if picture.exists() else ""


def _recognise(picture: Path) -> str:
    words = ["tesseract", str(picture), "-", "-l", "swe", "--psm", "6"]
    try:
        return subprocess.run(words, capture_output=True, check=False).stdout.decode(errors="replace")
    except FileNotFoundError:
        return ""  # no recogniser on this machine: the document is kept and found by its name


def _picture(path: Path) -> tuple[str, int | None]:
    with tempfile.TemporaryDirectory() as folder, Image.open(path) as photo:
        upright = ImageOps.exif_transpose(photo).convert("L")
        upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
        target = Path(folder) / "photo.png"
        upright.save(target)
        return _recognise(target), 1


def _docx(path: Path) -> tuple[str, int | None]:
    document = Document(str(path))
    rows = [paragraph.text for paragraph in document.paragraphs]
    rows += ["  ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return "\n".join(rows), None


def _xlsx(path: Path) -> tuple[str, int | None]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    rows, length = [], 0
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            line = "\t".join("" if cell is None else " ".join(str(cell).split()) for cell in row).rstrip()
            rows.append(line)
            length += len(line)
            if length > MOST_TEXT:
                return "\n".join(rows), None
    return "\n".join(rows), None


def _mail(path: Path) -> tuple[str, int | None]:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = message.get_body(("plain", "html"))
    heads = [f"{name}: {message[name]}" for name in ("From", "To", "Subject", "Date") if message[name]]
    attachments = [part.get_filename() or "" for part in message.iter_attachments()]
    said = body.get_content() if body else ""
    if body and body.get_content_type() == "text/html":
        said = _said(said)
    return "\n".join([*heads, "", said.strip(), *attachments]), None


class _Words(HTMLParser):
    """What a web page says, without what it is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- as called
        self._unseen += tag in {"script", "style", "title"}
        if tag in {"p", "br", "div", "tr", "li", "h1", "h2", "h3"}:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in {"script", "style", "title"} and self._unseen > 0

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(" ".join(data.split()))


def _said(page: str) -> str:
    reader = _Words()
    reader.feed(page)
    return re.sub(r"\n{3,}", "\n\n", " ".join(reader.words).replace(" \n ", "\n"))


def _plain(path: Path) -> tuple[str, int | None]:
    data = path.read_bytes()[: 4 * MOST_TEXT]
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), None
