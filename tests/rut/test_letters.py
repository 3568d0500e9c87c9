"""Reading letters: small pages made by hand, and the whole development set where it is at hand."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rut.readers.asked import codes_in
from rut.readers.dates import parse_date
from rut.readers.letter import Letter
from rut.readers.letters import read_letters
from rut.readers.page import Box, Method, Page, Word
from rut.rules import catalogue

LETTERS = Path(__file__).resolve().parents[3] / "shared" / "letters"
HEAD = ["Skatteverket", "Begäran om komplettering", "Datum: 2026-06-01", "Dnr: 8-1234567", "Handläggare: Anna Ek"]


def page_of(rows: list[str], *, number: int = 1, method: Method = Method.TEXT) -> Page:
    """A page with one row of words per line; two spaces or more make a column."""
    words = []
    for line, row in enumerate(rows):
        left = 50.0
        for cell in row.split("  "):
            for word in cell.split():
                width = 5.0 * len(word)
                words.append(Word(word, Box(left, 60 + 24.0 * line, left + width, 70 + 24.0 * line)))
                left += width + 2.5
            left += 30
    return Page(number, 595, 842, tuple(words), method)


def read(*rows: str) -> Letter:
    """The one letter whose body these rows are."""
    (letter,) = read_letters([page_of([*HEAD, *rows])])
    return letter


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Svara senast den 15 juni 2026.", "2026-06-15"),
        ("Svara senast den 15 juni.", "2026-06-15"),
        ("Ert svar ska ha kommit in till oss senast måndagen den 15 juni 2026.", "2026-06-15"),
        ("Vi behöver ert svar före den 15 juni 2026.", "2026-06-14"),
        ("Handlingarna ska vara oss tillhanda senast 2026-06-15.", "2026-06-15"),
        ("Sista svarsdag: 15 juni 2026", "2026-06-15"),
        ("Ni skulle ha svarat senast den 2 juni 2026. Svara nu senast den 15 juni 2026.", "2026-06-15"),
        ("Vi räknar med att kunna fatta beslut senast den 15 juli 2026.", None),
        ("Begäran kom in till oss den 15 maj 2026.", None),
        ("Överklagandet ska ha kommit in senast den 22 juni 2026.", None),
        ("I vårt brev stod: ”Svara senast den 3 juni 2026 om ni vill.”", None),
    ],
)
def test_the_deadline_is_the_date_to_answer_by_and_no_other(sentence, expected):
    letter = read("Vi behöver fler uppgifter om er begäran om utbetalning av rutavdrag.", sentence)

    assert letter.value("response_deadline") == expected


def test_two_dates_to_answer_by_are_never_certain():
    letter = read(
        "Ni behöver komplettera er begäran om rutavdrag.",
        "Svara senast den 15 juni 2026.",
        "Skicka in handlingarna senast den 29 juni 2026.",
    )

    assert not letter.facts["response_deadline"].certain


def test_a_clear_letter_is_certain_and_tells_where():
    letter = read("Vi behöver fler uppgifter om ert rutavdrag. Komplettera begäran.", "Svara senast den 15 juni 2026.")

    deadline = letter.facts["response_deadline"]
    assert deadline.certain
    assert (deadline.page, deadline.method) == (1, Method.TEXT)
    assert deadline.box is not None
    assert letter.facts["reference_number"].certain
    assert letter.facts["document_type"].value == "completion_request"


@pytest.mark.parametrize("change", [{"method": Method.OCR}, {"gated": True}])
def test_nothing_from_a_picture_or_a_doubtful_page_is_certain(change):
    page = page_of([*HEAD, "Vi behöver fler uppgifter om ert rutavdrag.", "Svara senast den 15 juni 2026."])

    (letter,) = read_letters([replace(page, **change)])

    assert letter.value("response_deadline") == "2026-06-15"
    assert not any(fact.certain for fact in letter.facts.values())


def test_a_relative_time_is_told_in_days():
    letter = read(
        "Komplettera er begäran om rutavdrag.", "Lämna era synpunkter inom tre veckor från den dag ni fick brevet."
    )

    assert letter.value("response_days") == "21"
    assert letter.value("response_deadline") is None


def test_law_quotes_give_no_reference():
    letter = read("Se Skatteverkets ställningstagande 2017-09-11, dnr 202 331999-17/111.")

    assert [each.value for each in letter.references] == ["8-1234567"]


def test_a_table_of_purchases_is_read_by_its_headings():
    letter = read(
        "Brevet gäller följande köp om rutavdrag:",
        "Köpare  Personnummer  Fakturanr  Betald  Begärt belopp",
        "Anna Berg  19880101-2397  F-1001  2026-04-02  1 250 kr",
        "Bo Alm  880101-2389  F-1002  2026-04-03  750 kr",
        "Summa  2 000 kr",
    )

    rows = [(row.invoice_number, row.name, row.personal_number, row.requested_amount) for row in letter.affected]
    assert rows == [
        ("F-1001", "Anna Berg", "198801012397", 1250),
        ("F-1002", "Bo Alm", "198801012389", 750),
    ]


def test_purchases_told_in_a_sentence_are_read():
    letter = read(
        "Det gäller Anna Berg, faktura F-1001, begärt belopp 1 250 kr samt Bo Alm, faktura F-1002, belopp 750 kr."
    )

    assert [(row.invoice_number, row.name, row.requested_amount) for row in letter.affected] == [
        ("F-1001", "Anna Berg", 1250),
        ("F-1002", "Bo Alm", 750),
    ]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("kopia av fakturan", ["K01"]),
        ("underlag som visar att köparen har betalat, till exempel kontoutdrag", ["K02"]),
        ("kreditfaktura eller annan rättelse, om fakturan har ändrats", ["K20"]),
        ("fakturor från underentreprenörer samt tidrapporter", ["K11", "K04"]),
        ("leverantörsfakturor och kvitton för material", ["K07"]),
        ("bohagsförteckning eller packlista", ["K14"]),
        ("en karta över staden", []),
    ],
)
def test_papers_are_told_apart_by_their_words(text, codes):
    assert codes_in(text) == codes


def test_what_they_have_already_is_not_asked_for():
    letter = read(
        "Vi har redan fått fakturan. Den behöver ni inte skicka igen.",
        "Det som fortfarande saknas för rutavdraget är:",
        "1. tidrapporter",
    )

    assert [each.code for each in letter.requested_documents] == ["K04"]


def test_a_file_with_two_letters_is_split_where_the_counter_begins_again():
    first = page_of(["1(2)", *HEAD, "Komplettera er begäran om rutavdrag."])
    second = page_of(["2(2)", "Hur man svarar"], number=2)
    third = page_of(["1(1)", *HEAD, "Komplettera er begäran om rutavdrag."], number=3)

    assert [(each.first_page, each.last_page) for each in read_letters([first, second, third])] == [(1, 2), (3, 3)]


def test_a_bare_fraction_at_the_edge_counts_pages_and_a_day_in_a_line_does_not():
    first = page_of(["1/1", *HEAD, "Komplettera er begäran om rutavdrag."])
    second = page_of(["Skatteverket", "Komplettera er begäran, betald 7/3.", "1/2"], number=2)
    third = page_of(["Kontaktuppgifter", "Datum", "2/2"], number=3)

    assert [(each.first_page, each.last_page) for each in read_letters([first, second, third])] == [(1, 1), (2, 3)]


@pytest.mark.parametrize(
    ("label", "number", "certain"),
    [
        ("Ärendenummer", "26/25341", True),
        ("Vår beteckning", "SKV-R 427693", True),
        ("Vår beteckning", "SKV-R 427693 2026-05-04", False),
        ("Ärendenummer", "010 574 31 13", False),
    ],
)
def test_a_number_of_an_unknown_shape_is_believed_when_it_is_all_that_its_label_stands_for(label, number, certain):
    rows = [*HEAD[:3], f"{label}: {number}", "Vi behöver fler uppgifter om er begäran. Skicka in tidrapporter."]
    (letter,) = read_letters([page_of(rows)])

    assert letter.facts["reference_number"].certain is certain


def test_a_letter_survives_the_way_through_json():
    letter = read("Det gäller Anna Berg, faktura F-1001, begärt belopp 1 250 kr.", "Skicka in tidrapporter.")

    assert Letter.from_json(json.loads(json.dumps(letter.to_json()))) == letter


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-06-07", date(2026, 6, 7)),
        ("den 7 juni 2026", date(2026, 6, 7)),
        ("17/7 2026", date(2026, 7, 17)),
        ("7 juni", date(2026, 6, 7)),
        ("7 jan", date(2027, 1, 7)),
        ("31 februari 2026", None),
        ("8-1234567", None),
    ],
)
def test_dates_are_read_in_the_ways_letters_write_them(text, expected):
    assert parse_date(text, since=date(2026, 5, 1)) == expected


def test_every_paper_of_the_catalogue_has_a_name_and_a_kind():
    assert [item.code for item in catalogue.ITEMS] == [f"K{number:02}" for number in range(1, 24)]
    assert all(item.short and item.kinds for item in catalogue.ITEMS)
    assert catalogue.short_name("K99") == "K99"
    assert "K02" in catalogue.codes_for_kind("payment_proof")


@pytest.mark.slow
@pytest.mark.skipif(not LETTERS.exists(), reason="the development letters are not beside this checkout")
def test_the_development_letters_are_read_as_well_as_promised(tmp_path):
    command = [sys.executable, "manage.py", "analyse_letter", *sorted(map(str, LETTERS.glob("*.pdf"))), "--json"]
    read_letters_of_all = subprocess.run(command, capture_output=True, text=True, check=True)
    predictions = tmp_path / "predictions.jsonl"
    predictions.write_text(read_letters_of_all.stdout)

    score = [sys.executable, str(LETTERS / "score.py"), str(predictions), str(LETTERS / "truth.json"), "--goal"]
    scored = subprocess.run(score, capture_output=True, text=True, check=False)

    assert "GOAL kept" in scored.stdout
