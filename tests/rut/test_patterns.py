"""A pattern taken apart finds what the whole one finds."""

import re

import pytest

from rut.readers import classify
from rut.readers.patterns import any_of, is_found

TEXTS = (
    "vi behöver fler uppgifter innan vi kan fatta beslut", "ni ska skicka in kopia av fakturan",
    "skatteverket beslutar att inte betala ut", "beslutet har fattats av en handläggare", "vi avslår er begäran",
    "vi överväger att återkräva utbetalningen", "vi föreslår ett lägre belopp", "det ni har skickat räcker inte",
    "hur man överklagar", "överklaga", "så här överklagar ni", "vi har tagit emot er begäran och den handläggs",
    "handläggningen tar längre tid än normalt", "ni föreläggs vid vite av 5 000 kronor", "en dag i juni",
    "begäranomkomplettering", "beslutomavslag", "frågortillköparen", "informationtillföretag", "påminnelse",
)  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "ways"),
    [
        ("a|b", ["a", "b"]),
        ("(?:a|b)c", ["ac", "bc"]),
        ("(?:a|b)?c|d", ["(?:a|b)?c", "d"]),
        ("(?:a(?:x|y)|[|)]b)c", ["a(?:x|y)c", "[|)]bc"]),
        ("(?:(?:a|b)c|d)e", ["ace", "bce", "de"]),
        (r"a\|b|c", [r"a\|b", "c"]),
        (r"(?:a|\(b\))(?:c|d)", ["a(?:c|d)", r"\(b\)(?:c|d)"]),
    ],
)
def test_a_pattern_is_taken_apart_into_the_ways_it_may_begin(pattern, ways):
    assert [way.pattern for _, way in any_of(pattern)] == ways


@pytest.mark.parametrize(
    ("way", "letters"),
    [
        ("påminnelse", "påminnelse"), ("komplettera(er|din)", "komplettera"), ("mer(a)?underlag", "mer"),
        ("vihar?föravsikt", "viha"), (r"kvitto\b", "kvitto"), (r"\border\b", "order"), ("^beslut", ""), (r"\w+a", ""),
        ("a{0,3}b", ""), ("från- och till", "från- och till"), ("[ab]c", ""), (r"a\.b", "a"),
    ],
)  # fmt: skip
def test_a_text_is_searched_only_where_the_first_letters_stand(way, letters):
    assert [beginning for beginning, _ in any_of(way)] == [letters]


def test_the_evidence_taken_apart_speaks_where_the_whole_patterns_do():
    spoken = 0
    for where, pattern, what, _ in classify._EVIDENCE:
        whole, parts = re.compile(pattern, re.MULTILINE), any_of(pattern, re.MULTILINE)
        for text in TEXTS:
            spoken += is_found(parts, text)
            assert is_found(parts, text) == (whole.search(text) is not None), (where, what, text)

    assert spoken > len(TEXTS)
