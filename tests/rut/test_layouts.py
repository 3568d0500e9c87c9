"""Letters of other makes: values over labels, cards, lists without signs, kerning, pages larger than what is seen."""

import io

import pikepdf
import pytest
from weasyprint import HTML

from rut.readers.asked import codes_in
from rut.readers.asking import asking_pieces
from rut.readers.cells import field_by_stem
from rut.readers.handler import spells
from rut.readers.letter import Letter
from rut.readers.letters import read_letters
from rut.readers.page import Box, Method, Page, Word
from rut.readers.pages import read_pages
from rut.readers.quality import is_doubtful

ASKED = "Ni har begärt utbetalning av rutavdrag för städning. Begäran behöver kompletteras."


def on_page(*rows: tuple[float, float, str], method: Method = Method.TEXT) -> Letter:
    """A letter whose rows begin at the given lefts and heights."""
    words = []
    for left, top, text in rows:
        at = left
        for word in text.split():
            words.append(Word(word, Box(at, top, at + 5.0 * len(word), top + 10)))
            at += 5.0 * len(word) + 2.8
    (letter,) = read_letters([Page(1, 595, 842, tuple(words), method)])
    return letter


def below(*texts: str, top: float = 200, left: float = 50) -> list[tuple[float, float, str]]:
    return [(left, top + 24 * number, text) for number, text in enumerate(texts)]


def test_values_that_stand_over_their_labels_are_read_upwards():
    letter = on_page(
        (50, 40, "Skatteverket"),
        (50, 80, "2026-06-01"), (300, 80, "Anna Ek"), (50, 91, "Datum"), (300, 91, "Handläggare"),
        (50, 110, "8-1234567"), (300, 110, "anna.ek@skatteverket.se"), (50, 121, "Dnr"), (300, 121, "E-post"),
        *below(ASKED, "Svara senast den 22 juni 2026."),
    )  # fmt: skip

    assert letter.value("letter_date") == "2026-06-01"
    assert letter.value("reference_number") == "8-1234567"
    assert letter.value("handler.name") == "Anna Ek"
    assert letter.value("handler.email") == "anna.ek@skatteverket.se"


def test_labels_in_one_row_are_told_from_their_values():
    letter = on_page(
        (50, 40, "Skatteverket"), (50, 60, "Datum 2026-06-01 Svara senast 2026-06-22 Ärendenummer HA9326837"),
        *below("Begäran om komplettering", ASKED),
    )  # fmt: skip

    assert letter.value("letter_date") == "2026-06-01"
    assert letter.value("response_deadline") == "2026-06-22"
    assert letter.value("reference_number") == "HA9326837"


def test_a_label_in_a_sentence_of_law_is_none():
    letter = on_page(
        (50, 40, "Skatteverket"), (50, 60, "Vår beteckning KF26-814726"),
        *below(ASKED, "Se även Skatteverkets ställningstagande den 11 september 2017, dnr 202 331999-17/111."),
    )  # fmt: skip

    assert letter.value("reference_number") == "KF26-814726"


def test_a_name_that_the_address_spells_is_the_officers_without_any_label():
    letter = on_page(
        (50, 40, "Skatteverket"), (50, 60, "Dnr 8-1234567"),
        *below(ASKED, "Med vänlig hälsning"), (50, 400, "Eva-Lena Rydh"), (50, 412, "eva-lena.rydh@skatteverket.se"),
    )  # fmt: skip

    assert letter.value("handler.name") == "Eva-Lena Rydh"
    assert letter.facts["handler.email"].certain


def test_a_name_under_the_greeting_is_found_but_stays_a_question():
    letter = on_page((50, 40, "Skatteverket"), *below(ASKED, "Med vänlig hälsning", "Anna Ek"))

    assert letter.value("handler.name") == "Anna Ek"
    assert not letter.facts["handler.name"].certain


@pytest.mark.parametrize(
    ("address", "name", "expected"),
    [
        ("asa.ek@skatteverket.se", "Åsa Ek", True),
        ("eva-lena.rydh@skatteverket.se", "Eva-Lena Rydh", True),
        ("lena.rydh@skatteverket.se", "Eva-Lena Rydh", False),
        ("evalena.rydh@skatteverket.se", "Eva-Lena Rydh", False),
        ("bo.ek@skatteverket.se", "Åsa Ek", False),
    ],
)
def test_an_address_spells_a_whole_name(address, name, expected):
    assert spells(address, name) is expected


def test_an_address_divided_at_its_hyphen_keeps_it():
    letter = on_page(
        (50, 40, "Skatteverket"), (50, 60, "Skriv till eva-"), (50, 72, "lena.rydh@skatteverket.se"), *below(ASKED)
    )

    assert letter.value("handler.email") == "eva-lena.rydh@skatteverket.se"


def test_a_list_without_signs_is_read_item_by_item():
    text = "Vi önskar få in följande:\npacklista\nunderlag för övriga kostnader\nkreditfakturor\nSvara snart."

    asked = [piece.text for piece in asking_pieces(text, codes_in)]

    assert {code for piece in asked for code in codes_in(piece)} == {"K07", "K14", "K20"}


def test_a_form_to_tick_is_read_without_its_headings():
    text = "Följande handlingar behövs:\nHandling\nBifogas (ja/nej)\nPacklista\nUtdrag ur bokföringen\nSvara snart."

    asked = [piece.text for piece in asking_pieces(text, codes_in)]

    assert {code for piece in asked for code in codes_in(piece)} == {"K14", "K19"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Ni har redan gett in avtalet med kunden; det behöver inte skickas igen.",
        "Tänk på att ni ska spara fakturor och tidrapporter i sju år.",
        "En körjournal kan vara ett bra sätt att visa hur arbetstiden har använts.",
    ],
)
def test_what_a_letter_only_mentions_is_not_asked_for(sentence):
    assert list(asking_pieces(sentence, codes_in)) == []


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Fakturans nummer", "invoice_number"), ("Kunden betalade", "payment_date"),
        ("Belopp att återfå", "requested_amount"),
        ("Fakturadatum", "skip"), ("Medgivet belopp", "granted_amount"), ("Återkrävt", "repay_amount"),
        ("Hej på er", None),
    ],
)  # fmt: skip
def test_headings_are_known_by_their_stems(heading, field):
    assert field_by_stem(heading) == field


def test_purchases_told_by_labels_are_one_row_each():
    letter = on_page(
        (50, 40, "Skatteverket"), *below(ASKED),
        (50, 300, "Fakturanr: SE-2645-R"), (50, 312, "Namn: Nils Berg"), (50, 324, "Begärt belopp: 1 250 kr"),
        (50, 350, "Fakturanr: SE-2646-R"), (50, 362, "Namn: Anna af Klint"), (50, 374, "Begärt belopp: 900 kr"),
    )  # fmt: skip

    told = [(row.invoice_number, row.name, row.requested_amount) for row in letter.affected]
    assert told == [("SE-2645-R", "Nils Berg", 1250), ("SE-2646-R", "Anna af Klint", 900)]


def test_a_table_on_its_side_is_read_column_by_column():
    letter = on_page(
        (50, 40, "Skatteverket"), *below(ASKED),
        (50, 300, "Kundens namn"), (200, 300, "Nils Berg"), (350, 300, "Anna Ek"),
        (50, 316, "Fakt.nr"), (200, 316, "F100"), (350, 316, "F101"),
    )  # fmt: skip

    assert [(row.invoice_number, row.name) for row in letter.affected] == [("F100", "Nils Berg"), ("F101", "Anna Ek")]


def test_prose_under_a_table_is_no_purchase():
    letter = on_page(
        (50, 40, "Skatteverket"), *below(ASKED),
        (50, 300, "Köpare"), (200, 300, "Faktura"), (350, 300, "Begärt belopp"),
        (50, 316, "Nils Berg"), (200, 316, "F100"), (350, 316, "1 250 kr"),
        (50, 340, "Innan vi beslutar har ni möjlighet att yttra er enligt 25 § lagen (2017:900) om förfaranden."),
    )  # fmt: skip

    assert [row.invoice_number for row in letter.affected] == ["F100"]


def test_two_days_to_answer_by_are_a_question():
    letter = on_page(
        (50, 40, "Skatteverket"), (50, 60, "Datum: 2026-06-01"), (50, 76, "Svar önskas senast: 2026-06-29"),
        *below("Begäran om komplettering", ASKED, "Handlingarna skall vara oss till handa senast den 22 juni 2026."),
    )  # fmt: skip

    assert not letter.facts["response_deadline"].certain


def test_a_number_of_low_rank_is_a_question_where_a_higher_one_could_not_be_read():
    letter = on_page(
        (50, 40, "Skatteverket"), (50, 60, "Referensnummer: 20261154433"),
        *below(ASKED, "Ange alltid vårt diarienummer som står på kuvertet när ni svarar."),
    )  # fmt: skip

    assert letter.value("reference_number") == "20261154433"
    assert not letter.facts["reference_number"].certain


def test_letters_that_kerning_keeps_apart_are_one_word():
    words = [
        Word("D", Box(50, 60, 57, 70)),
        Word("atum:", Box(58, 60, 80, 70)),
        Word("2026-06-01", Box(84, 60, 130, 70)),
    ]
    body = below(ASKED)
    for left, top, text in body:
        at = left
        for word in text.split():
            words.append(Word(word, Box(at, top, at + 5.0 * len(word), top + 10)))
            at += 5.0 * len(word) + 2.8
    (letter,) = read_letters([Page(1, 595, 842, tuple(words), Method.TEXT)])

    assert letter.value("letter_date") == "2026-06-01"


def test_nothing_is_certain_of_a_page_that_was_measured_anew():
    letter = on_page(
        (50, 40, "Skatteverket"), (50, 60, "Datum: 2026-06-01"), (50, 76, "Dnr: 8-1234567"),
        *below("Begäran om komplettering", ASKED, "Svara senast den 22 juni 2026."), method=Method.LAYOUT,
    )  # fmt: skip

    assert letter.value("response_deadline") == "2026-06-22"
    assert not any(fact.certain for fact in letter.facts.values())


def test_letters_that_lost_their_words_make_a_page_doubtful():
    sound = "Skatteverket granskar er begäran om utbetalning och behöver fler uppgifter innan beslut"
    loose = "Skatteverket granskar e r begäran o m utbetalning och behöver f l e r uppgifter s n a r t"
    box = Box(0, 0, 10, 10)

    assert not is_doubtful([Word(text, box) for text in sound.split()])
    assert is_doubtful([Word(text, box) for text in loose.split()])


def test_a_page_of_loose_letters_is_measured_anew_by_the_second_tool(tmp_path):
    prose = " ".join(["Skatteverket granskar er begäran om utbetalning och behöver fler uppgifter."] * 6)
    style = "<style>@page{size:A4}body{font:11pt 'Liberation Sans';letter-spacing:.14em;word-spacing:.3em}</style>"
    file = tmp_path / "loose.pdf"
    HTML(string=f"<meta charset=utf-8>{style}<p>{prose}</p>").write_pdf(file)

    (page,) = read_pages(file)

    assert page.method == Method.LAYOUT
    assert "begäran" in [word.text for word in page.words]


def test_what_lies_outside_the_visible_page_is_not_read(tmp_path):
    style = "<meta charset=utf-8><style>@page{size:A4;margin:0}</style>"
    body = f"{style}<p>Jobb 88120 Dnr 8-111111</p><p style='margin:30mm'>{ASKED}</p>"
    document = pikepdf.open(io.BytesIO(HTML(string=body).write_pdf() or b""))
    document.pages[0].CropBox = [40, 40, 555, 780]
    file = tmp_path / "cropped.pdf"
    document.save(file)

    (page,) = read_pages(file)

    assert "8-111111" not in [word.text for word in page.words]
    assert (round(page.width), round(page.height)) == (515, 740)
