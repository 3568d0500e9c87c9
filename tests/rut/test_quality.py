"""The gate lets written text through and stops what a broken layer or a careless recogniser left."""

import pytest

from rut.readers.page import Box, Word
from rut.readers.quality import is_doubtful, score

GOOD = (
    "Vi har fått er begäran om utbetalning av rutavdrag och behöver fler uppgifter innan vi kan fatta beslut. "
    "Skicka in kopior av fakturorna och underlag som visar att köparen har betalat för arbetet."
)


def words(text):
    return tuple(Word(part, Box(0, 0, 10, 10)) for part in text.split())


def test_written_swedish_passes():
    assert not is_doubtful(words(GOOD))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Sida 1",
        GOOD + " (cid:17)",
        GOOD + " betal\ufffdt",
        GOOD + " \ue012\ue013",
        GOOD.replace(" ", ""),
        GOOD.translate(str.maketrans("aeiou", "34|0*")),
        "Lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore",
        GOOD + " 2O26 8-119l279 KarIstad",
    ],
    ids=["empty", "little", "cid", "replaced", "private", "unspaced", "garbled", "not Swedish", "confused digits"],
)
def test_a_broken_layer_is_doubted(text):
    assert is_doubtful(words(text))


def test_of_two_readings_the_one_with_more_words_is_better():
    assert score(words(GOOD)) > score(words(GOOD.translate(str.maketrans("ae", "0;"))))
