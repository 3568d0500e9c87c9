"""Pages come as displayed, by the cheapest tool that gives good text, and never crash where tools are missing."""

import io
import subprocess

import img2pdf
import pikepdf
import pytest
from PIL import Image

from rut.readers import programs
from rut.readers.page import Method
from rut.readers.pages import read_pages
from rut.readers.pdfium import displayed
from rut.readers.quarantine import QuarantineCode, Unreadable
from tests.support import hostile

ROWS = (
    "Skatteverket", "Begäran om komplettering", "Datum: 2026-06-01", "Diarienummer: 8-1234567",
    "Vi behöver fler uppgifter om er begäran om utbetalning av rutavdrag.",
    "Skicka in kopior av fakturan och underlag som visar att köparen har betalat.",
    "Svara senast den 15 juni 2026.",
)  # fmt: skip
needs_ocr = pytest.mark.skipif(programs.find("tesseract") is None, reason="Tesseract is not installed")


@pytest.fixture
def without(monkeypatch):
    """Pretend that programs are not installed."""

    def remove(*names):
        find = programs.find
        monkeypatch.setattr(programs, "find", lambda name: None if name in names else find(name))

    return remove


def letter(tmp_path, *, turn=0):
    file = tmp_path / "letter.pdf"
    file.write_bytes(hostile.pdf(hostile.text(*ROWS)))
    if turn:
        with pikepdf.open(file, allow_overwriting_input=True) as document:
            document.pages[0].Rotate = turn
            document.save(file)
    return file


def scan(tmp_path, *, turn=0):
    subprocess.run(["pdftoppm", "-r", "200", "-gray", "-singlefile", letter(tmp_path), tmp_path / "scan"], check=True)
    picture = io.BytesIO()
    with Image.open(tmp_path / "scan.pgm") as image:
        image.rotate(turn, expand=True, fillcolor=255).save(picture, "JPEG", quality=75, dpi=(200, 200))
    file = tmp_path / "scan.pdf"
    file.write_bytes(img2pdf.convert(picture.getvalue()))
    return file


def told(page):
    return " ".join(word.text for word in page.words)


def test_a_text_layer_is_read_where_it_stands(tmp_path):
    (page,) = read_pages(letter(tmp_path))

    assert page.method == Method.TEXT
    assert not page.gated
    assert (page.width, page.height) == (595, 842)
    assert told(page) == " ".join(ROWS)
    first = page.words[0].box
    assert (round(first.left), 45 < first.top < first.bottom < 70) == (60, True)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_pdfium_finds_words_where_poppler_does(tmp_path, without, turn):
    file = letter(tmp_path, turn=turn)
    (by_poppler,) = read_pages(file)
    without("pdftotext")
    (by_pdfium,) = read_pages(file)

    assert (by_pdfium.width, by_pdfium.height) == (by_poppler.width, by_poppler.height)
    assert sorted(told(by_pdfium).split()) == sorted(told(by_poppler).split())
    theirs = {word.text: word.box for word in by_poppler.words}
    for word in by_pdfium.words:
        if told(by_poppler).split().count(word.text) == 1:
            assert word.box.left == pytest.approx(theirs[word.text].left, abs=6)
            assert word.box.top == pytest.approx(theirs[word.text].top, abs=6)


def test_a_turned_box_stays_within_the_page():
    assert displayed((10, 20, 30, 40), (0, 0, 100, 200), 90) == (20, 10, 40, 30)
    assert displayed((10, 20, 30, 40), (5, 5, 105, 205), 0) == (5, 165, 25, 185)


def test_a_picture_without_a_recogniser_is_gated(tmp_path, without):
    file = scan(tmp_path)
    without("tesseract")

    (page,) = read_pages(file)

    assert (page.method, page.gated, page.words) == (Method.NONE, True, ())


def test_a_reading_stopped_half_way_is_not_taken_for_the_whole(tmp_path, monkeypatch):
    whole = programs.run(["pdftotext", "-tsv", letter(tmp_path), "-"])
    monkeypatch.setattr(programs, "run", lambda *_: programs.Done(-24, whole.output))

    with pytest.raises(Unreadable) as refused:
        read_pages(tmp_path / "letter.pdf")

    assert refused.value.code == QuarantineCode.TOO_HEAVY


@needs_ocr
@pytest.mark.slow
@pytest.mark.parametrize(("lies", "turn"), [(0, 0), (1.5, 0), (90, 90)])
def test_a_scan_is_turned_upright_and_read(tmp_path, lies, turn):
    (page,) = read_pages(scan(tmp_path, turn=lies))

    assert (page.method, page.turn) == (Method.OCR, turn)
    assert "Svara senast den 15 juni 2026." in told(page)
    assert all(0 <= word.confidence <= 1 for word in page.words)
