"""Search folds letters and finds parts of numbers."""

import pytest

from crm.models import Lead
from perforia.base import searching
from perforia.base.searching import finds, fold, look_up, matching, query_of, tokens
from tests.factories.leads import lead


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
        ("0046 70-174", "'4670174':*"),
        ("000 4242", "'0004242':*"),
        ("070-174 06 12", "'0701740612':*"),
        ("+46 70", "'4670':*"),
        ("a b", None),
        ("L-5", "'l5':*"),
        ("Provvägen 4", "'provvagen':* & '4'"),
        ("Ängsgatan 17", "'angsgatan':* & '17'"),
        ("åsa 070", "'asa':* & '070':*"),
        ("'; drop table --", "'drop':* & 'table':*"),
        ("😀", None),
        ("", None),
    ],
)
def test_what_is_typed_becomes_beginnings_of_words(typed, query):
    made = query_of(typed)

    assert made is None if query is None else f"Value({query!r})" in str(made)


@pytest.mark.parametrize(
    ("typed", "found"), [("prov", True), ("provvägen 4", True), ("provvägen 1", False), ("gatan", False), ("", True)]
)
def test_one_row_is_found_as_all_rows_are(typed, found):
    assert finds(typed, tokens(["Provvägen 4", "123 45"])) is found


@pytest.mark.django_db
def test_a_row_is_found_by_all_words_however_common_the_others_are(monkeypatch):
    made = lead("Åsa Öström", email="asa@example.se")
    others = [lead(f"Bo {number}", email=f"bo{number}@example.se") for number in range(3)]
    for most, common in ((5000, 20_000), (2, 20_000), (2, -1)):
        monkeypatch.setattr(searching, "MOST_IDS", most)
        monkeypatch.setattr(searching, "COMMON", common)
        assert list(matching(Lead.objects.all(), "example asa")) == [made]
        assert set(matching(Lead.objects.order_by("pk"), "example se")) == {made, *others}
        assert not matching(Lead.objects.all(), "zebra example").exists()
        assert matching(Lead.objects.all(), "").count() == 4
    assert look_up(Lead, "example").are_many
    assert not look_up(Lead, "").are_many
