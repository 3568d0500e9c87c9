"""Files nobody should have to open, made when a test asks for them."""

import io
import zlib

import pikepdf
from pikepdf import Dictionary, Name, Pdf


def pdf(content: bytes = b"", *, pages: int = 1, password: str = "") -> bytes:
    """A PDF whose pages all draw the same content; locked when there is a password."""
    target = io.BytesIO()
    with Pdf.new() as document:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        for _ in range(pages):
            page = document.add_blank_page(page_size=(595, 842))
            page.Contents = document.make_stream(content)
            page.Resources = Dictionary(Font=Dictionary(F1=font))
        lock = pikepdf.Encryption(owner=password, user=password) if password else False
        document.save(target, encryption=lock)
    return target.getvalue()


def text(*rows: str) -> bytes:
    """Content that writes rows of text."""
    lines = [f"BT /F1 9 Tf 60 {780 - 20 * number} Td ({row}) Tj ET" for number, row in enumerate(rows)]
    return "\n".join(lines).encode("cp1252")


def _raw(objects: list[bytes]) -> bytes:
    """A PDF of hand-written objects; the first is the catalogue."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return body + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        count, table, count, len(body),
    )  # fmt: skip


def _stream(data: bytes, filters: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (filters, len(data), data)


def bomb() -> bytes:
    """A few kilobytes that unpack to a gigabyte of drawing."""
    packer, piece, times = zlib.compressobj(9), b"BT (x) Tj ET " * 80_000, 1000
    first, again = (packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    check = zlib.adler32(b"")
    for _ in range(times):
        check = zlib.adler32(piece, check)
    end = b"\x03\x00" + check.to_bytes(4, "big")  # an empty last block, and the sum of all
    twice = zlib.compress(first + again * (times - 1) + end, 9)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    content = _stream(twice, b"/Filter[/FlateDecode/FlateDecode]")
    return _raw([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, content])


def circle_of_pages() -> bytes:
    """A page tree that is its own child."""
    return _raw([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>"])


def form_within_itself() -> bytes:
    """A drawing that calls itself, doubling each time."""
    forms = [
        _stream(
            b"/F Do /F Do",
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>" % (number + 1),
        )
        for number in range(4, 34)
    ]
    last = _stream(b"/F Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 4 0 R>>>>")
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 35 0 R/Resources<</XObject<</F 4 0 R>>>>>>"
    return _raw(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            page,
            *forms,
            last,
            _stream(b"/F Do"),
        ]
    )
