"""Search folds letters and finds parts of numbers."""

import pytest

from perforia.base.searching import fold, query_of, tokens


@pytest.mark.parametrize(
    ("written", "folded"),
    [("Åsa Öström", "asa ostrom"), ("É", "e"), ("Straße", "strasse"), ("Bjørn Æbelø", "bjorn aebelo")],
)
def test_letters_are_folded(written, folded):
    assert fold(written) == folded


def test_a_row_is_found_by_words_and_by_endings_of_numbers():
    found = tokens(["Åsa Öström", "asa@example.se"], numbers=["+46701740612"])

    assert {"asa", "ostrom", "example", "se", "0701740612", "46701740612", "40612", "612"} <= set(found)
    assert "12" not in found


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("Ös", "'os':*"),
        ("åsa öst", "'asa':* & 'ost':*"),
        ("070-174 06 12", "'0701740612':*"),
        ("+46 70", "'4670':*"),
        ("a b", None),
        ("L-5", "'l5':*"),
        ("'; drop table --", "'drop':* & 'table':*"),
        ("😀", None),
        ("", None),
    ],
)
def test_what_is_typed_becomes_beginnings_of_words(typed, query):
    made = query_of(typed)

    assert made is None if query is None else f"Value({query!r})" in str(made)
