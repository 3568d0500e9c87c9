"""Letters in other words and other layouts than the first ones: what is found, and what stays a question."""

import pytest

from rut.readers.asked import codes_in
from rut.readers.letter import Letter
from rut.readers.letters import read_letters
from rut.readers.page import Box, Method, Page, Word
from tests.rut.test_letters import HEAD, page_of, read

ASKED = "Vi behöver fler uppgifter om er begäran om utbetalning av rutavdrag."


def placed(*rows: tuple[float, list[tuple[float, str]]], head: bool = True) -> Letter:
    """A letter whose rows stand at the heights and its cells at the lefts that are given, below the usual head."""
    words = list(page_of([*HEAD, ASKED]).words) if head else []
    for height, cells in rows:
        for start, text in cells:
            left = start
            for word in text.split():
                words.append(Word(word, Box(left, 230 + height, left + 5.0 * len(word), 240 + height)))
                left += 5.0 * len(word) + 2.5
    (letter,) = read_letters([Page(1, 595, 842, tuple(words), Method.TEXT)])
    return letter


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Tiden för att komplettera går ut 2026-06-15.", "2026-06-15"),
        ("Ni ska komma in med handlingarna senast måndagen den 15 juni 2026.", "2026-06-15"),
        ("Svara till och med 15/6 2026.", "2026-06-15"),
        ("Beloppet ska vara betalt senast 15 juni 2026.", None),
    ],
)
def test_a_date_to_answer_by_is_known_in_other_words(sentence, expected):
    assert read(ASKED, sentence).value("response_deadline") == expected


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("Uppgifterna ska lämnas inom tre veckor efter att ni har tagit emot brevet.", "21"),
        ("Svara inom 14 dagar från den dag ni fick det här brevet.", "14"),
        ("Överklagandet ska ha kommit in inom tre veckor från den dag ni fick beslutet.", None),
    ],
)
def test_a_time_from_the_day_of_receipt_is_known_in_other_words(sentence, days):
    assert read(ASKED, sentence).value("response_days") == days


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("avtal med och fakturor från den underentreprenör som ni har anlitat", ["K11"]),
        ("tidrapporter och avtal med underentreprenörer", ["K04", "K11"]),
        ("utdrag ur bokföringen där betalningen framgår", ["K19"]),
        ("underlag som visar hur och när kunden betalade", ["K02"]),
        ("betalningsbekräftelse för varje faktura", ["K02"]),
        ("en av kunden undertecknad bekräftelse på utfört arbete", ["K09"]),
        ("ert underlag för hur priset har delats upp mellan arbete och annat", ["K06"]),
        ("en specifikation över vad som har gjorts i bostaden", ["K05"]),
        ("underlag för kostnader som inte är arbete, till exempel material och resor", ["K07"]),
        (
            "handlingar som styrker att köparen har betalat, exempelvis kontoutdrag samt utdrag ur körjournalen",
            ["K02", "K13"],
        ),
    ],
)
def test_papers_are_told_apart_in_other_words(text, codes):
    assert sorted(codes_in(text)) == codes


def test_a_listed_purchase_is_no_paper_that_is_asked_for():
    letter = read(
        ASKED,
        "Skicka in följande:",
        "– lönebesked för personalen",
        "– Nils Berg, 19880101-2397, faktura F-2964, betald 2026-02-22, 1.250 kr",
        "Svara senast den 15 juni 2026.",
    )

    assert [each.code for each in letter.requested_documents] == ["K10"]
    (row,) = letter.affected
    assert (row.invoice_number, row.name, row.requested_amount) == ("F-2964", "Nils Berg", 1250)


def test_too_little_in_a_first_letter_does_not_make_it_a_follow_up():
    first = read(ASKED, "Underlaget räcker inte för att vi ska kunna fatta beslut.", "Svara senast den 15 juni 2026.")
    second = read(ASKED, "Tack för er komplettering. Den räcker inte.", "Svara senast den 15 juni 2026.")

    assert (first.value("subtype"), second.value("subtype")) == ("new", "follow_up")


def test_a_letter_about_vat_is_no_matter_of_ours_though_it_quotes_the_law_of_deductions():
    page = page_of(
        [
            "Skatteverket", "Momsdeklarationen behöver kompletteras", "Datum: 2026-06-01", "Dnr: 8-1234567",
            "Vi går igenom er momsdeklaration för mars 2026.", "Svara senast den 15 juni 2026.",
            "Bestämmelser finns i lagen (2009:194) om förfarandet vid skattereduktion för hushållsarbete.",
        ]
    )  # fmt: skip
    (letter,) = read_letters([page])

    assert (letter.value("document_type"), letter.value("subtype")) == ("other", "foreign_matter")


@pytest.mark.parametrize(
    ("printed", "is_certain"), [("202 591945-26/6", True), ("26-4982131", True), ("ÄK 91 4982 K54", False)]
)
def test_the_number_at_the_label_of_highest_rank_is_the_principal_one_whatever_its_shape(printed, is_certain):
    page = page_of(["Skatteverket", "Begäran om komplettering", "Datum: 2026-06-01", f"Diarienr: {printed}",
                    "Referensnummer: 20261154433", ASKED, "Svara senast den 15 juni 2026."])  # fmt: skip
    (letter,) = read_letters([page])

    assert letter.value("reference_number") == printed
    assert letter.facts["reference_number"].certain is is_certain
    assert "20261154433" in [each.value for each in letter.references]


def test_labels_in_one_line_with_bars_have_their_values_though_one_begins_the_next_line():
    page = page_of(
        [
            "Skatteverket", "Datum: 2026-06-01 | Ärendenummer: 202 591945-26/61 | Kontaktperson: Mona Berg | Tfn:",
            "010-571 44 71 | E-post: mona.berg@skatteverket.se", "Begäran om komplettering", ASKED,
            "Svara senast den 15 juni 2026.",
        ]
    )  # fmt: skip
    (letter,) = read_letters([page])

    assert letter.value("reference_number") == "202 591945-26/61"
    found = [letter.value(f"handler.{part}") for part in ("name", "phone", "email")]
    assert found == ["Mona Berg", "010-571 44 71", "mona.berg@skatteverket.se"]


def test_a_heading_of_several_lines_and_names_beside_the_middle_of_their_row_make_a_table():
    letter = placed(
        (0, [(150, "Person-/"), (420, "Begärd")]),
        (6, [(50, "Köpare"), (260, "Faktura"), (340, "Betalningsdag")]),
        (12, [(150, "samordningsnummer"), (420, "utbetalning")]),
        (40, [(50, "Zara")]),
        (46, [(150, "19880101-2397"), (260, "INV1865"), (340, "2026-05-13"), (420, "6.012 kr")]),
        (52, [(50, "Provgren")]),
        (80, [(50, "Nils Berg"), (150, "19880101-2397"), (260, "INV3380"), (340, "2026-05-07"), (420, "13 119 kr")]),
    )

    rows = [(row.name, row.invoice_number, row.payment_date, row.requested_amount) for row in letter.affected]
    assert rows == [("Zara Provgren", "INV1865", "2026-05-13", 6012), ("Nils Berg", "INV3380", "2026-05-07", 13119)]


def test_a_name_that_goes_on_below_its_row_is_whole_and_a_greeting_below_a_table_is_no_name():
    letter = placed(
        (0, [(50, "Köpare"), (200, "Faktura"), (340, "Begärt belopp")]),
        (20, [(50, "Åsa"), (200, "F-3069"), (340, "1 250 kr")]),
        (33, [(50, "Örn")]),
        (60, [(50, "Bo Alm"), (200, "F-3070"), (340, "900 kr")]),
        (73, [(50, "Vänliga hälsningar")]),
    )

    rows = [(row.name, row.invoice_number, row.requested_amount) for row in letter.affected]
    assert rows == [("Åsa Örn", "F-3069", 1250), ("Bo Alm", "F-3070", 900)]


def test_headings_that_stand_close_together_are_columns_of_their_own():
    letter = placed(
        (0, [(50, "Köpare Person-/samordningsnummer Faktura Betalningsdag Begärd utbetalning")]),
        (20, [(50, "Zara Alm 19880101-2397"), (225, "F37647"), (262, "2026-05-26"), (330, "1 462 kr")]),
    )

    (row,) = letter.affected
    assert (row.name, row.personal_number, row.invoice_number) == ("Zara Alm", "198801012397", "F37647")
    assert (row.payment_date, row.requested_amount) == ("2026-05-26", 1462)


def test_the_last_column_of_a_table_does_not_run_into_the_paragraph_below_it():
    letter = placed(
        (0, [(50, "Faktura"), (150, "Köpare"), (300, "Begärt belopp")]),
        (12, [(50, "F33370"), (150, "Olof Alm"), (300, "1 221 kronor")]),
        (24, [(50, "F21610"), (150, "Åsa Örn"), (300, "4 021 kronor")]),
        (36, [(50, "Ni ska komma in med handlingarna senast 15 juni 2026, annars kan vi avgöra ärendet.")]),
    )

    assert letter.value("response_deadline") == "2026-06-15"


def scanned(*rows: str, height: float = 10.0) -> Letter:
    """A letter from a picture, its words as they were made out."""
    words = [
        word._replace(box=word.box._replace(top=word.box.bottom - height), confidence=0.9)
        for word in page_of([*rows]).words
    ]
    (letter,) = read_letters([Page(1, 595, 842, tuple(words), Method.OCR)])
    return letter


@pytest.mark.parametrize(
    "misread",
    [
        "orjan.alm@skatteverket.se", "orjan.almOskatteverket.se", "orjan.alm(Pskatteverket.se",
        "orjan.almskatteverket.se", "orjan.almQaskatteverket.se", "orjan .almåskatteverket.se",
    ],
)  # fmt: skip
def test_an_address_whose_sign_a_scan_lost_is_still_the_officers(misread):
    letter = scanned("Skatteverket", "Begäran om komplettering", f"Frågor? Skriv till {misread}", ASKED)

    assert letter.value("handler.email") == "orjan.alm@skatteverket.se"
    assert not letter.facts["handler.email"].certain


def test_labels_are_known_without_the_dots_and_capitals_that_scans_lose():
    letter = scanned(
        "Skatteverket", "Begäran om komplettering", "Datum: 2026-06-01", "Arendenummer: 232 589 442-26", ASKED,
        "vår referens: 202 358952-26/34",
    )  # fmt: skip

    assert letter.value("reference_number") == "232 589 442-26"
    assert {each.value for each in letter.references} == {"232 589 442-26", "202 358952-26/34"}


def test_typewriter_letters_with_wide_spaces_are_sentences_and_not_columns():
    words = []
    rows = ["Skatteverket", "Begäran om komplettering", "Datum: 2026-06-01", "Dnr: 8-1234567", ASKED,
            "Skicka in lönebesked för personalen och kopior på fakturorna till oss.",
            "Sista dag för att svara är måndagen den 29 juni 2026."]  # fmt: skip
    for line, row in enumerate(rows):
        left = 50.0
        for text in row.split():
            words.append(Word(text, Box(left, 60 + 24.0 * line, left + 6.0 * len(text), 66 + 24.0 * line), 0.9))
            left += 6.0 * len(text) + 6.0
    (letter,) = read_letters([Page(1, 595, 842, tuple(words), Method.OCR)])

    assert letter.value("response_deadline") == "2026-06-29"
    assert [each.code for each in letter.requested_documents] == ["K01", "K10"]


def test_rules_of_a_table_that_a_scan_takes_for_letters_part_its_headings():
    letter = scanned(
        "Skatteverket", "Begäran om komplettering", "Datum: 2026-06-01", ASKED,
        "Fakturanr  [Namn  Betalningsdatum/|Belopp", "F-2635  Lars Berg  2026-05-27  917 kr",
    )  # fmt: skip

    (row,) = letter.affected
    assert (row.invoice_number, row.name, row.payment_date, row.requested_amount) == (
        "F-2635", "Lars Berg", "2026-05-27", 917,
    )  # fmt: skip
