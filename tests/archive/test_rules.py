"""Names, dates and words."""

from datetime import date

import pytest

from archive import rules
from archive.states import DocumentKind


def test_numbers_are_found_by_their_endings():
    assert rules.number_parts("F-10475") == "0475 10475 475"


@pytest.mark.parametrize(
    ("typed", "words"),
    [("Åsa & |!() F-104", ["åsa", "f", "104"]), ("!!", []), ("A\u030a", ["å"]), ("ett " * 20, ["ett"] * 8)],
)
def test_words_are_taken_out_of_what_was_typed(typed, words):
    assert rules.searched_words(typed) == words


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\Users\\x\\kvitto.pdf", "kvitto.pdf"), ("a\x00b\n.pdf", "ab.pdf"),
        ("A\u030a.pdf", "Å.pdf"), ("..", "namnlös"), ("", "namnlös"), ("x" * 300, "x" * 200),
        ("faktura\u202efdp.exe", "fakturafdp.exe"),
    ],
)  # fmt: skip
def test_a_name_is_only_its_last_part(name, plain):
    assert rules.plain_name(name) == plain


@pytest.mark.parametrize(
    ("name", "content_type", "saved"),
    [
        ("kvitto.PDF", "application/pdf", "kvitto.PDF"), ("bild.jpeg", "image/jpeg", "bild.jpeg"),
        ("faktura.pdf", "image/png", "faktura.pdf.png"), ("program.exe", "text/plain", "program.exe.txt"),
        ("hus.xml", "text/plain", "hus.xml.txt"), ("okänd", "application/x-other", "okänd"),
    ],
)  # fmt: skip
def test_a_file_is_fetched_under_a_name_that_tells_what_it_is(name, content_type, saved):
    assert rules.saved_name(name, content_type) == saved


@pytest.mark.parametrize(
    ("kind", "until"), [(DocumentKind.INVOICE, date(2033, 12, 31)), (DocumentKind.PHOTO, None)]
)  # fmt: skip
def test_bookkeeping_is_kept_seven_years_after_its_year(kind, until):
    assert rules.retain_until(kind, received=date(2026, 3, 1)) == until


@pytest.mark.parametrize(
    ("until", "may"), [(None, True), (date(2026, 6, 1), False), (date(2026, 6, 2), False), (date(2026, 5, 31), True)]
)
def test_a_paper_may_go_the_day_after_its_last(until, may):
    assert rules.may_be_deleted(until, today=date(2026, 6, 1)) is may
