"""Addresses as people write them, and what a register makes of them."""

import pytest

from crm.rules.address_checks import AddressFinding, Found, Known, confidence_of, judge, sentence_of
from crm.rules.addresses import (
    floor_of,
    folded,
    is_same_place,
    normalise,
    pretty_code,
    read_line,
    read_typed,
)
from crm.states import Verification
from perforia.base.geography import AddressParts, Licence, Precision, ResolvedAddress

HERE = (59.3, 18.0)


@pytest.mark.parametrize(
    ("text", "street", "number", "letter", "apartment"),
    [
        ("Testgränd 14", "Testgränd", "14", "", ""),
        ("Testgränd 14 A", "Testgränd", "14", "A", ""),
        ("Testgränd 14a lgh 1102", "Testgränd", "14", "A", "1102"),
        ("Testgränd 14, lgh. 1102", "Testgränd", "14", "", "1102"),
        ("Testgränd 14 lägenhet 1001", "Testgränd", "14", "", "1001"),
        ("Stora Mallgatan 9 B UH", "Stora Mallgatan", "9", "B UH", ""),
        ("Mallgatan 9 UV", "Mallgatan", "9", "UV", ""),
        ("Mallgatan 12–14", "Mallgatan", "12", "", ""),
        ("Byn 123", "Byn", "123", "", ""),
        ("17:e Exempelgatan 3", "17:e Exempelgatan", "3", "", ""),
        ("Östra Påhittsgatan", "Östra Påhittsgatan", "", "", ""),
        ("c/o Berg, Testgränd 14", "Testgränd", "14", "", ""),
        ("Testgränd 14, c/o Berg", "Testgränd", "14", "", ""),
        ("Testgränd 14, 2 tr", "Testgränd", "14", "", ""),
        ("  Testgränd   014 ", "Testgränd", "14", "", ""),
        ("", "", "", "", ""),
    ],
)
def test_a_line_is_read_as_people_write_it(text, street, number, letter, apartment):
    parts = read_line(text).parts
    assert (parts.street, parts.number, parts.letter, parts.apartment) == (street, number, letter, apartment)


def test_what_a_line_says_beside_the_address_is_read_too():
    whole = read_line("c/o Berg, Testgränd 14 A lgh 1102, 123 45 Storköping")
    assert (whole.care_of, whole.floor, whole.parts.postcode, whole.parts.city) == ("Berg", 1, "12345", "Storköping")
    assert read_line("Testgränd 12-14").until == 14
    assert read_line("Testgränd 14, 3 tr").floor == 3
    assert read_line("Testgränd 14", apartment="0901", postcode="123 45", city="Ort").floor == -1
    assert read_line("Box 123").is_box
    assert not read_line("Boxarvägen 3").is_box
    assert read_line("Byn 123 45").parts.postcode == ""  # a long number is no code without a comma before it


@pytest.mark.parametrize(("flat", "floor"), [("1102", 1), ("1001", 0), ("0901", -1), ("12", None), ("", None)])
def test_the_number_of_a_flat_tells_its_floor(flat, floor):
    assert floor_of(flat) == floor


@pytest.mark.parametrize(
    ("text", "words", "number", "letter", "rest", "postcode"),
    [
        ("te", None, None, "", "", ""),
        ("12", None, None, "", "", ""),
        ("123", "", None, "", "", "123"),
        ("123 45", "", None, "", "", "12345"),
        ("1234567", None, None, "", "", ""),
        ("Testg", "testg", None, "", "", ""),
        ("S:t Test", "st test", None, "", "", ""),
        ("testgränd 1", "testgränd", 1, "", "", ""),
        ("testgränd 14 A", "testgränd", 14, "A", "", ""),
        ("testgränd 14, stork", "testgränd", 14, "", "stork", ""),
        ("testgränd 14 123 45 storköping", "testgränd", 14, "", "storköping", "12345"),
        ("17:e exempelgatan 3", "17e exempelgatan", 3, "", "", ""),
    ],
)
def test_what_is_being_typed_is_read_as_far_as_it_has_come(text, words, number, letter, rest, postcode):
    typed = read_typed(text)
    assert (typed is None) == (words is None)
    if typed:
        assert (typed.words, typed.number, typed.letter, typed.rest, typed.postcode) == (
            words, number, letter, rest, postcode,
        )  # fmt: skip


def test_letters_of_swedish_are_kept_in_the_first_form_and_folded_in_the_second():
    assert normalise("S:t  Pers-Gränd 4") == "st pers gränd 4"
    assert folded("Östra Testgränd") == "ostra testgrand"
    assert is_same_place("Stor-köping", "storkoping")
    assert not is_same_place("Storköping", "Lillköping")
    assert pretty_code("12345") == "123 45"


def hit(number="14", letter="", *, street="Testgränd", code="12345", city="Storköping", likeness=1.0, district=""):
    parts = AddressParts(street, number, letter, "", code, city)
    address = ResolvedAddress(parts, HERE, Precision.ENTRANCE, "register", f"p:{parts}", Licence.LANTMATERIET)
    return Found(address, district, likeness)


def street(name="Testgränd", code="", city="Storköping", likeness=1.0):
    parts = AddressParts(name, postcode=code, city=city)
    return Found(
        ResolvedAddress(parts, HERE, Precision.STREET, "register", "s:1", Licence.LANTMATERIET), "", likeness
    )  # fmt: skip


WHOLE = read_line("Testgränd 14", postcode="123 45", city="Storköping")


@pytest.mark.parametrize(
    ("written", "found", "alone", "confidence"),
    [
        (("14", "", "12345", "Storköping"), hit(), True, 1.0),
        (("14", "", "12345", "Storköping"), hit(), False, 0.95),
        (("14", "A", "12345", "Storköping"), hit(), True, 0.9),
        (("14", "", "12399", "Storköping"), hit(), True, 0.9),
        (("14", "", "99999", "Storköping"), hit(), True, 0.8),
        (("14", "", "12345", "Annanort"), hit(), True, 0.9),
        (("14", "", "", ""), hit(), True, 0.7),
        (("14", "", "12345", "Storköping"), hit(likeness=0.9), True, 0.9),
        (("14", "", "12345", "Storköping"), hit(likeness=0.5), True, 0.75),
        (("15", "", "12345", "Storköping"), hit(), True, 0.6),
    ],
)
def test_confidence_is_the_sum_of_what_agrees(written, found, alone, confidence):
    number, letter, code, city = written
    parts = AddressParts("Testgränd", number, letter, "", code, city)
    assert confidence_of(parts, found, alone=alone) == pytest.approx(confidence)


BESIDE = {"below": hit("12").address, "above": hit("16").address}


@pytest.mark.parametrize(
    ("line", "known", "verification", "finding", "precision", "proposed"),
    [
        (WHOLE, Known(False), "unverified", "", "none", ""),
        (WHOLE, Known(True, ["Storköping"], None, [hit()]), "verified", "", "entrance", ""),
        (
            read_line("Testgränd 14", postcode="123 45", city="Lillköping"),
            Known(True, ["Storköping"], None, [hit()]), "partial", "city", "entrance", "Storköping",
        ),
        (
            read_line("Testgränd 14", postcode="123 99", city="Storköping"),
            Known(True, ["Storköping"], None, [hit()]), "partial", "postcode", "entrance", "123 45 Storköping",
        ),
        (
            read_line("Testgränd 14", postcode="999 99", city="Storköping"),
            Known(True, [], None, [hit()]), "partial", "no_postcode", "entrance", "123 45 Storköping",
        ),
        (
            read_line("Testgränd 14 C", postcode="123 45", city="Storköping"),
            Known(True, ["Storköping"], None, [hit()]), "partial", "number", "entrance", "Testgränd 14",
        ),
        (WHOLE, Known(True, [], None, [hit(district="Norr"), hit(district="Söder")]), "partial", "several", "none", ""),
        (
            read_line("Testgrend 14", postcode="123 45", city="Storköping"),
            Known(True, ["Storköping"], None, [hit(likeness=0.9)]),
            "partial", "street", "entrance", "Testgränd 14, 123 45 Storköping",
        ),
        (
            WHOLE, Known(True, ["Storköping"], None, [hit(code="98765", city="Fjärran")]),
            "unverified", "street", "none", "Testgränd 14, 987 65 Fjärran",
        ),
        (
            WHOLE, Known(True, ["Storköping"], None, [hit(code="98765", city=city) for city in ("Fjärran", "Ort")]),
            "unverified", "street", "none", "",
        ),
        (WHOLE, Known(True, ["Storköping"], None, [], [street()]), "partial", "number", "street", ""),
        (WHOLE, Known(True, ["Storköping"], None, [], [street()], **BESIDE), "partial", "number", "interpolated", ""),
        (
            read_line("Testgränd", postcode="123 45", city="Storköping"),
            Known(True, ["Storköping"], None, [], [street()]), "partial", "no_number", "street", "",
        ),
        (WHOLE, Known(True, ["Storköping"], street().address), "unverified", "street", "postcode", ""),
        (WHOLE, Known(True, ["Lillköping"]), "partial", "city", "none", "Lillköping"),
        (WHOLE, Known(True, []), "unverified", "no_postcode", "none", ""),
        (
            WHOLE, Known(True, ["Storköping"], None, [], [street("Testgränden", likeness=0.9)]),
            "unverified", "street", "none", "Testgränden 14",
        ),
        (read_line("Box 12", postcode="123 45"), Known(True, ["Storköping"]), "unverified", "box", "none", ""),
    ],
)  # fmt: skip
def test_a_check_says_what_is_wrong_and_what_the_register_has_instead(
    line, known, verification, finding, precision, proposed
):
    verdict = judge(line, known)
    assert (verdict.verification, verdict.finding, verdict.precision, verdict.proposed) == (
        verification, finding, precision, proposed,
    )  # fmt: skip


def test_a_number_between_two_others_lies_between_them():
    known = Known(True, ["Storköping"], None, [], [street()], **BESIDE)
    verdict = judge(WHOLE, known)
    assert verdict.point == HERE
    assert verdict.confidence == pytest.approx(0.25 + 0.1 + 0.05 + 0.2)


@pytest.mark.parametrize("finding", [finding for finding in AddressFinding if finding])
def test_every_finding_has_a_sentence(finding):
    assert sentence_of(finding, WHOLE.parts, "Storköping").endswith((".", "?"))


def test_sentences_name_what_is_wrong():
    assert sentence_of("number", WHOLE.parts, "") == "Kontrollera adressen: numret 14 finns inte på Testgränd."
    assert sentence_of("city", WHOLE.parts, "Lillköping") == "Kontrollera adressen: 123 45 hör till Lillköping."
    assert sentence_of("", WHOLE.parts, "") == ""
    assert Verification.VERIFIED.label == "Kontrollerad mot registret"
