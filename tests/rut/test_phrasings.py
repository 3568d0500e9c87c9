"""Letters in yet other words: purchases told the other way round, numbers of new shapes, forms of other makes."""

from collections.abc import Sequence

import pytest

from rut.readers.asked import codes_in
from rut.readers.letter import Letter
from rut.readers.letters import read_letters
from rut.readers.page import Box, Method, Page, Word
from tests.rut.test_layouts import on_page
from tests.rut.test_letters import HEAD, page_of, read

ASKED = "Vi behöver fler uppgifter om er begäran om utbetalning av rutavdrag."


def test_a_buyer_who_is_told_behind_the_invoice_keeps_what_is_told_of_him():
    letter = read(
        "Vi har frågor om faktura 4411/26 till Anna Berg (19880101-2397) (betald den 4 april 2026, begärt 1 250 kr)"
        " samt faktura nr KB 77 till köparen Bo Alm (19880101-2389) (betald den 5 april 2026, begärt 750 kr)."
    )

    rows = [(row.invoice_number, row.name, row.payment_date, row.requested_amount) for row in letter.affected]
    assert rows == [("4411/26", "Anna Berg", "2026-04-04", 1250), ("KB 77", "Bo Alm", "2026-04-05", 750)]
    assert [row.personal_number for row in letter.affected] == ["198801012397", "198801012389"]


def test_an_amount_that_begins_the_next_line_belongs_to_the_purchase_before_it():
    letter = read(
        "Köpet: Anna Berg (19880101-2397), faktura F-1001, som ni skickade oss i april, begärt",
        "1 250 kr, godkänt 900 kr",
    )

    (row,) = letter.affected
    assert (row.requested_amount, row.granted_amount) == (1250, 900)


def test_rows_are_a_question_where_a_personal_number_belongs_to_none_of_them():
    table = [
        (300, [(50, 80, "Köpare"), (150, 190, "Fakturanr"), (250, 290, "Begärt")]),
        (320, [(50, 70, "Anna"), (73, 90, "Berg"), (150, 190, "F-1001"), (250, 270, "1250")]),
        (340, [(50, 60, "Bo"), (63, 80, "Alm"), (150, 190, "F-1002"), (250, 270, "750")]),
        (360, [(50, 80, "Summa"), (250, 270, "2000")]),
    ]
    stray = (400, [(50, 80, "Köparen"), (84, 150, "19880101-2397"), (154, 190, "betalade.")])

    assert drawn(*table).affected_certain
    assert not drawn(*table, stray).affected_certain


@pytest.mark.parametrize("number", ["4518-26/Hus", "2026-HUS-004518"])
@pytest.mark.parametrize("form", ["Dnr: {}", "Uppge alltid diarienummer {} i er post.", "Dnr ........ {}"])
def test_numbers_of_new_shapes_are_read_from_forms_and_from_what_a_letter_tells_to_state(number, form):
    (letter,) = read_letters([page_of([*HEAD[:3], form.format(number), ASKED, "Skicka in tidrapporter."])])

    assert letter.value("reference_number") == number
    assert letter.facts["reference_number"].certain


def test_a_number_of_another_matter_is_not_this_ones():
    letter = read(ASKED, "Samma fråga ställdes i ett tidigare ärende, dnr 8-7654321.")

    assert [each.value for each in letter.references] == ["8-1234567"]


def test_a_page_after_the_last_one_of_a_letter_begins_another_though_it_has_no_counter():
    first = page_of([*HEAD, ASKED, "Sida 1 av 1"])
    second = page_of(["Skatteverket", "Datum: 2026-06-02", "Ytterligare komplettering", ASKED], number=2)

    assert [(each.first_page, each.last_page) for each in read_letters([first, second])] == [(1, 1), (2, 2)]


def drawn(*rows: tuple[float, Sequence[tuple[float, float, str]]], height: float = 10) -> Letter:
    """A letter with words from left to right edge on rows of the given tops, below the usual head."""
    words = list(page_of([*HEAD, ASKED]).words)
    for top, cells in rows:
        words += [Word(text, Box(left, top, right, top + height)) for left, right, text in cells]
    (letter,) = read_letters([Page(1, 595, 842, tuple(words), Method.TEXT)])
    return letter


def test_letters_that_a_font_draws_as_one_sign_do_not_part_their_word():
    asked = [(50, 90, "Skicka"), (94, 104, "in"), (108, 140, "certi"), (140, 147, "fi"), (147, 160, "kat"),
             (164, 180, "över"), (184, 210, "pro"), (210, 217, "fi"), (217, 230, "len.")]  # fmt: skip
    words = drawn((400, asked)).requested_documents

    assert words == ()
    assert (
        "certifikat"
        in drawn((400, [*asked[:5], (164, 180, "och"), (184, 230, "tidrapport.")])).requested_documents[0].raw
    )


def test_rows_whose_letters_are_taller_than_their_lines_stay_rows():
    heads = [(50, 80, "Fakturanr"), (150, 190, "Personnr"), (250, 290, "Begärt")]
    first = [(50, 80, "7796"), (150, 200, "880217-****"), (250, 270, "1418")]
    second = [(50, 80, "7799"), (150, 200, "391028-****"), (250, 270, "2330")]
    third = [(50, 80, "7806"), (150, 200, "850612-****"), (250, 270, "13806")]

    letter = drawn((300, heads), (330, first), (340, second), (350, third), height=16)

    assert [(row.invoice_number, row.requested_amount) for row in letter.affected] == [
        ("7796", 1418), ("7799", 2330), ("7806", 13806),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "subtype"),
    [
        ("Begäran om 4 000 kr för hemstädning avslås. Beslutet har fattats av enhetschefen.", "rejected"),
        ("Skatteverket har beslutat. Utan bifall lämnas begäran.", "rejected"),
        ("Vi har prövat begäran och 900 kr betalas ut medan 300 kr nekas.", "partly_granted"),
        ("Vi bifaller begäran. Överklaga inom tre veckor. Kommer det för sent avvisas överklagandet.", "granted"),
    ],
)
def test_a_decision_is_told_in_other_words(sentence, subtype):
    head = [HEAD[0], "Beslut", *HEAD[2:]]
    (letter,) = read_letters([page_of([*head, "Det gäller er begäran om rutavdrag.", sentence])])

    assert (letter.value("document_type"), letter.value("subtype")) == ("decision", subtype)


@pytest.mark.parametrize(
    ("sentence", "name", "amount"),
    [
        ("Vi har beslutat att 4 100 kr betalas ut medan 900 kr nekas.", "granted", "4100"),
        ("Vi har beslutat att 4 100 kr betalas ut medan 900 kr nekas.", "refused", "900"),
        ("Utbetalt belopp är 4 100 kr och avser rutavdrag för städning.", "granted", "4100"),
        ("Vi överväger att avslå er begäran om 5 000 kr (rutavdrag).", "requested", "5000"),
        ("Beslutet rör en faktura nr 881, begärt 700 kr, i maj.", "requested", None),
    ],
)
def test_sums_of_the_whole_letter_are_told_in_other_words(sentence, name, amount):
    assert read(ASKED, sentence).value(f"totals.{name}") == amount


def test_an_officer_and_his_office_are_told_in_a_sentence():
    letter = read(ASKED, "Brevet besvaras av Mona Alm, Skattekontor 4, Kiruna, tfn 010-571 44 71.")

    found = [letter.value(f"handler.{part}") for part in ("name", "office", "phone")]
    assert found == ["Anna Ek", "Skattekontor 4, Kiruna", "010-571 44 71"]


def test_a_telephone_number_that_a_line_cut_is_whole_and_half_a_number_is_a_question():
    form = (50, 60, "Datum: 2026-06-01 | Dnr: 8-1234567 | Handläggare: Mona Berg | Telefon: 010 571 44")
    whole = on_page((50, 40, "Skatteverket"), form, (50, 72, "71"), (50, 110, ASKED))
    half = on_page((50, 40, "Skatteverket"), form, (50, 110, ASKED))

    assert (whole.value("handler.phone"), half.value("handler.phone")) == ("010 571 44 71", "010 571 44")
    assert not half.facts["handler.phone"].certain


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("en redogörelse för vad som gjordes i lägenheten", ["K05"]),
        ("uppgift om vilka sängar som monterades", ["K16"]),
        ("personalens arbetspass med klockslag", ["K04"]),
        ("hyreskontraktet för lägenheten", ["K08"]),
        ("en uträkning av timpriset", ["K06"]),
        ("mer material", []),
        ("kopia av fakturan och bevis på att kunden har betalt", ["K02", "K01"]),
        ("intyg från kunden och arbetsscheman", ["K04", "K09"]),
        ("avtal om underentreprenad", ["K11"]),
        ("handlingar som visar när bohaget fördes ur landet", ["K23"]),
    ],
)
def test_papers_are_told_apart_in_yet_other_words(text, codes):
    assert codes_in(text) == codes


def test_what_follows_the_opening_of_a_list_is_its_item_though_it_is_a_sentence():
    letter = read(
        ASKED, "Detta ska ni skicka oss", "Körjournalen för de två bilar som kördes i mars månad.", "Hör av er."
    )

    assert [each.code for each in letter.requested_documents] == ["K13"]


def test_a_line_to_the_left_of_an_items_sign_begins_anew():
    item = [(66, 69, "·"), (74, 100, "Anna"), (103, 130, "Berg,"), (133, 160, "faktura"), (163, 190, "F-101,"),
            (193, 215, "begärt"), (218, 240, "500"), (243, 250, "kr")]  # fmt: skip
    opening = [(50, 60, "Ni"), (63, 90, "behöver"), (93, 140, "komplettera"), (143, 160, "med:")]
    listed = [(66, 69, "·"), (74, 130, "tidrapporter"), (133, 180, "och"), (183, 240, "körjournal")]

    letter = drawn((300, item), (314, opening), (328, listed))

    assert [each.code for each in letter.requested_documents] == ["K04", "K13"]


def test_cleaning_is_rut_though_a_letter_does_not_say_so():
    head = ["Skatteverket", "Begäran om komplettering", "Datum: 2026-06-01", "Dnr: 2026-RUT-004518"]
    (letter,) = read_letters([page_of([*head, "Vi granskar er begäran om utbetalning för hemstädning."])])
    (other,) = read_letters([page_of([*head, "Vi granskar er begäran om utbetalning för målning."])])

    assert (letter.value("deduction_kind"), other.value("deduction_kind")) == ("rut", None)


def test_a_text_in_two_columns_is_read_one_column_after_the_other():
    left = [
        ASKED[:38],
        ASKED[38:],
        "Begäran kom in till oss i maj.",
        "Detta ska ni skicka in till oss:",
        "1. tidrapporter",
    ]
    right = ["2. körjournal för varje bil", "Kvittot på betalningen är redan hos oss.", "Ring oss om något är oklart.",
             "Ett svar per brev räcker gott."]  # fmt: skip
    letter = on_page(
        (50, 40, "Skatteverket"), (50, 60, "Datum: 2026-06-01 Dnr: 8-1234567 Handläggare: Anna Ek Tel: 010-571 44 71"),
        *[(50, 120 + 12 * number, text) for number, text in enumerate(left)],
        *[(320, 125 + 12 * number, text) for number, text in enumerate(right)],
    )  # fmt: skip

    assert [each.code for each in letter.requested_documents] == ["K04", "K13"]


@pytest.mark.parametrize(
    ("title", "sentence", "expected"),
    [
        ("Inför beslut om er begäran", "Vi planerar att betala ut 900 kr av de 1 200 kr ni sökt.",
         ("proposal", "reduce")),
        ("Obesvarat brev", "Vi behöver fler uppgifter. Svarstiden gick ut i går.", ("completion_request", "reminder")),
        ("Påminnelse: moms och rutavdrag", "Vi behöver fler uppgifter om rutavdrag. Rutavdrag ges för rutarbete.",
         ("completion_request", "reminder")),
    ],
)  # fmt: skip
def test_a_letter_is_known_by_other_words(title, sentence, expected):
    (letter,) = read_letters([page_of([HEAD[0], title, *HEAD[2:], "Det gäller er begäran om utbetalning.", sentence])])

    assert (letter.value("document_type"), letter.value("subtype")) == expected


def test_specks_between_the_headings_of_a_scanned_table_are_no_columns():
    rows = ["Skatteverket", "Begäran om komplettering", "Datum: 2026-06-01", ASKED,
            "Fakturanr  i  Betaldatum  Il  Begärt belopp", "F-2635  2026-05-27  917 kr"]  # fmt: skip
    words = [word._replace(confidence=0.9) for word in page_of(rows).words]
    (letter,) = read_letters([Page(1, 595, 842, tuple(words), Method.OCR)])

    assert [row.invoice_number for row in letter.affected] == ["F-2635"]


def test_pages_that_only_tell_their_own_number_are_counted():
    first = page_of([*HEAD, ASKED, "Sid. 1"])
    second = page_of(["Skatteverket", "Datum: 2026-06-01", "Dnr: 8-1234567", "Hur man svarar", "Sid. 2"], number=2)
    third = page_of([*HEAD, ASKED, "1av1"], number=3)
    fourth = page_of(["Skatteverket", *HEAD[2:], "Ytterligare komplettering", ASKED, "- 1 -"], number=4)

    letters = read_letters([first, second, third, fourth])
    assert [(each.first_page, each.last_page) for each in letters] == [(1, 2), (3, 3), (4, 4)]


@pytest.mark.parametrize(
    ("title", "sentence", "subtype"),
    [
        ("Förslag - lägre utbetalning", "Vi vill gärna ha ert yttrande.", "reduce"),
        ("Förslag till delvis bifall", "Förslaget är att 900 kr betalas ut.", "reduce"),
        ("Övervägande om återkrav", "Synpunkter lämnas skriftligt.", "repay"),
    ],
)
def test_a_proposal_is_known_by_its_title(title, sentence, subtype):
    (letter,) = read_letters([page_of([HEAD[0], title, *HEAD[2:], "Det gäller er begäran om rutavdrag.", sentence])])

    assert (letter.value("document_type"), letter.value("subtype")) == ("proposal", subtype)


def test_nothing_is_certain_of_a_letter_whose_next_page_may_be_another_one():
    first = page_of([*HEAD, ASKED, "Svara senast den 15 juni 2026."])
    plain = page_of(["Om ni vill överklaga"], number=2)
    headed = page_of(["Skatteverket", "Datum: 2026-06-02", "Beslut om avslag"], number=2)

    (sure,) = read_letters([first, plain])
    (doubtful,) = read_letters([first, headed])
    assert sure.facts["response_deadline"].certain
    assert not any(fact.certain for fact in doubtful.facts.values())


def test_an_address_is_freed_of_letters_that_a_scan_made_of_its_sign():
    rows = [
        "Skatteverket",
        "Begäran om komplettering",
        "Handläggare: Mona Berg",
        "Mejl: mona.bergae@skatteverket.se",
        ASKED,
    ]
    words = page_of(rows).words
    scanned = tuple(word._replace(confidence=0.9) for word in words)
    (picture,) = read_letters([Page(1, 595, 842, scanned, Method.OCR)])
    (text,) = read_letters([Page(1, 595, 842, words, Method.TEXT)])

    assert picture.value("handler.email") == "mona.berg@skatteverket.se"
    assert text.value("handler.email") == "mona.bergae@skatteverket.se"


def test_the_name_a_firm_gave_its_request_is_not_the_work_it_is_about():
    letter = read("Vi granskar er begäran om rutavdrag för bohagsflytt, som ni har kallat ”Städ v 20”.")

    assert (letter.value("service_kind"), letter.value("request_name")) == ("moving", "Städ v 20")
