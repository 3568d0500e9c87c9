"""Which cell a dropped file answers, and when it is left to a person."""

import pytest

from rut.rules.matching import guess_code, guess_invoice

ASKED = ["K01", "K02", "K03", "K04"]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("Swish_F-1001.pdf", "", "K02"),
        ("Faktura F-1001.pdf", "", "K01"),
        ("scan.pdf", "Tidrapport, 8 timmar", "K04"),
        ("kvitto.pdf", "Kvitto på betalning av faktura F-1001", "K02"),
        ("Uppdragsavtal.docx", "", "K03"),
    ],
)
def test_a_file_answers_the_paper_its_name_or_head_speaks_of(name, text, code):
    guess = guess_code(name, text, ASKED)

    assert (guess.value, guess.is_sure) == (code, True)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("IMG_2034.jpg", ""),  # a picture, but no pictures are asked for
        ("scan.pdf", ""),
        ("scan.pdf", "x" * 400 + " betalning"),  # a word deep in the text is too little
        ("avtal och tidrapport.pdf", ""),  # two papers in one
    ],
)
def test_a_file_that_says_too_little_or_too_much_is_left_to_a_person(name, text):
    assert not guess_code(name, text, ASKED).is_sure


def test_an_invoice_is_known_by_its_whole_number_only():
    numbers = {"1001": "a", "1002": "b"}

    assert guess_invoice("Swish 1002.pdf", "", numbers).value == "b"
    assert guess_invoice("scan.pdf", "avser faktura F-1001", numbers).value == "a"
    assert guess_invoice("scan.pdf", "belopp 21001 kr", numbers).value is None


def test_a_file_that_names_two_invoices_is_left_to_a_person():
    assert not guess_invoice("Swish 1001 1002.pdf", "", {"1001": "a", "1002": "b"}).is_sure


def test_the_only_invoice_of_a_case_needs_no_name_and_short_numbers_prove_nothing():
    assert guess_invoice("scan.pdf", "", {"1001": "a"}).is_sure
    assert not guess_invoice("7.pdf", "7", {"7": "a", "8": "b"}).is_sure
