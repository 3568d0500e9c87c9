"""Fields of a text: known ones are filled in, unknown ones are errors of the text, missing values of the receiver."""

import pytest

from crm.rules.merge_fields import FIELDS, fill, problems_of, with_gaps

VALUES = {"förnamn": "Astrid", "ort": "", "företag": "Exempel Flytt & Städ"}


@pytest.mark.parametrize(
    ("text", "filled", "missing"),
    [
        ("Hej {förnamn}!", "Hej Astrid!", ()),
        ("Hej { Förnamn }!", "Hej Astrid!", ()),
        ("{FÖRETAG}", "Exempel Flytt & Städ", ()),
        ("I {ort|er ort} är vi", "I er ort är vi", ()),
        ("{förnamn|du}", "Astrid", ()),
        ("{ort|}x", "x", ()),
        ("Till {ort}, {ort} {datum}", "Till ,  ", ("ort", "datum")),
        ("Inga fält", "Inga fält", ()),
    ],
)
def test_fields_are_filled_in_and_holes_are_named(text, filled, missing):
    assert (fill(text, VALUES).text, fill(text, VALUES).missing) == (filled, missing)


def test_a_value_that_looks_like_a_field_is_not_filled_in_again():
    assert fill("Hej {namn}", {"namn": "{ort}", "ort": "hemligt"}).text == "Hej {ort}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{fornamn}", "Menade du {förnamn}?"),
        ("{xyz123}", "Välj ett fält"),
        ("{}", "inget fält"),
        ("Hej {förnamn", "saknar sin andra hälft"),
        ("Hej förnamn}", "saknar sin andra hälft"),
        ("{{förnamn}}", "saknar sin andra hälft"),
    ],
)
def test_what_is_wrong_with_a_text_is_said_in_swedish(text, words):
    assert words in " ".join(problems_of(text))


def test_without_a_receiver_fields_are_left_open():
    assert with_gaps("Hej {förnamn|igen}! Vi ses i {ort}.") == "Hej …! Vi ses i …."
    assert with_gaps("När passar det? {avsändare}, {företag}") == "När passar det?"


def test_every_field_is_known_to_itself():
    assert problems_of(" ".join(f"{{{name}}} {{{name}|annars}}" for name in FIELDS)) == []
