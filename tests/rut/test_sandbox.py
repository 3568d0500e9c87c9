"""Files that should never be opened end in quarantine, and reading goes on."""

import time
from dataclasses import replace

import pytest

from perforia.base.sandbox import Limits
from rut.readers.quarantine import SENTENCES, QuarantineCode
from rut.readers.sandbox import Quarantine, Reading, analyse
from tests.support import hostile

TIGHT = Limits(seconds=12, cpu_seconds=6, memory_bytes=700 * 1024 * 1024)
TRAPPED = replace(TIGHT, seconds=4, cpu_seconds=1)
LETTER = (
    "Skatteverket", "Begäran om komplettering", "Datum: 2026-06-01", "Dnr: 8-1234567",
    "Vi behöver fler uppgifter om er begäran om utbetalning av rutavdrag.", "Svara senast den 15 juni 2026.",
)  # fmt: skip


def analyse_bytes(tmp_path, content, limits=TIGHT):
    file = tmp_path / "brev.pdf"
    file.write_bytes(content)
    return analyse(file, limits=limits)


def test_a_sound_letter_is_read(tmp_path):
    read = analyse_bytes(tmp_path, hostile.pdf(hostile.text(*LETTER)))

    assert isinstance(read, Reading)
    assert read.letters[0].value("response_deadline") == "2026-06-15"
    assert read.pages[0].words[0].text == "Skatteverket"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", QuarantineCode.EMPTY),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 500, QuarantineCode.NOT_PDF),
        (b"<html><body>Hej</body></html>", QuarantineCode.NOT_PDF),
        (b"%PDF-1.7\n" + b"x" * 5000, QuarantineCode.BROKEN),
        (hostile.pdf(hostile.text("Hemligt"), password="nyckel"), QuarantineCode.LOCKED),
        (hostile.pdf(pages=201), QuarantineCode.TOO_MANY_PAGES),
        (hostile.pdf(hostile.text("Hej")), QuarantineCode.NO_TEXT),
    ],
    ids=["empty", "picture", "web page", "broken", "locked", "many pages", "no text"],
)
def test_a_file_that_cannot_be_read_says_why_in_swedish(tmp_path, content, code):
    read = analyse_bytes(tmp_path, content)

    assert read == Quarantine(code)
    assert read.sentence == SENTENCES[code]


@pytest.mark.slow
@pytest.mark.parametrize("make", [hostile.bomb, hostile.circle_of_pages, hostile.form_within_itself])
def test_a_trap_ends_in_quarantine_in_bounded_time(tmp_path, make):
    content = make()
    began = time.monotonic()

    read = analyse_bytes(tmp_path, content, TRAPPED)

    assert isinstance(read, Quarantine)
    assert time.monotonic() - began < TRAPPED.seconds + 3
